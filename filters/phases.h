// Lines of pixels as interleaved phases: what decimation by a factor reads and interpolation
// writes.
#ifndef SLUICE_FILTERS_PHASES_H_
#define SLUICE_FILTERS_PHASES_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// A line of pixels with `channels` samples each and its `factor` phases (2, 4, 8, ...): phase p has
// the pixels p, p + factor, p + 2 * factor, ... Writes `count` pixels of every phase, or a line of
// `count` * factor pixels. Whole vectors are read and written: up to factor * kRowAlignment bytes
// past the end of the line, kRowAlignment past the end of a phase.
void SplitPhases(const int16_t* line, int factor, size_t count, size_t channels,
                 int16_t* const* phases);
void SplitPhases(const float* line, int factor, size_t count, size_t channels,
                 float* const* phases);
void MergePhases(const int16_t* const* phases, int factor, size_t count, size_t channels,
                 int16_t* line);
void MergePhases(const float* const* phases, int factor, size_t count, size_t channels,
                 float* line);

}  // namespace sluice

#endif  // SLUICE_FILTERS_PHASES_H_
