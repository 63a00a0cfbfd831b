// Texture as statistics of the responses of a filter bank.
#ifndef SLUICE_FEATURES_TEXTURE_H_
#define SLUICE_FEATURES_TEXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "features/descriptor.h"
#include "features/filter_bank.h"
#include "lib/border.h"

namespace sluice {

// Of one response over all pixels.
enum class ResponseStatistic {
  kMean,
  kAbsolute,           // the mean of the absolute values
  kStandardDeviation,  // of the pixels, not of a sample
  kEnergy,             // the mean of the squares
};
const std::vector<std::string>& ResponseStatisticNames();  // "mean", "abs", "std", "energy"

struct TextureOptions {
  FilterBank bank;
  std::vector<ResponseStatistic> statistics;  // at least one
  Border border = {BorderMode::kMirror};
  bool normalize = false;  // bring the picture to mean 0 and standard deviation 1 first
};

// The first statistic of every response, then the second, ... Where in the picture a response was
// plays no part. Fails for pictures with samples that are not finite.
std::unique_ptr<Descriptor> MakeTexture(TextureOptions options);

// Brings a picture to mean 0 and standard deviation 1, a constant one to 0; so that neither how
// bright nor how rich in contrast it is counts. Fails for samples that are not finite.
Status NormalizeContrast(Image<float>* gray);

}  // namespace sluice

#endif  // SLUICE_FEATURES_TEXTURE_H_
