#include "filters/phases.h"

#include <cstring>
#include <type_traits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/phases.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// One channel, and the two factors that vectors can take apart in one step.
template <class S>
void SplitLanes(const S* HWY_RESTRICT line, int factor, size_t count, S* const* phases) {
  const hn::ScalableTag<S> d;
  using V = hn::Vec<decltype(d)>;
  V v0;
  V v1;
  V v2;
  V v3;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    if (factor == 2) {
      hn::LoadInterleaved2(d, line + 2 * i, v0, v1);
    } else {
      hn::LoadInterleaved4(d, line + 4 * i, v0, v1, v2, v3);
      hn::StoreU(v2, d, phases[2] + i);
      hn::StoreU(v3, d, phases[3] + i);
    }
    hn::StoreU(v0, d, phases[0] + i);
    hn::StoreU(v1, d, phases[1] + i);
  }
}

template <class S>
void MergeLanes(const S* const* phases, int factor, size_t count, S* HWY_RESTRICT line) {
  const hn::ScalableTag<S> d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto v0 = hn::LoadU(d, phases[0] + i);
    const auto v1 = hn::LoadU(d, phases[1] + i);
    if (factor == 2) {
      hn::StoreInterleaved2(v0, v1, d, line + 2 * i);
    } else {
      hn::StoreInterleaved4(v0, v1, hn::LoadU(d, phases[2] + i), hn::LoadU(d, phases[3] + i), d,
                            line + 4 * i);
    }
  }
}

void SplitI16(const int16_t* line, int factor, size_t count, int16_t* const* phases) {
  SplitLanes(line, factor, count, phases);
}
void SplitF32(const float* line, int factor, size_t count, float* const* phases) {
  SplitLanes(line, factor, count, phases);
}
void MergeI16(const int16_t* const* phases, int factor, size_t count, int16_t* line) {
  MergeLanes(phases, factor, count, line);
}
void MergeF32(const float* const* phases, int factor, size_t count, float* line) {
  MergeLanes(phases, factor, count, line);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {
namespace {

HWY_EXPORT(SplitI16);
HWY_EXPORT(SplitF32);
HWY_EXPORT(MergeI16);
HWY_EXPORT(MergeF32);

bool HaveVectors(int factor, size_t channels) { return channels == 1 && factor <= 4; }

// Copies pixels one by one, the steps from pixel to pixel in bytes. That is bound by the number of
// stores, but only every factor-th row of a picture is taken apart.
template <class Size>
void CopyPixelsOfSize(const char* from, size_t from_step, char* to, size_t to_step, size_t count,
                      Size size) {
  for (size_t i = 0; i < count; ++i) std::memcpy(to + i * to_step, from + i * from_step, size);
}

void CopyPixels(const char* from, size_t from_step, char* to, size_t to_step, size_t count,
                size_t size) {
  // A size known to the compiler makes the copy one or two moves.
  const auto copy = [&](auto known) {
    CopyPixelsOfSize(from, from_step, to, to_step, count, known);
  };
  switch (size) {
    case 2:
      return copy(std::integral_constant<size_t, 2>());
    case 4:
      return copy(std::integral_constant<size_t, 4>());
    case 6:
      return copy(std::integral_constant<size_t, 6>());
    case 8:
      return copy(std::integral_constant<size_t, 8>());
    case 12:
      return copy(std::integral_constant<size_t, 12>());
    case 16:
      return copy(std::integral_constant<size_t, 16>());
    default:
      return copy(size);
  }
}

template <class S>
void SplitPixels(const S* line, int factor, size_t count, size_t channels, S* const* phases) {
  const size_t size = channels * sizeof(S);
  for (size_t p = 0; p < static_cast<size_t>(factor); ++p) {
    CopyPixels(reinterpret_cast<const char*>(line + p * channels),
               size * static_cast<size_t>(factor), reinterpret_cast<char*>(phases[p]), size, count,
               size);
  }
}

template <class S>
void MergePixels(const S* const* phases, int factor, size_t count, size_t channels, S* line) {
  const size_t size = channels * sizeof(S);
  for (size_t p = 0; p < static_cast<size_t>(factor); ++p) {
    CopyPixels(reinterpret_cast<const char*>(phases[p]), size,
               reinterpret_cast<char*>(line + p * channels), size * static_cast<size_t>(factor),
               count, size);
  }
}

}  // namespace

void SplitPhases(const int16_t* line, int factor, size_t count, size_t channels,
                 int16_t* const* phases) {
  if (!HaveVectors(factor, channels)) return SplitPixels(line, factor, count, channels, phases);
  HWY_DYNAMIC_DISPATCH(SplitI16)(line, factor, count, phases);
}
void SplitPhases(const float* line, int factor, size_t count, size_t channels,
                 float* const* phases) {
  if (!HaveVectors(factor, channels)) return SplitPixels(line, factor, count, channels, phases);
  HWY_DYNAMIC_DISPATCH(SplitF32)(line, factor, count, phases);
}
void MergePhases(const int16_t* const* phases, int factor, size_t count, size_t channels,
                 int16_t* line) {
  if (!HaveVectors(factor, channels)) return MergePixels(phases, factor, count, channels, line);
  HWY_DYNAMIC_DISPATCH(MergeI16)(phases, factor, count, line);
}
void MergePhases(const float* const* phases, int factor, size_t count, size_t channels,
                 float* line) {
  if (!HaveVectors(factor, channels)) return MergePixels(phases, factor, count, channels, line);
  HWY_DYNAMIC_DISPATCH(MergeF32)(phases, factor, count, line);
}

}  // namespace sluice
#endif  // HWY_ONCE
