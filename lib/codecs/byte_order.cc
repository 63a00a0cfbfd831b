#include "lib/codecs/byte_order.h"

#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/codecs/byte_order.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

void SwapBytes16(uint16_t* HWY_RESTRICT samples, size_t count) {
  const hn::ScalableTag<uint16_t> d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto v = hn::Load(d, samples + i);
    hn::Store(hn::Or(hn::ShiftLeft<8>(v), hn::ShiftRight<8>(v)), d, samples + i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(SwapBytes16);

void SwapBytes(std::byte* samples, size_t sample_size, size_t count) {
  if (sample_size == 2) {
    HWY_DYNAMIC_DISPATCH(SwapBytes16)(reinterpret_cast<uint16_t*>(samples), count);
  } else if (sample_size == 4) {
    auto* const words = reinterpret_cast<uint32_t*>(samples);
    for (size_t i = 0; i < count; ++i) words[i] = __builtin_bswap32(words[i]);
  } else if (sample_size == 8) {
    auto* const words = reinterpret_cast<uint64_t*>(samples);
    for (size_t i = 0; i < count; ++i) words[i] = __builtin_bswap64(words[i]);
  }
}

}  // namespace sluice
#endif  // HWY_ONCE
