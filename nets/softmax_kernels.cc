#include "nets/softmax_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "nets/softmax_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

// After these two, because they are compiled for each target.
#include "hwy/contrib/math/math-inl.h"
#include "nets/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

void SoftmaxRow(const float* x, int64_t count, float* y) {
  float greatest = x[0];
  ForVectors(count, [&](auto d, int64_t i) HWY_ATTR {
    const float most = hn::GetLane(hn::MaxOfLanes(d, hn::LoadU(d, x + i)));
    if (most > greatest) greatest = most;
  });
  float sum = 0;
  ForVectors(count, [&](auto d, int64_t i) HWY_ATTR {
    const auto v = hn::Sub(hn::LoadU(d, x + i), hn::Set(d, greatest));
    const auto e = hn::IfThenElse(hn::Eq(v, v), hn::Exp(d, v), v);  // NaN stays NaN
    hn::StoreU(e, d, y + i);
    sum += hn::GetLane(hn::SumOfLanes(d, e));
  });
  ForVectors(count, [&](auto d, int64_t i) HWY_ATTR {
    hn::StoreU(hn::Div(hn::LoadU(d, y + i), hn::Set(d, sum)), d, y + i);
  });
}

void SoftmaxRows(const float* x, int64_t rows, int64_t columns, float* y) {
  for (int64_t r = 0; r < rows; ++r) SoftmaxRow(x + r * columns, columns, y + r * columns);
}

void SoftmaxBackwardRows(const float* y, const float* dy, int64_t rows, int64_t columns,
                         float* dx) {
  for (int64_t r = 0; r < rows; ++r, y += columns, dy += columns, dx += columns) {
    float mean = 0;
    ForVectors(columns, [&](auto d, int64_t i) HWY_ATTR {
      const auto products = hn::Mul(hn::LoadU(d, y + i), hn::LoadU(d, dy + i));
      mean += hn::GetLane(hn::SumOfLanes(d, products));
    });
    ForVectors(columns, [&](auto d, int64_t i) HWY_ATTR {
      const auto difference = hn::Sub(hn::LoadU(d, dy + i), hn::Set(d, mean));
      hn::StoreU(hn::Mul(hn::LoadU(d, y + i), difference), d, dx + i);
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

HWY_EXPORT(SoftmaxRows);
HWY_EXPORT(SoftmaxBackwardRows);

void Softmax(const float* x, int64_t rows, int64_t columns, float* y) {
  ForRows(rows, columns, [&](int64_t begin, int64_t end) {
    const int64_t at = begin * columns;
    HWY_DYNAMIC_DISPATCH(SoftmaxRows)(x + at, end - begin, columns, y + at);
  });
}

void SoftmaxBackward(const float* y, const float* dy, int64_t rows, int64_t columns, float* dx) {
  ForRows(rows, columns, [&](int64_t begin, int64_t end) {
    const int64_t at = begin * columns;
    HWY_DYNAMIC_DISPATCH(SoftmaxBackwardRows)(y + at, dy + at, end - begin, columns, dx + at);
  });
}

}  // namespace sluice
#endif  // HWY_ONCE
