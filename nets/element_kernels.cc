#include "nets/element_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "nets/element_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

// After these two, because it is compiled for each target.
#include "nets/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

void Sums(const float* a, const float* b, int64_t count, float* out) {
  ForVectors(count, [&](auto d, int64_t i) HWY_ATTR {
    hn::StoreU(hn::Add(hn::LoadU(d, a + i), hn::LoadU(d, b + i)), d, out + i);
  });
}

void Products(const float* a, const float* b, int64_t count, float* out) {
  ForVectors(count, [&](auto d, int64_t i) HWY_ATTR {
    hn::StoreU(hn::Mul(hn::LoadU(d, a + i), hn::LoadU(d, b + i)), d, out + i);
  });
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "nets/elements.h"

namespace sluice {

HWY_EXPORT(Sums);
HWY_EXPORT(Products);

void AddNumbers(const float* a, const float* b, int64_t count, float* out) {
  ForRows(count, 1, [&](int64_t begin, int64_t end) {
    HWY_DYNAMIC_DISPATCH(Sums)(a + begin, b + begin, end - begin, out + begin);
  });
}

void MultiplyNumbers(const float* a, const float* b, int64_t count, float* out) {
  ForRows(count, 1, [&](int64_t begin, int64_t end) {
    HWY_DYNAMIC_DISPATCH(Products)(a + begin, b + begin, end - begin, out + begin);
  });
}

void MultiplyRows(const float* a, const float* factors, int64_t batch, int64_t rows,
                  int64_t columns, float* out) {
  ForRows(batch * rows, columns, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      HWY_DYNAMIC_DISPATCH(Products)
      (a + r * columns, factors + r / rows * columns, columns, out + r * columns);
    }
  });
}

void AddToRows(const float* terms, int64_t rows, int64_t columns, float* out) {
  ForRows(rows, columns, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      float* const row = out + r * columns;
      HWY_DYNAMIC_DISPATCH(Sums)(row, terms, columns, row);
    }
  });
}

}  // namespace sluice
#endif  // HWY_ONCE
