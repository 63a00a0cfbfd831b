#include "filters/gray.h"

#include <cmath>
#include <cstddef>
#include <cstring>
#include <type_traits>

#include "filters/luminance.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/gray.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/pair_sums-inl.h"
#include "lib/simd-inl.h"

#ifndef SLUICE_FILTERS_GRAY_CC_
#define SLUICE_FILTERS_GRAY_CC_
namespace sluice {

// Weights as fractions of whole numbers, for exact arithmetic on integer samples, and as f32.
struct GrayTable {
  int red, green, blue, sum;
  float red_fraction, blue_fraction;
  // 1 / sum, rounded up at least: quotients that are whole numbers don't fall below them.
  float reciprocal;
};

}  // namespace sluice
#endif  // SLUICE_FILTERS_GRAY_CC_

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

using I32 = hn::RebindToSigned<F32>;
using VI32 = hn::Vec<I32>;

// One vector of gray pixels from vectors of T: as many samples as there are lanes of f32, but whole
// vectors of u8, which are computed without crossing the blocks of a vector.
template <class T>
struct SamplesOf {
  using Tag = hn::Rebind<T, F32>;
};
#if HWY_TARGET != HWY_SCALAR
template <>
struct SamplesOf<uint8_t> {
  using Tag = hn::ScalableTag<uint8_t>;
};
#endif
template <class T>
using Samples = typename SamplesOf<T>::Tag;
template <class T>
using VSamples = hn::Vec<Samples<T>>;

#if HWY_TARGET != HWY_SCALAR

using U16 = hn::Repartition<uint16_t, hn::ScalableTag<uint8_t>>;
using VU16 = hn::Vec<U16>;

// `sum` holds weighted sums plus half the weights' sum, below 2^24, so that f32 holds them exactly.
// Their quotients rounded down are means rounded half up; where nothing is left the mean was a tie,
// which goes to even.
HWY_INLINE VI32 RoundedMean(const GrayTable& table, VI32 sum) {
  const F32 d;
  const I32 di;
  const VF32 quotient = hn::Mul(hn::ConvertTo(d, sum), hn::Set(d, table.reciprocal));
  const VI32 mean = hn::ConvertTo(di, quotient);
  const VI32 product = AddPairProducts(di, hn::Zero(di), mean, hn::Set(di, table.sum));
  // An odd number of parts has no ties.
  const VI32 lowest_bit = hn::Set(di, table.sum % 2 == 0 ? 1 : 0);
  return hn::IfThenElse(hn::Eq(sum, product), hn::AndNot(lowest_bit, mean), mean);
}

// Gray values of every other pixel; the interleaving is undone by the demotion.
HWY_INLINE VU16 MixHalf(const GrayTable& table, VU16 r, VU16 g, VU16 b) {
  const U16 d16;
  const I32 di;
  const hn::RebindToSigned<U16> ds;
  const VU16 one = hn::Set(d16, uint16_t{1});
  const VI32 red_green = hn::Set(di, table.red | table.green << 16);
  const VI32 blue_half = hn::Set(di, table.blue | (table.sum / 2) << 16);
  const auto mean = [&](VU16 rg, VU16 b1) HWY_ATTR {
    VI32 sum = AddPairProducts(di, hn::Zero(di), hn::BitCast(di, rg), red_green);
    sum = AddPairProducts(di, sum, hn::BitCast(di, b1), blue_half);
    return RoundedMean(table, sum);
  };
  const VI32 lower = mean(hn::InterleaveLower(d16, r, g), hn::InterleaveLower(d16, b, one));
  const VI32 upper = mean(hn::InterleaveUpper(d16, r, g), hn::InterleaveUpper(d16, b, one));
  return hn::BitCast(d16, hn::ReorderDemote2To(ds, lower, upper));
}

HWY_INLINE VSamples<uint8_t> Mix(const GrayTable& table, VSamples<uint8_t> r, VSamples<uint8_t> g,
                                 VSamples<uint8_t> b) {
  const U16 d16;
  const VU16 low_byte = hn::Set(d16, uint16_t{255});
  const VU16 r16 = hn::BitCast(d16, r);
  const VU16 g16 = hn::BitCast(d16, g);
  const VU16 b16 = hn::BitCast(d16, b);
  const VU16 even =
      MixHalf(table, hn::And(r16, low_byte), hn::And(g16, low_byte), hn::And(b16, low_byte));
  const VU16 odd =
      MixHalf(table, hn::ShiftRight<8>(r16), hn::ShiftRight<8>(g16), hn::ShiftRight<8>(b16));
  return hn::BitCast(Samples<uint8_t>(), hn::Or(even, hn::ShiftLeft<8>(odd)));
}

