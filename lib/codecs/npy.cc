// NumPy's array files (NEP 1): versions 1 to 3 in, version 1 little-endian C order out.
//
// u1, u2 and f4 elements are the frame's samples; bool becomes u8 0 and 1, every other number f32
// (nearest; 64-bit numbers lose their low bits). Complex numbers get a last dimension of 2: real
// and imaginary part. What the dimensions mean is decided in npy_layout.h; an array whose elements
// don't come in the frame's order (Fortran order, channels first) is buffered, others are streamed.
#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "lib/codec.h"
#include "lib/codecs/byte_order.h"
#include "lib/codecs/metadata.h"
#include "lib/codecs/npy_header.h"
#include "lib/codecs/npy_layout.h"
#include "lib/codecs/raster.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

static_assert(std::endian::native == std::endian::little, "samples are written as they are");

DType SampleTypeOf(const NpyElement& element) {
  if (element.kind == 'b' || (element.kind == 'u' && element.size == 1)) return DType::kU8;
  if (element.kind == 'u' && element.size == 2) return DType::kU16;
  return DType::kF32;
}

// Whether the file's elements are samples as they are, apart from their byte order.
bool AreSamples(const NpyElement& element) {
  return SampleTypeOf(element) != DType::kF32 || (element.kind == 'f' && element.size == 4);
}

// IEEE half precision, exactly.
float FromHalf(uint16_t half) {
  const uint32_t sign = uint32_t{half & 0x8000U} << 16;
  const uint32_t exponent = (half >> 10) & 31U;
  const uint32_t mantissa = half & 0x3ffU;
  if (exponent == 0) {  // zero and subnormal numbers: multiples of 2^-24
    const float magnitude = static_cast<float>(mantissa) * 0x1p-24f;
    return sign != 0 ? -magnitude : magnitude;
  }
  const uint32_t wide = exponent == 31 ? 255 : exponent + 112;
  return std::bit_cast<float>(sign | (wide << 23) | (mantissa << 13));
}

template <class T>
void ToFloat(const std::byte* from, size_t count, float* to) {
  const T* values = reinterpret_cast<const T*>(from);
  for (size_t i = 0; i < count; ++i) to[i] = static_cast<float>(values[i]);
}

// Converts elements in this machine's byte order to f32.
void ConvertToFloat(const NpyElement& element, const std::byte* from, size_t count, float* to) {
  const bool is_signed = element.kind == 'i';
  if (element.kind == 'f' && element.size == 8) {
    ToFloat<double>(from, count, to);
  } else if (element.kind == 'f') {
    const auto* halves = reinterpret_cast<const uint16_t*>(from);
    for (size_t i = 0; i < count; ++i) to[i] = FromHalf(halves[i]);
  } else if (element.size == 8) {
    is_signed ? ToFloat<int64_t>(from, count, to) : ToFloat<uint64_t>(from, count, to);
  } else if (element.size == 4) {
    is_signed ? ToFloat<int32_t>(from, count, to) : ToFloat<uint32_t>(from, count, to);
  } else if (element.size == 2) {
    ToFloat<int16_t>(from, count, to);
  } else {
    ToFloat<int8_t>(from, count, to);
  }
}

// Reads a file's elements, in its order, as samples.
class Elements {
 public:
  Elements(ByteReader& in, const NpyElement& element, uint64_t count, bool allow_truncated)
      : element_(element),
        raster_(in, count * element.size, allow_truncated),
        scratch_(AreSamples(element) ? 0 : kPart * element.size) {}

  // Writes `count` samples to `to`, which is aligned and padded like a row.
  Status Read(std::byte* to, size_t count) {
    if (AreSamples(element_)) {
      SLUICE_RETURN_IF_ERROR(raster_.Read({to, count * element_.size}));
      if (element_.big_endian) SwapBytes(to, element_.size, count);
      if (element_.kind == 'b') {
        for (size_t i = 0; i < count; ++i) to[i] = to[i] == std::byte{0} ? to[i] : std::byte{1};
      }
      return Status::Ok();
    }
    auto* samples = reinterpret_cast<float*>(to);
    while (count > 0) {
      const size_t part = std::min(count, kPart);
      SLUICE_RETURN_IF_ERROR(raster_.Read({scratch_.data(), part * element_.size}));
      if (element_.big_endian) SwapBytes(scratch_.data(), element_.size, part);
      ConvertToFloat(element_, scratch_.data(), part, samples);
      samples += part;
      count -= part;
    }
    return Status::Ok();
  }

