#include "lib/random.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/random.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

#ifndef SLUICE_LIB_RANDOM_CC_
#define SLUICE_LIB_RANDOM_CC_
namespace sluice {

constexpr int kPhiloxRounds = 10;
constexpr uint32_t kPhiloxM0 = 0xD2511F53;
constexpr uint32_t kPhiloxM1 = 0xCD9E8D57;
constexpr uint32_t kPhiloxW0 = 0x9E3779B9;
constexpr uint32_t kPhiloxW1 = 0xBB67AE85;

// The blocks of a group, and the words of a block: kRandomGroup numbers.
constexpr size_t kGroupBlocks = 16;
constexpr size_t kBlockWords = 4;
static_assert(kGroupBlocks * kBlockWords == kRandomGroup);

// What is the same for all blocks of a sequence: the keys of the rounds and the counter's upper
// words.
struct PhiloxSchedule {
  uint32_t key0[kPhiloxRounds];
  uint32_t key1[kPhiloxRounds];
  uint32_t counter[3];
};

}  // namespace sluice
#endif  // SLUICE_LIB_RANDOM_CC_

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

void PhiloxGroup(const PhiloxSchedule& schedule, uint32_t group, uint32_t* HWY_RESTRICT out) {
  for (uint32_t b = 0; b < kGroupBlocks; ++b) {
    const std::array<uint32_t, 4> words =
        Philox({group * uint32_t{kGroupBlocks} + b, schedule.counter[0], schedule.counter[1],
                schedule.counter[2]},
               {schedule.key0[0], schedule.key1[0]});
    for (size_t w = 0; w < kBlockWords; ++w) out[w * kGroupBlocks + b] = words[w];
  }
}

#else

// One word of each of some blocks, in the lower halves of 64-bit lanes; the upper halves are
// arbitrary. So a product's low and high word come out of one multiplication, and the low word need
// not be cleared.
using Words = hn::CappedTag<uint64_t, kGroupBlocks / 2>;
using VWords = hn::Vec<Words>;
struct Blocks {
  VWords word0, word1, word2, word3;
};

HWY_INLINE VWords WideMul(VWords a, VWords b) {
  const hn::Repartition<uint32_t, Words> d32;
  return hn::MulEven(hn::BitCast(d32, a), hn::BitCast(d32, b));
}

HWY_INLINE Blocks Round(const Blocks& b, VWords m0, VWords m1, VWords key0, VWords key1) {
  const VWords product0 = WideMul(b.word0, m0);
  const VWords product1 = WideMul(b.word2, m1);
  return {hn::Xor(hn::ShiftRight<32>(product1), hn::Xor(b.word1, key0)), product1,
          hn::Xor(hn::ShiftRight<32>(product0), hn::Xor(b.word3, key1)), product0};
}

// The numbers of one group, as FillBits orders them. `out` is aligned.
HWY_INLINE void PhiloxGroup(const PhiloxSchedule& schedule, uint32_t group,
                            uint32_t* HWY_RESTRICT out) {
  const Words d;
  const hn::Repartition<uint32_t, Words> d32;
  const VWords m0 = hn::Set(d, kPhiloxM0);
  const VWords m1 = hn::Set(d, kPhiloxM1);
  const size_t lanes = hn::Lanes(d32);
  for (size_t first = 0; first < kGroupBlocks; first += lanes) {
    // Blocks of even and of odd number, so that interleaving them gives all in order.
    const VWords two_apart = hn::Add(hn::Iota(d, 0), hn::Iota(d, 0));
    const VWords first_block = hn::Set(d, group * uint64_t{kGroupBlocks} + first);
    Blocks even = {hn::Add(first_block, two_apart), hn::Set(d, schedule.counter[0]),
                   hn::Set(d, schedule.counter[1]), hn::Set(d, schedule.counter[2])};
    Blocks odd = even;
    odd.word0 = hn::Add(even.word0, hn::Set(d, 1));
    for (int r = 0; r < kPhiloxRounds; ++r) {
      const VWords key0 = hn::Set(d, schedule.key0[r]);
      const VWords key1 = hn::Set(d, schedule.key1[r]);
      even = Round(even, m0, m1, key0, key1);
      odd = Round(odd, m0, m1, key0, key1);
    }
    const auto store = [&](size_t w, VWords e, VWords o) HWY_ATTR {
      const auto both = hn::OddEven(hn::BitCast(d32, hn::ShiftLeft<32>(o)), hn::BitCast(d32, e));
      hn::Store(both, d32, out + w * kGroupBlocks + first);
    };
    store(0, even.word0, odd.word0);
    store(1, even.word1, odd.word1);
    store(2, even.word2, odd.word2);
    store(3, even.word3, odd.word3);
  }
}

