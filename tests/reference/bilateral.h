#ifndef SLUICE_TESTS_REFERENCE_BILATERAL_H_
#define SLUICE_TESTS_REFERENCE_BILATERAL_H_

#include <cmath>
#include <vector>

#include "filters/bilateral.h"
#include "lib/frame.h"
#include "lib/saturate.h"
#include "tests/reference/separable.h"

namespace sluice::reference {

// The definition in f64, rounded at the end. `radius` as the filter resolves it; the last channel
// is alpha when the picture says so.
inline Frame Bilateral(const Frame& in, const BilateralOptions& o, int radius) {
  const PictureInfo p = in.info().picture();
  const int colors = p.alpha && p.channels > 1 ? p.channels - 1 : p.channels;
  const double full = static_cast<double>(FullScale(p.dtype));
  const double space = static_cast<double>(o.sigma_space);
  const double range = static_cast<double>(o.sigma_range);
  Frame out = in.Clone().value();
  VisitDType(p.dtype, [&](auto zero) {
    using T = decltype(zero);
    const auto at = [&](int y, int x, int c) { return SampleAt<T>(in, y, x, c, o.border); };
    for (int y = 0; y < p.height; ++y) {
      for (int x = 0; x < p.width; ++x) {
        std::vector<double> sums(static_cast<size_t>(p.channels), 0.0);
        double weights = 0;
        for (int dy = -radius; dy <= radius; ++dy) {
          for (int dx = -radius; dx <= radius; ++dx) {
            if (dx * dx + dy * dy > radius * radius) continue;
            double difference = 0;
            for (int c = 0; c < colors; ++c) {
              difference += std::abs(at(y + dy, x + dx, c) - at(y, x, c)) / full / colors;
            }
            const double weight = std::exp(-(dx * dx + dy * dy) / (2 * space * space) -
                                           difference * difference / (2 * range * range));
            weights += weight;
            for (int c = 0; c < p.channels; ++c) {
              sums[static_cast<size_t>(c)] += weight * at(y + dy, x + dx, c);
            }
          }
        }
        for (int c = 0; c < p.channels; ++c) {
          out.Row<T>(y)[x * p.channels + c] =
              SaturateTo<T>(static_cast<float>(sums[static_cast<size_t>(c)] / weights));
        }
      }
    }
  });
  return out;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_BILATERAL_H_
