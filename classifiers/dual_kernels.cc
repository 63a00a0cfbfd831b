#include "classifiers/dual_kernels.h"

#include <hwy/cache_control.h>

#include <algorithm>
#include <limits>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "classifiers/dual_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
// clang-format off: it must come after foreach_target.h
#include "classifiers/class_lanes-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

using D = LanesTag;
using DI = hn::RebindToSigned<D>;
using V = hn::Vec<D>;
using M = hn::Mask<D>;

constexpr int kGroup = DualProblem::kGroup;
constexpr float kInfinity = std::numeric_limits<float>::infinity();
HWY_ALIGN constexpr int32_t kLaneNumbers[kGroup] = {0, 1, 2,  3,  4,  5,  6,  7,
                                                    8, 9, 10, 11, 12, 13, 14, 15};
HWY_ALIGN constexpr int32_t kLaneBits[kGroup] = {
    1 << 0, 1 << 1, 1 << 2,  1 << 3,  1 << 4,  1 << 5,  1 << 6,  1 << 7,
    1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15};

// Asks for what will be visited soon.
HWY_INLINE void PrefetchAfter(const DualProblem& p, const std::vector<int32_t>& order, size_t at) {
  constexpr size_t kAhead = 4;
  if (at + kAhead >= order.size()) return;
  const int64_t i = order[at + kAhead];
  p.rows.Prefetch(i);
  hwy::Prefetch(p.alpha.data() + i * p.width());
  hwy::Prefetch(p.active.data() + i * p.groups);
  hwy::Prefetch(p.squares.data() + i);
}

// Lanes from `lane` on of a group, as a mask and back.
HWY_INLINE M FromBits(uint32_t bits, int lane) {
  const DI di;
  const auto own = hn::Load(di, kLaneBits + lane);
  return hn::RebindMask(D(), hn::Eq(hn::And(hn::Set(di, static_cast<int32_t>(bits)), own), own));
}
HWY_INLINE uint32_t ToBits(M mask, int lane) {
  const DI di;
  const auto own = hn::Load(di, kLaneBits + lane);
  return static_cast<uint32_t>(
      hn::GetLane(hn::SumOfLanes(di, hn::IfThenElseZero(hn::RebindMask(di, mask), own))));
}
// The lane of class `label`, where the group's first class is `first`.
HWY_INLINE M IsClass(int label, int first, int lane) {
  const DI di;
  return hn::RebindMask(D(), hn::Eq(hn::Load(di, kLaneNumbers + lane), hn::Set(di, label - first)));
}

// Adds step times the row, and times the bias feature.
HWY_INLINE void AddRow(const FeatureRows::Row& row, V step, float bias_feature, float* weights,
                       float* biases, int64_t width) {
  const D d;
  AddRowTimes(row, step, weights, width);
  hn::Store(hn::MulAdd(hn::Set(d, bias_feature), step, hn::Load(d, biases)), d, biases);
}

// kWidth is the problem's, as a constant, or 0.
template <int64_t kWidth>
void OneVersusRestOf(OneVersusRestPass* pass, DualProblem* problem) {
  const D d;
  DualProblem& p = *problem;
  const auto lanes = static_cast<int>(hn::Lanes(d));
  const int64_t width = kWidth != 0 ? kWidth : p.width();
  const int first = pass->group * kGroup;
  const V zero = hn::Zero(d);
  const V one = hn::Set(d, 1.0f);
  const V bound = hn::Set(d, pass->bound);
  const V diagonal = hn::Set(d, pass->diagonal);
  const V bias_feature = hn::Set(d, p.bias_feature);
  std::fill_n(pass->highest, kGroup, -kInfinity);
  std::fill_n(pass->lowest, kGroup, kInfinity);
  const std::vector<int32_t>& order = p.visits[size_t(pass->group)].order;
  for (size_t at = 0; at < order.size(); ++at) {
    const int64_t i = order[at];
    PrefetchAfter(p, order, at);
    uint16_t& active = p.active[size_t(i * p.groups + pass->group)];
    const uint32_t bits = active & pass->open;
    if (bits == 0) continue;
    const FeatureRows::Row row = p.rows[i];
    const V inverse = hn::Set(d, 1 / (p.squares[size_t(i)] + pass->diagonal));
    for (int lane = 0; lane < kGroup; lane += lanes) {
      if ((bits >> lane & ((1u << lanes) - 1)) == 0) continue;
      float* weights = p.weights.data() + first + lane;
      float* biases = p.biases.data() + first + lane;
      float* variables = p.alpha.data() + i * width + first + lane;
      const V alpha = hn::Load(d, variables);
      const V sign = hn::IfThenElse(IsClass(p.labels[size_t(i)], first, lane), one, hn::Neg(one));
      const V score = hn::MulAdd(hn::Load(d, biases), bias_feature, RowScores(row, weights, width));
      const V gradient = hn::MulAdd(diagonal, alpha, hn::Sub(hn::Mul(sign, score), one));
      const M at_zero = hn::Eq(alpha, zero);
      const M at_bound = hn::Eq(alpha, bound);
      const M was_active = FromBits(bits, lane);
      // What lies at a bound and wants to go far beyond is shrunk.
      const M beyond =
          hn::Or(hn::And(at_zero, hn::Gt(gradient, hn::LoadU(d, pass->highest_before + lane))),
                 hn::And(at_bound, hn::Lt(gradient, hn::LoadU(d, pass->lowest_before + lane))));
      const M shrink = hn::And(was_active, beyond);
      const M now_active = hn::AndNot(beyond, was_active);
      if (!hn::AllFalse(d, shrink)) {
        const uint32_t gone = ToBits(shrink, lane);
        active = static_cast<uint16_t>(active & ~gone);
        pass->shrunk = static_cast<uint16_t>(pass->shrunk | gone);
      }
      V projected = hn::IfThenElse(at_zero, hn::Min(gradient, zero), gradient);
      projected = hn::IfThenElse(at_bound, hn::Max(gradient, zero), projected);
      hn::StoreU(hn::Max(hn::LoadU(d, pass->highest + lane),
                         hn::IfThenElse(now_active, projected, hn::Set(d, -kInfinity))),
                 d, pass->highest + lane);
      hn::StoreU(hn::Min(hn::LoadU(d, pass->lowest + lane),
                         hn::IfThenElse(now_active, projected, hn::Set(d, kInfinity))),
                 d, pass->lowest + lane);
      const M moves = hn::And(now_active, hn::Gt(hn::Abs(projected), hn::Set(d, kNoViolation)));
      if (hn::AllFalse(d, moves)) continue;
      const V goal = hn::Min(hn::Max(hn::Sub(alpha, hn::Mul(gradient, inverse)), zero), bound);
      const V next = hn::IfThenElse(moves, goal, alpha);
      hn::Store(next, d, variables);
      const V step = hn::Mul(sign, hn::Sub(next, alpha));
      AddRow(row, step, p.bias_feature, weights, biases, width);
    }
  }
}

