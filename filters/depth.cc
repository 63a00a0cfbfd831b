#include "filters/depth.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

#include "lib/buffer.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/depth.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

namespace {  // other files have kernels of the same names

// All of these write whole vectors; rows are padded.

// 257 v = v * 256 + v.
void U8ToU16(const uint8_t* in, size_t count, uint16_t* out) {
  const hn::ScalableTag<uint16_t> d;
  const hn::Rebind<uint8_t, decltype(d)> d8;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto v = hn::PromoteTo(d, hn::LoadU(d8, in + i));
    hn::StoreU(hn::Or(hn::ShiftLeft<8>(v), v), d, out + i);
  }
}

// v / 257 rounded to the nearest: (t - floor(t / 256)) / 256 with t = v + 128 is exact for every v
// (the test tries them all). There are no ties, as 257 is odd.
void U16ToU8(const uint16_t* in, size_t count, uint8_t* out) {
  const hn::ScalableTag<uint16_t> d;
  const hn::RebindToSigned<decltype(d)> di;  // what DemoteTo takes; quotients fit
  const hn::Rebind<uint8_t, decltype(d)> d8;
  const auto half = hn::Set(d, uint16_t{128});
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto t = hn::SaturatedAdd(hn::LoadU(d, in + i), half);
    const auto quotient = hn::ShiftRight<8>(hn::Sub(t, hn::ShiftRight<8>(t)));
    hn::StoreU(hn::DemoteTo(d8, hn::BitCast(di, quotient)), d8, out + i);
  }
}

// Division, not multiplication by the reciprocal: the nearest f32, from u8 and u16 alike.
template <class T>
void ToF32(const T* in, size_t count, float* out) {
  const F32 d;
  const VF32 full = hn::Set(d, DTypeTraits<T>::kFullScale);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    hn::StoreU(hn::Div(LoadF32(d, in + i), full), d, out + i);
  }
}

template <class T>
void FromF32(const float* in, size_t count, T* out) {
  const F32 d;
  const VF32 full = hn::Set(d, DTypeTraits<T>::kFullScale);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    StoreF32(d, hn::Mul(hn::LoadU(d, in + i), full), out + i);
  }
}

void U8ToF32(const uint8_t* in, size_t count, float* out) { ToF32(in, count, out); }
void U16ToF32(const uint16_t* in, size_t count, float* out) { ToF32(in, count, out); }
void F32ToU8(const float* in, size_t count, uint8_t* out) { FromF32(in, count, out); }
void F32ToU16(const float* in, size_t count, uint16_t* out) { FromF32(in, count, out); }

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {
namespace {

HWY_EXPORT(U8ToU16);
HWY_EXPORT(U16ToU8);
HWY_EXPORT(U8ToF32);
HWY_EXPORT(U16ToF32);
HWY_EXPORT(F32ToU8);
HWY_EXPORT(F32ToU16);

void ConvertRow(const uint8_t* in, size_t count, uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(U8ToU16)(in, count, out);
}
void ConvertRow(const uint16_t* in, size_t count, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(U16ToU8)(in, count, out);
}
void ConvertRow(const uint8_t* in, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(U8ToF32)(in, count, out);
}
void ConvertRow(const uint16_t* in, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(U16ToF32)(in, count, out);
}
void ConvertRow(const float* in, size_t count, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(F32ToU8)(in, count, out);
}
void ConvertRow(const float* in, size_t count, uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(F32ToU16)(in, count, out);
}
template <class T>
void ConvertRow(const T* in, size_t count, T* out) {
  std::memcpy(out, in, count * sizeof(T));
}

class Depth : public RowFilter {
 public:
  explicit Depth(DType to) : to_(to) {}
  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    in_ = in;
    PictureInfo out = in;
    out.dtype = to_;
    return out;
  }
  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    for (int y = out.begin; y < out.end; ++y) {
      ConvertDepth(in.Row<std::byte>(y), in_.dtype, size_t(in_.row_samples()), to_,
                   band.Row<std::byte>(y));
    }
  }

 private:
  DType to_;
  PictureInfo in_;
};

class DepthRows : public RowReader {
 public:
  DepthRows(std::unique_ptr<RowReader> upstream, DType to) : upstream_(std::move(upstream)) {
    info_ = upstream_->info();
    info_.dtype = to;
  }
  Status Read(int64_t count, std::byte* data, size_t stride) override {
    const FrameInfo& in = upstream_->info();
    const size_t in_stride = RowStride(size_t(in.row_samples()), SampleSize(in.dtype));
    const auto strip = static_cast<int64_t>(std::max<size_t>(1, kStripBytes / in_stride));
    if (buffer_.size() == 0) {
      const int64_t rows = std::min(strip, in.row_count());
      SLUICE_ASSIGN_OR_RETURN(buffer_, Buffer::Allocate(size_t(rows) * in_stride));
    }
    while (count > 0) {
      const int64_t rows = std::min(count, strip);
      SLUICE_RETURN_IF_ERROR(upstream_->Read(rows, buffer_.data(), in_stride));
      for (int64_t row = 0; row < rows; ++row, data += stride) {
        ConvertDepth(buffer_.data() + size_t(row) * in_stride, in.dtype, size_t(in.row_samples()),
                     info_.dtype, data);
      }
      count -= rows;
    }
    return Status::Ok();
  }

 private:
  static constexpr size_t kStripBytes = size_t{256} << 10;  // stays in L2

  std::unique_ptr<RowReader> upstream_;
  Buffer buffer_;
};

class DepthStage : public Stage {
 public:
  explicit DepthStage(DType to) : to_(to) {}
  Result<std::unique_ptr<RowReader>> Connect(std::unique_ptr<RowReader> upstream) override {
    if (upstream->info().dtype == to_) return upstream;
    return std::unique_ptr<RowReader>(std::make_unique<DepthRows>(std::move(upstream), to_));
  }

 private:
  DType to_;
};

}  // namespace

void ConvertDepth(const std::byte* in, DType from, size_t count, DType to, std::byte* out) {
  VisitDType(from, [&](auto from_zero) {
    using From = decltype(from_zero);
    VisitDType(to, [&](auto to_zero) {
      using To = decltype(to_zero);
      ConvertRow(reinterpret_cast<const From*>(in), count, reinterpret_cast<To*>(out));
    });
  });
}

std::unique_ptr<RowFilter> MakeDepth(DType to) { return std::make_unique<Depth>(to); }

std::unique_ptr<Stage> MakeDepthStage(DType to) { return std::make_unique<DepthStage>(to); }

}  // namespace sluice
#endif  // HWY_ONCE
