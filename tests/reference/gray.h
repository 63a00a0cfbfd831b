#ifndef SLUICE_TESTS_REFERENCE_GRAY_H_
#define SLUICE_TESTS_REFERENCE_GRAY_H_

#include <type_traits>
#include <vector>

#include "lib/frame.h"

namespace sluice::reference {

// Gray by weights that are whole numbers: the weighted mean of the colours, half to even for
// integers. Alpha is kept behind it.
inline Frame Gray(const Frame& in, const std::vector<int64_t>& weights) {
  const PictureInfo picture = in.info().picture();
  const bool alpha = picture.alpha && picture.channels > 1;
  FrameInfo info = in.info();
  PictureInfo result = picture;
  result.channels = alpha ? 2 : 1;
  info.set_picture(result);
  Frame out = Frame::Create(info).value();
  int64_t total = 0;
  for (const int64_t w : weights) total += w;
  for (int y = 0; y < picture.height; ++y) {
    VisitDType(picture.dtype, [&](auto zero) {
      using T = decltype(zero);
      for (int x = 0; x < picture.width; ++x) {
        const T* pixel = in.Row<T>(y) + x * picture.channels;
        T* to = out.Row<T>(y) + x * result.channels;
        if constexpr (std::is_same_v<T, float>) {
          double sum = 0;
          for (size_t c = 0; c < weights.size(); ++c) sum += double(weights[c]) * double(pixel[c]);
          to[0] = static_cast<float>(sum / double(total));
        } else {
          int64_t sum = 0;
          for (size_t c = 0; c < weights.size(); ++c) sum += weights[c] * pixel[c];
          int64_t mean = sum / total;
          const int64_t left = sum % total;
          if (2 * left > total || (2 * left == total && mean % 2 == 1)) ++mean;
          to[0] = static_cast<T>(mean);
        }
        if (alpha) to[1] = pixel[picture.channels - 1];
      }
    });
  }
  return out;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_GRAY_H_
