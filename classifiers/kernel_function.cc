#include "classifiers/kernel_function.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "classifiers/kernel_function.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

// After these two, because it is compiled for each target.
#include "hwy/contrib/math/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

// exp(-x), x >= 0, to about one unit in the last place; 0 where that would be subnormal.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V ExpOfNegative(D d, V x) {
  const auto large = hn::Gt(x, hn::Set(d, 87.0f));
  return hn::IfThenZeroElse(large, hn::Exp(d, hn::Neg(hn::IfThenZeroElse(large, x))));
}

template <class D>
struct Rbf {
  float gamma, norm;
  HWY_INLINE hn::Vec<D> operator()(D d, hn::Vec<D> product, const float* norms) const {
    const auto lengths = hn::Add(hn::Set(d, norm), hn::LoadU(d, norms));
    const auto square = hn::NegMulAdd(hn::Set(d, 2.0f), product, lengths);
    // Rounding can make it negative.
    return ExpOfNegative(d, hn::Mul(hn::Set(d, gamma), hn::Max(square, hn::Zero(d))));
  }
};

template <class D>
struct Chi2 {
  float gamma;
  HWY_INLINE hn::Vec<D> operator()(D d, hn::Vec<D> distance, const float*) const {
    return ExpOfNegative(d, hn::Mul(hn::Set(d, gamma), distance));
  }
};

template <class D>
struct Poly {
  float gamma, coef0;
  int degree;
  HWY_INLINE hn::Vec<D> operator()(D d, hn::Vec<D> product, const float*) const {
    const auto base = hn::MulAdd(hn::Set(d, gamma), product, hn::Set(d, coef0));
    auto power = base;
    for (int i = 1; i < degree; ++i) power = hn::Mul(power, base);
    return power;
  }
};

template <template <class> class Function, class... Parameters>
HWY_INLINE void Transform(const float* HWY_RESTRICT norms, int64_t count,
                          float* HWY_RESTRICT values, Parameters... parameters) {
  const hn::ScalableTag<float> d;
  const hn::CappedTag<float, 1> d1;
  const Function<decltype(d)> f{parameters...};
  const Function<decltype(d1)> f1{parameters...};
  const auto lanes = int64_t(hn::Lanes(d));
  int64_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    hn::StoreU(f(d, hn::LoadU(d, values + i), norms + i), d, values + i);
  }
  for (; i < count; ++i) {
    hn::StoreU(f1(d1, hn::LoadU(d1, values + i), norms + i), d1, values + i);
  }
}

void Apply(const KernelFunction& kernel, float norm, const float* norms, int64_t count,
           float* values) {
  const auto gamma = static_cast<float>(kernel.gamma);
  switch (kernel.kind) {
    case KernelKind::kLinear:
      return;
    case KernelKind::kRbf:
      return Transform<Rbf>(norms, count, values, gamma, norm);
    case KernelKind::kPoly:
      return Transform<Poly>(norms, count, values, gamma, static_cast<float>(kernel.coef0),
                             kernel.degree);
    case KernelKind::kChi2:
      return Transform<Chi2>(norms, count, values, gamma);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(Apply);

const std::vector<std::string>& KernelNames() {
  static const std::vector<std::string> names = {"linear", "rbf", "poly", "chi2"};
  return names;
}

void ApplyKernel(const KernelFunction& kernel, float norm, const float* norms, int64_t count,
                 float* values) {
  HWY_DYNAMIC_DISPATCH(Apply)(kernel, norm, norms, count, values);
}

}  // namespace sluice
#endif  // HWY_ONCE
