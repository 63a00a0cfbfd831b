#include "features/lbp_row.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "features/lbp_row.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

void AddBit(const LbpNeighbour& n, const float* HWY_RESTRICT center, size_t count,
            uint32_t* HWY_RESTRICT codes) {
  const hn::CappedTag<float, 16> d;
  const hn::RebindToUnsigned<decltype(d)> du;
  const auto w0 = hn::Set(d, n.weights[0]);
  const auto w1 = hn::Set(d, n.weights[1]);
  const auto w2 = hn::Set(d, n.weights[2]);
  const auto w3 = hn::Set(d, n.weights[3]);
  const auto bit = hn::Set(du, n.bit);
  const auto tie = hn::Set(d, -kLbpTie);
  for (size_t x = 0; x < count; x += hn::Lanes(d)) {
    const auto c = hn::LoadU(d, center + x);
    auto sum = hn::Mul(w0, hn::Sub(hn::LoadU(d, n.above + x), c));
    sum = hn::Add(sum, hn::Mul(w1, hn::Sub(hn::LoadU(d, n.above + x + 1), c)));
    sum = hn::Add(sum, hn::Mul(w2, hn::Sub(hn::LoadU(d, n.below + x), c)));
    sum = hn::Add(sum, hn::Mul(w3, hn::Sub(hn::LoadU(d, n.below + x + 1), c)));
    const auto set = hn::VecFromMask(d, hn::Ge(sum, tie));
    const auto code = hn::LoadU(du, codes + x);
    hn::StoreU(hn::Or(code, hn::And(bit, hn::BitCast(du, set))), du, codes + x);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(AddBit);

void AddLbpBit(const LbpNeighbour& neighbour, const float* center, size_t count, uint32_t* codes) {
  HWY_DYNAMIC_DISPATCH(AddBit)(neighbour, center, count, codes);
}

}  // namespace sluice
#endif  // HWY_ONCE
