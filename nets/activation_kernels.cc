#include "nets/activation_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "nets/activation_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

// After these two, because they are compiled for each target.
#include "hwy/contrib/math/math-inl.h"
#include "lib/exp-inl.h"
#include "nets/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

using Type = ActivationType;

// Comparisons rather than minima and maxima, some of which drop NaN.
template <class D, class V>
HWY_INLINE V Clamp(D d, V x, float high) {
  const V most = hn::Set(d, high);
  const V below = hn::IfThenElse(hn::Gt(x, most), most, x);
  return hn::IfThenZeroElse(hn::Lt(x, hn::Zero(d)), below);
}

template <class D, class V>
HWY_INLINE V Sigmoid(D d, V x) {
  const V one = hn::Set(d, 1.0F);
  return hn::Div(one, hn::Add(one, FastExp(d, hn::Neg(x))));
}

template <Type kType, class D, class V>
HWY_INLINE V Value(D d, V x, V a) {
  const V zero = hn::Zero(d);
  if constexpr (kType == Type::kRelu) {
    return hn::IfThenZeroElse(hn::Lt(x, zero), x);
  } else if constexpr (kType == Type::kRelu6) {
    return Clamp(d, x, 6.0F);
  } else if constexpr (kType == Type::kLeaky) {
    return hn::IfThenElse(hn::Lt(x, zero), hn::Mul(a, x), x);
  } else if constexpr (kType == Type::kElu) {
    // exp of numbers below 0 only, so that nothing overflows.
    const V below = hn::Mul(a, hn::Expm1(d, hn::Min(x, zero)));
    return hn::IfThenElse(hn::Lt(x, zero), below, x);
  } else if constexpr (kType == Type::kSigmoid) {
    return hn::IfThenElse(hn::Eq(x, x), Sigmoid(d, x), x);
  } else if constexpr (kType == Type::kTanh) {
    return hn::IfThenElse(hn::Eq(x, x), hn::Tanh(d, x), x);
  } else if constexpr (kType == Type::kSwish) {
    return hn::Mul(x, Sigmoid(d, x));
  } else {
    const V ramp = hn::Mul(Clamp(d, hn::Add(x, hn::Set(d, 3.0F)), 6.0F), hn::Set(d, 1.0F / 6));
    return kType == Type::kHardSigmoid ? ramp : hn::Mul(x, ramp);
  }
}

template <Type kType, class D, class V>
HWY_INLINE V Derivative(D d, V at, V dy, V a) {
  const V zero = hn::Zero(d);
  const V one = hn::Set(d, 1.0F);
  if constexpr (kType == Type::kRelu) {
    return hn::IfThenElseZero(hn::Gt(at, zero), dy);
  } else if constexpr (kType == Type::kRelu6) {
    return hn::IfThenElseZero(hn::And(hn::Gt(at, zero), hn::Lt(at, hn::Set(d, 6.0F))), dy);
  } else if constexpr (kType == Type::kLeaky) {
    return hn::IfThenElse(hn::Gt(at, zero), dy, hn::Mul(a, dy));
  } else if constexpr (kType == Type::kElu) {
    return hn::IfThenElse(hn::Gt(at, zero), dy, hn::Mul(hn::Add(at, a), dy));
  } else if constexpr (kType == Type::kSigmoid) {
    return hn::Mul(dy, hn::Mul(at, hn::Sub(one, at)));
  } else if constexpr (kType == Type::kTanh) {
    return hn::Mul(dy, hn::Sub(one, hn::Mul(at, at)));
  } else if constexpr (kType == Type::kSwish) {
    const V s = Sigmoid(d, at);
    return hn::Mul(dy, hn::Mul(s, hn::Add(one, hn::Mul(at, hn::Sub(one, s)))));
  } else if constexpr (kType == Type::kHardSigmoid) {
    const auto inside = hn::And(hn::Gt(at, zero), hn::Lt(at, one));
    return hn::IfThenElseZero(inside, hn::Mul(dy, hn::Set(d, 1.0F / 6)));
  } else {
    const V three = hn::Set(d, 3.0F);
    const V slope = hn::Mul(hn::Add(hn::Add(at, at), three), hn::Set(d, 1.0F / 6));
    const V ramp = hn::IfThenElse(hn::Gt(at, three), dy, hn::Mul(dy, slope));
    return hn::IfThenElseZero(hn::Gt(at, hn::Neg(three)), ramp);
  }
}

