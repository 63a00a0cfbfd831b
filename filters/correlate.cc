#include "filters/correlate.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/correlate.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The running sums are two vectors for each of four output rows: enough independent additions to
// hide their latency, few enough for 16 registers.
#define SLUICE_SUMS V &a0, V &b0, V &a1, V &b1, V &a2, V &b2, V &a3, V &b3

// Adds one input row to output rows kFirst..kLast. It is tap row 0 of the output row that `weights`
// belongs to, tap row 1 of the one before, ... so that output row i takes weights - i * width.
template <int kFirst, int kLast, class D, class T, class V = hn::Vec<D>>
HWY_INLINE void AddInputRow(D d, const T* HWY_RESTRICT row, const T* HWY_RESTRICT weights,
                            ptrdiff_t width, const ptrdiff_t* HWY_RESTRICT offsets, SLUICE_SUMS) {
  for (ptrdiff_t j = 0; j < width; ++j) {
    const V a = hn::LoadU(d, row + offsets[j]);
    const V b = hn::LoadU(d, row + offsets[j] + hn::Lanes(d));
    if constexpr (kFirst <= 0 && 0 <= kLast) {
      const V w = hn::Set(d, weights[j]);
      a0 = hn::Add(a0, hn::Mul(a, w));
      b0 = hn::Add(b0, hn::Mul(b, w));
    }
    if constexpr (kFirst <= 1 && 1 <= kLast) {
      const V w = hn::Set(d, weights[j - width]);
      a1 = hn::Add(a1, hn::Mul(a, w));
      b1 = hn::Add(b1, hn::Mul(b, w));
    }
    if constexpr (kFirst <= 2 && 2 <= kLast) {
      const V w = hn::Set(d, weights[j - 2 * width]);
      a2 = hn::Add(a2, hn::Mul(a, w));
      b2 = hn::Add(b2, hn::Mul(b, w));
    }
    if constexpr (kFirst <= 3 && 3 <= kLast) {
      const V w = hn::Set(d, weights[j - 3 * width]);
      a3 = hn::Add(a3, hn::Mul(a, w));
      b3 = hn::Add(b3, hn::Mul(b, w));
    }
  }
}

// The same for rows first..last, at the upper and lower end of a block, where not all output rows
// reach.
template <class D, class T, class V = hn::Vec<D>>
HWY_INLINE void AddInputRow(D d, int first, int last, const T* row, const T* weights,
                            ptrdiff_t width, const ptrdiff_t* offsets, SLUICE_SUMS) {
  switch (first * kCorrelateRows + last) {
#define SLUICE_ROWS(f, l)                                                               \
  case (f)*kCorrelateRows + (l):                                                        \
    AddInputRow<f, l>(d, row, weights, width, offsets, a0, b0, a1, b1, a2, b2, a3, b3); \
    break
    SLUICE_ROWS(0, 0);
    SLUICE_ROWS(0, 1);
    SLUICE_ROWS(0, 2);
    SLUICE_ROWS(0, 3);
    SLUICE_ROWS(1, 1);
    SLUICE_ROWS(1, 2);
    SLUICE_ROWS(1, 3);
    SLUICE_ROWS(2, 2);
    SLUICE_ROWS(2, 3);
    SLUICE_ROWS(3, 3);
#undef SLUICE_ROWS
    default:
      break;
  }
}

template <class T>
void Correlate(const Correlation<T>& c) {
  const hn::ScalableTag<T> d;
  using D = decltype(d);
  const size_t lanes = hn::Lanes(d);
  const auto width = static_cast<ptrdiff_t>(c.width);
  const int last_row = c.out_rows - 1;
  for (size_t x = 0; x < c.count; x += 2 * lanes) {
    const hn::Vec<D> zero = hn::Zero(d);
    hn::Vec<D> a0 = zero, b0 = zero, a1 = zero, b1 = zero;
    hn::Vec<D> a2 = zero, b2 = zero, a3 = zero, b3 = zero;
    for (int p = 0; p < c.planes; ++p) {
      const T* const* const rows = c.rows + ptrdiff_t{p} * c.plane_rows;
      const T* const weights = c.weights + ptrdiff_t{p} * c.height * width;
      for (int r = 0; r < c.height + last_row; ++r) {
        const int first = std::max(0, r - c.height + 1);
        const int last = std::min(last_row, r);
        if (first == 0 && last == 3) {
          AddInputRow<0, 3>(d, rows[r] + c.begin + x, weights + r * width, width, c.offsets, a0, b0,
                            a1, b1, a2, b2, a3, b3);
        } else {
          AddInputRow(d, first, last, rows[r] + c.begin + x, weights + r * width, width, c.offsets,
                      a0, b0, a1, b1, a2, b2, a3, b3);
        }
      }
    }
    const auto store = [&](int i, const hn::Vec<D>& a, const hn::Vec<D>& b) HWY_ATTR {
      if (i > last_row) return;
      hn::StoreU(a, d, c.out[i] + x);
      hn::StoreU(b, d, c.out[i] + x + lanes);
    };
    store(0, a0, b0);
    store(1, a1, b1);
    store(2, a2, b2);
    store(3, a3, b3);
  }
}

void CorrelateF32(const Correlation<float>& c) { Correlate(c); }
void CorrelateF64(const Correlation<double>& c) { Correlate(c); }

#undef SLUICE_SUMS

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(CorrelateF32);
HWY_EXPORT(CorrelateF64);

void CorrelateRows(const Correlation<float>& c) { HWY_DYNAMIC_DISPATCH(CorrelateF32)(c); }
void CorrelateRows(const Correlation<double>& c) { HWY_DYNAMIC_DISPATCH(CorrelateF64)(c); }

}  // namespace sluice
#endif  // HWY_ONCE
