#include "classifiers/neighbour_scan.h"

#include <algorithm>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "classifiers/neighbour_scan.cc"
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

using Rows16 = hn::CappedTag<float, kRowUnit>;
using V16 = hn::Vec<Rows16>;

// Adds the terms of one vector of columns to the sum. Never fused, so that all targets agree.
template <Distance kDistance>
HWY_INLINE V16 AddTerms(Rows16 d, V16 sum, V16 a, V16 b) {
  const V16 difference = hn::Sub(a, b);
  if constexpr (kDistance == Distance::kL1) return hn::Add(sum, hn::Abs(difference));
  const V16 square = hn::Mul(difference, difference);
  if constexpr (kDistance == Distance::kChi2) {
    const V16 both = hn::Add(a, b);
    const auto positive = hn::Gt(both, hn::Zero(d));
    const V16 divisor = hn::IfThenElse(positive, both, hn::Set(d, 1.0f));
    return hn::Add(sum, hn::IfThenElseZero(positive, hn::Div(square, divisor)));
  }
  return hn::Add(sum, square);
}

// The total of 16 partial sums as a tree: the halves first.
HWY_INLINE float Total(const float* sums) {
  float s[8];
  for (int i = 0; i < 8; ++i) s[i] = sums[i] + sums[i + 8];
  for (int i = 0; i < 4; ++i) s[i] += s[i + 4];
  const float total = (s[0] + s[2]) + (s[1] + s[3]);
  return total <= std::numeric_limits<float>::max() ? total : std::numeric_limits<float>::max();
}

// Distances of kQueries queries from kRows rows: that many independent sums for each load.
template <Distance kDistance, int kQueries, int kRows>
HWY_INLINE void Distances(const ScanRows& queries, int64_t query, const ScanRows& rows, int64_t row,
                          float* out) {
  const Rows16 d;
  const auto lanes = int64_t(hn::Lanes(d));
  HWY_ALIGN float sums[kQueries * kRows][kRowUnit];
  // Where a vector is narrower than the unit, one pass for each part of it.
  for (int64_t part = 0; part < kRowUnit; part += lanes) {
    V16 sum[kQueries][kRows];
#pragma GCC unroll 4
    for (int q = 0; q < kQueries; ++q) {
#pragma GCC unroll 4
      for (int r = 0; r < kRows; ++r) sum[q][r] = hn::Zero(d);
    }
    for (int64_t i = part; i < rows.columns; i += kRowUnit) {
      V16 b[kRows];
#pragma GCC unroll 4
      for (int r = 0; r < kRows; ++r) b[r] = hn::LoadU(d, rows.row(row + r) + i);
#pragma GCC unroll 4
      for (int q = 0; q < kQueries; ++q) {
        const V16 a = hn::LoadU(d, queries.row(query + q) + i);
#pragma GCC unroll 4
        for (int r = 0; r < kRows; ++r) sum[q][r] = AddTerms<kDistance>(d, sum[q][r], a, b[r]);
      }
    }
#pragma GCC unroll 4
    for (int q = 0; q < kQueries; ++q) {
#pragma GCC unroll 4
      for (int r = 0; r < kRows; ++r) hn::Store(sum[q][r], d, sums[q * kRows + r] + part);
    }
  }
  for (int i = 0; i < kQueries * kRows; ++i) out[i] = Total(sums[i]);
}

template <Distance kDistance, int kQueries, int kRows>
HWY_INLINE void Collect(const ScanRows& queries, int64_t query, const ScanRows& rows, int64_t row,
                        Candidates* candidates) {
  float distances[kQueries * kRows];
  Distances<kDistance, kQueries, kRows>(queries, query, rows, row, distances);
  for (int q = 0; q < kQueries; ++q) {
    Candidates& found = candidates[query + q];
    for (int r = 0; r < kRows; ++r) {
      const float distance = distances[q * kRows + r];
      if (distance < found.limit) found.Add(distance, static_cast<int32_t>(row + r));
    }
  }
}

