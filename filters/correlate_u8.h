// The inner loops of correlation in 16-bit fixed point: two rows of taps an instruction.
#ifndef SLUICE_FILTERS_CORRELATE_U8_H_
#define SLUICE_FILTERS_CORRELATE_U8_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// Rows that CorrelatePairs makes at a time.
inline constexpr int kPairBlockRows = 4;
// How many samples past the end of a row the loops below may read.
inline constexpr size_t kPairSlack = 32;

// The number that holds `first` in its lower half and `second` in its upper half.
constexpr int32_t PackPair(int16_t first, int16_t second) {
  return static_cast<int32_t>(uint32_t{static_cast<uint16_t>(first)} |
                              uint32_t{static_cast<uint16_t>(second)} << 16);
}

// out[i] = PackPair(upper[i], lower[i]). Reads and writes whole vectors: up to 16 samples more.
void PackRowPair(const uint8_t* upper, const uint8_t* lower, size_t count, int32_t* out);

// How a sum becomes a sample, saturated.
struct PairFinish {
  bool shifts = false;  // by (sum + rounding) >> shift, else by sum * multiplier + bias, rounded
  int shift = 0;        // half to even
  int32_t rounding = 0;
  float multiplier = 1;
  float bias = 0;
};

// What CorrelatePairs computes. Pair t holds rows 2t and 2t + 1, counted from the block's first
// input row. Output rows 0 and 2 begin with the first row of a pair, rows 1 and 3 with its second:
// each parity has its own `taps` pairs of weights for every column, [tap pair][width], padded with
// zeros.
struct PairCorrelation {
  const int32_t* const* pairs = nullptr;  // taps + 1 of them
  int taps = 0;
  int width = 1;
  const int32_t* even_weights = nullptr;
  const int32_t* odd_weights = nullptr;
  size_t step = 1;   // samples from one column's tap to the next
  size_t begin = 0;  // first sample
  size_t count = 0;
  PairFinish finish;
  uint8_t* const* out = nullptr;  // kPairBlockRows rows; written in whole vectors of 64 bytes
};
void CorrelatePairs(const PairCorrelation& c);

}  // namespace sluice

#endif  // SLUICE_FILTERS_CORRELATE_U8_H_
