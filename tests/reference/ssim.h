#ifndef SLUICE_TESTS_REFERENCE_SSIM_H_
#define SLUICE_TESTS_REFERENCE_SSIM_H_

#include <cmath>

#include "lib/frame.h"

namespace sluice::reference {

// The mean SSIM index in f64, window by window; pictures of at least 11x11 pixels.
inline double Ssim(const Frame& a, const Frame& b) {
  const PictureInfo picture = a.info().picture();
  const auto at = [&](const Frame& frame, int x, int y, int c) {
    double v = 0;
    VisitDType(frame.info().dtype, [&](auto zero) {
      v = static_cast<double>(frame.Row<decltype(zero)>(y)[x * picture.channels + c]) /
          static_cast<double>(FullScale(frame.info().dtype));
    });
    return v;
  };
  double window[11];
  double total = 0;
  for (int k = 0; k < 11; ++k) total += window[k] = std::exp(-(k - 5) * (k - 5) / 4.5);
  double sum = 0;
  int count = 0;
  for (int y = 5; y + 5 < picture.height; ++y) {
    for (int x = 5; x + 5 < picture.width; ++x) {
      for (int c = 0; c < picture.channels; ++c, ++count) {
        double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
        for (int j = -5; j <= 5; ++j) {
          for (int i = -5; i <= 5; ++i) {
            const double w = window[i + 5] * window[j + 5] / (total * total);
            const double va = at(a, x + i, y + j, c);
            const double vb = at(b, x + i, y + j, c);
            ma += w * va;
            mb += w * vb;
            aa += w * va * va;
            bb += w * vb * vb;
            ab += w * va * vb;
          }
        }
        sum += (2 * ma * mb + 1e-4) * (2 * (ab - ma * mb) + 9e-4) /
               ((ma * ma + mb * mb + 1e-4) * (aa - ma * ma + bb - mb * mb + 9e-4));
      }
    }
  }
  return sum / count;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_SSIM_H_