#endif  // HWY_TARGET == HWY_SCALAR

// At most kRandomGroup lanes, for every target.
using DF = hn::CappedTag<float, kRandomGroup>;
using DI = hn::RebindToSigned<DF>;
using DU = hn::RebindToUnsigned<DF>;
using VF = hn::Vec<DF>;
using VU = hn::Vec<DU>;

// Polynomials by Horner's rule, lowest coefficient first.
template <class... Rest>
HWY_INLINE VF Poly(VF x, float c0, Rest... rest) {
  const DF d;
  if constexpr (sizeof...(rest) == 0) {
    return hn::Set(d, c0);
  } else {
    return hn::Add(hn::Mul(Poly(x, rest...), x), hn::Set(d, c0));
  }
}

// The natural logarithm of positive normal numbers, to about 2 units in the last place:
// log(2^e m) = e log 2 + 2 artanh((m - 1) / (m + 1)) with m in [sqrt(1/2), sqrt(2)).
HWY_INLINE VF Log(VF v) {
  const DF d;
  const DI di;
  const auto bits = hn::BitCast(di, v);
  const auto sqrt_half = hn::Set(di, 0x3F3504F3);
  const auto exponent = hn::ShiftRight<23>(hn::Sub(bits, sqrt_half));
  const VF m = hn::BitCast(d, hn::Sub(bits, hn::ShiftLeft<23>(exponent)));
  const VF one = hn::Set(d, 1.0f);
  const VF s = hn::Div(hn::Sub(m, one), hn::Add(m, one));
  const VF s2 = hn::Mul(s, s);
  const VF series = hn::Mul(s, Poly(s2, 2.0f, 2.0f / 3, 2.0f / 5, 2.0f / 7, 2.0f / 9));
  return hn::Add(hn::Mul(hn::ConvertTo(d, exponent), hn::Set(d, 0.69314718f)), series);
}

// exp(-x) for x in [0, 10], to about 1e-6: the 16th power of the series of exp(-x / 16).
HWY_INLINE VF ExpMinus(VF x) {
  const VF t = hn::Mul(x, hn::Set(DF(), -1.0f / 16));
  VF e = Poly(t, 1.0f, 1.0f, 1.0f / 2, 1.0f / 6, 1.0f / 24, 1.0f / 120, 1.0f / 720, 1.0f / 5040);
  for (int i = 0; i < 4; ++i) e = hn::Mul(e, e);
  return e;
}

HWY_INLINE VF UniformFromBits(VU bits) {
  const DF d;
  const DI di;
  const VF whole = hn::ConvertTo(d, hn::BitCast(di, hn::ShiftRight<8>(bits)));
  return hn::Mul(whole, hn::Set(d, 0x1p-24f));
}

// AS 241's PPND7. The lowest bit is the sign, the others the probability p below one half; p is at
// least 2^-33, so that the algorithm's far tail (p < exp(-25)) is never needed.
HWY_INLINE VF NormalFromBits(VU bits) {
  const DF d;
  const DI di;
  const VF half = hn::Set(d, 0.5f);
  const VF m = hn::ConvertTo(d, hn::BitCast(di, hn::ShiftRight<1>(bits)));
  const VF p = hn::Mul(hn::Add(m, half), hn::Set(d, 0x1p-32f));
  const VF q = hn::Sub(half, p);

  const VF r = hn::Sub(hn::Set(d, 0.180625f), hn::Mul(q, q));
  const VF centre =
      hn::Div(hn::Mul(q, Poly(r, 3.3871327179f, 50.434271938f, 159.29113202f, 59.109374720f)),
              Poly(r, 1.0f, 17.895169469f, 78.757757664f, 67.187563600f));

  const VF t = hn::Sub(hn::Sqrt(hn::Neg(Log(p))), hn::Set(d, 1.6f));
  const VF tail = hn::Div(Poly(t, 1.4234372777f, 2.7568153900f, 1.3067284816f, 0.17023821103f),
                          Poly(t, 1.0f, 0.73700164250f, 0.12021132975f));

  const VF size = hn::IfThenElse(hn::Le(q, hn::Set(d, 0.425f)), centre, tail);
  return hn::Xor(size, hn::BitCast(d, hn::ShiftLeft<31>(bits)));
}

