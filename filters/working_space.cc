#include "filters/working_space.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "filters/depth.h"
#include "lib/scratch.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/working_space.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

namespace {  // other files have kernels of the same names

// v^(1/n) for positive v, within some percent: the exponent, and roughly the mantissa too, divided
// by n as one number. The float 1.0 has the bits 127 << 23.
template <int n>
VF32 RoughRoot(F32 d, VF32 v) {
  const hn::RebindToSigned<F32> di;
  const VF32 bits = hn::ConvertTo(d, hn::BitCast(di, v));
  const VF32 one = hn::Set(d, 1065353216.0f);
  const VF32 root = hn::Add(one, hn::Mul(hn::Sub(bits, one), hn::Set(d, 1.0f / n)));
  return hn::BitCast(d, hn::ConvertTo(di, root));
}

// Newton's steps y - (y^n - v) / (n y^(n-1)), each of which squares the error.
VF32 CubeRoot(F32 d, VF32 v) {
  VF32 y = RoughRoot<3>(d, v);
  for (int i = 0; i < 3; ++i) {
    const VF32 quotient = hn::Div(v, hn::Mul(y, y));
    y = hn::Mul(hn::Add(hn::Add(y, y), quotient), hn::Set(d, 1.0f / 3));
  }
  return y;
}
VF32 FifthRoot(F32 d, VF32 v) {
  VF32 y = RoughRoot<5>(d, v);
  for (int i = 0; i < 4; ++i) {
    const VF32 square = hn::Mul(y, y);
    const VF32 quotient = hn::Div(v, hn::Mul(square, square));
    y = hn::Mul(hn::Add(hn::Mul(y, hn::Set(d, 4.0f)), quotient), hn::Set(d, 0.2f));
  }
  return y;
}

// The curve's value, but infinity and NaN as they came: Newton's steps divide one by the other.
VF32 KeepOdd(F32 d, VF32 size, VF32 curved) {
  return hn::IfThenElse(hn::Lt(size, hn::Set(d, 3.4e38f)), curved, size);
}

// ((v + 0.055) / 1.055)^2.4 = z^2 * (z^(1/5))^2, or v / 12.92 near 0.
void SrgbToLinearRow(const float* in, size_t count, float* out) {
  const F32 d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const VF32 v = hn::LoadU(d, in + i);
    const VF32 size = hn::Abs(v);
    const VF32 z = hn::Mul(hn::Add(size, hn::Set(d, 0.055f)), hn::Set(d, 1.0f / 1.055f));
    const VF32 root = FifthRoot(d, z);
    const VF32 power = hn::Mul(hn::Mul(z, z), hn::Mul(root, root));
    const VF32 line = hn::Mul(size, hn::Set(d, 1.0f / 12.92f));
    const VF32 light = hn::IfThenElse(hn::Le(size, hn::Set(d, 0.04045f)), line, power);
    hn::StoreU(hn::CopySign(KeepOdd(d, size, light), v), d, out + i);
  }
}

