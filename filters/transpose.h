// Sixteen rows of f32 turned into groups with one sample of each row, and back: for work that goes
// along rows with a row in each lane of a vector.
#ifndef SLUICE_FILTERS_TRANSPOSE_H_
#define SLUICE_FILTERS_TRANSPOSE_H_

#include <cstddef>

namespace sluice {

inline constexpr int kGroup = 16;

// groups[s * kGroup + r] = rows[r * stride + s] for s < samples, r < kGroup. Up to 3 more samples
// of each row are read, and as many groups written.
void RowsToGroups(const float* rows, size_t stride, size_t samples, float* groups);

// rows[r * stride + s] = groups[s * kGroup + r], the samples rounded up to a multiple of 4.
void GroupsToRows(const float* groups, size_t samples, size_t stride, float* rows);

}  // namespace sluice

#endif  // SLUICE_FILTERS_TRANSPOSE_H_
