// PNG's row filters: each byte minus a prediction from its neighbours, so that what remains is
// small and compresses well (PNG specification, section 9).
#ifndef SLUICE_LIB_CODECS_PNG_FILTER_H_
#define SLUICE_LIB_CODECS_PNG_FILTER_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// What may be read before and behind the bytes of a row, and written behind the filtered ones.
inline constexpr size_t kPngRowMargin = 64;

// The filters that a row may get.
enum class PngFilters {
  kNone,  // none
  kFast,  // none, sub, up and average: all that a decoder undoes quickly
  kAll,   // Paeth too: a few percent smaller
};

// Filters one row with the filter that leaves the smallest sum of magnitudes, and writes its number
// and the `bytes` filtered bytes to `out`. `above` is the row above, zeros for the first row. A
// pixel has `pixel_bytes` bytes. `row` and `above` have zeros in the kPngRowMargin bytes before
// them, and they and `out` have kPngRowMargin bytes behind the end that may be read and written.
void FilterPngRow(const uint8_t* row, const uint8_t* above, size_t bytes, size_t pixel_bytes,
                  PngFilters filters, uint8_t* out);

}  // namespace sluice

#endif  // SLUICE_LIB_CODECS_PNG_FILTER_H_