// What one example's sub-problem works with, for all classes.
struct Scratch {
  explicit Scratch(DualProblem* p)
      : gradient(p->scratch.data()), sorted(gradient + p->width()), mask(sorted + p->width()) {}
  float* gradient;
  float* sorted;  // b + a * bound
  float* mask;    // 1 for the classes that take part
};

// The level at which sum over c of min(0, level - sorted[c]) = -lack, over the classes that take
// part: classes below the level drop out until none does (Michelot, A finite algorithm for finding
// the projection of a point onto the canonical simplex, 1986).
HWY_INLINE float FindLevel(const Scratch& s, int64_t width, float lack) {
  const D d;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  float level = -kInfinity;
  float left_before = 0;
  while (true) {
    V sum = hn::Zero(d);
    V left = hn::Zero(d);
    for (int64_t l = 0; l < width; l += lanes) {
      const V x = hn::Load(d, s.sorted + l);
      const V ones = hn::IfThenElseZero(hn::Ge(x, hn::Set(d, level)), hn::Load(d, s.mask + l));
      sum = hn::MulAdd(ones, x, sum);
      left = hn::Add(left, ones);
    }
    const float count = hn::GetLane(hn::SumOfLanes(d, left));
    if (count == left_before || count == 0) return level;
    left_before = count;
    level = (hn::GetLane(hn::SumOfLanes(d, sum)) - lack) / count;
  }
}

