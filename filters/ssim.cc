// Structural similarity, see filters/metrics.h.
//
// With s = a + b and d = a - b all that the index needs of the local statistics of a and b is in
// the means of s, d, s^2 and d^2, as 2 ab = (s^2 - d^2) / 2 and a^2 + b^2 = (s^2 + d^2) / 2: four
// Gaussian filters instead of five. s is taken about full scale, where f32 loses less.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "filters/depth.h"
#include "filters/metrics.h"
#include "lib/parallel.h"
#include "lib/scratch.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/ssim.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

#ifndef SLUICE_FILTERS_SSIM_CC_
#define SLUICE_FILTERS_SSIM_CC_
namespace sluice {

constexpr int kSsimRadius = 5;
constexpr int kSsimWindow = 2 * kSsimRadius + 1;
// The maps that are filtered: s, d, s^2, d^2.
constexpr int kSsimMaps = 4;

// The weights exp(-k^2 / (2 * 1.5^2)) of k = 0 ... 5, divided by the sum of all eleven.
constexpr float kSsimWeights[kSsimRadius + 1] = {0.266011725f,  0.213005538f,   0.10936069f,
                                                 0.0360007721f, 0.00759875814f, 0.00102838008f};

}  // namespace sluice
#endif  // SLUICE_FILTERS_SSIM_CC_

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

// The four maps of one row; maps[m] has `count` numbers.
void MapRow(const float* HWY_RESTRICT a, const float* HWY_RESTRICT b, size_t count,
            float* const maps[kSsimMaps]) {
  const F32 d;
  const VF32 one = hn::Set(d, 1.0f);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const VF32 va = hn::LoadU(d, a + i);
    const VF32 vb = hn::LoadU(d, b + i);
    const VF32 sum = hn::Sub(hn::Add(va, vb), one);
    const VF32 difference = hn::Sub(va, vb);
    hn::Store(sum, d, maps[0] + i);
    hn::Store(difference, d, maps[1] + i);
    hn::Store(hn::Mul(sum, sum), d, maps[2] + i);
    hn::Store(hn::Mul(difference, difference), d, maps[3] + i);
  }
}

// The weighted mean of eleven numbers, of which at(k) is the k-th from the middle.
template <class At>
HWY_INLINE VF32 WindowMean(const At& at) {
  const F32 d;
  VF32 sum = hn::Mul(at(0), hn::Set(d, kSsimWeights[0]));
  for (int k = 1; k <= kSsimRadius; ++k) {
    sum = hn::Add(sum, hn::Mul(hn::Add(at(-k), at(k)), hn::Set(d, kSsimWeights[k])));
  }
  return sum;
}

// rows[0 ... 10]: one map's rows of the window.
void FilterDown(const float* const rows[kSsimWindow], size_t count, float* HWY_RESTRICT out) {
  const F32 d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto at = [&](int k) HWY_ATTR { return hn::Load(d, rows[kSsimRadius + k] + i); };
    hn::Store(WindowMean(at), d, out + i);
  }
}