 private:
  static constexpr size_t kPart = 4096;  // converted at a time

  NpyElement element_;
  Raster raster_;
  Scratch<std::byte> scratch_;
};

// Rows as they come.
class OrderedRows : public RowReader {
 public:
  OrderedRows(FrameInfo info, Elements elements) : elements_(std::move(elements)) {
    info_ = std::move(info);
  }
  Status Read(int64_t count, std::byte* data, size_t stride) override {
    auto samples = static_cast<size_t>(info_.row_samples());
    if (samples * SampleSize(info_.dtype) == stride) {  // no gaps: all rows are one
      samples *= static_cast<size_t>(count);
      count = 1;
    }
    for (int64_t row = 0; row < count; ++row, data += stride) {
      SLUICE_RETURN_IF_ERROR(elements_.Read(data, samples));
    }
    return Status::Ok();
  }

 private:
  Elements elements_;
};

// Rows gathered from the whole array.
class GatheredRows : public RowReader {
 public:
  GatheredRows(FrameInfo info, Elements elements, NpyLayout layout)
      : elements_(std::move(elements)), layout_(std::move(layout)) {
    info_ = std::move(info);
  }

  Status Read(int64_t count, std::byte* data, size_t stride) override {
    if (next_row_ == 0) SLUICE_RETURN_IF_ERROR(ReadAll());
    VisitDType(info_.dtype, [&](auto zero) { Gather<decltype(zero)>(count, data, stride); });
    next_row_ += count;
    return Status::Ok();
  }

 private:
  // Columns that are gathered for all rows before the next ones: neighbouring rows are often
  // neighbours in the file too, so that this many cache lines serve many rows.
  static constexpr int64_t kTileWidth = 64;

  Status ReadAll() {
    const auto count = static_cast<size_t>(info_.row_count() * info_.row_samples());
    SLUICE_ASSIGN_OR_RETURN(samples_, Buffer::Allocate(RowStride(count, SampleSize(info_.dtype))));
    return elements_.Read(samples_.data(), count);
  }

  template <class T>
  void Gather(int64_t count, std::byte* data, size_t stride) const {
    const bool channels_last = info_.shape.size() >= 2 && info_.axes.back() == 'c';
    const size_t width_axis = info_.shape.size() - (channels_last ? 2 : 1);
    const int64_t width = info_.shape[width_axis];
    const int64_t x_stride = layout_.strides[width_axis];
    const int64_t channels = channels_last ? info_.shape.back() : 1;
    const int64_t c_stride = channels_last ? layout_.strides.back() : 1;
    const T* samples = reinterpret_cast<const T*>(samples_.data());
    for (int64_t begin = 0; begin < width; begin += kTileWidth) {
      const int64_t end = std::min(width, begin + kTileWidth);
      for (int64_t row = 0; row < count; ++row) {
        const T* from = samples + RowOffset(next_row_ + row, width_axis);
        T* to = reinterpret_cast<T*>(data + static_cast<size_t>(row) * stride) + begin * channels;
        for (int64_t x = begin; x < end; ++x) {
          for (int64_t c = 0; c < channels; ++c) *to++ = from[x * x_stride + c * c_stride];
        }
      }
    }
  }

  // Where a row's first sample lies; the row's number counts through the axes before the width.
  int64_t RowOffset(int64_t row, size_t width_axis) const {
    int64_t offset = 0;
    for (size_t axis = width_axis; axis-- > 0;) {
      offset += row % info_.shape[axis] * layout_.strides[axis];
      row /= info_.shape[axis];
    }
    return offset;
  }

