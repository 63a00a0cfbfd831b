#include "nets/dropout_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "nets/dropout_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

// After these two, because it is compiled for each target.
#include "nets/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

void Numbers(const uint32_t* bits, uint32_t threshold, float factor, const float* from,
             int64_t count, float* to) {
  ForVectors(count, [&](auto d, int64_t i) HWY_ATTR {
    // Comparisons of signed numbers are those of unsigned ones with the first bit turned.
    const hn::RebindToSigned<decltype(d)> di;
    const hn::RebindToUnsigned<decltype(d)> du;
    const auto first = hn::Set(du, 0x80000000u);
    const auto drawn = hn::BitCast(di, hn::Xor(hn::LoadU(du, bits + i), first));
    const auto limit = hn::BitCast(di, hn::Xor(hn::Set(du, threshold), first));
    const auto scaled = hn::Mul(hn::LoadU(d, from + i), hn::Set(d, factor));
    hn::StoreU(hn::IfThenZeroElse(hn::RebindMask(d, hn::Lt(drawn, limit)), scaled), d, to + i);
  });
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(Numbers);

void ScaleOrDrop(const uint32_t* bits, uint32_t threshold, float factor, const float* from,
                 int64_t count, float* to) {
  HWY_DYNAMIC_DISPATCH(Numbers)(bits, threshold, factor, from, count, to);
}

}  // namespace sluice
#endif  // HWY_ONCE