#endif  // HWY_TARGET != HWY_SCALAR

// The quotient may be off by one; the integer remainder puts it right. Sums need 30 bits.
template <class T>
HWY_INLINE VSamples<T> MixIntegers(const GrayTable& table, VSamples<T> r, VSamples<T> g,
                                   VSamples<T> b) {
  const F32 d;
  const I32 di;
  const auto term = [&](VSamples<T> v, int weight)
                        HWY_ATTR { return hn::Mul(hn::PromoteTo(di, v), hn::Set(di, weight)); };
  const VI32 total = hn::Set(di, table.sum);
  const VI32 sum = hn::Add(hn::Add(term(g, table.green), term(r, table.red)), term(b, table.blue));
  const VF32 quotient = hn::Mul(hn::ConvertTo(d, sum), hn::Set(d, table.reciprocal));
  const VI32 mean = hn::NearestInt(quotient);
  const VI32 twice_left = hn::ShiftLeft<1>(hn::Sub(sum, hn::Mul(mean, total)));
  const VI32 odd = hn::And(mean, hn::Set(di, 1));
  // An odd mean gives way at the tie, an even one only beyond it.
  const VI32 up = hn::VecFromMask(di, hn::Gt(hn::Add(twice_left, odd), total));
  const VI32 down = hn::VecFromMask(di, hn::Gt(hn::Sub(odd, twice_left), total));
  return hn::DemoteTo(Samples<T>(), hn::Add(hn::Sub(mean, up), down));
}

HWY_INLINE VSamples<uint16_t> Mix(const GrayTable& table, VSamples<uint16_t> r,
                                  VSamples<uint16_t> g, VSamples<uint16_t> b) {
  return MixIntegers<uint16_t>(table, r, g, b);
}
#if HWY_TARGET == HWY_SCALAR
HWY_INLINE VSamples<uint8_t> Mix(const GrayTable& table, VSamples<uint8_t> r, VSamples<uint8_t> g,
                                 VSamples<uint8_t> b) {
  return MixIntegers<uint8_t>(table, r, g, b);
}
#endif

HWY_INLINE VF32 Mix(const GrayTable& table, VF32 r, VF32 g, VF32 b) {
  const F32 d;
  const VF32 red = hn::Mul(hn::Sub(r, g), hn::Set(d, table.red_fraction));
  const VF32 blue = hn::Mul(hn::Sub(b, g), hn::Set(d, table.blue_fraction));
  return hn::Add(hn::Add(g, red), blue);
}

// A vector of pixels of RGB to gray, or of RGB and alpha to gray and alpha.
template <class T, int kChannels>
HWY_INLINE void GrayVector(const GrayTable& table, const T* HWY_RESTRICT in, T* HWY_RESTRICT out) {
  const Samples<T> dt;
  VSamples<T> r;
  VSamples<T> g;
  VSamples<T> b;
  if constexpr (kChannels == 3) {
    hn::LoadInterleaved3(dt, in, r, g, b);
    hn::StoreU(Mix(table, r, g, b), dt, out);
  } else {
    VSamples<T> alpha;
    hn::LoadInterleaved4(dt, in, r, g, b, alpha);
    hn::StoreInterleaved2(Mix(table, r, g, b), alpha, dt, out);
  }
}

template <class T, int kChannels>
void GrayPixels(const GrayTable& table, const T* in, size_t width, T* out) {
  constexpr size_t kOut = kChannels - 2;
  const size_t n = hn::Lanes(Samples<T>());
  size_t x = 0;
  for (; x + n <= width; x += n) {
    GrayVector<T, kChannels>(table, in + x * kChannels, out + x * kOut);
  }
  if (x == width) return;
  // Interleaved vectors of the last pixels would reach beyond the row's padding.
  HWY_ALIGN T last[hn::MaxLanes(Samples<T>()) * kChannels] = {};
  HWY_ALIGN T result[hn::MaxLanes(Samples<T>()) * kOut] = {};
  std::memcpy(last, in + x * kChannels, (width - x) * kChannels * sizeof(T));
  GrayVector<T, kChannels>(table, last, result);
  std::memcpy(out + x * kOut, result, (width - x) * kOut * sizeof(T));
}