// 1.055 v^(1/2.4) - 0.055 with v^(5/12) = v^(1/3) * v^(1/12), or 12.92 v near 0.
void LinearToSrgbRow(const float* in, size_t count, float* out) {
  const F32 d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const VF32 v = hn::LoadU(d, in + i);
    const VF32 size = hn::Abs(v);
    const VF32 root = CubeRoot(d, size);
    const VF32 power = hn::Mul(root, hn::Sqrt(hn::Sqrt(root)));
    const VF32 curve = hn::Sub(hn::Mul(power, hn::Set(d, 1.055f)), hn::Set(d, 0.055f));
    const VF32 line = hn::Mul(size, hn::Set(d, 12.92f));
    const VF32 sample = hn::IfThenElse(hn::Le(size, hn::Set(d, 0.0031308f)), line, curve);
    hn::StoreU(hn::CopySign(KeepOdd(d, size, sample), v), d, out + i);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {
namespace {

HWY_EXPORT(SrgbToLinearRow);
HWY_EXPORT(LinearToSrgbRow);

// Colours times alpha.
void Premultiply(float* row, int width, int channels) {
  for (int x = 0; x < width; ++x, row += channels) {
    const float alpha = row[channels - 1];
    for (int c = 0; c < channels - 1; ++c) row[c] *= alpha;
  }
}

// Colours over alpha, 0 where alpha is not above 0.
void Unpremultiply(float* row, int width, int channels) {
  for (int x = 0; x < width; ++x, row += channels) {
    const float alpha = row[channels - 1];
    for (int c = 0; c < channels - 1; ++c) row[c] = alpha > 0.0f ? row[c] / alpha : 0.0f;
  }
}

// Puts the alpha samples of one row into another.
void CopyAlpha(const float* from, int width, int channels, float* to) {
  for (int x = 0; x < width; ++x) {
    const ptrdiff_t last = ptrdiff_t{x} * channels + channels - 1;
    to[last] = from[last];
  }
}

class ToWorking : public RowFilter {
 public:
  explicit ToWorking(const WorkingSpace& space) : space_(space) {}
  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    in_ = in;
    PictureInfo out = in;
    out.dtype = DType::kF32;
    return out;
  }
  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    const auto count = static_cast<size_t>(in_.row_samples());
    Scratch<float> fractions(space_.linear_light ? count : 0);
    for (int y = out.begin; y < out.end; ++y) {
      float* const row = band.Row<float>(y);
      float* const plain = space_.linear_light ? fractions.data() : row;
      ConvertDepth(in.Row<std::byte>(y), in_.dtype, count, DType::kF32,
                   reinterpret_cast<std::byte*>(plain));
      if (space_.linear_light) {
        SrgbToLinear(plain, count, row);
        if (in_.alpha) CopyAlpha(plain, in_.width, in_.channels, row);
      }
      if (space_.premultiply && in_.alpha) Premultiply(row, in_.width, in_.channels);
    }
  }

 private:
  WorkingSpace space_;
  PictureInfo in_;
};

class FromWorking : public RowFilter {
 public:
  FromWorking(const WorkingSpace& space, DType to) : space_(space), to_(to) {}
  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    if (in.dtype != DType::kF32) {
      return Status::Usage(std::string("the working space is f32, not ") + DTypeName(in.dtype));
    }
    in_ = in;
    PictureInfo out = in;
    out.dtype = to_;
    return out;
  }
  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    const auto count = static_cast<size_t>(in_.row_samples());
    Scratch<float> plain(count);
    Scratch<float> curved(space_.linear_light ? count : 0);
    for (int y = out.begin; y < out.end; ++y) {
      const float* const row = in.Row<float>(y);
      std::copy_n(row, count, plain.data());
      if (space_.premultiply && in_.alpha) Unpremultiply(plain.data(), in_.width, in_.channels);
      const float* result = plain.data();
      if (space_.linear_light) {
        LinearToSrgb(plain.data(), count, curved.data());
        if (in_.alpha) CopyAlpha(row, in_.width, in_.channels, curved.data());
        result = curved.data();
      }
      ConvertDepth(reinterpret_cast<const std::byte*>(result), DType::kF32, count, to_,
                   band.Row<std::byte>(y));
    }
  }

 private:
  WorkingSpace space_;
  DType to_;
  PictureInfo in_;
};

}  // namespace

void SrgbToLinear(const float* in, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(SrgbToLinearRow)(in, count, out);
}
void LinearToSrgb(const float* in, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(LinearToSrgbRow)(in, count, out);
}

std::unique_ptr<RowFilter> MakeToWorking(const WorkingSpace& space) {
  return std::make_unique<ToWorking>(space);
}

std::unique_ptr<RowFilter> MakeFromWorking(const WorkingSpace& space, DType to) {
  return std::make_unique<FromWorking>(space, to);
}

}  // namespace sluice
#endif  // HWY_ONCE
