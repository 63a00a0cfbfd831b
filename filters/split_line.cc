#include "filters/split_line.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/split_line.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The numbers of parts that vectors can take apart in one step: 2, 3 and 4.
template <class S>
void Split(const S* HWY_RESTRICT line, int parts, size_t count, S* const* to) {
  const hn::ScalableTag<S> d;
  using V = hn::Vec<decltype(d)>;
  V v0;
  V v1;
  V v2;
  V v3;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    if (parts == 2) {
      hn::LoadInterleaved2(d, line + 2 * i, v0, v1);
    } else if (parts == 3) {
      hn::LoadInterleaved3(d, line + 3 * i, v0, v1, v2);
      hn::StoreU(v2, d, to[2] + i);
    } else {
      hn::LoadInterleaved4(d, line + 4 * i, v0, v1, v2, v3);
      hn::StoreU(v2, d, to[2] + i);
      hn::StoreU(v3, d, to[3] + i);
    }
    hn::StoreU(v0, d, to[0] + i);
    hn::StoreU(v1, d, to[1] + i);
  }
}

template <class S>
void Merge(const S* const* from, int parts, size_t count, S* HWY_RESTRICT line) {
  const hn::ScalableTag<S> d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto v0 = hn::LoadU(d, from[0] + i);
    const auto v1 = hn::LoadU(d, from[1] + i);
    if (parts == 2) {
      hn::StoreInterleaved2(v0, v1, d, line + 2 * i);
    } else if (parts == 3) {
      hn::StoreInterleaved3(v0, v1, hn::LoadU(d, from[2] + i), d, line + 3 * i);
    } else {
      hn::StoreInterleaved4(v0, v1, hn::LoadU(d, from[2] + i), hn::LoadU(d, from[3] + i), d,
                            line + 4 * i);
    }
  }
}

void SplitI16(const int16_t* line, int parts, size_t count, int16_t* const* to) {
  Split(line, parts, count, to);
}
void SplitF32(const float* line, int parts, size_t count, float* const* to) {
  Split(line, parts, count, to);
}
void MergeI16(const int16_t* const* from, int parts, size_t count, int16_t* line) {
  Merge(from, parts, count, line);
}
void MergeF32(const float* const* from, int parts, size_t count, float* line) {
  Merge(from, parts, count, line);
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

bool HaveVectors(int parts) { return parts >= 2 && parts <= 4; }

// Other numbers of parts, sample by sample.
template <class S>
void SplitSamples(const S* line, size_t parts, size_t count, S* const* to) {
  for (size_t k = 0; k < parts; ++k) {
    for (size_t i = 0; i < count; ++i) to[k][i] = line[i * parts + k];
  }
}
template <class S>
void MergeSamples(const S* const* from, size_t parts, size_t count, S* line) {
  for (size_t k = 0; k < parts; ++k) {
    for (size_t i = 0; i < count; ++i) line[i * parts + k] = from[k][i];
  }
}

}  // namespace

void SplitLine(const int16_t* line, int parts, size_t count, int16_t* const* to) {
  if (!HaveVectors(parts)) return SplitSamples(line, static_cast<size_t>(parts), count, to);
  HWY_DYNAMIC_DISPATCH(SplitI16)(line, parts, count, to);
}
void SplitLine(const float* line, int parts, size_t count, float* const* to) {
  if (!HaveVectors(parts)) return SplitSamples(line, static_cast<size_t>(parts), count, to);
  HWY_DYNAMIC_DISPATCH(SplitF32)(line, parts, count, to);
}
void MergeLine(const int16_t* const* from, int parts, size_t count, int16_t* line) {
  if (!HaveVectors(parts)) return MergeSamples(from, static_cast<size_t>(parts), count, line);
  HWY_DYNAMIC_DISPATCH(MergeI16)(from, parts, count, line);
}
void MergeLine(const float* const* from, int parts, size_t count, float* line) {
  if (!HaveVectors(parts)) return MergeSamples(from, static_cast<size_t>(parts), count, line);
  HWY_DYNAMIC_DISPATCH(MergeF32)(from, parts, count, line);
}

}  // namespace sluice
#endif  // HWY_ONCE