// The index at `count` places from the maps filtered vertically, whose windows start at that place;
// neighbours are `channels` apart.
void IndexRow(const float* const maps[kSsimMaps], int channels, size_t count,
              float* HWY_RESTRICT out) {
  const F32 d;
  const VF32 one = hn::Set(d, 1.0f);
  const VF32 half = hn::Set(d, 0.5f);
  const VF32 c1 = hn::Set(d, 0.01f * 0.01f);
  const VF32 c2 = hn::Set(d, 0.03f * 0.03f);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto mean = [&](int map) HWY_ATTR {
      const float* middle = maps[map] + i + kSsimRadius * channels;
      return WindowMean([&](int k) HWY_ATTR { return hn::LoadU(d, middle + k * channels); });
    };
    const VF32 centred = mean(0);
    const VF32 sum = hn::Add(centred, one);
    const VF32 difference = mean(1);
    const VF32 sum_variance = hn::Sub(mean(2), hn::Mul(centred, centred));
    const VF32 difference_squared = hn::Mul(difference, difference);
    const VF32 difference_variance = hn::Sub(mean(3), difference_squared);
    const VF32 sum_squared = hn::Mul(sum, sum);
    // 2 mean_a mean_b, mean_a^2 + mean_b^2, 2 covariance, variance_a + variance_b.
    const VF32 product = hn::Mul(half, hn::Sub(sum_squared, difference_squared));
    const VF32 squares = hn::Mul(half, hn::Add(sum_squared, difference_squared));
    const VF32 covariance = hn::Mul(half, hn::Sub(sum_variance, difference_variance));
    const VF32 variances = hn::Mul(half, hn::Add(sum_variance, difference_variance));
    const VF32 above = hn::Mul(hn::Add(product, c1), hn::Add(covariance, c2));
    const VF32 below = hn::Mul(hn::Add(squares, c1), hn::Add(variances, c2));
    hn::Store(hn::Div(above, below), d, out + i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {
namespace {

HWY_EXPORT(MapRow);
HWY_EXPORT(FilterDown);
HWY_EXPORT(IndexRow);

// A tile's results in a row; with 11 rows of four maps a tile stays in the L2 cache.
constexpr size_t kTileSamples = 1024;
// Rows whose sum is taken by itself: fixed, so that the order of additions is.
constexpr int64_t kBandRows = 64;

// The sum in eight parts: a single one would wait for each addition.
double SumOf(const float* numbers, size_t count) {
  double parts[8] = {};
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    for (size_t k = 0; k < 8; ++k) parts[k] += static_cast<double>(numbers[i + k]);
  }
  for (; i < count; ++i) parts[i % 8] += static_cast<double>(numbers[i]);
  return ((parts[0] + parts[1]) + (parts[2] + parts[3])) +
         ((parts[4] + parts[5]) + (parts[6] + parts[7]));
}

// Working memory for one tile.
class Tile {
 public:
  explicit Tile(int channels)
      : channels_(channels),
        row_((kTileSamples + size_t(kSsimWindow - 1) * size_t(channels)) / kVector * kVector +
             2 * kVector),
        ring_(row_ * kSsimWindow * kSsimMaps),
        filtered_(row_ * kSsimMaps),
        a_(row_),
        b_(row_),
        index_(kTileSamples) {}

  // The sum of the index over `count` samples of output rows [begin, end), the first of which is
  // sample `first`.
  double Sum(const Frame& a, const Frame& b, size_t first, size_t count, int64_t begin,
             int64_t end) {
    const size_t wide = count + size_t(kSsimWindow - 1) * size_t(channels_);
    double sum = 0;
    int64_t next = begin;  // the next row to be taken into the ring
    for (int64_t y = begin; y < end; ++y) {
      for (; next < y + kSsimWindow; ++next) TakeRow(a, b, first, wide, next);
      float* maps[kSsimMaps];
      for (size_t m = 0; m < kSsimMaps; ++m) {
        const float* rows[kSsimWindow];
        for (int k = 0; k < kSsimWindow; ++k) rows[k] = MapOf(y + k, m);
        maps[m] = filtered_.data() + m * row_;
        HWY_DYNAMIC_DISPATCH(FilterDown)(rows, wide, maps[m]);
      }
      HWY_DYNAMIC_DISPATCH(IndexRow)(maps, channels_, count, index_.data());
      sum += SumOf(index_.data(), count);
    }
    return sum;
  }

 private:
  static constexpr size_t kVector = kRowAlignment / sizeof(float);

  float* MapOf(int64_t y, size_t map) {
    return ring_.data() + (size_t(y % kSsimWindow) * kSsimMaps + map) * row_;
  }

  void TakeRow(const Frame& a, const Frame& b, size_t first, size_t wide, int64_t y) {
    float* const maps[kSsimMaps] = {MapOf(y, 0), MapOf(y, 1), MapOf(y, 2), MapOf(y, 3)};
    Convert(a, first, wide, y, a_.data());
    Convert(b, first, wide, y, b_.data());
    HWY_DYNAMIC_DISPATCH(MapRow)(a_.data(), b_.data(), wide, maps);
  }

  static void Convert(const Frame& frame, size_t first, size_t wide, int64_t y, float* out) {
    const DType dtype = frame.info().dtype;
    ConvertDepth(frame.RowBytes(y) + first * SampleSize(dtype), dtype, wide, DType::kF32,
                 reinterpret_cast<std::byte*>(out));
  }

  int channels_;
  size_t row_;  // numbers in a row of a map: whole vectors, and one more to read into
  Scratch<float> ring_;
  Scratch<float> filtered_;
  Scratch<float> a_;
  Scratch<float> b_;
  Scratch<float> index_;
};

}  // namespace

Result<double> Ssim(const Frame& a, const Frame& b) {
  if (a.info().shape != b.info().shape || a.info().axes != b.info().axes) {
    return Status::Usage("not the same shape: a " + a.info().Describe() + " and a " +
                         b.info().Describe());
  }
  if (!a.info().is_picture()) return std::numeric_limits<double>::quiet_NaN();
  const PictureInfo picture = a.info().picture();
  const int64_t columns = int64_t{picture.width} - kSsimWindow + 1;
  const int64_t rows = int64_t{picture.height} - kSsimWindow + 1;
  if (columns < 1 || rows < 1) return std::numeric_limits<double>::quiet_NaN();
  const size_t samples = size_t(columns) * size_t(picture.channels);
  std::vector<double> sums(size_t((rows + kBandRows - 1) / kBandRows));
  ParallelFor(rows, kBandRows, [&](int64_t begin, int64_t end) {
    Tile tile(picture.channels);
    double sum = 0;
    for (size_t first = 0; first < samples; first += kTileSamples) {
      sum += tile.Sum(a, b, first, std::min(kTileSamples, samples - first), begin, end);
    }
    sums[size_t(begin / kBandRows)] = sum;
  });
  double sum = 0;
  for (const double band : sums) sum += band;
  return sum / (static_cast<double>(samples) * static_cast<double>(rows));
}

}  // namespace sluice
#endif  // HWY_ONCE
