#include "filters/metrics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "filters/depth.h"
#include "filters/distribution.h"
#include "lib/limits.h"
#include "lib/parallel.h"
#include "lib/scratch.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/metrics.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

#ifndef SLUICE_FILTERS_METRICS_CC_
#define SLUICE_FILTERS_METRICS_CC_
namespace sluice {

// Sums over absolute differences in sample units.
struct DifferenceSums {
  float max = 0;
  double sum = 0;
  double squares = 0;
  uint64_t differing = 0;
};

// Number i of a row goes to sum i % kSums, so that the order of additions is the same for vectors
// of any length.
constexpr size_t kSums = 16;

}  // namespace sluice
#endif  // SLUICE_FILTERS_METRICS_CC_

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

// |a - b|; 0 when equal or both are NaN, infinite when one of them is.
template <class T>
HWY_INLINE VF32 Difference(F32 d, VF32 a, VF32 b) {
  const VF32 difference = hn::Abs(hn::Sub(a, b));
  if constexpr (sizeof(T) < 4) {
    return difference;
  } else {
    const auto number_a = hn::Eq(a, a);
    const auto number_b = hn::Eq(b, b);
    const auto equal = hn::Or(hn::Eq(a, b), hn::Not(hn::Or(number_a, number_b)));
    const VF32 infinite = hn::Set(d, HUGE_VALF);
    const VF32 defined = hn::IfThenElse(hn::Eq(difference, difference), difference, infinite);
    return hn::IfThenElse(equal, hn::Zero(d), defined);
  }
}

template <class T>
void DifferenceRow(const T* HWY_RESTRICT a, const T* HWY_RESTRICT b, size_t count,
                   float* HWY_RESTRICT out) {
  const F32 d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    hn::Store(Difference<T>(d, LoadF32(d, a + i), LoadF32(d, b + i)), d, out + i);
  }
}

void DifferenceRowU8(const uint8_t* a, const uint8_t* b, size_t count, float* out) {
  DifferenceRow(a, b, count, out);
}
void DifferenceRowU16(const uint16_t* a, const uint16_t* b, size_t count, float* out) {
  DifferenceRow(a, b, count, out);
}
void DifferenceRowF32(const float* a, const float* b, size_t count, float* out) {
  DifferenceRow(a, b, count, out);
}

