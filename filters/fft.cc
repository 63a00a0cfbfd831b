#include "filters/fft.h"

#include <cmath>
#include <numbers>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/fft.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using D = hn::CappedTag<float, kGroup>;
using V = hn::Vec<D>;

// (re, im) *= (wre, wim).
HWY_INLINE void Rotate(V wre, V wim, V& re, V& im) {
  const V old = re;
  re = hn::Sub(hn::Mul(old, wre), hn::Mul(im, wim));
  im = hn::Add(hn::Mul(old, wim), hn::Mul(im, wre));
}

// Three rows times their twiddles, or those' conjugates.
template <bool kConjugate>
HWY_INLINE void RotateThree(const D d, const float* w, V& r1, V& i1, V& r2, V& i2, V& r3, V& i3) {
  Rotate(hn::Set(d, w[0]), hn::Set(d, kConjugate ? -w[1] : w[1]), r1, i1);
  Rotate(hn::Set(d, w[2]), hn::Set(d, kConjugate ? -w[3] : w[3]), r2, i2);
  Rotate(hn::Set(d, w[4]), hn::Set(d, kConjugate ? -w[5] : w[5]), r3, i3);
}

// One step of decimation in frequency on blocks of `block` rows: four quarters of the block become
// the four transforms of a quarter's length. The inverse undoes it, times 4: conjugate twiddles,
// before the sums, and i in place of -i, which exchanges the first result and the third. Without
// twiddles when a quarter is one row.
template <bool kInverse, bool kTwiddles>
void Step(const D d, size_t length, size_t block, const float* HWY_RESTRICT twiddles,
          float* HWY_RESTRICT re, float* HWY_RESTRICT im) {
  const size_t quarter = block / 4;
  const size_t apart = quarter * kGroup;
  const size_t first = kInverse ? 3 * apart : apart;
  const size_t third = kInverse ? apart : 3 * apart;
  for (size_t begin = 0; begin < length; begin += block) {
    for (size_t j = 0; j < quarter; ++j) {
      const float* const w = twiddles + 6 * j;
      for (size_t lane = 0; lane < kGroup; lane += hn::Lanes(d)) {
        float* const r = re + (begin + j) * kGroup + lane;
        float* const i = im + (begin + j) * kGroup + lane;
        const V x0r = hn::Load(d, r), x0i = hn::Load(d, i);
        V x1r = hn::Load(d, r + apart), x1i = hn::Load(d, i + apart);
        V x2r = hn::Load(d, r + 2 * apart), x2i = hn::Load(d, i + 2 * apart);
        V x3r = hn::Load(d, r + 3 * apart), x3i = hn::Load(d, i + 3 * apart);
        if constexpr (kTwiddles && kInverse) {
          RotateThree<true>(d, w, x1r, x1i, x2r, x2i, x3r, x3i);
        }
        const V sum02r = hn::Add(x0r, x2r), sum02i = hn::Add(x0i, x2i);
        const V sum13r = hn::Add(x1r, x3r), sum13i = hn::Add(x1i, x3i);
        const V dif02r = hn::Sub(x0r, x2r), dif02i = hn::Sub(x0i, x2i);
        const V dif13r = hn::Sub(x1r, x3r), dif13i = hn::Sub(x1i, x3i);
        hn::Store(hn::Add(sum02r, sum13r), d, r);
        hn::Store(hn::Add(sum02i, sum13i), d, i);
        // The second difference times -i.
        V y1r = hn::Add(dif02r, dif13i), y1i = hn::Sub(dif02i, dif13r);
        V y2r = hn::Sub(sum02r, sum13r), y2i = hn::Sub(sum02i, sum13i);
        V y3r = hn::Sub(dif02r, dif13i), y3i = hn::Add(dif02i, dif13r);
        if constexpr (kTwiddles && !kInverse) {
          RotateThree<false>(d, w, y1r, y1i, y2r, y2i, y3r, y3i);
        }
        hn::Store(y1r, d, r + first);
        hn::Store(y1i, d, i + first);
        hn::Store(y2r, d, r + 2 * apart);
        hn::Store(y2i, d, i + 2 * apart);
        hn::Store(y3r, d, r + third);
        hn::Store(y3i, d, i + third);
      }
    }
  }
}

