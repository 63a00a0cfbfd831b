// What stands outside a picture. Pictures of a row abcd extended on both sides:
//   clamp    aaa|abcd|ddd   (NumPy edge, SciPy nearest, OpenCV REPLICATE)
//   mirror   dcb|abcd|cba   (NumPy reflect, SciPy mirror, OpenCV REFLECT_101)
//   reflect  cba|abcd|dcb   (NumPy symmetric, SciPy reflect, OpenCV REFLECT)
//   wrap     bcd|abcd|abc
//   constant kkk|abcd|kkk
// All are periodic extensions and so right for any distance, beyond the picture's size too.
#ifndef SLUICE_LIB_BORDER_H_
#define SLUICE_LIB_BORDER_H_

#include <cstdint>

namespace sluice {

enum class BorderMode : uint8_t { kClamp, kMirror, kReflect, kWrap, kConstant };

struct Border {
  BorderMode mode = BorderMode::kClamp;
  float constant = 0.0f;  // fraction of full scale
};

// The index in [0, n) that stands at position i, or -1 where the constant stands. n >= 1.
int64_t BorderIndex(int64_t i, int64_t n, BorderMode mode);

// Writes `left` pixels, the row's own `width` pixels and `right` pixels to `padded`, the outer ones
// from the border rule. `channels` samples a pixel; `constant` in sample units.
template <class T>
void PadRow(const T* row, int width, int channels, int left, int right, BorderMode mode, T constant,
            T* padded);

}  // namespace sluice

#endif  // SLUICE_LIB_BORDER_H_
