#include "nets/upsample_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "nets/upsample_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

// After these two, because it is compiled for each target.
#include "nets/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

void Blend(const Taps* taps, int64_t count, int64_t channels, const float* line, float* out) {
  for (int64_t i = 0; i < count; ++i, out += channels) {
    const float* const first = line + taps[i].places[0] * channels;
    const float* const second = line + taps[i].places[1] * channels;
    const float a = taps[i].weights[0];
    const float b = taps[i].weights[1];
    ForVectors(channels, [&](auto d, int64_t c) HWY_ATTR {
      auto v = hn::Mul(hn::LoadU(d, first + c), hn::Set(d, a));
      if (b != 0) v = hn::Add(v, hn::Mul(hn::LoadU(d, second + c), hn::Set(d, b)));
      hn::StoreU(v, d, out + c);
    });
  }
}

template <class D>
HWY_INLINE void AddScaled(D d, const float* from, float weight, float* to) {
  const auto v = hn::Mul(hn::LoadU(d, from), hn::Set(d, weight));
  hn::StoreU(hn::Add(hn::LoadU(d, to), v), d, to);
}

void AddBlended(const Taps* taps, int64_t count, int64_t channels, const float* d_out,
                float* d_line) {
  for (int64_t i = 0; i < count; ++i, d_out += channels) {
    float* const first = d_line + taps[i].places[0] * channels;
    float* const second = d_line + taps[i].places[1] * channels;
    const float a = taps[i].weights[0];
    const float b = taps[i].weights[1];
    ForVectors(channels, [&](auto d, int64_t c) HWY_ATTR {
      AddScaled(d, d_out + c, a, first + c);
      if (b != 0) AddScaled(d, d_out + c, b, second + c);
    });
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(Blend);
HWY_EXPORT(AddBlended);

void BlendPlaces(const std::vector<Taps>& taps, int64_t channels, const float* line, float* out) {
  HWY_DYNAMIC_DISPATCH(Blend)(taps.data(), int64_t(taps.size()), channels, line, out);
}

void AddBlendedPlaces(const std::vector<Taps>& taps, int64_t channels, const float* d_out,
                      float* d_line) {
  HWY_DYNAMIC_DISPATCH(AddBlended)(taps.data(), int64_t(taps.size()), channels, d_out, d_line);
}

}  // namespace sluice
#endif  // HWY_ONCE
