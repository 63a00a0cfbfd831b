// Textons: a dictionary of typical filter responses, and pictures as histograms of them.
#ifndef SLUICE_FEATURES_TEXTONS_H_
#define SLUICE_FEATURES_TEXTONS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "features/descriptor.h"
#include "features/filter_bank.h"
#include "lib/border.h"
#include "lib/model_file.h"
#include "lib/status.h"
#include "lib/tensor.h"

namespace sluice {

// Which responses textons are points in the space of. Pictures are brought to mean 0 and standard
// deviation 1 first; the responses F at a pixel are scaled by Weber's law, to F log(1 + |F| / 0.03)
// / |F|, which keeps strong edges from outweighing everything else.
//
// Varma and Zisserman, A statistical approach to texture classification from single images, IJCV
// 62(1), 2005.
struct TextonSpace {
  BankKind bank = BankKind::kMr8;
  int scales = 4;  // of gabor
  int orientations = 6;
  Border border = {BorderMode::kMirror};

  FilterBank Bank() const { return MakeFilterBank(bank, scales, orientations); }
};

// The dictionary: textons x responses.
struct TextonDictionary {
  TextonSpace space;
  Tensor textons;

  ModelFile ToFile() const;
  // Fails when the file is no dictionary. One that is embedded in a classifier's model, with
  // "features." before its names, is found too.
  static Result<TextonDictionary> FromFile(const ModelFile& file);
};

struct TextonOptions {
  TextonSpace space;
  int clusters = 40;  // textons of each class
  int pixels = 1000;  // taken from each picture, at random
  uint64_t seed = 0;
};

// Learns textons class by class: pixels are taken from pictures as they come, and clustered by
// k-means in the end. Memory for responses x pixels numbers a picture.
class TextonLearner {
 public:
  explicit TextonLearner(const TextonOptions& options);
  ~TextonLearner();
  // Takes pixels of a picture; the class may be empty, for pictures without labels.
  Status Add(const Frame& picture, const std::string& label);
  // The textons of all classes, in the order of their names. The same for any number of threads.
  Result<TextonDictionary> Learn() const;

 private:
  class Sampler;
  TextonOptions options_;
  std::unique_ptr<Sampler> sampler_;
  std::map<std::string, std::vector<float>> samples_;
  uint32_t pictures_ = 0;
};

// The share of a picture's pixels to which each texton is the nearest: numbers that sum to 1.
std::unique_ptr<Descriptor> MakeTextonHistogram(TextonDictionary dictionary);

}  // namespace sluice

#endif  // SLUICE_FEATURES_TEXTONS_H_