template <Distance kDistance>
void ScanRowsDirect(const ScanRows& rows, int64_t begin, int64_t end, const ScanRows& queries,
                    int64_t count, Candidates* candidates) {
  // Rows that stay in the second cache while the queries go by.
  const int64_t block = std::max<int64_t>(4, (int64_t{1} << 17) / rows.stride / 4 * 4);
  for (int64_t first = begin; first < end; first += block) {
    const int64_t last = std::min(first + block, end);
    int64_t q = 0;
    for (; q + 4 <= count; q += 4) {
      int64_t r = first;
      for (; r + 4 <= last; r += 4) Collect<kDistance, 4, 4>(queries, q, rows, r, candidates);
      for (; r < last; ++r) Collect<kDistance, 4, 1>(queries, q, rows, r, candidates);
    }
    for (; q < count; ++q) {
      int64_t r = first;
      for (; r + 4 <= last; r += 4) Collect<kDistance, 1, 4>(queries, q, rows, r, candidates);
      for (; r < last; ++r) Collect<kDistance, 1, 1>(queries, q, rows, r, candidates);
    }
  }
}

void ScanDirect(Distance distance, const ScanRows& rows, int64_t begin, int64_t end,
                const ScanRows& queries, int64_t count, Candidates* candidates) {
  switch (distance) {
    case Distance::kL1:
      return ScanRowsDirect<Distance::kL1>(rows, begin, end, queries, count, candidates);
    case Distance::kChi2:
      return ScanRowsDirect<Distance::kChi2>(rows, begin, end, queries, count, candidates);
    default:
      return ScanRowsDirect<Distance::kL2>(rows, begin, end, queries, count, candidates);
  }
}

float DirectDistance(Distance distance, const float* a, const float* b, int64_t columns) {
  const ScanRows query = {a, columns, columns};
  const ScanRows row = {b, columns, columns};
  float out = 0;
  switch (distance) {
    case Distance::kL1:
      Distances<Distance::kL1, 1, 1>(query, 0, row, 0, &out);
      break;
    case Distance::kChi2:
      Distances<Distance::kChi2, 1, 1>(query, 0, row, 0, &out);
      break;
    default:
      Distances<Distance::kL2, 1, 1>(query, 0, row, 0, &out);
  }
  return out;
}

template <Distance kDistance, int kQueries, int kRows>
HWY_INLINE void StoreTile(const ScanRows& queries, int64_t query, const ScanRows& rows, int64_t row,
                          float* out, int64_t stride) {
  float tile[kQueries * kRows];
  Distances<kDistance, kQueries, kRows>(queries, query, rows, row, tile);
  for (int q = 0; q < kQueries; ++q) {
    for (int r = 0; r < kRows; ++r) out[(query + q) * stride + row + r] = tile[q * kRows + r];
  }
}

template <Distance kDistance>
void StoreDistances(const ScanRows& queries, int64_t count, const ScanRows& rows, int64_t row_count,
                    float* out, int64_t stride) {
  int64_t q = 0;
  for (; q + 4 <= count; q += 4) {
    int64_t r = 0;
    for (; r + 4 <= row_count; r += 4) {
      StoreTile<kDistance, 4, 4>(queries, q, rows, r, out, stride);
    }
    for (; r < row_count; ++r) StoreTile<kDistance, 4, 1>(queries, q, rows, r, out, stride);
  }
  for (; q < count; ++q) {
    for (int64_t r = 0; r < row_count; ++r) {
      StoreTile<kDistance, 1, 1>(queries, q, rows, r, out, stride);
    }
  }
}

void AllDistances(Distance distance, const ScanRows& queries, int64_t count, const ScanRows& rows,
                  int64_t row_count, float* out, int64_t stride) {
  switch (distance) {
    case Distance::kL1:
      return StoreDistances<Distance::kL1>(queries, count, rows, row_count, out, stride);
    case Distance::kChi2:
      return StoreDistances<Distance::kChi2>(queries, count, rows, row_count, out, stride);
    default:
      return StoreDistances<Distance::kL2>(queries, count, rows, row_count, out, stride);
  }
}

// Columns summed before the next ones: what a tile's operands take of the first caches.
constexpr int64_t kDepth = 1024;
size_t ProductScratch(int64_t columns) {
  return size_t(BlockRows(columns)) * size_t(columns + 1 + kTileRows);
}