template <Type kType>
void Forward(float a, const float* x, int64_t count, float* y) {
  ForVectors(count, [&](auto d, int64_t i) HWY_ATTR {
    hn::StoreU(Value<kType>(d, hn::LoadU(d, x + i), hn::Set(d, a)), d, y + i);
  });
}

template <Type kType>
void Backward(float a, const float* at, const float* dy, int64_t count, float* dx) {
  ForVectors(count, [&](auto d, int64_t i) HWY_ATTR {
    const auto v = Derivative<kType>(d, hn::LoadU(d, at + i), hn::LoadU(d, dy + i), hn::Set(d, a));
    hn::StoreU(v, d, dx + i);
  });
}

void ForwardOf(Type type, float a, const float* x, int64_t count, float* y) {
  switch (type) {
    case Type::kRelu:
      return Forward<Type::kRelu>(a, x, count, y);
    case Type::kRelu6:
      return Forward<Type::kRelu6>(a, x, count, y);
    case Type::kLeaky:
      return Forward<Type::kLeaky>(a, x, count, y);
    case Type::kElu:
      return Forward<Type::kElu>(a, x, count, y);
    case Type::kSigmoid:
      return Forward<Type::kSigmoid>(a, x, count, y);
    case Type::kTanh:
      return Forward<Type::kTanh>(a, x, count, y);
    case Type::kSwish:
      return Forward<Type::kSwish>(a, x, count, y);
    case Type::kHardSigmoid:
      return Forward<Type::kHardSigmoid>(a, x, count, y);
    case Type::kHardSwish:
      return Forward<Type::kHardSwish>(a, x, count, y);
  }
}

void BackwardOf(Type type, float a, const float* at, const float* dy, int64_t count, float* dx) {
  switch (type) {
    case Type::kRelu:
      return Backward<Type::kRelu>(a, at, dy, count, dx);
    case Type::kRelu6:
      return Backward<Type::kRelu6>(a, at, dy, count, dx);
    case Type::kLeaky:
      return Backward<Type::kLeaky>(a, at, dy, count, dx);
    case Type::kElu:
      return Backward<Type::kElu>(a, at, dy, count, dx);
    case Type::kSigmoid:
      return Backward<Type::kSigmoid>(a, at, dy, count, dx);
    case Type::kTanh:
      return Backward<Type::kTanh>(a, at, dy, count, dx);
    case Type::kSwish:
      return Backward<Type::kSwish>(a, at, dy, count, dx);
    case Type::kHardSigmoid:
      return Backward<Type::kHardSigmoid>(a, at, dy, count, dx);
    case Type::kHardSwish:
      return Backward<Type::kHardSwish>(a, at, dy, count, dx);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "nets/elements.h"

namespace sluice {

HWY_EXPORT(ForwardOf);
HWY_EXPORT(BackwardOf);

void Activate(ActivationType type, float a, const float* x, int64_t count, float* y) {
  ForRows(count, 1, [&](int64_t begin, int64_t end) {
    HWY_DYNAMIC_DISPATCH(ForwardOf)(type, a, x + begin, end - begin, y + begin);
  });
}

void ActivateBackward(ActivationType type, float a, const float* at, const float* dy, int64_t count,
                      float* dx) {
  ForRows(count, 1, [&](int64_t begin, int64_t end) {
    HWY_DYNAMIC_DISPATCH(BackwardOf)(type, a, at + begin, dy + begin, end - begin, dx + begin);
  });
}

}  // namespace sluice
#endif  // HWY_ONCE
