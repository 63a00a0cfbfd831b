#include "classifiers/smo_kernels.h"

#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "classifiers/smo_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

using F64 = hn::ScalableTag<double>;
using V64 = hn::Vec<F64>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// One vector of numbers of a row.
template <bool kGather>
HWY_INLINE V64 Load(F64 d, const KernelColumns& k, int64_t t) {
  const hn::Rebind<float, F64> d32;
  if constexpr (kGather) {
    const hn::Rebind<int32_t, F64> di;
    return hn::PromoteTo(d, hn::GatherIndex(d32, k.row, hn::LoadU(di, k.columns + t)));
  } else {
    return hn::PromoteTo(d, hn::LoadU(d32, k.row + t));
  }
}

// The lane with the greatest value, of equal ones that with the least index.
HWY_INLINE double Greatest(F64 d, V64 values, V64 indices, int64_t* index) {
  HWY_ALIGN double value[hn::MaxLanes(F64())];
  HWY_ALIGN double place[hn::MaxLanes(F64())];
  hn::Store(values, d, value);
  hn::Store(indices, d, place);
  size_t best = 0;
  for (size_t i = 1; i < hn::Lanes(d); ++i) {
    if (value[i] > value[best] || (value[i] == value[best] && place[i] < place[best])) best = i;
  }
  *index = value[best] == -kInfinity ? -1 : static_cast<int64_t>(place[best]);
  return value[best];
}

template <bool kMove, bool kGather>
HWY_INLINE SmoExtremes Scan(const SmoExamples& e, const KernelColumns& i, const KernelColumns& j,
                            double step) {
  const F64 d;
  const auto lanes = int64_t(hn::Lanes(d));
  const V64 steps = hn::Set(d, step);
  V64 greatest = hn::Set(d, -kInfinity);
  V64 least = hn::Set(d, kInfinity);
  V64 place = hn::Zero(d);
  V64 index = hn::Iota(d, 0);
  const V64 next = hn::Set(d, double(lanes));
  for (int64_t t = 0; t < e.count; t += lanes) {
    V64 v = hn::LoadU(d, e.values + t);
    if constexpr (kMove) {
      v = hn::NegMulAdd(steps, hn::Sub(Load<kGather>(d, i, t), Load<kGather>(d, j, t)), v);
      hn::StoreU(v, d, e.values + t);
    }
    const V64 up = hn::Add(v, hn::LoadU(d, e.up + t));
    const auto better = hn::Gt(up, greatest);
    greatest = hn::IfThenElse(better, up, greatest);
    place = hn::IfThenElse(better, index, place);
    const V64 low = hn::Add(v, hn::LoadU(d, e.low + t));
    least = hn::IfThenElse(hn::Lt(low, least), low, least);
    index = hn::Add(index, next);
  }
  SmoExtremes found;
  found.greatest = Greatest(d, greatest, place, &found.up);
  found.least = hn::GetLane(hn::MinOfLanes(d, least));
  return found;
}

SmoExtremes MoveAndScanAll(const SmoExamples& e, const KernelColumns& i, const KernelColumns& j,
                           double step) {
  if (i.row == nullptr) return Scan<false, false>(e, i, j, step);
  return i.columns == nullptr ? Scan<true, false>(e, i, j, step) : Scan<true, true>(e, i, j, step);
}

template <bool kGather>
HWY_INLINE int64_t Select(const SmoExamples& e, const KernelColumns& i, double value,
                          double diagonal) {
  const F64 d;
  const auto lanes = int64_t(hn::Lanes(d));
  const V64 zero = hn::Zero(d);
  const V64 from = hn::Set(d, value);
  const V64 k_ii = hn::Set(d, diagonal);
  const V64 tiny = hn::Set(d, 1e-12);
  V64 greatest = hn::Set(d, -kInfinity);
  V64 place = zero;
  V64 index = hn::Iota(d, 0);
  const V64 next = hn::Set(d, double(lanes));
  for (int64_t t = 0; t < e.count; t += lanes) {
    const V64 gap = hn::Sub(from, hn::Add(hn::LoadU(d, e.values + t), hn::LoadU(d, e.low + t)));
    const V64 k_ij = Load<kGather>(d, i, t);
    const V64 sum = hn::Add(k_ii, hn::LoadU(d, e.diagonal + t));
    const V64 curvature = hn::Sub(sum, hn::Add(k_ij, k_ij));
    const V64 gain = hn::Div(hn::Mul(gap, gap), hn::Max(curvature, tiny));
    const auto better = hn::And(hn::Gt(gap, zero), hn::Gt(gain, greatest));
    greatest = hn::IfThenElse(better, gain, greatest);
    place = hn::IfThenElse(better, index, place);
    index = hn::Add(index, next);
  }
  int64_t found = -1;
  Greatest(d, greatest, place, &found);
  return found;
}

int64_t SelectSecondOf(const SmoExamples& e, const KernelColumns& i, double value,
                       double diagonal) {
  return i.columns == nullptr ? Select<false>(e, i, value, diagonal)
                              : Select<true>(e, i, value, diagonal);
}

template <bool kGather>
HWY_INLINE void Subtract(const KernelColumns& k, double step, int64_t count, double* values) {
  const F64 d;
  const auto lanes = int64_t(hn::Lanes(d));
  const V64 steps = hn::Set(d, step);
  for (int64_t t = 0; t < count; t += lanes) {
    hn::StoreU(hn::NegMulAdd(steps, Load<kGather>(d, k, t), hn::LoadU(d, values + t)), d,
               values + t);
  }
}

void SubtractRowFrom(const KernelColumns& k, double step, int64_t count, double* values) {
  if (k.columns == nullptr) return Subtract<false>(k, step, count, values);
  Subtract<true>(k, step, count, values);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(MoveAndScanAll);
HWY_EXPORT(SelectSecondOf);
HWY_EXPORT(SubtractRowFrom);

SmoExtremes MoveAndScan(const SmoExamples& examples, const KernelColumns& i, const KernelColumns& j,
                        double step) {
  return HWY_DYNAMIC_DISPATCH(MoveAndScanAll)(examples, i, j, step);
}

int64_t SelectSecond(const SmoExamples& examples, const KernelColumns& i, double value,
                     double diagonal) {
  return HWY_DYNAMIC_DISPATCH(SelectSecondOf)(examples, i, value, diagonal);
}

void SubtractRow(const KernelColumns& k, double step, int64_t count, double* values) {
  HWY_DYNAMIC_DISPATCH(SubtractRowFrom)(k, step, count, values);
}

}  // namespace sluice
#endif  // HWY_ONCE
