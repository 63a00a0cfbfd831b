// Patches of pictures with noise on them, and the patches without it: what denoisers learn from.
#ifndef SLUICE_NETS_NOISY_PATCHES_H_
#define SLUICE_NETS_NOISY_PATCHES_H_

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "lib/frame.h"
#include "lib/status.h"
#include "nets/training_data.h"

namespace sluice {

struct NoisyPatchOptions {
  int patch = 40;          // pixels of a patch's side
  int64_t count = 0;       // patches of an epoch
  double sigma_low = 25;   // standard deviation of the noise, in units of 1/255 of full scale: each
  double sigma_high = 25;  // patch has its own, anything from low to high
  uint64_t seed = 0;
};

// Patches from places of pictures chosen at random, all places equally likely, turned by quarters
// and mirrored at random, as fractions of full scale. Noise is Gaussian, new each time, and is not
// limited to what samples can hold (Zhang et al., IEEE TIP 2017). Alpha is left out.
class NoisyPatches : public NetData {
 public:
  // Fails when a picture is smaller than a patch, when they differ in their number of channels, and
  // when there is none.
  static Result<NoisyPatches> Create(std::vector<std::shared_ptr<const Frame>> pictures,
                                     const NoisyPatchOptions& options);

  int channels() const { return channels_; }
  int64_t count() const override { return options_.count; }
  LossTarget target() const override { return LossTarget::kNumbers; }
  int64_t target_size() const override;
  NetBatch Make(std::span<const int64_t> examples, uint64_t step) const override;

 private:
  NoisyPatches() = default;
  void CutPatch(uint64_t place, uint32_t turn, float* to) const;

  std::vector<std::shared_ptr<const Frame>> pictures_;
  std::vector<uint64_t> places_;  // of patches in all pictures up to each one
  NoisyPatchOptions options_;
  int channels_ = 0;
};

// Channels of a picture but alpha.
inline int ColourChannels(const PictureInfo& picture) {
  return picture.channels - (picture.alpha ? 1 : 0);
}

}  // namespace sluice

#endif  // SLUICE_NETS_NOISY_PATCHES_H_
