#include "filters/flip.h"

#include <algorithm>
#include <cstring>

#include "lib/parallel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/flip.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET != HWY_SCALAR
// The lanes of T in a vector of 16 bytes in reverse order: by bytes, as there is no reversal of u8.
template <class D>
HWY_INLINE hn::Vec<D> ReverseBlock(D d, hn::Vec<D> v) {
  using T = hn::TFromD<D>;
  alignas(16) static constexpr uint8_t kBytes[16] = {15, 14, 13, 12, 11, 10, 9, 8,
                                                     7,  6,  5,  4,  3,  2,  1, 0};
  alignas(16) static constexpr uint8_t kPairs[16] = {14, 15, 12, 13, 10, 11, 8, 9,
                                                     6,  7,  4,  5,  2,  3,  0, 1};
  alignas(16) static constexpr uint8_t kFours[16] = {12, 13, 14, 15, 8, 9, 10, 11,
                                                     4,  5,  6,  7,  0, 1, 2,  3};
  const hn::Repartition<uint8_t, D> d8;
  const uint8_t* order = sizeof(T) == 1 ? kBytes : sizeof(T) == 2 ? kPairs : kFours;
  return hn::BitCast(d, hn::TableLookupBytes(hn::BitCast(d8, v), hn::Load(d8, order)));
}
#endif

// Reverses the order of pixels of one sample.
template <class T>
void ReverseSamples(const T* HWY_RESTRICT in, size_t count, T* HWY_RESTRICT out) {
  size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const hn::CappedTag<T, 16 / sizeof(T)> d;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) {
    const auto v = hn::LoadU(d, in + count - i - hn::Lanes(d));
    hn::StoreU(ReverseBlock(d, v), d, out + i);
  }
#endif
  for (; i < count; ++i) out[i] = in[count - 1 - i];
}

void ReverseU8(const uint8_t* in, size_t count, uint8_t* out) { ReverseSamples(in, count, out); }
void ReverseU16(const uint16_t* in, size_t count, uint16_t* out) { ReverseSamples(in, count, out); }
void ReverseU32(const uint32_t* in, size_t count, uint32_t* out) { ReverseSamples(in, count, out); }

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {
namespace {

HWY_EXPORT(ReverseU8);
HWY_EXPORT(ReverseU16);
HWY_EXPORT(ReverseU32);

// Reverses the order of pixels of kBytes bytes; the copies become moves of registers.
template <size_t kBytes>
void ReversePixels(const std::byte* in, size_t width, std::byte* out) {
  const std::byte* from = in + width * kBytes;
  for (size_t x = 0; x < width; ++x) {
    from -= kBytes;
    std::memcpy(out, from, kBytes);
    out += kBytes;
  }
}

void ReverseRow(const std::byte* in, size_t width, size_t pixel_bytes, std::byte* out) {
  switch (pixel_bytes) {
    case 1:
      return HWY_DYNAMIC_DISPATCH(ReverseU8)(reinterpret_cast<const uint8_t*>(in), width,
                                             reinterpret_cast<uint8_t*>(out));
    case 2:
      return HWY_DYNAMIC_DISPATCH(ReverseU16)(reinterpret_cast<const uint16_t*>(in), width,
                                              reinterpret_cast<uint16_t*>(out));
    case 4:
      return HWY_DYNAMIC_DISPATCH(ReverseU32)(reinterpret_cast<const uint32_t*>(in), width,
                                              reinterpret_cast<uint32_t*>(out));
    case 3:
      return ReversePixels<3>(in, width, out);
    case 6:
      return ReversePixels<6>(in, width, out);
    case 8:
      return ReversePixels<8>(in, width, out);
    case 12:
      return ReversePixels<12>(in, width, out);
    case 16:
      return ReversePixels<16>(in, width, out);
    default:
      for (size_t x = 0; x < width; ++x) {
        std::memcpy(out + x * pixel_bytes, in + (width - 1 - x) * pixel_bytes, pixel_bytes);
      }
  }
}

class FlipHorizontal : public RowFilter {
 public:
  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    picture_ = in;
    return in;
  }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    const size_t pixel_bytes = size_t(picture_.channels) * SampleSize(picture_.dtype);
    for (int y = out.begin; y < out.end; ++y) {
      ReverseRow(in.Row<std::byte>(y), size_t(picture_.width), pixel_bytes, band.Row<std::byte>(y));
    }
  }

 private:
  PictureInfo picture_;
};

class FlipVertical : public FrameFilter {
 public:
  Result<Frame> Apply(Frame in) override {
    const FrameInfo& info = in.info();
    const bool volume = info.axes == "dhwc";
    if (!volume && !info.is_picture()) {
      return Status::Usage("expected a picture, got a " + info.Describe());
    }
    const int64_t slices = volume ? info.shape[0] : 1;
    const int64_t height = info.row_count() / slices;
    const size_t row_bytes = size_t(info.row_samples()) * SampleSize(info.dtype);
    for (int64_t slice = 0; slice < slices; ++slice) {
      const int64_t top = slice * height;
      ParallelFor(height / 2, 64, [&](int64_t begin, int64_t end) {
        for (int64_t y = begin; y < end; ++y) {
          std::byte* upper = in.RowBytes(top + y);
          std::swap_ranges(upper, upper + row_bytes, in.RowBytes(top + height - 1 - y));
        }
      });
    }
    return in;
  }
};

}  // namespace

std::unique_ptr<RowFilter> MakeFlipHorizontal() { return std::make_unique<FlipHorizontal>(); }
std::unique_ptr<FrameFilter> MakeFlipVertical() { return std::make_unique<FlipVertical>(); }

}  // namespace sluice
#endif  // HWY_ONCE
