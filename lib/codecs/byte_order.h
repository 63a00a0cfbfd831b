// Byte order: PNM and PNG are big-endian, NPY and PFM are either.
#ifndef SLUICE_LIB_CODECS_BYTE_ORDER_H_
#define SLUICE_LIB_CODECS_BYTE_ORDER_H_

#include <cstddef>

namespace sluice {

// Reverses the bytes of each of `count` samples of `sample_size` bytes (1, 2, 4 or 8) in place.
// `samples` is aligned to kRowAlignment and may be written to the next multiple after its end.
void SwapBytes(std::byte* samples, size_t sample_size, size_t count);

}  // namespace sluice

#endif  // SLUICE_LIB_CODECS_BYTE_ORDER_H_
