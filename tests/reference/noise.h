#ifndef SLUICE_TESTS_REFERENCE_NOISE_H_
#define SLUICE_TESTS_REFERENCE_NOISE_H_

#include <cmath>
#include <vector>

#include "filters/noise.h"
#include "lib/frame.h"
#include "lib/random.h"
#include "lib/saturate.h"

namespace sluice::reference {

// The noise of `options` on a picture, sample by sample in f32, from the library's random numbers.
inline Frame Noise(const Frame& in, const NoiseOptions& options) {
  Frame out = in.Clone().value();
  const PictureInfo picture = in.info().picture();
  const auto count = static_cast<size_t>(picture.row_samples());
  const float full = FullScale(picture.dtype);
  for (int y = 0; y < picture.height; ++y) {
    std::vector<float> values(RandomRoom(count));
    VisitDType(picture.dtype, [&](auto zero) {
      using T = decltype(zero);
      for (size_t i = 0; i < count; ++i) values[i] = static_cast<float>(in.Row<T>(y)[i]);
    });
    uint32_t use = 0;
    for (const NoiseStep& step : options.steps) {
      RandomSequence sequence{options.seed, static_cast<uint32_t>(picture.index),
                              static_cast<uint32_t>(y), use};
      std::vector<float> normal(RandomRoom(count));
      std::vector<float> uniform(RandomRoom(count));
      std::vector<float> other(RandomRoom(count));
      std::vector<float> photons(RandomRoom(count));
      for (size_t i = 0; i < count; ++i) photons[i] = values[i] * (step.amount / full);
      FillNormal(sequence, count, normal.data());
      FillUniform(sequence, count, uniform.data());
      if (step.kind == NoiseKind::kPoisson) FillPoisson(sequence, count, photons.data());
      ++sequence.use;
      FillUniform(sequence, count, other.data());
      use += 2;
      for (size_t i = 0; i < count; ++i) {
        float& v = values[i];
        switch (step.kind) {
          case NoiseKind::kGaussian:
            v = v + normal[i] * (step.amount * full);
            break;
          case NoiseKind::kSpeckle:
            v = v + v * (normal[i] * step.amount);
            break;
          case NoiseKind::kPoisson:
            v = photons[i] * (full / step.amount);
            break;
          case NoiseKind::kSaltPepper:
            if (uniform[i] < step.amount) v = uniform[i] < step.amount / 2 ? 0.0f : full;
            break;
          case NoiseKind::kImpulse:
            if (uniform[i] < step.amount) {
              v = picture.dtype == DType::kF32 ? other[i] : std::floor(other[i] * (full + 1));
            }
            break;
        }
      }
    }
    VisitDType(picture.dtype, [&](auto zero) {
      using T = decltype(zero);
      for (size_t i = 0; i < count; ++i) {
        const bool alpha = picture.alpha && int(i) % picture.channels == picture.channels - 1;
        if (!alpha) out.Row<T>(y)[i] = SaturateTo<T>(values[i]);
      }
    });
  }
  return out;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_NOISE_H_
