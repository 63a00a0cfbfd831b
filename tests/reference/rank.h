#ifndef SLUICE_TESTS_REFERENCE_RANK_H_
#define SLUICE_TESTS_REFERENCE_RANK_H_

#include <algorithm>
#include <cmath>
#include <vector>

#include "lib/border.h"
#include "lib/frame.h"
#include "tests/reference/separable.h"

namespace sluice::reference {

// Before, for samples: NaN is larger than any number.
inline bool Smaller(double a, double b) { return std::isnan(b) ? !std::isnan(a) : a < b; }

// The sample of rank min(n - 1, floor(n * percent / 100)) of the n samples in the window
// [x - width / 2, x - width / 2 + width) x [y - height / 2, y - height / 2 + height).
inline Frame Percentile(const Frame& in, int width, int height, double percent,
                        const Border& border) {
  const PictureInfo p = in.info().picture();
  Frame out = in.Clone().value();
  const int64_t count = int64_t{width} * height;
  const int64_t rank = std::min(
      count - 1, static_cast<int64_t>(std::floor(static_cast<double>(count) * percent / 100)));
  std::vector<double> values;
  VisitDType(p.dtype, [&](auto zero) {
    using T = decltype(zero);
    for (int y = 0; y < p.height; ++y) {
      for (int x = 0; x < p.width; ++x) {
        for (int c = 0; c < p.channels; ++c) {
          values.clear();
          for (int j = 0; j < height; ++j) {
            for (int i = 0; i < width; ++i) {
              values.push_back(SampleAt<T>(in, y - height / 2 + j, x - width / 2 + i, c, border));
            }
          }
          std::nth_element(values.begin(), values.begin() + rank, values.end(), Smaller);
          out.Row<T>(y)[x * p.channels + c] = static_cast<T>(values[size_t(rank)]);
        }
      }
    }
  });
  return out;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_RANK_H_
