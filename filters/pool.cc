#include "filters/pool.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "filters/column_phases.h"
#include "filters/finish_row.h"
#include "filters/unread.h"
#include "filters/weighted_sum.h"
#include "lib/scratch.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/pool.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

// `v` where it beats `best`. A NaN beats everything.
template <bool kMax, class D, class V = hn::Vec<D>>
HWY_INLINE V Better([[maybe_unused]] D d, V best, V v) {
  if constexpr (std::is_floating_point_v<hn::TFromD<D>>) {
    const auto beats = kMax ? hn::Gt(v, best) : hn::Lt(v, best);
    return hn::IfThenElse(hn::Or(beats, hn::IsNaN(v)), v, best);
  } else {
    return kMax ? hn::Max(best, v) : hn::Min(best, v);
  }
}

// out[i] = the best of in[0][i], in[1][i], ...; whole vectors are read and written.
template <bool kMax, class T>
void BestOf(const T* const* in, size_t rows, size_t count, T* HWY_RESTRICT out) {
  const hn::ScalableTag<T> d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    hn::Vec<decltype(d)> best = hn::LoadU(d, in[0] + i);
    for (size_t r = 1; r < rows; ++r) best = Better<kMax>(d, best, hn::LoadU(d, in[r] + i));
    hn::StoreU(best, d, out + i);
  }
}

#define SLUICE_BEST_OF(name, T)                                                             \
  void name(bool max, const T* const* in, size_t rows, size_t count, T* HWY_RESTRICT out) { \
    max ? BestOf<true>(in, rows, count, out) : BestOf<false>(in, rows, count, out);         \
  }
SLUICE_BEST_OF(BestOfU8, uint8_t)
SLUICE_BEST_OF(BestOfU16, uint16_t)
SLUICE_BEST_OF(BestOfF32, float)
#undef SLUICE_BEST_OF

// out[i] = sums[i] / (rows * columns[i]), rounded: a division, so that halves are exact.
template <class T>
void Divide(const float* sums, const float* columns, float rows, size_t count, T* out) {
  const F32 d;
  const VF32 r = hn::Set(d, rows);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const VF32 samples = hn::Mul(hn::LoadU(d, columns + i), r);
    StoreF32(d, hn::Div(hn::LoadU(d, sums + i), samples), out + i);
  }
}

