#ifndef SLUICE_TESTS_REFERENCE_BOX_H_
#define SLUICE_TESTS_REFERENCE_BOX_H_

#include "tests/reference/separable.h"

namespace sluice::reference {

// sum / count, rounded half to even.
inline uint64_t RoundedQuotient(uint64_t sum, uint64_t count) {
  const uint64_t quotient = sum / count;
  const uint64_t twice = 2 * (sum % count);
  if (twice < count) return quotient;
  if (twice > count) return quotient + 1;
  return quotient + quotient % 2;
}

// The mean over the width x height samples from width / 2 to the left and height / 2 above on.
inline Frame Box(const Frame& in, int width, int height, const Border& border) {
  Frame out = in.Clone().value();
  const PictureInfo p = in.info().picture();
  VisitDType(p.dtype, [&](auto zero) {
    using T = decltype(zero);
    for (int y = 0; y < p.height; ++y) {
      for (int i = 0; i < p.row_samples(); ++i) {
        const auto sample = [&](int dy, int dx) {
          return SampleAt<T>(in, y + dy - height / 2, i / p.channels + dx - width / 2,
                             i % p.channels, border);
        };
        double sum = 0;  // exact for integers
        for (int dy = 0; dy < height; ++dy) {
          for (int dx = 0; dx < width; ++dx) sum += sample(dy, dx);
        }
        const double count = double(width) * height;
        if constexpr (std::is_same_v<T, float>) {
          out.Row<T>(y)[i] = static_cast<float>(sum / count);
        } else {
          out.Row<T>(y)[i] = static_cast<T>(RoundedQuotient(uint64_t(sum), uint64_t(count)));
        }
      }
    }
  });
  return out;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_BOX_H_
