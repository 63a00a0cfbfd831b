// Copies operands of matrix products into the order in which the inner loop reads them.
#if defined(SLUICE_LIB_GEMM_PACK_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_LIB_GEMM_PACK_INL_H_
#undef SLUICE_LIB_GEMM_PACK_INL_H_
#else
#define SLUICE_LIB_GEMM_PACK_INL_H_
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// out[j + k * out_stride] = in[j * in_stride + k] for 4 x 4 numbers.
HWY_INLINE void Transpose4x4(const float* HWY_RESTRICT in, int64_t in_stride,
                             float* HWY_RESTRICT out, int64_t out_stride) {
#if HWY_TARGET != HWY_SCALAR
  const hn::FixedTag<float, 4> d;
  const hn::Repartition<double, decltype(d)> d64;
  const auto r0 = hn::LoadU(d, in);
  const auto r1 = hn::LoadU(d, in + in_stride);
  const auto r2 = hn::LoadU(d, in + 2 * in_stride);
  const auto r3 = hn::LoadU(d, in + 3 * in_stride);
  const auto low01 = hn::BitCast(d64, hn::InterleaveLower(d, r0, r1));
  const auto low23 = hn::BitCast(d64, hn::InterleaveLower(d, r2, r3));
  const auto high01 = hn::BitCast(d64, hn::InterleaveUpper(d, r0, r1));
  const auto high23 = hn::BitCast(d64, hn::InterleaveUpper(d, r2, r3));
  hn::StoreU(hn::BitCast(d, hn::InterleaveLower(d64, low01, low23)), d, out);
  hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(d64, low01, low23)), d, out + out_stride);
  hn::StoreU(hn::BitCast(d, hn::InterleaveLower(d64, high01, high23)), d, out + 2 * out_stride);
  hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(d64, high01, high23)), d, out + 3 * out_stride);
#else
  for (int64_t j = 0; j < 4; ++j) {
    for (int64_t k = 0; k < 4; ++k) out[j + k * out_stride] = in[j * in_stride + k];
  }
#endif
}

// out[j + k * width] = in[j * stride + k] for j < count, 0 for the other j < width. The lines of
// `in` run along k.
HWY_INLINE void PackTransposed(const float* in, int64_t stride, int64_t count, int64_t depth,
                               int64_t width, float* out) {
  if (count < width) std::memset(out, 0, size_t(width * depth) * sizeof(float));
  int64_t j = 0;
  for (; j + 4 <= count; j += 4) {
    const float* from = in + j * stride;
    int64_t k = 0;
    for (; k + 4 <= depth; k += 4) Transpose4x4(from + k, stride, out + j + k * width, width);
    for (; k < depth; ++k) {
      for (int64_t i = 0; i < 4; ++i) out[j + i + k * width] = from[i * stride + k];
    }
  }
  for (; j < count; ++j) {
    for (int64_t k = 0; k < depth; ++k) out[j + k * width] = in[j * stride + k];
  }
}

// out[j + k * width] = in[j + k * stride] for j < count, 0 for the other j < width.
HWY_INLINE void PackIncomplete(const float* in, int64_t stride, int64_t count, int64_t depth,
                               int64_t width, float* HWY_RESTRICT out) {
  std::memset(out, 0, size_t(width * depth) * sizeof(float));
  const hn::CappedTag<float, 4> d;
  const auto lanes = int64_t(hn::Lanes(d));
  const int64_t whole = count / lanes * lanes;
  for (int64_t k = 0; k < depth; ++k) {
    const float* from = in + k * stride;
    float* to = out + k * width;
    for (int64_t j = 0; j < whole; j += lanes) hn::StoreU(hn::LoadU(d, from + j), d, to + j);
    for (int64_t j = whole; j < count; ++j) to[j] = from[j];
  }
}

// Panels of `width` (a number of whole vectors) columns, padded with zeros: element (k, j) of the
// operand goes to out[(j / width * depth + k) * width + j % width]. The operand's element (k, j) is
// in[k * k_stride + j * j_stride]; one of the strides is 1.
HWY_INLINE void PackPanels(const float* in, int64_t k_stride, int64_t j_stride, int64_t depth,
                           int64_t columns, int64_t width, float* HWY_RESTRICT out) {
  if (j_stride != 1) {
    for (int64_t j = 0; j < columns; j += width) {
      PackTransposed(in + j * j_stride, j_stride, std::min(width, columns - j), depth, width,
                     out + j * depth);
    }
    return;
  }
  const F32 d;
  const auto lanes = int64_t(hn::Lanes(d));
  const int64_t whole = columns / width * width;
  for (int64_t k = 0; k < depth; ++k) {
    const float* from = in + k * k_stride;
    float* to = out + k * width;
    for (int64_t j = 0; j < whole; j += width, to += width * depth) {
      for (int64_t i = 0; i < width; i += lanes) {
        hn::Store(hn::LoadU(d, from + j + i), d, to + i);
      }
    }
  }
  if (whole < columns) {
    PackIncomplete(in + whole, k_stride, columns - whole, depth, width, out + whole * depth);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_LIB_GEMM_PACK_INL_H_
