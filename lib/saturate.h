// From f32 to a sample: saturate and round half to even, once, at the end.
#ifndef SLUICE_LIB_SATURATE_H_
#define SLUICE_LIB_SATURATE_H_

#include <cmath>
#include <type_traits>

#include "lib/dtype.h"

namespace sluice {

// The sample nearest to `value` (in sample units): clamped to the type's range, ties to even; NaN
// becomes 0. An f32 sample is `value` itself.
template <class T>
T SaturateTo(float value) {
  if constexpr (std::is_same_v<T, float>) {
    return value;
  } else {
    constexpr float kMax = DTypeTraits<T>::kFullScale;
    if (!(value > 0.0f)) return 0;
    if (value >= kMax) return static_cast<T>(kMax);
    return static_cast<T>(std::nearbyint(value));
  }
}

// The sample for an intensity given as a fraction of full scale.
template <class T>
T FromFraction(float fraction) {
  return SaturateTo<T>(fraction * DTypeTraits<T>::kFullScale);
}

}  // namespace sluice

#endif  // SLUICE_LIB_SATURATE_H_
