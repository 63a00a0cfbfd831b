// What is done to the sums of a convolution on their way to the output.
#if defined(SLUICE_LIB_CONV_EPILOGUE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_LIB_CONV_EPILOGUE_INL_H_
#undef SLUICE_LIB_CONV_EPILOGUE_INL_H_
#else
#define SLUICE_LIB_CONV_EPILOGUE_INL_H_
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "hwy/highway.h"
#include "lib/convolution.h"
#include "lib/exp-inl.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// The comparisons are such that NaN stays.
template <ConvActivation kActivation>
HWY_INLINE VF32 Activate(F32 d, VF32 x, [[maybe_unused]] VF32 slope) {
  if constexpr (kActivation == ConvActivation::kRelu) {
    return hn::IfThenZeroElse(hn::Lt(x, hn::Zero(d)), x);
  } else if constexpr (kActivation == ConvActivation::kLeakyRelu) {
    return hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Mul(slope, x), x);
  } else if constexpr (kActivation == ConvActivation::kRelu6) {
    const VF32 six = hn::Set(d, 6.0f);
    const VF32 positive = hn::IfThenZeroElse(hn::Lt(x, hn::Zero(d)), x);
    return hn::IfThenElse(hn::Gt(positive, six), six, positive);
  } else if constexpr (kActivation == ConvActivation::kSwish) {
    return hn::Div(x, hn::Add(hn::Set(d, 1.0f), FastExp(d, hn::Neg(x))));
  } else if constexpr (kActivation == ConvActivation::kHardSwish) {
    const VF32 shifted = hn::Add(x, hn::Set(d, 3.0f));
    const VF32 gate = hn::Min(hn::Max(shifted, hn::Zero(d)), hn::Set(d, 6.0f));
    return hn::Mul(x, hn::Mul(gate, hn::Set(d, 1.0f / 6.0f)));
  } else {
    return x;
  }
}

// Rows of sums on their way to the output (which may be where they are).
struct ConvRows {
  const float* sums;
  int64_t sums_stride;
  float* to;
  int64_t to_stride;
  int64_t rows;
  int64_t columns;
};

template <ConvActivation kActivation>
HWY_INLINE void ActivateRowsAs(const ConvRows& rows, float slope) {
  const F32 d;
  const auto lanes = int64_t(hn::Lanes(d));
  const VF32 vslope = hn::Set(d, slope);
  for (int64_t r = 0; r < rows.rows; ++r) {
    const float* from = rows.sums + r * rows.sums_stride;
    float* to = rows.to + r * rows.to_stride;
    int64_t j = 0;
    for (; j + lanes <= rows.columns; j += lanes) {
      hn::StoreU(Activate<kActivation>(d, hn::LoadU(d, from + j), vslope), d, to + j);
    }
    if (j == rows.columns) continue;
    HWY_ALIGN float rest[HWY_MAX_BYTES / 4] = {};
    std::copy_n(from + j, rows.columns - j, rest);
    hn::Store(Activate<kActivation>(d, hn::Load(d, rest), vslope), d, rest);
    std::copy_n(rest, rows.columns - j, to + j);
  }
}

HWY_INLINE void ActivateRows(const ConvRows& rows, ConvActivation activation, float slope) {
  switch (activation) {
    case ConvActivation::kNone:
      return ActivateRowsAs<ConvActivation::kNone>(rows, slope);
    case ConvActivation::kRelu:
      return ActivateRowsAs<ConvActivation::kRelu>(rows, slope);
    case ConvActivation::kLeakyRelu:
      return ActivateRowsAs<ConvActivation::kLeakyRelu>(rows, slope);
    case ConvActivation::kRelu6:
      return ActivateRowsAs<ConvActivation::kRelu6>(rows, slope);
    case ConvActivation::kSwish:
      return ActivateRowsAs<ConvActivation::kSwish>(rows, slope);
    case ConvActivation::kHardSwish:
      return ActivateRowsAs<ConvActivation::kHardSwish>(rows, slope);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_LIB_CONV_EPILOGUE_INL_H_
