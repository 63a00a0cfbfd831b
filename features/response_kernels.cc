#include "features/response_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "features/response_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

constexpr size_t kLanes = 16;
using D = hn::CappedTag<float, kLanes>;
using V = hn::Vec<D>;

template <class Combine>
HWY_INLINE void ForEachVector(const float* results, size_t count, float offset, float* out,
                              Combine combine) {
  const D d;
  const V add = hn::Set(d, offset);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const V result = hn::Add(hn::LoadU(d, results + i), add);
    hn::StoreU(combine(result, hn::LoadU(d, out + i)), d, out + i);
  }
}

void Combine(const CombineStep& step, const float* results, size_t count, float* out) {
  const bool first = step.first;
  switch (step.kind) {
    case ResponseKind::kKernel:
      ForEachVector(results, count, step.offset, out, [](V result, V) HWY_ATTR { return result; });
      return;
    case ResponseKind::kMaximum:
      ForEachVector(results, count, step.offset, out, [=](V result, V so_far) HWY_ATTR {
        return first ? result : hn::Max(result, so_far);
      });
      return;
    case ResponseKind::kLargest:
      ForEachVector(results, count, step.offset, out, [=](V result, V so_far) HWY_ATTR {
        const V size = hn::Abs(result);
        return first ? size : hn::Max(size, so_far);
      });
      return;
    case ResponseKind::kMagnitude:
      ForEachVector(results, count, step.offset, out,
                    [=, last = step.last](V result, V so_far) HWY_ATTR {
                      const V square = hn::Mul(result, result);
                      const V sum = first ? square : hn::Add(so_far, square);
                      return last ? hn::Sqrt(sum) : sum;
                    });
      return;
  }
}

// Calls add(lane, number) for whole vectors and the rest of a row; unused lanes get no number.
template <class Body>
HWY_INLINE void ForEachGroup(const float* row, size_t count, Body body) {
  const D d;
  for (size_t i = 0; i < count; i += kLanes) {
    for (size_t lane = 0; lane < kLanes && i + lane < count; lane += hn::Lanes(d)) {
      const size_t left = count - i - lane;
      if (left >= hn::Lanes(d)) {
        body(lane, hn::LoadU(d, row + i + lane), hn::FirstN(d, hn::Lanes(d)));
      } else {
        float rest[kLanes] = {};
        for (size_t k = 0; k < left; ++k) rest[k] = row[i + lane + k];
        body(lane, hn::LoadU(d, rest), hn::FirstN(d, left));
      }
    }
  }
}

double LaneSum(const float* lanes) {
  double sum = 0;
  for (size_t i = 0; i < kLanes; ++i) sum += double(lanes[i]);
  return sum;
}

RowSums Sum(const float* row, size_t count) {
  const D d;
  float sums[kLanes] = {};
  float absolutes[kLanes] = {};
  ForEachGroup(row, count, [&](size_t lane, V v, hn::Mask<D>) HWY_ATTR {
    hn::StoreU(hn::Add(hn::LoadU(d, sums + lane), v), d, sums + lane);
    hn::StoreU(hn::Add(hn::LoadU(d, absolutes + lane), hn::Abs(v)), d, absolutes + lane);
  });
  return {LaneSum(sums), LaneSum(absolutes)};
}

double Squares(const float* row, size_t count, float center) {
  const D d;
  const V middle = hn::Set(d, center);
  float sums[kLanes] = {};
  ForEachGroup(row, count, [&](size_t lane, V v, hn::Mask<D> used) HWY_ATTR {
    const V apart = hn::IfThenElseZero(used, hn::Sub(v, middle));
    hn::StoreU(hn::Add(hn::LoadU(d, sums + lane), hn::Mul(apart, apart)), d, sums + lane);
  });
  return LaneSum(sums);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(Combine);
HWY_EXPORT(Sum);
HWY_EXPORT(Squares);

void CombineResponses(const CombineStep& step, const float* results, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(Combine)(step, results, count, out);
}
RowSums SumRow(const float* row, size_t count) { return HWY_DYNAMIC_DISPATCH(Sum)(row, count); }
double SumSquares(const float* row, size_t count, float center) {
  return HWY_DYNAMIC_DISPATCH(Squares)(row, count, center);
}

}  // namespace sluice
#endif  // HWY_ONCE
