// Samples as integers in the order of their values, so that filters that only compare (median,
// percentile, erosion, dilation) work alike on every sample type and every SIMD target.
//
// u8 and u16 samples are their own keys. The key of an f32 sample is an int32_t: its bits when it
// is positive, with the magnitude bits flipped when it is negative. -0 comes just before +0. Every
// NaN has the same key, above that of +infinity: a NaN counts as larger than any number.
#ifndef SLUICE_FILTERS_ORDER_KEYS_H_
#define SLUICE_FILTERS_ORDER_KEYS_H_

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace sluice {

template <class T>
using OrderKey = std::conditional_t<std::is_same_v<T, float>, int32_t, T>;

// The key of every NaN: the bits of a quiet NaN, which lie above those of +infinity.
inline constexpr int32_t kNanKey = 0x7FC00000;

template <class T>
OrderKey<T> KeyOf(T sample) {
  if constexpr (std::is_same_v<T, float>) {
    if (std::isnan(sample)) return kNanKey;
    const auto bits = std::bit_cast<int32_t>(sample);
    return bits < 0 ? bits ^ 0x7FFFFFFF : bits;
  } else {
    return sample;
  }
}

// Writes the keys of `count` samples (any alignment), up to one whole vector past the end.
void SamplesToKeys(const float* samples, size_t count, int32_t* keys);

// Turns `count` keys into samples in place, up to the end of the last whole vector.
void KeysToSamples(int32_t* keys, size_t count);

}  // namespace sluice

#endif  // SLUICE_FILTERS_ORDER_KEYS_H_
