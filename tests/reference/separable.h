#ifndef SLUICE_TESTS_REFERENCE_SEPARABLE_H_
#define SLUICE_TESTS_REFERENCE_SEPARABLE_H_

#include <vector>

#include "lib/border.h"
#include "lib/frame.h"
#include "lib/saturate.h"

namespace sluice::reference {

// The samples of one channel at any row and column, those outside made up by the border rule.
template <class T>
double SampleAt(const Frame& in, int64_t y, int64_t x, int c, const Border& border) {
  const PictureInfo p = in.info().picture();
  const int64_t row = BorderIndex(y, p.height, border.mode);
  const int64_t column = BorderIndex(x, p.width, border.mode);
  if (row < 0 || column < 0) return static_cast<double>(FromFraction<T>(border.constant));
  return static_cast<double>(in.Row<T>(row)[column * p.channels + c]);
}

// The double sum of the definition, in f64, before any rounding: values of width * channels for
// each row, in sample units.
inline std::vector<std::vector<double>> SeparableValues(const Frame& in,
                                                        const std::vector<double>& column,
                                                        int column_origin,
                                                        const std::vector<double>& row,
                                                        int row_origin, const Border& border) {
  const PictureInfo p = in.info().picture();
  const auto columns = static_cast<int>(column.size());
  const auto rows = static_cast<int>(row.size());
  std::vector<std::vector<double>> values(static_cast<size_t>(p.height));
  VisitDType(p.dtype, [&](auto zero) {
    using T = decltype(zero);
    for (int y = 0; y < p.height; ++y) {
      for (int x = 0; x < p.width; ++x) {
        for (int c = 0; c < p.channels; ++c) {
          double sum = 0;
          for (int i = 0; i < columns; ++i) {
            for (int j = 0; j < rows; ++j) {
              sum += column[size_t(i)] * row[size_t(j)] *
                     SampleAt<T>(in, int64_t{y} + i - column_origin, int64_t{x} + j - row_origin, c,
                                 border);
            }
          }
          values[size_t(y)].push_back(sum);
        }
      }
    }
  });
  return values;
}

// The values as a frame like `in`: saturated and rounded half to even, or, for f32 output, scaled
// to fractions of full scale.
inline Frame FrameOfValues(const Frame& in, const std::vector<std::vector<double>>& values,
                           bool f32) {
  FrameInfo info = in.info();
  PictureInfo p = info.picture();
  if (f32) p.dtype = DType::kF32;
  info.set_picture(p);
  Frame out = Frame::Create(std::move(info)).value();
  const double scale = f32 ? static_cast<double>(FullScale(in.info().dtype)) : 1.0;
  VisitDType(p.dtype, [&](auto zero) {
    using T = decltype(zero);
    for (int y = 0; y < p.height; ++y) {
      for (int i = 0; i < p.row_samples(); ++i) {
        out.Row<T>(y)[i] = SaturateTo<T>(static_cast<float>(values[size_t(y)][size_t(i)] / scale));
      }
    }
  });
  return out;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_SEPARABLE_H_
