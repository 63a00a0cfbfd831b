// The inner loops of direct correlation: sums of weighted, shifted rows.
#ifndef SLUICE_FILTERS_CORRELATE_H_
#define SLUICE_FILTERS_CORRELATE_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// Rows that CorrelateRows makes at a time, sharing what they load.
inline constexpr int kCorrelateRows = 4;
// How many samples past the end of a row the loops below may read and write.
inline constexpr size_t kCorrelateSlack = 64;

// What CorrelateRows computes: for row i < out_rows and sample x < count
//   out[i][x] = sum over p, r, j of weights[(p * height + r) * width + j]
//                                   * rows[p * plane_rows + i + r][begin + x + offsets[j]]
// in the order p, r, j for every sample alike, with a multiplication and an addition for each.
template <class T>
struct Correlation {
  const T* const* rows = nullptr;  // the input rows of each plane, one plane after the other
  int planes = 1;
  int plane_rows = 0;  // rows of a plane: out_rows + height - 1 are used
  int height = 1;
  int width = 1;
  const T* weights = nullptr;
  const ptrdiff_t* offsets = nullptr;
  size_t begin = 0;
  size_t count = 0;
  int out_rows = 1;  // up to kCorrelateRows
  T* const* out = nullptr;
};

// Rows may be read up to kCorrelateSlack samples beyond what the sum needs, and are written up to
// as many beyond `count`.
void CorrelateRows(const Correlation<float>& c);
void CorrelateRows(const Correlation<double>& c);

}  // namespace sluice

#endif  // SLUICE_FILTERS_CORRELATE_H_
