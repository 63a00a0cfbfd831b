#include "lib/optimizer_step.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/optimizer_step.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

// Multiplications and additions are not fused, so that all targets give the same bytes; D may be a
// tag of one lane, for what is left at the end.
template <StepRule kRule, class D>
HWY_INLINE void StepAt(D d, const StepArguments& a, const float* HWY_RESTRICT gradient,
                       float* HWY_RESTRICT parameters, float* HWY_RESTRICT first,
                       float* HWY_RESTRICT second) {
  using V = hn::Vec<D>;
  const V g = hn::LoadU(d, gradient);
  const V mu = hn::Set(d, a.momentum);
  V direction = g;
  V rate = hn::Set(d, a.rate);
  if constexpr (kRule == StepRule::kMomentum || kRule == StepRule::kNesterov) {
    const V m = hn::Add(hn::Mul(mu, hn::LoadU(d, first)), g);
    hn::StoreU(m, d, first);
    direction = kRule == StepRule::kMomentum ? m : hn::Add(g, hn::Mul(mu, m));
  }
  if constexpr (kRule == StepRule::kAdam) {
    const V m = hn::LoadU(d, first);
    direction = hn::Add(m, hn::Mul(hn::Sub(hn::Set(d, 1.0f), mu), hn::Sub(g, m)));
    hn::StoreU(direction, d, first);
  }
  if constexpr (kRule == StepRule::kAdaGrad || kRule == StepRule::kRmsProp ||
                kRule == StepRule::kAdam) {
    const V squares = hn::Mul(g, g);
    V v = hn::LoadU(d, second);
    if constexpr (kRule == StepRule::kAdaGrad) {
      v = hn::Add(v, squares);
    } else {
      v = hn::Add(v, hn::Mul(hn::Set(d, 1.0f - a.beta2), hn::Sub(squares, v)));
    }
    hn::StoreU(v, d, second);
    const V root = hn::Sqrt(hn::Mul(v, hn::Set(d, a.correction)));
    rate = hn::Div(rate, hn::Add(root, hn::Set(d, a.epsilon)));
  }
  V p = hn::Sub(hn::LoadU(d, parameters), hn::Mul(rate, direction));
  if (a.l1 != 0) {
    const V shrunk = hn::Sub(hn::Abs(p), hn::Mul(rate, hn::Set(d, a.l1)));
    p = hn::IfThenElseZero(hn::Gt(shrunk, hn::Zero(d)), hn::CopySign(shrunk, p));
  }
  hn::StoreU(p, d, parameters);
}

template <StepRule kRule>
void Steps(const StepArguments& a, size_t count, const float* HWY_RESTRICT gradient,
           float* HWY_RESTRICT parameters, float* HWY_RESTRICT first, float* HWY_RESTRICT second) {
  const hn::ScalableTag<float> d;
  const hn::CappedTag<float, 1> d1;
  const size_t lanes = hn::Lanes(d);
  // Memory that the rule does not have stays a null pointer.
  const auto at = [](float* memory, size_t i) { return memory == nullptr ? nullptr : memory + i; };
  size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    StepAt<kRule>(d, a, gradient + i, parameters + i, at(first, i), at(second, i));
  }
  for (; i < count; ++i) {
    StepAt<kRule>(d1, a, gradient + i, parameters + i, at(first, i), at(second, i));
  }
}

void AllSteps(const StepArguments& a, size_t count, const float* gradient, float* parameters,
              float* first, float* second) {
  switch (a.rule) {
    case StepRule::kDescent:
      return Steps<StepRule::kDescent>(a, count, gradient, parameters, first, second);
    case StepRule::kMomentum:
      return Steps<StepRule::kMomentum>(a, count, gradient, parameters, first, second);
    case StepRule::kNesterov:
      return Steps<StepRule::kNesterov>(a, count, gradient, parameters, first, second);
    case StepRule::kAdaGrad:
      return Steps<StepRule::kAdaGrad>(a, count, gradient, parameters, first, second);
    case StepRule::kRmsProp:
      return Steps<StepRule::kRmsProp>(a, count, gradient, parameters, first, second);
    case StepRule::kAdam:
      return Steps<StepRule::kAdam>(a, count, gradient, parameters, first, second);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(AllSteps);

void StepParameters(const StepArguments& arguments, size_t count, const float* gradient,
                    float* parameters, float* first, float* second) {
  HWY_DYNAMIC_DISPATCH(AllSteps)(arguments, count, gradient, parameters, first, second);
}

}  // namespace sluice
#endif  // HWY_ONCE
