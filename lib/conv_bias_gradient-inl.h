// Sums over the rows of a matrix, which the gradient of a bias is.
#if defined(SLUICE_LIB_CONV_BIAS_GRADIENT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_LIB_CONV_BIAS_GRADIENT_INL_H_
#undef SLUICE_LIB_CONV_BIAS_GRADIENT_INL_H_
#else
#define SLUICE_LIB_CONV_BIAS_GRADIENT_INL_H_
#endif

#include <algorithm>
#include <cstdint>
#include <numeric>

#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// The numbers of `count` rows, which are `stride` apart.
struct BiasRows {
  const float* data;
  int64_t stride;
  int64_t count;
};

template <int kVectors>
HWY_INLINE void AddColumnVectors(BiasRows rows, float* sums) {
  const F32 d;
  const auto lanes = int64_t(hn::Lanes(d));
  VF32 sum[kVectors];
#pragma GCC unroll 8
  for (int v = 0; v < kVectors; ++v) sum[v] = hn::LoadU(d, sums + v * lanes);
  for (int64_t i = 0; i < rows.count; ++i, rows.data += rows.stride) {
#pragma GCC unroll 8
    for (int v = 0; v < kVectors; ++v) {
      sum[v] = hn::Add(sum[v], hn::LoadU(d, rows.data + v * lanes));
    }
  }
#pragma GCC unroll 8
  for (int v = 0; v < kVectors; ++v) hn::StoreU(sum[v], d, sums + v * lanes);
}

// sums[j] += the sum of column j, for `columns` columns.
HWY_INLINE void AddColumns(BiasRows rows, int64_t columns, float* sums) {
  const auto lanes = int64_t(hn::Lanes(F32()));
  int64_t j = 0;
  const float* data = rows.data;
  const auto at = [&] { return BiasRows{data + j, rows.stride, rows.count}; };
  for (; j + 8 * lanes <= columns; j += 8 * lanes) AddColumnVectors<8>(at(), sums + j);
  for (; j + 2 * lanes <= columns; j += 2 * lanes) AddColumnVectors<2>(at(), sums + j);
  for (; j + lanes <= columns; j += lanes) AddColumnVectors<1>(at(), sums + j);
  for (; j < columns; ++j) {
    for (int64_t i = 0; i < rows.count; ++i) sums[j] += data[i * rows.stride + j];
  }
}

// The same for few channels side by side: as many rows are seen as one as fill whole vectors, and
// enough of them.
HWY_INLINE void AddBiasRows(BiasRows rows, int64_t channels, float* sums) {
  constexpr int64_t kMostLanes = HWY_MAX_BYTES / 4;
  constexpr int64_t kFewChannels = 64;
  const auto lanes = int64_t(hn::Lanes(F32()));
  if (rows.stride == channels && channels < kFewChannels) {
    int64_t joined = lanes / std::gcd(channels, lanes);
    while (joined * channels < 8 * lanes) joined *= 2;
    if (rows.count >= 2 * joined) {
      float together[kFewChannels * kMostLanes] = {};
      const int64_t columns = joined * channels;
      AddColumns({rows.data, columns, rows.count / joined}, columns, together);
      for (int64_t i = 0; i < columns; i += channels) {
        for (int64_t j = 0; j < channels; ++j) sums[j] += together[i + j];
      }
      rows.data += rows.count / joined * columns;
      rows.count %= joined;
    }
  }
  AddColumns(rows, channels, sums);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_LIB_CONV_BIAS_GRADIENT_INL_H_
