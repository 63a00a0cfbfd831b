// The inner loops of the search for extrema in scale space.
#ifndef SLUICE_FEATURES_SIFT_EXTREMA_H_
#define SLUICE_FEATURES_SIFT_EXTREMA_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// out[i] = a[i] - b[i]. Reads and writes whole vectors.
void SubtractRows(const float* a, const float* b, size_t count, float* out);

// The columns of [begin, end) where the middle row's sample is beyond `threshold` (above 0) or
// below -threshold, and the greatest, or least, of the 3x3x3 samples around it; of equal samples
// the first one counts. rows[3 * s + r] is row r of plane s; columns begin - 1 and, for whole
// vectors, up to kRowAlignment bytes after `end` are read. Writes the columns, rising, and returns
// how many.
size_t FindExtrema(const float* const* rows, int begin, int end, float threshold, int32_t* columns);

}  // namespace sluice

#endif  // SLUICE_FEATURES_SIFT_EXTREMA_H_
