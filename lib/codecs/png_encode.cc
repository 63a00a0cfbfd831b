// PNG out, strip by strip: filtered and compressed on all threads, one IDAT chunk a strip. zlib is
// used directly, libpng is only the decoder: the container is four kinds of chunks, and the time
// goes into filters and compression.
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "lib/buffer.h"
#include "lib/codec.h"
#include "lib/codecs/icc.h"
#include "lib/codecs/png_strip.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

// The bytes of a strip, unless one row has more: enough for the codes of fast compression, and more
// where zlib looks for repetitions. Independent of the number of threads, so that the file is too.
constexpr size_t kFastStripBytes = size_t{256} << 10;
constexpr size_t kSmallStripBytes = size_t{1} << 20;
// At least so many strips are read at a time: filters work better on more rows.
constexpr int kMinBatchStrips = 4;
constexpr size_t kMaxChunkBytes = size_t{1} << 30;

void AppendBigEndian(uint32_t value, std::string* text) {
  for (const int shift : {24, 16, 8, 0}) *text += static_cast<char>(value >> shift);
}

Status WriteChunk(const std::string& type, std::span<const uint8_t> data, ByteWriter& out) {
  std::string head;
  AppendBigEndian(static_cast<uint32_t>(data.size()), &head);
  head += type;
  uLong crc = crc32(0, reinterpret_cast<const Bytef*>(type.data()), 4);
  crc = crc32_z(crc, data.data(), data.size());
  std::string tail;
  AppendBigEndian(static_cast<uint32_t>(crc), &tail);
  SLUICE_RETURN_IF_ERROR(out.Write(head));
  SLUICE_RETURN_IF_ERROR(out.Write(std::as_bytes(data)));
  return out.Write(tail);
}
Status WriteChunk(const std::string& type, const std::string& data, ByteWriter& out) {
  return WriteChunk(type, std::span(reinterpret_cast<const uint8_t*>(data.data()), data.size()),
                    out);
}

class PngWriter {
 public:
  PngWriter(const FrameInfo& info, int level, ByteWriter& out)
      : out_(out),
        level_(level),
        height_(info.row_count()),
        stride_(RowStride(size_t(info.row_samples()), SampleSize(info.dtype))) {
    rows_.stride = stride_;
    rows_.sample_bytes = SampleSize(info.dtype);
    rows_.pixel_bytes = size_t(info.shape[2]) * rows_.sample_bytes;
    rows_.row_bytes = size_t(info.row_samples()) * rows_.sample_bytes;
    const size_t strip_bytes = level <= 1 ? kFastStripBytes : kSmallStripBytes;
    strip_rows_ = std::clamp<int64_t>(int64_t(strip_bytes / rows_.row_bytes), 1, height_);
  }

  // Reads, compresses and writes some strips at a time.
  Status WriteRows(RowReader& frame) {
    const int64_t batch_rows =
        strip_rows_ * std::min<int64_t>(std::max(Threads(), kMinBatchStrips), Strips(height_));
    // One row more: the last one of the batch before, above the first.
    SLUICE_ASSIGN_OR_RETURN(Buffer samples, Buffer::Allocate(size_t(batch_rows + 1) * stride_));
    std::memset(samples.data(), 0, stride_);
    for (int64_t y = 0; y < height_; y += batch_rows) {
      const int64_t count = std::min(batch_rows, height_ - y);
      SLUICE_RETURN_IF_ERROR(frame.Read(count, samples.data() + stride_, stride_));
      SLUICE_RETURN_IF_ERROR(Compress(samples.data(), count, y + count == height_));
      SLUICE_RETURN_IF_ERROR(WriteStrips(y == 0, y + count == height_));
      std::memcpy(samples.data(), samples.data() + size_t(count) * stride_, stride_);
    }
    return Status::Ok();
  }

 private:
  int64_t Strips(int64_t rows) const { return (rows + strip_rows_ - 1) / strip_rows_; }