// Inversion: the first k whose distribution function is above a uniform number. All lanes step
// together; a lane that has arrived stays. mean in [0, 10].
HWY_INLINE VF SmallPoisson(VF mean, VU bits) {
  const DF d;
  const VF one = hn::Set(d, 1.0f);
  const VF u = UniformFromBits(bits);
  VF k = hn::Zero(d);
  VF probability = ExpMinus(mean);
  VF sum = probability;
  VF result = k;
  // P(k > 50) is below 1e-19 at a mean of 10: only rounding of the sum can lead there.
  for (int step = 0; step < 50; ++step) {
    const auto waiting = hn::Ge(u, sum);
    if (hn::AllFalse(d, waiting)) break;
    k = hn::Add(k, one);
    result = hn::IfThenElse(waiting, k, result);
    probability = hn::Div(hn::Mul(probability, mean), k);
    sum = hn::Add(sum, probability);
  }
  return result;
}

// Giles' expansion of the inverse in a normal number z, to terms of 1 / mean. mean in [10, 1e30].
HWY_INLINE VF LargePoisson(VF mean, VU bits) {
  const DF d;
  const VF z = NormalFromBits(bits);
  const VF z2 = hn::Mul(z, z);
  const VF root = hn::Sqrt(mean);
  const VF order0 = hn::Mul(hn::Add(z2, hn::Set(d, 2.0f)), hn::Set(d, 1.0f / 6));
  const VF order1 = hn::Mul(z, hn::Mul(hn::Add(z2, hn::Set(d, 2.0f)), hn::Set(d, -1.0f / 72)));
  const VF order2 = Poly(z2, -8.0f / 405, 7.0f / 810, 1.0f / 270);
  const VF corrections = hn::Add(order0, hn::Add(hn::Div(order1, root), hn::Div(order2, mean)));
  const VF x = hn::Floor(hn::Add(hn::Add(hn::Mul(z, root), corrections), mean));
  return hn::Max(x, hn::Zero(d));
}

HWY_INLINE VF PoissonFromBits(VF mean, VU bits) {
  const DF d;
  const VF ten = hn::Set(d, 10.0f);
  const auto usable = hn::Le(mean, hn::Set(d, 1e30f));  // not NaN either
  const VF clean = hn::Max(hn::IfThenElseZero(usable, mean), hn::Zero(d));
  const auto small = hn::Lt(clean, ten);
  VF result = hn::Zero(d);
  if (!hn::AllTrue(d, small)) result = LargePoisson(hn::Max(clean, ten), bits);
  if (!hn::AllFalse(d, small)) {
    result = hn::IfThenElse(small, SmallPoisson(hn::Min(clean, ten), bits), result);
  }
  return hn::IfThenElse(usable, result, mean);
}

// Calls write(bits, i) for each vector of the sequence's bits, number i first, in whole groups.
template <class Write>
HWY_INLINE void ForEachVector(const PhiloxSchedule& schedule, size_t count, const Write& write) {
  const DU du;
  HWY_ALIGN uint32_t bits[kRandomGroup];
  for (size_t first = 0; first < count; first += kRandomGroup) {
    PhiloxGroup(schedule, static_cast<uint32_t>(first / kRandomGroup), bits);
    for (size_t i = 0; i < kRandomGroup; i += hn::Lanes(du)) {
      write(hn::Load(du, bits + i), first + i);
    }
  }
}