template <class T>
void GrayRow(const GrayTable& table, const T* in, size_t width, int channels, T* out) {
  if (channels == 3) {
    GrayPixels<T, 3>(table, in, width, out);
  } else {
    GrayPixels<T, 4>(table, in, width, out);
  }
}

void GrayRowU8(const GrayTable& table, const uint8_t* in, size_t width, int channels,
               uint8_t* out) {
  GrayRow(table, in, width, channels, out);
}
void GrayRowU16(const GrayTable& table, const uint16_t* in, size_t width, int channels,
                uint16_t* out) {
  GrayRow(table, in, width, channels, out);
}
void GrayRowF32(const GrayTable& table, const float* in, size_t width, int channels, float* out) {
  GrayRow(table, in, width, channels, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {
namespace {

HWY_EXPORT(GrayRowU8);
HWY_EXPORT(GrayRowU16);
HWY_EXPORT(GrayRowF32);

void GrayRow(const GrayTable& table, const uint8_t* in, size_t width, int channels, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(GrayRowU8)(table, in, width, channels, out);
}
void GrayRow(const GrayTable& table, const uint16_t* in, size_t width, int channels,
             uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(GrayRowU16)(table, in, width, channels, out);
}
void GrayRow(const GrayTable& table, const float* in, size_t width, int channels, float* out) {
  HWY_DYNAMIC_DISPATCH(GrayRowF32)(table, in, width, channels, out);
}

GrayTable TableOf(GrayWeights weights) {
  const auto reciprocal = [](int sum) {
    return std::nextafter(1.0f / static_cast<float>(sum), 1.0f);
  };
  switch (weights) {
    case GrayWeights::k601:
      return {299, 587, 114, 1000, kLuminanceRed, kLuminanceBlue, reciprocal(1000)};
    case GrayWeights::k709:
      return {2126, 7152, 722, 10000, 0.2126f, 0.0722f, reciprocal(10000)};
    case GrayWeights::kAverage:
      break;
  }
  return {1, 1, 1, 3, 1.0f / 3, 1.0f / 3, reciprocal(3)};
}

// The mean of any number of samples; integers exactly, half to even.
template <class T>
T Mean(const T* samples, int count) {
  if constexpr (std::is_same_v<T, float>) {
    float sum = 0.0f;
    for (int c = 0; c < count; ++c) sum += samples[c];
    return sum / static_cast<float>(count);
  } else {
    int64_t sum = 0;
    for (int c = 0; c < count; ++c) sum += samples[c];
    const int64_t mean = sum / count;
    const int64_t twice_left = 2 * (sum - mean * count);
    return static_cast<T>(mean + (twice_left + (mean & 1) > count));
  }
}

class Gray : public RowFilter {
 public:
  explicit Gray(GrayWeights weights) : table_(TableOf(weights)) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    in_ = in;
    // An alpha channel alone is a mask, not a transparency of nothing.
    alpha_ = in.alpha && in.channels > 1;
    colours_ = in.channels - alpha_;
    PictureInfo out = in;
    out.channels = 1 + alpha_;
    return out;
  }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    const auto width = static_cast<size_t>(in_.width);
    for (int y = out.begin; y < out.end; ++y) {
      VisitDType(in_.dtype, [&](auto zero) {
        using T = decltype(zero);
        if (colours_ == 1) {
          std::memcpy(band.Row<T>(y), in.Row<T>(y), width * size_t(in_.channels) * sizeof(T));
        } else if (colours_ == 3) {
          GrayRow(table_, in.Row<T>(y), width, in_.channels, band.Row<T>(y));
        } else {
          Average(in.Row<T>(y), band.Row<T>(y));
        }
      });
    }
  }

 private:
  template <class T>
  void Average(const T* in, T* out) const {
    for (int x = 0; x < in_.width; ++x, in += in_.channels) {
      *out++ = Mean(in, colours_);
      if (alpha_) *out++ = in[colours_];
    }
  }

  GrayTable table_;
  PictureInfo in_;
  bool alpha_ = false;
  int colours_ = 1;
};

}  // namespace

std::unique_ptr<RowFilter> MakeGray(GrayWeights weights) { return std::make_unique<Gray>(weights); }

}  // namespace sluice
#endif  // HWY_ONCE
