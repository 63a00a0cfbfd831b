// The scans of a search for nearest neighbours, one thread's work each.
#ifndef SLUICE_CLASSIFIERS_NEIGHBOUR_SCAN_H_
#define SLUICE_CLASSIFIERS_NEIGHBOUR_SCAN_H_

#include <cstddef>
#include <cstdint>

#include "classifiers/distance.h"
#include "classifiers/neighbour_candidates.h"

namespace sluice {

// Rows are padded with zeros to a multiple of this many numbers, so that sums over their columns
// are added up in the same order on every SIMD target: number i goes to partial sum i % 16.
inline constexpr int64_t kRowUnit = 16;

// Rows of numbers as scans read them: `columns` and `stride` are multiples of kRowUnit.
struct ScanRows {
  const float* data;
  int64_t columns;
  int64_t stride;
  const float* row(int64_t r) const { return data + r * stride; }
};

// The distance of two padded rows; the square of it for kL2. NaN becomes the greatest number.
float DirectDistance(Distance distance, const float* a, const float* b, int64_t columns);

// The same of each of `count` queries from each of the first `row_count` rows: query q's are at
// out + q * stride.
void DirectDistances(Distance distance, const ScanRows& queries, int64_t count,
                     const ScanRows& rows, int64_t row_count, float* out, int64_t stride);

// Adds rows [begin, end) to the candidates of each of `count` queries, with their direct distances
// as keys.
void ScanDirect(Distance distance, const ScanRows& rows, int64_t begin, int64_t end,
                const ScanRows& queries, int64_t count, Candidates* candidates);

// Adds rows [begin, end) to the candidates of each of `count` queries. With y a row and x a query
// less `mean`, the key is |y|^2 / 2 - x y, which grows with |x - y|^2 = |x|^2 + 2 key: a matrix
// product. `half_squares` has |y|^2 / 2 of each row; `negated` the -x, in whole tiles
// (RoundUpToTiles(count) rows, those past the last query 0). `scratch` has ProductScratch numbers.
void ScanProducts(const ScanRows& rows, int64_t begin, int64_t end, const float* mean,
                  const float* half_squares, const ScanRows& negated, int64_t count,
                  Candidates* candidates, float* scratch);
int64_t RoundUpToTiles(int64_t count);
size_t ProductScratch(int64_t columns);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_NEIGHBOUR_SCAN_H_
