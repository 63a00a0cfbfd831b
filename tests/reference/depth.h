#ifndef SLUICE_TESTS_REFERENCE_DEPTH_H_
#define SLUICE_TESTS_REFERENCE_DEPTH_H_

#include <cmath>
#include <type_traits>

#include "lib/frame.h"

namespace sluice::reference {

// The sample of type T nearest to a fraction of full scale: saturated, ties to even, NaN as 0.
template <class T>
T SampleFromFraction(double fraction) {
  if constexpr (std::is_same_v<T, float>) {
    return static_cast<float>(fraction);
  } else {
    const auto full = static_cast<double>(DTypeTraits<T>::kFullScale);
    const double value = fraction * full;
    if (!(value > 0)) return 0;
    return static_cast<T>(value > full ? full : std::nearbyint(value));
  }
}

// The same intensities as another sample type.
inline Frame Depth(const Frame& in, DType to) {
  FrameInfo info = in.info();
  info.dtype = to;
  Frame out = Frame::Create(info).value();
  for (int64_t row = 0; row < info.row_count(); ++row) {
    VisitDType(in.info().dtype, [&](auto from_zero) {
      using From = decltype(from_zero);
      VisitDType(to, [&](auto to_zero) {
        using To = decltype(to_zero);
        for (int64_t i = 0; i < info.row_samples(); ++i) {
          const From sample = in.Row<From>(row)[i];
          if constexpr (std::is_same_v<From, To>) {
            out.Row<To>(row)[i] = sample;
          } else if constexpr (std::is_same_v<From, float>) {
            // The product is rounded to f32 before it is rounded to an integer.
            const float scaled = sample * DTypeTraits<To>::kFullScale;
            out.Row<To>(row)[i] = SampleFromFraction<To>(
                static_cast<double>(scaled) / static_cast<double>(DTypeTraits<To>::kFullScale));
          } else {
            out.Row<To>(row)[i] = SampleFromFraction<To>(
                static_cast<double>(sample) / static_cast<double>(DTypeTraits<From>::kFullScale));
          }
        }
      });
    });
  }
  return out;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_DEPTH_H_