// Adds a row of differences to the sums. `row` has zeros up to a multiple of kSums.
void SumRow(const float* HWY_RESTRICT row, size_t count, float tolerance, DifferenceSums* sums) {
  const hn::CappedTag<float, kSums> d;
  const hn::CappedTag<double, kSums / 2> d64;
  const hn::Rebind<float, decltype(d64)> dh;
  HWY_ALIGN double sum[kSums] = {};
  HWY_ALIGN double squares[kSums] = {};
  HWY_ALIGN float max[kSums] = {};
  const auto limit = hn::Set(d, tolerance);
  for (size_t i = 0; i < count; i += kSums) {
    for (size_t k = 0; k < kSums; k += hn::Lanes(d)) {
      const auto v = hn::Load(d, row + i + k);
      hn::Store(hn::Max(hn::Load(d, max + k), v), d, max + k);
      sums->differing += hn::CountTrue(d, hn::Gt(v, limit));
    }
    for (size_t k = 0; k < kSums; k += hn::Lanes(d64)) {
      const auto v = hn::PromoteTo(d64, hn::Load(dh, row + i + k));
      hn::Store(hn::Add(hn::Load(d64, sum + k), v), d64, sum + k);
      hn::Store(hn::Add(hn::Load(d64, squares + k), hn::Mul(v, v)), d64, squares + k);
    }
  }
  for (size_t k = 0; k < kSums; ++k) {
    sums->max = HWY_MAX(sums->max, max[k]);
    sums->sum += sum[k];
    sums->squares += squares[k];
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {
namespace {

HWY_EXPORT(DifferenceRowU8);
HWY_EXPORT(DifferenceRowU16);
HWY_EXPORT(DifferenceRowF32);
HWY_EXPORT(SumRow);

void DifferenceRow(const uint8_t* a, const uint8_t* b, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(DifferenceRowU8)(a, b, count, out);
}
void DifferenceRow(const uint16_t* a, const uint16_t* b, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(DifferenceRowU16)(a, b, count, out);
}
void DifferenceRow(const float* a, const float* b, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(DifferenceRowF32)(a, b, count, out);
}

Status CheckSameShape(const FrameInfo& a, const FrameInfo& b) {
  if (a.shape == b.shape && a.axes == b.axes) return Status::Ok();
  return Status::Usage("not the same shape: a " + a.Describe() + " and a " + b.Describe());
}

// Absolute differences row by row: in sample units for frames of the same type, else in fractions
// of full scale.
class Differences {
 public:
  Differences(const Frame& a, const Frame& b)
      : a_(a),
        b_(b),
        same_type_(a.info().dtype == b.info().dtype),
        count_(static_cast<size_t>(a.info().row_samples())) {}

  // What 1 of a difference stands for, as a fraction of full scale.
  double unit() const {
    return same_type_ ? 1.0 / static_cast<double>(FullScale(a_.info().dtype)) : 1.0;
  }
  // Samples of a row, rounded up to whole groups of sums.
  size_t room() const { return (count_ + kSums - 1) / kSums * kSums; }

  // Writes the differences of row y and zeros up to room().
  void Row(int64_t y, float* out) const {
    if (same_type_) {
      VisitDType(a_.info().dtype, [&](auto zero) {
        using T = decltype(zero);
        DifferenceRow(a_.Row<T>(y), b_.Row<T>(y), count_, out);
      });
    } else {
      Scratch<float> a(count_);
      Scratch<float> b(count_);
      ConvertDepth(a_.RowBytes(y), a_.info().dtype, count_, DType::kF32,
                   reinterpret_cast<std::byte*>(a.data()));
      ConvertDepth(b_.RowBytes(y), b_.info().dtype, count_, DType::kF32,
                   reinterpret_cast<std::byte*>(b.data()));
      DifferenceRow(a.data(), b.data(), count_, out);
    }
    std::fill(out + count_, out + room(), 0.0f);
  }

 private:
  const Frame& a_;
  const Frame& b_;
  bool same_type_;
  size_t count_;
};

// The largest f32 whose value, times the unit, is not above the tolerance: the comparison in f32 is
// then exact.
float Limit(double tolerance, double unit) {
  const double limit = std::clamp(tolerance / unit * (1 + 1e-9), 0.0, 3e38);
  const auto rounded = static_cast<float>(limit);
  return static_cast<double>(rounded) > limit ? std::nextafter(rounded, 0.0f) : rounded;
}

}  // namespace

Result<Metrics> Compare(const Frame& a, const Frame& b, double tolerance) {
  SLUICE_RETURN_IF_ERROR(CheckSameShape(a.info(), b.info()));
  const Differences differences(a, b);
  const double unit = differences.unit();
  const float limit = Limit(tolerance, unit);
  const int64_t row_count = a.info().row_count();
  std::vector<DifferenceSums> rows(static_cast<size_t>(row_count));
  ParallelFor(row_count, 64, [&](int64_t begin, int64_t end) {
    Scratch<float> row(differences.room());
    for (int64_t y = begin; y < end; ++y) {
      differences.Row(y, row.data());
      HWY_DYNAMIC_DISPATCH(SumRow)
      (row.data(), differences.room(), limit, &rows[static_cast<size_t>(y)]);
    }
  });
  DifferenceSums total;
  for (const DifferenceSums& row : rows) {
    total.max = std::max(total.max, row.max);
    total.sum += row.sum;
    total.squares += row.squares;
    total.differing += row.differing;
  }
  Metrics metrics;
  metrics.samples = uint64_t(row_count) * uint64_t(a.info().row_samples());
  metrics.differing = total.differing;
  const auto samples = static_cast<double>(metrics.samples);
  metrics.max_error = static_cast<double>(total.max) * unit;
  metrics.mean_error = total.sum / samples * unit;
  metrics.mse = total.squares / samples * (unit * unit);
  metrics.rmse = std::sqrt(metrics.mse);
  metrics.psnr = metrics.mse > 0 ? -10.0 * std::log10(metrics.mse) : HUGE_VAL;
  return metrics;
}

Result<Frame> DifferencePicture(const Frame& a, const Frame& b, double tolerance) {
  SLUICE_ASSIGN_OR_RETURN(const Metrics metrics, Compare(a, b, tolerance));
  const Differences differences(a, b);
  const float limit = Limit(tolerance, differences.unit());
  const auto greatest = static_cast<float>(metrics.max_error / differences.unit());
  const int channels = ChannelCount(a.info());
  const int64_t width = a.info().row_samples() / channels;
  const int64_t height = a.info().row_count();
  SLUICE_RETURN_IF_ERROR(CheckSize(uint64_t(width), uint64_t(height), 1, Limits{UINT64_MAX}));
  FrameInfo info = a.info();
  info.icc = nullptr;
  info.set_picture(
      {static_cast<int>(width), static_cast<int>(height), 1, DType::kU8, false, a.info().index});
  SLUICE_ASSIGN_OR_RETURN(Frame out, Frame::Create(std::move(info)));
  ParallelFor(height, 64, [&](int64_t begin, int64_t end) {
    Scratch<float> row(differences.room());
    for (int64_t y = begin; y < end; ++y) {
      differences.Row(y, row.data());
      for (int64_t x = 0; x < width; ++x) {
        const float* pixel = row.data() + x * channels;
        const float error = *std::max_element(pixel, pixel + channels);
        const float part = error >= greatest ? 1.0f : error / greatest;
        out.Row<uint8_t>(y)[x] =
            error > limit ? static_cast<uint8_t>(64.0f + 191.0f * part) : uint8_t{0};
      }
    }
  });
  return out;
}

}  // namespace sluice
#endif  // HWY_ONCE
