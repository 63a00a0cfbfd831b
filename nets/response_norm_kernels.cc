#include "nets/response_norm_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "nets/response_norm_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

// After these two, because they are compiled for each target.
#include "hwy/contrib/math/math-inl.h"
#include "lib/scratch.h"
#include "nets/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// s^-beta, s > 0; roots alone for the usual beta, exp and log for others.
template <class D, class V>
HWY_INLINE V Power(D d, V s, float beta) {
  if (beta == 0.75F) {
    const V root = hn::Sqrt(s);
    return hn::Div(hn::Set(d, 1.0F), hn::Mul(root, hn::Sqrt(root)));
  }
  return hn::Exp(d, hn::Mul(hn::Set(d, -beta), hn::Log(d, s)));
}

// sum_j from_j over `size` numbers; `from` is the first of them for the first lane.
template <class D>
HWY_INLINE hn::Vec<D> WindowSum(D d, const float* from, int64_t size) {
  auto sum = hn::LoadU(d, from);
  for (int64_t j = 1; j < size; ++j) sum = hn::Add(sum, hn::LoadU(d, from + j));
  return sum;
}

// Working memory of a row: its numbers with zeros for neighbours that there aren't.
class Padded {
 public:
  Padded(int64_t channels, int64_t size)
      : before_(size / 2), numbers_(static_cast<size_t>(channels + size)) {}
  float* data() { return numbers_.data() + before_; }

 private:
  int64_t before_;
  Scratch<float> numbers_;
};

void FillSquares(const float* x, int64_t channels, float* squares) {
  ForVectors(channels, [&](auto d, int64_t c) HWY_ATTR {
    const auto v = hn::LoadU(d, x + c);
    hn::StoreU(hn::Mul(v, v), d, squares + c);
  });
}

void Rows(const ResponseNormOptions& o, const float* x, int64_t rows, int64_t channels, float* y) {
  Padded squares(channels, o.size);
  for (int64_t r = 0; r < rows; ++r, x += channels, y += channels) {
    FillSquares(x, channels, squares.data());
    ForVectors(channels, [&](auto d, int64_t c) HWY_ATTR {
      const auto sum = WindowSum(d, squares.data() + c - o.size / 2, o.size);
      const auto s = hn::Add(hn::Set(d, o.k), hn::Mul(hn::Set(d, o.alpha), sum));
      hn::StoreU(hn::Mul(hn::LoadU(d, x + c), Power(d, s, o.beta)), d, y + c);
    });
  }
}

void BackwardRows(const ResponseNormOptions& o, const float* x, const float* dy, int64_t rows,
                  int64_t channels, float* dx) {
  Padded squares(channels, o.size);
  Padded ratios(channels, o.size);  // dy_i x_i s_i^(-beta - 1)
  const float factor = 2 * o.alpha * o.beta;
  for (int64_t r = 0; r < rows; ++r, x += channels, dy += channels, dx += channels) {
    FillSquares(x, channels, squares.data());
    ForVectors(channels, [&](auto d, int64_t c) HWY_ATTR {
      const auto sum = WindowSum(d, squares.data() + c - o.size / 2, o.size);
      const auto s = hn::Add(hn::Set(d, o.k), hn::Mul(hn::Set(d, o.alpha), sum));
      const auto own = hn::Mul(hn::LoadU(d, dy + c), Power(d, s, o.beta));
      hn::StoreU(own, d, dx + c);
      hn::StoreU(hn::Div(hn::Mul(own, hn::LoadU(d, x + c)), s), d, ratios.data() + c);
    });
    ForVectors(channels, [&](auto d, int64_t c) HWY_ATTR {
      // Where forward looks from i - size / 2 on, c is seen by i from c - (size - 1) / 2 on.
      const auto sum = WindowSum(d, ratios.data() + c - (o.size - 1) / 2, o.size);
      const auto others = hn::Mul(hn::Set(d, factor), hn::Mul(hn::LoadU(d, x + c), sum));
      hn::StoreU(hn::Sub(hn::LoadU(d, dx + c), others), d, dx + c);
    });
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "nets/elements.h"

namespace sluice {

HWY_EXPORT(Rows);
HWY_EXPORT(BackwardRows);

void ResponseNorm(const ResponseNormOptions& options, const float* x, int64_t rows,
                  int64_t channels, float* y) {
  ForRows(rows, channels, [&](int64_t begin, int64_t end) {
    const int64_t at = begin * channels;
    HWY_DYNAMIC_DISPATCH(Rows)(options, x + at, end - begin, channels, y + at);
  });
}

void ResponseNormBackward(const ResponseNormOptions& options, const float* x, const float* dy,
                          int64_t rows, int64_t channels, float* dx) {
  ForRows(rows, channels, [&](int64_t begin, int64_t end) {
    const int64_t at = begin * channels;
    HWY_DYNAMIC_DISPATCH(BackwardRows)
    (options, x + at, dy + at, end - begin, channels, dx + at);
  });
}

}  // namespace sluice
#endif  // HWY_ONCE
