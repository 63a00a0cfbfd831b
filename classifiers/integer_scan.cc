#include <algorithm>
#include <limits>

#include "classifiers/integer_space.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "classifiers/integer_scan.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
// clang-format off: it must come after foreach_target.h
#include "classifiers/neighbour_select-inl.h"
// clang-format on
#include "lib/gemm_kernel-inl.h"
#include "lib/gemm_pack-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// x86 adds the products of the two integers of each pair to one sum of 32 bits, in their lane: two
// instructions for twice as many products as a multiply-add of floats takes one for, and there are
// twice as many units for additions. Elsewhere the operation may keep lanes apart.
#if HWY_ARCH_X86 && HWY_TARGET != HWY_SCALAR
constexpr bool kFaster = true;
#else
constexpr bool kFaster = false;
#endif

bool AreFaster() { return kFaster; }

// Rows of a tile, half of MultiplyTile's: chains of additions are short, and registers must also
// hold products on their way.
constexpr int kPairRows = kTileRows / 2;

// keys = start + scale * (sums over `depth` pairs of both products of a and b), for a tile: see
// MultiplyTile. Row r of the tile has scales[r].
HWY_INLINE void MultiplyPairs(int64_t depth, Broadcast a, const float* b, const float* start,
                              const float* scales, TileTo keys) {
#if HWY_ARCH_X86 && HWY_TARGET != HWY_SCALAR
  const F32 d;
  const hn::RebindToSigned<F32> d32;
  const hn::Repartition<int16_t, F32> d16;
  const auto lanes = int64_t(hn::Lanes(d));
  hn::Vec<decltype(d32)> sum[kPairRows][kTileVectors];
#pragma GCC unroll 16
  for (int r = 0; r < kPairRows; ++r) {
#pragma GCC unroll 2
    for (int v = 0; v < kTileVectors; ++v) sum[r][v] = hn::Zero(d32);
  }
  constexpr int kPointers = (kPairRows + 2) / 3;  // as in MultiplyTile
  const float* row[kPointers];
#pragma GCC unroll 16
  for (int p = 0; p < kPointers; ++p) row[p] = a.data + 3 * p * a.row_stride;
  auto unused = hn::Zero(d32);
  for (int64_t k = 0; k < depth; ++k) {
    hn::Vec<decltype(d16)> pairs[kTileVectors];
#pragma GCC unroll 2
    for (int v = 0; v < kTileVectors; ++v) pairs[v] = hn::BitCast(d16, hn::LoadU(d, b + v * lanes));
#pragma GCC unroll 16
    for (int r = 0; r < kPairRows; ++r) {
      const auto pair = hn::BitCast(d16, hn::Set(d, row[r / 3][r % 3 * a.row_stride]));
#pragma GCC unroll 2
      for (int v = 0; v < kTileVectors; ++v) {
        sum[r][v] = hn::ReorderWidenMulAccumulate(d32, pair, pairs[v], sum[r][v], unused);
      }
    }
#pragma GCC unroll 16
    for (int p = 0; p < kPointers; ++p) ++row[p];
    b += kTileVectors * lanes;
  }
#pragma GCC unroll 16
  for (int r = 0; r < kPairRows; ++r) {
    const VF32 scale = hn::Set(d, scales[r]);
#pragma GCC unroll 2
    for (int v = 0; v < kTileVectors; ++v) {
      const VF32 key =
          hn::MulAdd(scale, hn::ConvertTo(d, sum[r][v]), hn::LoadU(d, start + v * lanes));
      hn::StoreU(key, d, keys.data + r * keys.stride + v * lanes);
    }
  }
#else
  (void)depth, (void)a, (void)b, (void)start, (void)scales, (void)keys;
#endif
}

size_t ScratchNumbers(int64_t pairs) {
  return size_t(BlockRows(pairs)) * size_t(pairs + 1 + kPairRows);
}

void Scan(const IntegerSpace& space, const float* half_squares, int64_t begin, int64_t end,
          const IntegerRows& negated, int64_t first_query, int64_t count, Candidates* candidates,
          float* scratch) {
  const int64_t width = TileColumns();
  const ConstMatrix rows = AsMatrix(space.rows.pairs);
  const ConstMatrix queries = AsMatrix(negated.pairs);
  const int64_t pairs = rows.columns;
  const int64_t block = BlockRows(pairs);
  float* const packed = scratch;
  float* const start = packed + block * pairs;
  float* const keys = start + block;
  for (int64_t first = begin; first < end; first += block) {
    const int64_t used = std::min(block, end - first);
    const int64_t padded = (used + width - 1) / width * width;
    PackPanels(rows.row(first), 1, rows.stride, pairs, used, width, packed);
    // Places past the last row never come below a limit.
    std::copy_n(half_squares + first, used, start);
    std::fill(start + used, start + padded, std::numeric_limits<float>::infinity());
    for (int64_t query = 0; query < count; query += kPairRows) {
      float scales[kPairRows];
      for (int64_t r = 0; r < kPairRows; ++r) {
        scales[r] = negated.steps[size_t(first_query + query + r)] * space.rows.steps[0];
      }
      const Broadcast a = {queries.row(first_query + query), queries.stride, 1};
      for (int64_t j = 0; j < padded; j += width) {
        MultiplyPairs(pairs, a, packed + j * pairs, start + j, scales, {keys + j, block});
      }
      const int64_t tile = std::min<int64_t>(kPairRows, count - query);
      for (int64_t q = 0; q < tile; ++q) {
        Select(keys + q * block, padded, first, &candidates[query + q]);
      }
    }
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(AreFaster);
HWY_EXPORT(Scan);
HWY_EXPORT(ScratchNumbers);

bool AreIntegersFaster() { return HWY_DYNAMIC_DISPATCH(AreFaster)(); }

void ScanIntegers(const IntegerSpace& space, const float* half_squares, int64_t begin, int64_t end,
                  const IntegerRows& negated, int64_t first, int64_t count, Candidates* candidates,
                  float* scratch) {
  HWY_DYNAMIC_DISPATCH(Scan)
  (space, half_squares, begin, end, negated, first, count, candidates, scratch);
}

size_t IntegerScratch(int64_t pairs) { return HWY_DYNAMIC_DISPATCH(ScratchNumbers)(pairs); }

}  // namespace sluice
#endif  // HWY_ONCE
