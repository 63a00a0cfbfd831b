// The inner loops of the box filter: sums of rows, and means from sums.
#ifndef SLUICE_FILTERS_BOX_SUMS_H_
#define SLUICE_FILTERS_BOX_SUMS_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// All functions work on samples [0, count) and read and write whole vectors: up to kRowAlignment
// bytes past the last sample.

// sums[i] += add[i] - subtract[i]: moves column sums down by one row.
void MoveSums(const uint8_t* add, const uint8_t* subtract, size_t count, uint16_t* sums);
void MoveSums(const uint8_t* add, const uint8_t* subtract, size_t count, uint32_t* sums);
void MoveSums(const uint16_t* add, const uint16_t* subtract, size_t count, uint32_t* sums);
void MoveSums(const uint8_t* add, const uint8_t* subtract, size_t count, uint64_t* sums);
void MoveSums(const uint16_t* add, const uint16_t* subtract, size_t count, uint64_t* sums);

// out[i] = in[0][i] + in[1][i] + ..., added in this order. terms >= 1; out may be one of in.
void AddLines(const uint16_t* const* in, int terms, size_t count, uint16_t* out);
void AddLines(const uint32_t* const* in, int terms, size_t count, uint32_t* out);
void AddLines(const float* const* in, int terms, size_t count, float* out);

// Divides a sum of `count` samples by `count` and rounds half to even, exactly.
class BoxDivider {
 public:
  // Sums up to full_scale * count are divided.
  BoxDivider(uint64_t count, uint32_t full_scale);

  uint64_t count() const { return count_; }

  // For sums in u16. t / count is (t * multiplier) >> (16 + shift) for every t that can occur
  // (Granlund and Montgomery 1994); shift is -1 where no 16-bit multiplier is exact.
  bool fits_u16() const { return shift_ >= 0; }
  uint16_t multiplier() const { return multiplier_; }
  int shift() const { return shift_; }

  // For sums in u32. The f32 product with 1 / count, rounded, may already be the quotient;
  // otherwise it is a first guess.
  bool fits_u32() const { return fits_u32_; }
  bool product_is_exact() const { return product_is_exact_; }

 private:
  uint64_t count_;
  uint16_t multiplier_ = 0;
  int shift_ = -1;
  bool fits_u32_;
  bool product_is_exact_;
};

// The same sums as AddLines, divided. Sums in u16 and u32 need fits_u16() and fits_u32(); the f32
// mean is the sum times 1 / divider.count().
void MeanLines(const uint16_t* const* in, int terms, size_t count, const BoxDivider& divider,
               uint8_t* out);
void MeanLines(const uint32_t* const* in, int terms, size_t count, const BoxDivider& divider,
               uint8_t* out);
void MeanLines(const uint32_t* const* in, int terms, size_t count, const BoxDivider& divider,
               uint16_t* out);
void MeanLines(const float* const* in, int terms, size_t count, const BoxDivider& divider,
               float* out);

// Sums that exceed u32, divided, in plain loops.
void MeanLine(const uint64_t* sums, size_t count, const BoxDivider& divider, uint8_t* out);
void MeanLine(const uint64_t* sums, size_t count, const BoxDivider& divider, uint16_t* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_BOX_SUMS_H_
