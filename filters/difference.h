// The difference of two rows of samples.
#ifndef SLUICE_FILTERS_DIFFERENCE_H_
#define SLUICE_FILTERS_DIFFERENCE_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// difference[i] = a[i] - b[i], 0 instead of negative numbers in u8 and u16. `difference` may be a
// or b. Rows may be read and are written up to the end of the last whole vector.
void Difference(const uint8_t* a, const uint8_t* b, size_t count, uint8_t* difference);
void Difference(const uint16_t* a, const uint16_t* b, size_t count, uint16_t* difference);
void Difference(const float* a, const float* b, size_t count, float* difference);

}  // namespace sluice

#endif  // SLUICE_FILTERS_DIFFERENCE_H_
