// Noise, for testing what removes it: Gaussian, salt and pepper, impulses, photon noise, speckle.
#ifndef SLUICE_FILTERS_NOISE_H_
#define SLUICE_FILTERS_NOISE_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "lib/row_filter.h"

namespace sluice {

enum class NoiseKind : uint8_t {
  kGaussian,    // adds normal numbers; amount: their standard deviation, a fraction of full scale
  kSpeckle,     // multiplies by 1 + normal numbers; amount: their standard deviation
  kPoisson,     // counts photons; amount: the mean count at full scale
  kSaltPepper,  // a sample becomes 0 or full scale; amount: the probability, half for each
  kImpulse,     // a sample becomes any value, all equally likely; amount: the probability
};

struct NoiseStep {
  NoiseKind kind = NoiseKind::kGaussian;
  float amount = 0;
};

struct NoiseOptions {
  std::vector<NoiseStep> steps;  // applied one after the other, in f32
  uint64_t seed = 0;
};

// Each sample of each channel by itself; alpha stays as it is. The sample type is kept: u8 and u16
// saturate and round half to even once, after the last step; f32 is not limited to [0, 1]. The
// numbers depend on the seed, the frame's index in its stream, the row and the place in the row,
// and on nothing else. NaN stays NaN except where salt, pepper or an impulse falls. Prepare fails
// (Usage) for amounts that are negative, not finite, or no probability.
std::unique_ptr<RowFilter> MakeNoise(const NoiseOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_NOISE_H_