template <int64_t kWidth>
float CrammerSingerOf(float c, DualProblem* problem) {
  const D d;
  DualProblem& p = *problem;
  const auto lanes = static_cast<int>(hn::Lanes(d));
  const int64_t width = kWidth != 0 ? kWidth : p.width();
  const V zero = hn::Zero(d);
  const V one = hn::Set(d, 1.0f);
  const V bias_feature = hn::Set(d, p.bias_feature);
  const Scratch s(problem);
  float violation = 0;
  const std::vector<int32_t>& order = p.visits[0].order;
  for (size_t at = 0; at < order.size(); ++at) {
    const int64_t i = order[at];
    PrefetchAfter(p, order, at);
    uint16_t* active = p.active.data() + i * p.groups;
    const float square = p.squares[size_t(i)];
    if (square == 0) continue;  // nothing can change
    const FeatureRows::Row row = p.rows[i];
    const int label = p.labels[size_t(i)];
    float* variables = p.alpha.data() + i * width;
    const auto for_lanes = [&](const auto& f) HWY_ATTR {
      for (int g = 0; g < p.groups; ++g) {
        for (int lane = 0; lane < kGroup; lane += lanes) {
          const int64_t l = int64_t{g} * kGroup + lane;
          const M own = IsClass(label, g * kGroup, lane);
          f(l, g, lane, own, hn::IfThenElseZero(own, hn::Set(d, c)));
        }
      }
    };
    V most = hn::Set(d, -kInfinity);
    V least = hn::Set(d, kInfinity);
    for_lanes([&](int64_t l, int g, int lane, M own, V bound) HWY_ATTR {
      V gradient = hn::MulAdd(hn::Load(d, p.biases.data() + l), bias_feature,
                              RowScores(row, p.weights.data() + l, width));
      gradient = hn::Add(gradient, hn::IfThenElse(own, zero, one));
      hn::Store(gradient, d, s.gradient + l);
      const M takes_part = FromBits(active[g], lane);
      most = hn::Max(most, hn::IfThenElse(takes_part, gradient, hn::Set(d, -kInfinity)));
      const M can_grow = hn::And(takes_part, hn::Lt(hn::Load(d, variables + l), bound));
      least = hn::Min(least, hn::IfThenElse(can_grow, gradient, hn::Set(d, kInfinity)));
    });
    const float highest = hn::GetLane(hn::MaxOfLanes(d, most));
    const float lowest = hn::GetLane(hn::MinOfLanes(d, least));
    V count = zero;
    V lack = zero;  // of the variables below their bounds, all together
    const V a = hn::Set(d, square);
    for_lanes([&](int64_t l, int g, int lane, M, V bound) HWY_ATTR {
      const V gradient = hn::Load(d, s.gradient + l);
      const V alpha = hn::Load(d, variables + l);
      // What lies at its bound and wants to go beyond is shrunk.
      const M beyond = hn::And(hn::Eq(alpha, bound), hn::Lt(gradient, hn::Set(d, lowest)));
      const M was_active = FromBits(active[g], lane);
      const M shrink = hn::And(was_active, beyond);
      if (!hn::AllFalse(d, shrink)) {
        active[g] = static_cast<uint16_t>(active[g] & ~ToBits(shrink, lane));
      }
      const V part = hn::IfThenElseZero(hn::AndNot(beyond, was_active), one);
      hn::Store(part, d, s.mask + l);
      const V room = hn::Mul(a, hn::Sub(bound, alpha));
      hn::Store(hn::Add(gradient, room), d, s.sorted + l);
      lack = hn::MulAdd(part, room, lack);
      count = hn::Add(count, part);
    });
    if (hn::GetLane(hn::SumOfLanes(d, count)) < 2 || !(highest - lowest > kNoViolation)) continue;
    violation = std::max(violation, highest - lowest);
    const V level = hn::Set(d, FindLevel(s, width, hn::GetLane(hn::SumOfLanes(d, lack))));
    const V inverse = hn::Set(d, 1 / square);
    for_lanes([&](int64_t l, int, int, M, V bound) HWY_ATTR {
      const V alpha = hn::Load(d, variables + l);
      const V gradient = hn::Load(d, s.gradient + l);
      // (level - b) / a with b = gradient - a * alpha
      const V free = hn::MulAdd(hn::Sub(level, gradient), inverse, alpha);
      const V next =
          hn::IfThenElse(hn::Gt(hn::Load(d, s.mask + l), zero), hn::Min(bound, free), alpha);
      const V step = hn::Sub(next, alpha);
      if (hn::AllTrue(d, hn::Le(hn::Abs(step), hn::Set(d, kNoViolation)))) return;
      hn::Store(next, d, variables + l);
      AddRow(row, step, p.bias_feature, p.weights.data() + l, p.biases.data() + l, width);
    });
  }
  return violation;
}

void OneVersusRest(OneVersusRestPass* pass, DualProblem* problem) {
  if (problem->groups == 1) return OneVersusRestOf<kGroup>(pass, problem);
  OneVersusRestOf<0>(pass, problem);
}
float CrammerSinger(float c, DualProblem* problem) {
  if (problem->groups == 1) return CrammerSingerOf<kGroup>(c, problem);
  return CrammerSingerOf<0>(c, problem);
}

void Resum(float others, DualProblem* problem) {
  const D d;
  DualProblem& p = *problem;
  const auto lanes = static_cast<int>(hn::Lanes(d));
  const int64_t width = p.width();
  std::fill_n(p.weights.data(), p.weights.size(), 0.0f);
  std::fill_n(p.biases.data(), p.biases.size(), 0.0f);
  for (int64_t i = 0; i < p.count(); ++i) {
    const FeatureRows::Row row = p.rows[i];
    for (int64_t l = 0; l < width; l += lanes) {
      const int lane = static_cast<int>(l % kGroup);
      const M own = IsClass(p.labels[size_t(i)], static_cast<int>(l - lane), lane);
      const V sign = hn::IfThenElse(own, hn::Set(d, 1.0f), hn::Set(d, others));
      const V step = hn::Mul(sign, hn::Load(d, p.alpha.data() + i * width + l));
      if (hn::AllTrue(d, hn::Eq(step, hn::Zero(d)))) continue;
      AddRow(row, step, p.bias_feature, p.weights.data() + l, p.biases.data() + l, width);
    }
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(OneVersusRest);
HWY_EXPORT(CrammerSinger);
HWY_EXPORT(Resum);

void VisitOneVersusRest(OneVersusRestPass* pass, DualProblem* problem) {
  HWY_DYNAMIC_DISPATCH(OneVersusRest)(pass, problem);
}
float VisitCrammerSinger(float c, DualProblem* problem) {
  return HWY_DYNAMIC_DISPATCH(CrammerSinger)(c, problem);
}
void SumWeights(float others, DualProblem* problem) {
  HWY_DYNAMIC_DISPATCH(Resum)(others, problem);
}

}  // namespace sluice
#endif  // HWY_ONCE
