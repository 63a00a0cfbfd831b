// Lines taken apart and put together: the channels of interleaved pixels, and the phases that
// decimation by a factor reads and interpolation writes.
#ifndef SLUICE_FILTERS_SPLIT_LINE_H_
#define SLUICE_FILTERS_SPLIT_LINE_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// Part k of a line has its samples k, k + parts, k + 2 * parts, ...: for parts = channels those of
// one channel, for parts = factor one phase. `count` samples of each part are copied, to the parts
// or from them. Whole vectors are read and written: up to parts * kRowAlignment bytes past the end
// of the line, kRowAlignment past the end of a part.
void SplitLine(const int16_t* line, int parts, size_t count, int16_t* const* to);
void SplitLine(const float* line, int parts, size_t count, float* const* to);
void MergeLine(const int16_t* const* from, int parts, size_t count, int16_t* line);
void MergeLine(const float* const* from, int parts, size_t count, float* line);

}  // namespace sluice

#endif  // SLUICE_FILTERS_SPLIT_LINE_H_
