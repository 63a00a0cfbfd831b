// Random numbers that are the same on every machine, for any number of threads and any strip
// height: each number is computed from its place, not from the one before it. The generator is
// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3, SC
// 2011), which passes BigCrush; what is made of its bits uses only correctly rounded arithmetic.
#ifndef SLUICE_LIB_RANDOM_H_
#define SLUICE_LIB_RANDOM_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace sluice {

// The Philox4x32-10 function: 128 random bits for a counter and a key.
std::array<uint32_t, 4> Philox(std::array<uint32_t, 4> counter, std::array<uint32_t, 2> key);

// Names one sequence of up to 2^34 numbers. Different names give independent sequences.
struct RandomSequence {
  uint64_t seed = 0;
  uint32_t frame = 0;
  uint32_t row = 0;
  uint32_t use = 0;  // what the numbers are for, where one row needs several sequences
};

// The functions below write numbers in whole groups: `out` must have room for `count` rounded up to
// a multiple of this.
inline constexpr size_t kRandomGroup = 64;
constexpr size_t RandomRoom(size_t count) {
  return (count + kRandomGroup - 1) / kRandomGroup * kRandomGroup;
}

// The first `count` numbers of the sequence, uniform over all 32-bit values. Within group g, number
// 16 * w + b is word w of the Philox block g * 16 + b, so that whole vectors are stored.
void FillBits(const RandomSequence& sequence, size_t count, uint32_t* out);

// Uniform in [0, 1): multiples of 2^-24.
void FillUniform(const RandomSequence& sequence, size_t count, float* out);

// Normal with mean 0 and standard deviation 1, by the inverse distribution function (Wichura,
// Algorithm AS 241, PPND7: 7 digits) of 32 random bits. None is beyond 6.4.
void FillNormal(const RandomSequence& sequence, size_t count, float* out);

// Replaces each mean in `values` (RandomRoom(count) of them) by a Poisson number. Below a mean of
// 10 by inversion, exact to the precision of f32; above by the inverse's normal expansion (Giles,
// Algorithm 955, 2016), whose probabilities are off by less than 1e-4. Negative means count as 0;
// NaN and means above 1e30 stay as they are.
void FillPoisson(const RandomSequence& sequence, size_t count, float* values);

// One number after the other, for what is not done in bulk: scenes, initial weights, shuffles.
class Random {
 public:
  // `stream` names one of 2^32 independent generators with the same seed.
  explicit Random(uint64_t seed, uint32_t stream = 0) : sequence_{seed, stream, 0, 0} {}

  uint32_t Bits();
  // In [0, 1): a multiple of 2^-32.
  double Uniform() { return Bits() * 0x1p-32; }
  double Uniform(double low, double high) { return low + (high - low) * Uniform(); }
  // In [0, count), all equally likely. count >= 1.
  uint32_t Below(uint32_t count);
  // In [low, high], all equally likely.
  int Integer(int low, int high) {
    return low + static_cast<int>(Below(static_cast<uint32_t>(high - low) + 1));
  }
  bool Chance(double probability) { return Uniform() < probability; }
  float Normal();
  // Puts `count` items in random order (Fisher and Yates).
  template <class T>
  void Shuffle(T* items, uint32_t count) {
    for (uint32_t i = count; i > 1; --i) {
      const uint32_t other = Below(i);
      T item = static_cast<T&&>(items[i - 1]);
      items[i - 1] = static_cast<T&&>(items[other]);
      items[other] = static_cast<T&&>(item);
    }
  }

 private:
  RandomSequence sequence_;
  uint32_t bits_row_ = 0;
  uint32_t normals_row_ = 0;
  size_t bits_left_ = 0;
  size_t normals_left_ = 0;
  std::array<uint32_t, kRandomGroup> bits_{};
  std::array<float, kRandomGroup> normals_{};
};

}  // namespace sluice

#endif  // SLUICE_LIB_RANDOM_H_
