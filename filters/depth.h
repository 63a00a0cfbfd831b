// Sample types: u8, u16 and f32 into one another.
#ifndef SLUICE_FILTERS_DEPTH_H_
#define SLUICE_FILTERS_DEPTH_H_

#include <cstddef>
#include <memory>

#include "lib/row_filter.h"
#include "lib/row_reader.h"

namespace sluice {

// The same intensities as samples of type `to`. u8 to u16 is times 257; to f32 divides by full
// scale, so that a u8 value v and the u16 value 257 v become the same number; to u8 and u16
// saturates and rounds to the nearest (ties, possible only from f32, to even), NaN becomes 0.
// Widening and narrowing again gives the samples back.
std::unique_ptr<RowFilter> MakeDepth(DType to);

// The same for frames of any kind: pictures, volumes, vectors.
std::unique_ptr<Stage> MakeDepthStage(DType to);

// The same for one row of `count` samples. Reads and writes whole vectors: both rows are padded.
void ConvertDepth(const std::byte* in, DType from, size_t count, DType to, std::byte* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_DEPTH_H_
