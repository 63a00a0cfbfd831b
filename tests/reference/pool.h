#ifndef SLUICE_TESTS_REFERENCE_POOL_H_
#define SLUICE_TESTS_REFERENCE_POOL_H_

#include <algorithm>
#include <cmath>
#include <vector>

#include "lib/frame.h"

namespace sluice::reference {

// One window at a time, over the samples inside the picture; `out` gives the size. op 0 max,
// 1 average, 2 min.
inline Frame Pool(const Frame& in, int op, int width, int height, int stride_x, int stride_y,
                  int pad, int out_width, int out_height) {
  PictureInfo info = in.info().picture();
  const PictureInfo source = info;
  info.width = out_width;
  info.height = out_height;
  Frame out =
      Frame::Create(FrameInfo::Picture(info.width, info.height, info.channels, info.dtype)).value();
  VisitDType(info.dtype, [&](auto zero) {
    using T = decltype(zero);
    for (int y = 0; y < info.height; ++y) {
      for (int x = 0; x < info.width; ++x) {
        for (int c = 0; c < info.channels; ++c) {
          std::vector<double> window;
          for (int yy = y * stride_y - pad; yy < y * stride_y - pad + height; ++yy) {
            for (int xx = x * stride_x - pad; xx < x * stride_x - pad + width; ++xx) {
              if (yy < 0 || xx < 0 || yy >= source.height || xx >= source.width) continue;
              window.push_back(double(in.Row<T>(yy)[xx * info.channels + c]));
            }
          }
          double value = op == 2 ? *std::min_element(window.begin(), window.end())
                                 : *std::max_element(window.begin(), window.end());
          if (op == 1) {
            value = 0;
            for (const double v : window) value += v;
            value /= double(window.size());
          }
          out.Row<T>(y)[x * info.channels + c] =
              static_cast<T>(info.dtype == DType::kF32 ? value : std::nearbyint(value));
        }
      }
    }
  });
  return out;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_POOL_H_