  Elements elements_;
  NpyLayout layout_;
  Buffer samples_;  // in the file's order
  int64_t next_row_ = 0;
};

// --- writing ---

// The shape that is written: without the channel axis of a one-channel picture or volume.
std::vector<uint64_t> WrittenShape(const FrameInfo& info) {
  std::vector<uint64_t> shape(info.shape.begin(), info.shape.end());
  if (shape.size() >= 3 && info.axes.back() == 'c' && shape.back() == 1) shape.pop_back();
  return shape;
}

// The frame's metadata, with the tags a reader needs to get the same frame back.
Attributes MetadataFor(const FrameInfo& info, const std::vector<uint64_t>& shape,
                       const EncodeOptions& options) {
  if (options.meta == MetaMode::kNever) return {};
  Attributes attributes = MetadataToWrite(info, options);
  const std::string axes = info.axes.substr(0, shape.size());
  const bool known = axes.find('?') == std::string::npos;
  if (known && (axes != DefaultAxes(shape) || attributes.Find("axes") != nullptr)) {
    attributes.Set("axes", axes);
  }
  if (info.alpha) attributes.Set("alpha", "straight");
  return attributes;
}

std::string HeaderText(const FrameInfo& info, const EncodeOptions& options) {
  constexpr size_t kStart = 10;  // magic, version, length
  const std::vector<uint64_t> shape = WrittenShape(info);
  const char* descr = info.dtype == DType::kU8 ? "|u1" : info.dtype == DType::kU16 ? "<u2" : "<f4";
  std::string text = std::string("{'descr': '") + descr +
                     "', 'fortran_order': False, 'shape': " + ShapeText(shape) + ", }";
  const std::string metadata = FormatMetadata(MetadataFor(info, shape, options));
  if (!metadata.empty()) text += " # " + metadata;
  // Ends with a newline at a multiple of 64 bytes, so that samples are aligned.
  text.append(63 - (kStart + text.size()) % 64, ' ');
  text += '\n';
  std::string start("\x93NUMPY\x01\x00", 8);
  start += static_cast<char>(text.size() & 255);
  start += static_cast<char>(text.size() >> 8);
  return start + text;
}

}  // namespace

Result<std::unique_ptr<RowReader>> DecodeNpy(ByteReader& in, const DecodeOptions& options) {
  SLUICE_ASSIGN_OR_RETURN(const NpyHeader header, ReadNpyHeader(in));
  FrameInfo info;
  const SampleTags tags = TakeMetadata(header.comments, &info);
  SLUICE_ASSIGN_OR_RETURN(NpyLayout layout,
                          LayOut(header, options.axes, tags.axes, options.limits));
  info.shape = layout.shape;
  info.axes = layout.axes;
  info.dtype = SampleTypeOf(header.element);
  info.alpha = tags.alpha == "straight" && info.axes.back() == 'c' && info.shape.back() >= 2;
  info.format = "NPY";
  info.file_dtype = header.element.Name();
  const auto count = static_cast<uint64_t>(info.row_count() * info.row_samples());
  Elements elements(in, header.element, count, options.allow_truncated);
  std::unique_ptr<RowReader> rows;
  if (layout.in_order) {
    rows = std::make_unique<OrderedRows>(std::move(info), std::move(elements));
  } else {
    rows = std::make_unique<GatheredRows>(std::move(info), std::move(elements), std::move(layout));
  }
  return rows;
}

Status EncodeNpy(RowReader& frame, const EncodeOptions& options, ByteWriter& out) {
  const FrameInfo& info = frame.info();
  const size_t row_bytes = static_cast<size_t>(info.row_samples()) * SampleSize(info.dtype);
  SLUICE_RETURN_IF_ERROR(out.Write(HeaderText(info, options)));
  return ForEachStrip(frame, [&](const Strip& strip) {
    for (int64_t y = 0; y < strip.rows; ++y) {
      SLUICE_RETURN_IF_ERROR(out.Write(std::span(strip.Row(y), row_bytes)));
    }
    return Status::Ok();
  });
}

}  // namespace sluice
