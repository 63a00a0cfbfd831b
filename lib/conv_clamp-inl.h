// Activations that are a clamp, which is done to sums while they are in registers.
#if defined(SLUICE_LIB_CONV_CLAMP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_LIB_CONV_CLAMP_INL_H_
#undef SLUICE_LIB_CONV_CLAMP_INL_H_
#else
#define SLUICE_LIB_CONV_CLAMP_INL_H_
#endif

#include "hwy/highway.h"
#include "lib/conv_tile.h"
#include "lib/convolution.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// Sets the clamp that an activation is, and returns what is left to do after it.
HWY_INLINE ConvActivation ClampOf(ConvActivation activation, ConvClamp* clamp) {
  *clamp = ConvClamp();
  if (activation == ConvActivation::kRelu) {
    clamp->low = 0.0f;
    return ConvActivation::kNone;
  }
  if (activation == ConvActivation::kRelu6) {
    *clamp = {0.0f, 6.0f};
    return ConvActivation::kNone;
  }
  return activation;
}

// The larger (smaller) of both, x if it is NaN. On x86 one instruction, which gives its second
// operand where one is NaN.
#if HWY_ARCH_X86 && HWY_TARGET != HWY_SCALAR
HWY_INLINE VF32 AtLeast(VF32 low, VF32 x) { return hn::Max(low, x); }
HWY_INLINE VF32 AtMost(VF32 high, VF32 x) { return hn::Min(high, x); }
#else
HWY_INLINE VF32 AtLeast(VF32 low, VF32 x) { return hn::IfThenElse(hn::Lt(x, low), low, x); }
HWY_INLINE VF32 AtMost(VF32 high, VF32 x) { return hn::IfThenElse(hn::Gt(x, high), high, x); }
#endif

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_LIB_CONV_CLAMP_INL_H_
