#include "nets/channel_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "nets/channel_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

// After these two, because it is compiled for each target.
#include "nets/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

void ScaledRow(const float* x, float weight, int64_t columns, float* sums) {
  ForVectors(columns, [&](auto d, int64_t c) HWY_ATTR {
    const auto v = hn::Mul(hn::Set(d, weight), hn::LoadU(d, x + c));
    hn::StoreU(hn::Add(hn::LoadU(d, sums + c), v), d, sums + c);
  });
}

void Columns(const float* x, int64_t rows, int64_t columns, float* HWY_RESTRICT sums) {
  for (int64_t r = 0; r < rows; ++r, x += columns) {
    ForVectors(columns, [&](auto d, int64_t c) HWY_ATTR {
      hn::StoreU(hn::Add(hn::LoadU(d, sums + c), hn::LoadU(d, x + c)), d, sums + c);
    });
  }
}

void Distances(const float* x, const float* means, int64_t rows, int64_t columns,
               float* HWY_RESTRICT sums, float* HWY_RESTRICT squares) {
  for (int64_t r = 0; r < rows; ++r, x += columns) {
    ForVectors(columns, [&](auto d, int64_t c) HWY_ATTR {
      const auto v = hn::Sub(hn::LoadU(d, x + c), hn::LoadU(d, means + c));
      hn::StoreU(hn::Add(hn::LoadU(d, sums + c), v), d, sums + c);
      hn::StoreU(hn::Add(hn::LoadU(d, squares + c), hn::Mul(v, v)), d, squares + c);
    });
  }
}

void Products(const float* x, const float* dy, const float* means, int64_t rows, int64_t columns,
              float* HWY_RESTRICT sums, float* HWY_RESTRICT products) {
  for (int64_t r = 0; r < rows; ++r, x += columns, dy += columns) {
    ForVectors(columns, [&](auto d, int64_t c) HWY_ATTR {
      const auto v = hn::Sub(hn::LoadU(d, x + c), hn::LoadU(d, means + c));
      const auto g = hn::LoadU(d, dy + c);
      hn::StoreU(hn::Add(hn::LoadU(d, sums + c), g), d, sums + c);
      hn::StoreU(hn::Add(hn::LoadU(d, products + c), hn::Mul(g, v)), d, products + c);
    });
  }
}

void Scaled(const float* x, const float* means, const float* scales, const float* shifts,
            int64_t rows, int64_t columns, float* y) {
  for (int64_t r = 0; r < rows; ++r, x += columns, y += columns) {
    ForVectors(columns, [&](auto d, int64_t c) HWY_ATTR {
      const auto v = hn::Sub(hn::LoadU(d, x + c), hn::LoadU(d, means + c));
      const auto scaled = hn::Mul(v, hn::LoadU(d, scales + c));
      hn::StoreU(hn::Add(scaled, hn::LoadU(d, shifts + c)), d, y + c);
    });
  }
}

void ScaledBackward(const float* x, const float* dy, const float* means, const float* scales,
                    const float* shifts, const float* slopes, int64_t rows, int64_t columns,
                    float* dx) {
  for (int64_t r = 0; r < rows; ++r, x += columns, dy += columns, dx += columns) {
    ForVectors(columns, [&](auto d, int64_t c) HWY_ATTR {
      const auto v = hn::Sub(hn::LoadU(d, x + c), hn::LoadU(d, means + c));
      const auto own = hn::Mul(hn::LoadU(d, scales + c), hn::LoadU(d, dy + c));
      const auto rest = hn::Sub(own, hn::LoadU(d, shifts + c));
      hn::StoreU(hn::Sub(rest, hn::Mul(hn::LoadU(d, slopes + c), v)), d, dx + c);
    });
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(ScaledRow);
HWY_EXPORT(Columns);
HWY_EXPORT(Distances);
HWY_EXPORT(Products);
HWY_EXPORT(Scaled);
HWY_EXPORT(ScaledBackward);

void AddScaledRow(const float* x, float weight, int64_t columns, float* sums) {
  HWY_DYNAMIC_DISPATCH(ScaledRow)(x, weight, columns, sums);
}
void AddColumns(const float* x, int64_t rows, int64_t columns, float* sums) {
  HWY_DYNAMIC_DISPATCH(Columns)(x, rows, columns, sums);
}
void AddDistances(const float* x, const float* means, int64_t rows, int64_t columns, float* sums,
                  float* squares) {
  HWY_DYNAMIC_DISPATCH(Distances)(x, means, rows, columns, sums, squares);
}
void AddProducts(const float* x, const float* dy, const float* means, int64_t rows, int64_t columns,
                 float* sums, float* products) {
  HWY_DYNAMIC_DISPATCH(Products)(x, dy, means, rows, columns, sums, products);
}
void Standardize(const float* x, const float* means, const float* scales, const float* shifts,
                 int64_t rows, int64_t columns, float* y) {
  HWY_DYNAMIC_DISPATCH(Scaled)(x, means, scales, shifts, rows, columns, y);
}
void StandardizeBackward(const float* x, const float* dy, const float* means, const float* scales,
                         const float* shifts, const float* slopes, int64_t rows, int64_t columns,
                         float* dx) {
  HWY_DYNAMIC_DISPATCH(ScaledBackward)
  (x, dy, means, scales, shifts, slopes, rows, columns, dx);
}

}  // namespace sluice
#endif  // HWY_ONCE