  // Compresses `count` rows, which follow the row at `samples`.
  Status Compress(const std::byte* samples, int64_t count, bool last) {
    strips_.resize(size_t(Strips(count)));
    std::vector<Status> status(strips_.size());
    ParallelFor(Strips(count), 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        PngRows rows = rows_;
        rows.samples = samples + size_t(i * strip_rows_) * stride_;
        rows.count = std::min(strip_rows_, count - i * strip_rows_);
        rows.last = last && i + 1 == Strips(count);
        status[size_t(i)] = CompressPngStrip(rows, level_, &strips_[size_t(i)]);
      }
    });
    for (const Status& result : status) SLUICE_RETURN_IF_ERROR(result);
    return Status::Ok();
  }

  // Writes the strips, with zlib's frame around the stream (RFC 1950): two bytes before the first
  // strip, the checksum of everything behind the last.
  Status WriteStrips(bool first, bool last) {
    for (const PngStrip& strip : strips_) {
      adler_ = adler32_combine(adler_, strip.adler, static_cast<z_off_t>(strip.filtered_bytes));
    }
    if (first) strips_.front().compressed.insert(strips_.front().compressed.begin(), {0x78, 0x01});
    if (last) {
      for (const int shift : {24, 16, 8, 0}) {
        strips_.back().compressed.push_back(static_cast<uint8_t>(adler_ >> shift));
      }
    }
    for (const PngStrip& strip : strips_) {
      std::span<const uint8_t> left(strip.compressed);
      while (!left.empty()) {
        const std::span<const uint8_t> chunk = left.first(std::min(left.size(), kMaxChunkBytes));
        SLUICE_RETURN_IF_ERROR(WriteChunk("IDAT", chunk, out_));
        left = left.subspan(chunk.size());
      }
    }
    return Status::Ok();
  }

  ByteWriter& out_;
  int level_;
  int64_t height_;
  size_t stride_;
  PngRows rows_;  // what all strips have in common
  int64_t strip_rows_ = 1;
  std::vector<PngStrip> strips_;
  uLong adler_ = adler32(0, nullptr, 0);
};

// Fails unless PNG has a colour type for the frame.
Status CheckEncodable(const FrameInfo& info) {
  if (!info.is_picture()) {
    return Status::Failed("PNG holds pictures, not a " + info.Describe(), "-f npy holds any array");
  }
  const PictureInfo picture = info.picture();
  if (picture.dtype == DType::kF32) {
    return Status::Failed("PNG has no f32 samples",
                          "--depth u8 or --depth u16 converts, -f npy keeps them");
  }
  if (picture.channels > 4 || (picture.channels == 2 && !picture.alpha)) {
    return Status::Failed("PNG holds gray, RGB and alpha, not a " + info.Describe(),
                          "-f npy holds any number of channels");
  }
  return Status::Ok();
}

std::string Header(const PictureInfo& picture) {
  constexpr std::array<char, 4> kColourTypes = {0, 4, 2, 6};  // gray, with alpha; RGB, with alpha
  std::string header;
  AppendBigEndian(static_cast<uint32_t>(picture.width), &header);
  AppendBigEndian(static_cast<uint32_t>(picture.height), &header);
  header += static_cast<char>(8 * SampleSize(picture.dtype));
  header += kColourTypes[size_t(picture.channels) - 1];
  return header + std::string(3, '\0');  // compression, filters and interlacing: the usual
}

// A profile's chunk: a name, the number of the compression method, the compressed bytes.
std::string ProfileChunk(const std::string& profile) {
  uLongf size = compressBound(static_cast<uLong>(profile.size()));
  std::string packed(size, '\0');
  compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
            reinterpret_cast<const Bytef*>(profile.data()), static_cast<uLong>(profile.size()),
            Z_BEST_COMPRESSION);
  packed.resize(size);
  return std::string("ICC profile\0\0", 13) + packed;
}

}  // namespace

Status EncodePng(RowReader& frame, const EncodeOptions& options, ByteWriter& out) {
  const FrameInfo& info = frame.info();
  SLUICE_RETURN_IF_ERROR(CheckEncodable(info));
  const PictureInfo picture = info.picture();
  SLUICE_RETURN_IF_ERROR(out.Write("\x89PNG\r\n\x1A\n"));
  SLUICE_RETURN_IF_ERROR(WriteChunk("IHDR", Header(picture), out));
  if (info.icc != nullptr && !options.strip && IccFits(*info.icc, picture.channels)) {
    SLUICE_RETURN_IF_ERROR(WriteChunk("iCCP", ProfileChunk(*info.icc), out));
  }
  PngWriter writer(info, std::clamp(options.png_compression, 0, 9), out);
  SLUICE_RETURN_IF_ERROR(writer.WriteRows(frame));
  return WriteChunk("IEND", "", out);
}

}  // namespace sluice