void DivideU8(const float* sums, const float* columns, float rows, size_t count, uint8_t* out) {
  Divide(sums, columns, rows, count, out);
}
void DivideU16(const float* sums, const float* columns, float rows, size_t count, uint16_t* out) {
  Divide(sums, columns, rows, count, out);
}
void DivideF32(const float* sums, const float* columns, float rows, size_t count, float* out) {
  Divide(sums, columns, rows, count, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {
namespace {

HWY_EXPORT(BestOfU8);
HWY_EXPORT(BestOfU16);
HWY_EXPORT(BestOfF32);
HWY_EXPORT(DivideU8);
HWY_EXPORT(DivideU16);
HWY_EXPORT(DivideF32);

template <class T>
bool IsNan([[maybe_unused]] T v) {
  if constexpr (std::is_same_v<T, float>) {
    return std::isnan(v);
  } else {
    return false;
  }
}

void BestOf(bool max, const uint8_t* const* in, size_t rows, size_t count, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(BestOfU8)(max, in, rows, count, out);
}
void BestOf(bool max, const uint16_t* const* in, size_t rows, size_t count, uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(BestOfU16)(max, in, rows, count, out);
}
void BestOf(bool max, const float* const* in, size_t rows, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(BestOfF32)(max, in, rows, count, out);
}
void Divide(const float* sums, const float* columns, float rows, size_t count, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(DivideU8)(sums, columns, rows, count, out);
}
void Divide(const float* sums, const float* columns, float rows, size_t count, uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(DivideU16)(sums, columns, rows, count, out);
}
void Divide(const float* sums, const float* columns, float rows, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(DivideF32)(sums, columns, rows, count, out);
}

// The windows along one axis.
struct Windows {
  int size = 1;
  int stride = 1;
  int pad = 0;
  int samples = 0;  // of the input
  int count = 0;    // of windows

  int64_t unread() const { return UnreadSamples(samples, size, pad, stride, count); }

  // The samples of window i that are inside the picture.
  RowRange Inside(int i) const {
    const int begin = i * stride - pad;
    return {std::max(begin, 0), std::min(begin + size, samples)};
  }
};

constexpr int kMaxPad = 1 << 16;

Result<Windows> MakeWindows(int samples, int size, int stride, int pad, bool ceil) {
  Windows w{size, stride > 0 ? stride : size, pad, samples, 0};
  if (pad >= size || pad > kMaxPad) {
    return Status::Usage("padding must be less than the window and at most " +
                         std::to_string(kMaxPad) + ", got " + std::to_string(pad) +
                         " for a window of " + std::to_string(size));
  }
  const int64_t free = int64_t{samples} + 2 * int64_t{pad} - size;
  if (free < 0) {
    return Status::Failed("a window of " + std::to_string(size) + " doesn't fit into " +
                          std::to_string(samples) + " samples");
  }
  int64_t count = free / w.stride + 1;
  if (ceil && free % w.stride != 0 && count * w.stride < int64_t{samples} + pad) ++count;
  w.count = static_cast<int>(count);
  return w;
}

// The vertical pass over a window's rows comes first, into one padded row; then the horizontal pass
// over that row's phases, which lie side by side for all windows.
class Pool : public RowFilter {
 public:
  explicit Pool(const PoolOptions& options) : options_(options) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    SLUICE_ASSIGN_OR_RETURN(columns_, MakeWindows(in.width, options_.width, options_.stride_x,
                                                  options_.pad, options_.ceil));
    SLUICE_ASSIGN_OR_RETURN(rows_, MakeWindows(in.height, options_.height, options_.stride_y,
                                               options_.pad, options_.ceil));
    in_ = in;
    PictureInfo out = in;
    out.width = columns_.count;
    out.height = rows_.count;
    return out;
  }

  std::string Remark() const override { return UnreadRemark(columns_.unread(), rows_.unread()); }

  RowRange InputRows(RowRange out) const override {
    return {rows_.Inside(out.begin).begin, rows_.Inside(out.end - 1).end};
  }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    VisitDType(in_.dtype, [&](auto zero) {
      using T = decltype(zero);
      if (options_.op == PoolOp::kAverage) {
        Average<T>(in, out, band);
      } else {
        Best<T>(in, out, band);
      }
    });
  }

 private:
  // Wider windows are gone through one by one: there are few of them, and many phases.
  static constexpr int kWide = 256;

  size_t out_samples() const { return size_t(columns_.count) * size_t(in_.channels); }

  template <class A>
  PhaseRow<A> MakeRow(A outside) const {
    const bool wide = columns_.size > kWide;
    return {in_.width,
            in_.channels,
            wide ? 1 : columns_.size,
            columns_.stride,
            wide ? 1 : columns_.count,
            columns_.pad,
            outside};
  }

  // Pointers to the rows of window y.
  template <class T>
  std::vector<const T*> RowsOf(const RowWindow& in, int y) const {
    const RowRange inside = rows_.Inside(y);
    std::vector<const T*> rows;
    for (int r = inside.begin; r < inside.end; ++r) rows.push_back(in.Row<T>(r));
    return rows;
  }

  // Calls visit(sample of the output's row, samples of the input's row) for each window and
  // channel; the samples are `count` of them, the channels apart.
  template <class Visit>
  void ForEachWideWindow(Visit visit) const {
    for (int x = 0; x < columns_.count; ++x) {
      const RowRange inside = columns_.Inside(x);
      for (int c = 0; c < in_.channels; ++c) {
        visit(size_t(x) * size_t(in_.channels) + size_t(c),
              size_t(inside.begin) * size_t(in_.channels) + size_t(c), inside.size());
      }
    }
  }

  template <class T>
  void Best(const RowWindow& in, RowRange out, const RowBand& band) const {
    using Limits = std::numeric_limits<T>;
    const bool max = options_.op == PoolOp::kMax;
    const T worst = std::is_same_v<T, float> ? (max ? -Limits::infinity() : Limits::infinity())
                                             : (max ? Limits::lowest() : Limits::max());
    PhaseRow<T> row = MakeRow<T>(worst);
    for (int y = out.begin; y < out.end; ++y) {
      const std::vector<const T*> rows = RowsOf<T>(in, y);
      BestOf(max, rows.data(), rows.size(), size_t(in_.row_samples()), row.body());
      T* const result = band.Row<T>(y);
      if (columns_.size > kWide) {
        ForEachWideWindow([&](size_t to, size_t from, int count) {
          T best = row.body()[from];
          for (int i = 1; i < count; ++i) {
            const T v = row.body()[from + size_t(i) * size_t(in_.channels)];
            if ((max ? v > best : v < best) || IsNan(v)) best = v;
          }
          result[to] = best;
        });
      } else {
        const std::vector<const T*>& taps = row.Taps();
        BestOf(max, taps.data(), taps.size(), out_samples(), result);
      }
    }
  }

  template <class T>
  void Average(const RowWindow& in, RowRange out, const RowBand& band) const {
    PhaseRow<float> row = MakeRow<float>(0.0f);
    Scratch<float> sums(out_samples() + kRowAlignment);
    Scratch<float> columns(out_samples() + kRowAlignment);
    Scratch<double> means(columns_.size > kWide ? out_samples() : 0);
    for (size_t i = 0; i < out_samples(); ++i) {
      columns[i] = static_cast<float>(columns_.Inside(int(i) / in_.channels).size());
    }
    const std::vector<float> ones(size_t(std::max(columns_.size, rows_.size)), 1.0f);
    for (int y = out.begin; y < out.end; ++y) {
      const std::vector<const T*> rows = RowsOf<T>(in, y);
      WeightedSum(rows.data(), ones.data(), int(rows.size()), size_t(in_.row_samples()),
                  row.body());
      if (columns_.size > kWide) {
        ForEachWideWindow([&](size_t to, size_t from, int count) {
          double sum = 0;
          for (int i = 0; i < count; ++i) {
            sum += double(row.body()[from + size_t(i) * size_t(in_.channels)]);
          }
          means[to] = sum / (double(rows.size()) * count);
        });
        FinishRow(means.data(), out_samples(), 1.0f, 0.0f, band.Row<T>(y));
      } else {
        const std::vector<const float*>& taps = row.Taps();
        WeightedSum(taps.data(), ones.data(), int(taps.size()), out_samples(), sums.data());
        Divide(sums.data(), columns.data(), static_cast<float>(rows.size()), out_samples(),
               band.Row<T>(y));
      }
    }
  }

  PoolOptions options_;
  PictureInfo in_;
  Windows columns_;
  Windows rows_;
};

}  // namespace

std::unique_ptr<RowFilter> MakePool(const PoolOptions& options) {
  return std::make_unique<Pool>(options);
}

}  // namespace sluice
#endif  // HWY_ONCE