void BitsRow(const PhiloxSchedule& schedule, size_t count, uint32_t* HWY_RESTRICT out) {
  ForEachVector(schedule, count,
                [&](VU bits, size_t i) HWY_ATTR { hn::StoreU(bits, DU(), out + i); });
}
void UniformRow(const PhiloxSchedule& schedule, size_t count, float* HWY_RESTRICT out) {
  ForEachVector(schedule, count, [&](VU bits, size_t i) HWY_ATTR {
    hn::StoreU(UniformFromBits(bits), DF(), out + i);
  });
}
void NormalRow(const PhiloxSchedule& schedule, size_t count, float* HWY_RESTRICT out) {
  ForEachVector(schedule, count, [&](VU bits, size_t i) HWY_ATTR {
    hn::StoreU(NormalFromBits(bits), DF(), out + i);
  });
}
void PoissonRow(const PhiloxSchedule& schedule, size_t count, float* HWY_RESTRICT values) {
  ForEachVector(schedule, count, [&](VU bits, size_t i) HWY_ATTR {
    hn::StoreU(PoissonFromBits(hn::LoadU(DF(), values + i), bits), DF(), values + i);
  });
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {
namespace {

HWY_EXPORT(BitsRow);
HWY_EXPORT(UniformRow);
HWY_EXPORT(NormalRow);
HWY_EXPORT(PoissonRow);

PhiloxSchedule Schedule(const RandomSequence& sequence) {
  PhiloxSchedule schedule{};
  auto key0 = static_cast<uint32_t>(sequence.seed);
  auto key1 = static_cast<uint32_t>(sequence.seed >> 32);
  for (int r = 0; r < kPhiloxRounds; ++r) {
    schedule.key0[r] = key0;
    schedule.key1[r] = key1;
    key0 += kPhiloxW0;
    key1 += kPhiloxW1;
  }
  schedule.counter[0] = sequence.row;
  schedule.counter[1] = sequence.frame;
  schedule.counter[2] = sequence.use;
  return schedule;
}

// The sequences of Random, apart from those of rows.
constexpr uint32_t kUseSingleBits = 0xFFFFFFFE;
constexpr uint32_t kUseSingleNormals = 0xFFFFFFFF;

}  // namespace

std::array<uint32_t, 4> Philox(std::array<uint32_t, 4> counter, std::array<uint32_t, 2> key) {
  for (int r = 0; r < kPhiloxRounds; ++r) {
    const uint64_t product0 = uint64_t{kPhiloxM0} * counter[0];
    const uint64_t product1 = uint64_t{kPhiloxM1} * counter[2];
    counter = {static_cast<uint32_t>(product1 >> 32) ^ counter[1] ^ key[0],
               static_cast<uint32_t>(product1),
               static_cast<uint32_t>(product0 >> 32) ^ counter[3] ^ key[1],
               static_cast<uint32_t>(product0)};
    key[0] += kPhiloxW0;
    key[1] += kPhiloxW1;
  }
  return counter;
}

void FillBits(const RandomSequence& sequence, size_t count, uint32_t* out) {
  HWY_DYNAMIC_DISPATCH(BitsRow)(Schedule(sequence), count, out);
}
void FillUniform(const RandomSequence& sequence, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(UniformRow)(Schedule(sequence), count, out);
}
void FillNormal(const RandomSequence& sequence, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(NormalRow)(Schedule(sequence), count, out);
}
void FillPoisson(const RandomSequence& sequence, size_t count, float* values) {
  HWY_DYNAMIC_DISPATCH(PoissonRow)(Schedule(sequence), count, values);
}

uint32_t Random::Bits() {
  if (bits_left_ == 0) {
    sequence_.row = bits_row_++;
    sequence_.use = kUseSingleBits;
    FillBits(sequence_, kRandomGroup, bits_.data());
    bits_left_ = kRandomGroup;
  }
  return bits_[kRandomGroup - bits_left_--];
}

float Random::Normal() {
  if (normals_left_ == 0) {
    sequence_.row = normals_row_++;
    sequence_.use = kUseSingleNormals;
    FillNormal(sequence_, kRandomGroup, normals_.data());
    normals_left_ = kRandomGroup;
  }
  return normals_[kRandomGroup - normals_left_--];
}

// Lemire, Fast random integer generation in an interval, 2019: the high word of a product, with the
// few bits refused that would make some results likelier.
uint32_t Random::Below(uint32_t count) {
  const uint32_t refused = (0u - count) % count;
  uint64_t product = 0;
  do {
    product = uint64_t{Bits()} * count;
  } while (static_cast<uint32_t>(product) < refused);
  return static_cast<uint32_t>(product >> 32);
}

}  // namespace sluice
#endif  // HWY_ONCE