// Neighbouring rows become their sum and difference; its own inverse, times 2.
void PairStep(const D d, size_t length, float* HWY_RESTRICT x) {
  for (size_t i = 0; i < length * kGroup; i += 2 * kGroup) {
    for (size_t lane = 0; lane < kGroup; lane += hn::Lanes(d)) {
      const V a = hn::Load(d, x + i + lane);
      const V b = hn::Load(d, x + i + kGroup + lane);
      hn::Store(hn::Add(a, b), d, x + i + lane);
      hn::Store(hn::Sub(a, b), d, x + i + kGroup + lane);
    }
  }
}

void Forward(size_t length, const float* twiddles, float* re, float* im) {
  const D d;
  size_t block = length;
  for (; block > 4; block /= 4) {
    Step<false, true>(d, length, block, twiddles, re, im);
    twiddles += block / 4 * 6;
  }
  if (block == 4) {
    Step<false, false>(d, length, block, twiddles, re, im);
  } else {
    PairStep(d, length, re);
    PairStep(d, length, im);
  }
}

// `twiddles` points past those of the last step.
void Inverse(size_t length, const float* twiddles, float* re, float* im) {
  const D d;
  size_t block = 4;
  for (size_t rest = length; rest > 1; rest /= 4) {
    if (rest == 2) block = 2;
  }
  if (block == 4) {
    Step<true, false>(d, length, block, twiddles, re, im);
  } else {
    PairStep(d, length, re);
    PairStep(d, length, im);
  }
  for (block *= 4; block <= length; block *= 4) {
    twiddles -= block / 4 * 6;
    Step<true, true>(d, length, block, twiddles, re, im);
  }
}

void Multiply(const float* HWY_RESTRICT a_re, const float* HWY_RESTRICT a_im,
              const float* HWY_RESTRICT b_re, const float* HWY_RESTRICT b_im, size_t count,
              bool add, float* HWY_RESTRICT out_re, float* HWY_RESTRICT out_im) {
  const D d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    V re = hn::Load(d, a_re + i);
    V im = hn::Load(d, a_im + i);
    Rotate(hn::Load(d, b_re + i), hn::Load(d, b_im + i), re, im);
    if (add) {
      re = hn::Add(hn::Load(d, out_re + i), re);
      im = hn::Add(hn::Load(d, out_im + i), im);
    }
    hn::Store(re, d, out_re + i);
    hn::Store(im, d, out_im + i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(Forward);
HWY_EXPORT(Inverse);
HWY_EXPORT(Multiply);

ColumnFft::ColumnFft(int length) : length_(length) {
  for (int block = length; block > 4; block /= 4) {
    for (int j = 0; j < block / 4; ++j) {
      for (int k = 1; k <= 3; ++k) {
        const double angle = -2 * std::numbers::pi * j * k / block;
        twiddles_.push_back(static_cast<float>(std::cos(angle)));
        twiddles_.push_back(static_cast<float>(std::sin(angle)));
      }
    }
  }
}

void ColumnFft::Forward(float* re, float* im) const {
  HWY_DYNAMIC_DISPATCH(Forward)(size_t(length_), twiddles_.data(), re, im);
}
void ColumnFft::Inverse(float* re, float* im) const {
  HWY_DYNAMIC_DISPATCH(Inverse)
  (size_t(length_), twiddles_.data() + twiddles_.size(), re, im);
}

void MultiplyComplex(const float* a_re, const float* a_im, const float* b_re, const float* b_im,
                     size_t count, bool add, float* out_re, float* out_im) {
  HWY_DYNAMIC_DISPATCH(Multiply)(a_re, a_im, b_re, b_im, count, add, out_re, out_im);
}

}  // namespace sluice
#endif  // HWY_ONCE