void ScanProducts(const ScanRows& rows, int64_t begin, int64_t end, const float* mean,
                  const float* half_squares, const ScanRows& negated, int64_t count,
                  Candidates* candidates, float* scratch) {
  const F32 d;
  const auto lanes = int64_t(hn::Lanes(d));
  const int64_t width = TileColumns();
  const int64_t columns = rows.columns;
  const int64_t block = BlockRows(columns);
  float* const packed = scratch;
  float* const start = packed + block * columns;
  float* const keys = start + block;
  for (int64_t first = begin; first < end; first += block) {
    const int64_t used = std::min(block, end - first);
    const int64_t padded = (used + width - 1) / width * width;
    PackPanels(rows.row(first), 1, rows.stride, columns, used, width, packed);
    for (int64_t i = 0; i < padded * columns; i += width) {
      const VF32 offset = hn::Set(d, mean[i / width % columns]);
      for (int64_t v = 0; v < width; v += lanes) {
        hn::Store(hn::Sub(hn::Load(d, packed + i + v), offset), d, packed + i + v);
      }
    }
    // Places past the last row never come below a limit.
    std::copy_n(half_squares + first, used, start);
    std::fill(start + used, start + padded, std::numeric_limits<float>::infinity());
    for (int64_t query = 0; query < count; query += kTileRows) {
      for (int64_t k = 0; k < columns; k += kDepth) {
        const int64_t depth = std::min(kDepth, columns - k);
        const Broadcast a = {negated.row(query) + k, negated.stride, 1};
        for (int64_t j = 0; j < padded; j += width) {
          const Panels b = {packed + j * columns + k * width, 0, width};
          const TileTo to = {keys + j, block};
          if (k == 0) {
            MultiplyTile<kTileRows, kTileVectors>(depth, a, b, {start + j, 0}, to);
          } else {
            MultiplyTile<kTileRows, kTileVectors>(depth, a, b, {keys + j, block}, to);
          }
        }
      }
      const int64_t tile = std::min<int64_t>(kTileRows, count - query);
      for (int64_t q = 0; q < tile; ++q) {
        Select(keys + q * block, padded, first, &candidates[query + q]);
      }
    }
  }
}

int64_t RoundUpToTiles(int64_t count) { return (count + kTileRows - 1) / kTileRows * kTileRows; }

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(DirectDistance);
HWY_EXPORT(AllDistances);
HWY_EXPORT(ScanDirect);
HWY_EXPORT(ScanProducts);
HWY_EXPORT(RoundUpToTiles);
HWY_EXPORT(ProductScratch);

float DirectDistance(Distance distance, const float* a, const float* b, int64_t columns) {
  return HWY_DYNAMIC_DISPATCH(DirectDistance)(distance, a, b, columns);
}

void DirectDistances(Distance distance, const ScanRows& queries, int64_t count,
                     const ScanRows& rows, int64_t row_count, float* out, int64_t stride) {
  HWY_DYNAMIC_DISPATCH(AllDistances)(distance, queries, count, rows, row_count, out, stride);
}

void ScanDirect(Distance distance, const ScanRows& rows, int64_t begin, int64_t end,
                const ScanRows& queries, int64_t count, Candidates* candidates) {
  HWY_DYNAMIC_DISPATCH(ScanDirect)(distance, rows, begin, end, queries, count, candidates);
}

void ScanProducts(const ScanRows& rows, int64_t begin, int64_t end, const float* mean,
                  const float* half_squares, const ScanRows& negated, int64_t count,
                  Candidates* candidates, float* scratch) {
  HWY_DYNAMIC_DISPATCH(ScanProducts)
  (rows, begin, end, mean, half_squares, negated, count, candidates, scratch);
}

int64_t RoundUpToTiles(int64_t count) { return HWY_DYNAMIC_DISPATCH(RoundUpToTiles)(count); }

size_t ProductScratch(int64_t columns) { return HWY_DYNAMIC_DISPATCH(ProductScratch)(columns); }

}  // namespace sluice
#endif  // HWY_ONCE
