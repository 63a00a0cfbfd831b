// Pictures made by looking up, for each pixel of the result, the pixel it comes from.
#ifndef SLUICE_TESTS_REFERENCE_GEOMETRY_H_
#define SLUICE_TESTS_REFERENCE_GEOMETRY_H_

#include <functional>
#include <utility>

#include "lib/frame.h"
#include "lib/saturate.h"

namespace sluice::reference {

// A column and a row of the input; negative where `fill` (a fraction of full scale) stands instead.
using From = std::function<std::pair<int64_t, int64_t>(int x, int y)>;

// A picture of width x height pixels; pixel (x, y) is the input's from(x, y).
inline Frame Rearranged(const Frame& in, int width, int height, const From& from,
                        float fill = 0.0f) {
  PictureInfo picture = in.info().picture();
  picture.width = width;
  picture.height = height;
  FrameInfo info = in.info();
  info.set_picture(picture);
  Frame out = Frame::Create(info).value();
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto [column, row] = from(x, y);
      for (int c = 0; c < picture.channels; ++c) {
        VisitDType(picture.dtype, [&, column = column, row = row](auto zero) {
          using T = decltype(zero);
          const bool outside = column < 0 || row < 0;
          out.Row<T>(y)[x * picture.channels + c] =
              outside ? FromFraction<T>(fill) : in.Row<T>(row)[column * picture.channels + c];
        });
      }
    }
  }
  return out;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_GEOMETRY_H_
