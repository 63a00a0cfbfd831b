// PBM, PGM, PPM and PAM (netpbm's pbm(5), pgm(5), ppm(5), pam(5)): plain and raw, any maxval.
//
// Samples are scaled to the full scale of u8 (maxval up to 255) or u16, rounded to the nearest. A
// raw sample above maxval counts as maxval; in a plain file it is an error, as it is for netpbm.
// Bitmaps become 0 (their 1, black) and 255. Alpha is what TUPLTYPE GRAYSCALE_ALPHA or RGB_ALPHA
// says. 2 and 4 channels without alpha are written with these types too, because ffmpeg and OpenCV
// read no others; the metadata line then says alpha=none, so that they come back as they were.
#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "lib/codec.h"
#include "lib/codecs/byte_order.h"
#include "lib/codecs/metadata.h"
#include "lib/codecs/pnm_header.h"
#include "lib/codecs/raster.h"
#include "lib/codecs/text_reader.h"

namespace sluice {
namespace {

constexpr uint32_t FullScaleFor(uint32_t maxval) { return maxval <= 255 ? 255 : 65535; }

// The sample for each value from 0 to maxval: at most 65535 * 65535 + 32767, which fits.
template <class T>
std::vector<T> ScaleTable(uint32_t maxval) {
  std::vector<T> table(size_t{maxval} + 1);
  for (uint32_t v = 0; v <= maxval; ++v) {
    table[v] = static_cast<T>((v * FullScaleFor(maxval) + maxval / 2) / maxval);
  }
  return table;
}

const char* FormatName(int kind) {
  constexpr std::array<const char*, 8> kNames = {"",    "PBM", "PGM", "PPM",
                                                 "PBM", "PGM", "PPM", "PAM"};
  return kNames[static_cast<size_t>(kind)];
}

// "u4" for maxval 15; a maxval that is no full number of bits is named as it is.
std::string FileDType(uint32_t maxval) {
  for (int bits = 1; bits <= 16; ++bits) {
    if (maxval == (1U << bits) - 1) return "u" + std::to_string(bits);
  }
  return "maxval " + std::to_string(maxval);
}

FrameInfo InfoOf(const PnmHeader& header) {
  FrameInfo info =
      FrameInfo::Picture(static_cast<int>(header.width), static_cast<int>(header.height),
                         static_cast<int>(header.depth),
                         header.maxval <= 255 ? DType::kU8 : DType::kU16, header.alpha);
  if (TakeMetadata(header.comments, &info).alpha == "none") info.alpha = false;
  info.format = FormatName(header.kind);
  info.file_dtype = FileDType(header.maxval);
  return info;
}

// P5, P6 and P7: samples of one or two bytes, big-endian.
class RawRows : public RowReader {
 public:
  RawRows(ByteReader& in, const PnmHeader& header, const DecodeOptions& options)
      : raster_(in, uint64_t{header.width} * header.height * header.depth * Bytes(header),
                options.allow_truncated) {
    info_ = InfoOf(header);
    if (header.maxval == FullScaleFor(header.maxval)) return;
    if (info_.dtype == DType::kU8) {
      table8_ = ScaleTable<uint8_t>(header.maxval);
      table8_.resize(256, 255);
    } else {
      table16_ = ScaleTable<uint16_t>(header.maxval);
    }
  }

  Status Read(int64_t count, std::byte* data, size_t stride) override {
    auto samples = static_cast<size_t>(info_.row_samples());
    const size_t sample_size = SampleSize(info_.dtype);
    if (samples * sample_size == stride) {  // no gaps: all rows are one
      samples *= static_cast<size_t>(count);
      count = 1;
    }
    for (int64_t row = 0; row < count; ++row, data += stride) {
      SLUICE_RETURN_IF_ERROR(raster_.Read({data, samples * sample_size}));
      SwapBytes(data, sample_size, samples);
      if (!table8_.empty()) Scale8(data, samples);
      if (!table16_.empty()) Scale16(data, samples);
    }
    return Status::Ok();
  }

 private:
  static size_t Bytes(const PnmHeader& header) { return header.maxval <= 255 ? 1 : 2; }

  void Scale8(std::byte* data, size_t samples) const {
    auto* const values = reinterpret_cast<uint8_t*>(data);
    for (size_t i = 0; i < samples; ++i) values[i] = table8_[values[i]];
  }
  void Scale16(std::byte* data, size_t samples) const {
    auto* const values = reinterpret_cast<uint16_t*>(data);
    const size_t last = table16_.size() - 1;
    for (size_t i = 0; i < samples; ++i) values[i] = table16_[std::min<size_t>(values[i], last)];
  }

  Raster raster_;
  std::vector<uint8_t> table8_;    // empty: samples are full scale already
  std::vector<uint16_t> table16_;  // the same
};

// P4: eight pixels a byte, the first one the highest bit, 1 is black; rows start at whole bytes.
class PackedRows : public RowReader {
 public:
  PackedRows(ByteReader& in, const PnmHeader& header, const DecodeOptions& options)
      : packed_(static_cast<size_t>((header.width + 7) / 8)),
        raster_(in, uint64_t{packed_.size()} * header.height, options.allow_truncated) {
    info_ = InfoOf(header);
  }

  Status Read(int64_t count, std::byte* data, size_t stride) override {
    const auto width = static_cast<size_t>(info_.shape[1]);
    for (int64_t row = 0; row < count; ++row, data += stride) {
      SLUICE_RETURN_IF_ERROR(raster_.Read(packed_));
      for (size_t x = 0; x < width; x += 8) {
        const auto byte = static_cast<unsigned>(packed_[x / 8]);
        const size_t pixels = std::min<size_t>(8, width - x);
        for (size_t i = 0; i < pixels; ++i) {
          data[x + i] = ((byte >> (7 - i)) & 1U) != 0 ? std::byte{0} : std::byte{255};
        }
      }
    }
    return Status::Ok();
  }

 private:
  std::vector<std::byte> packed_;
  Raster raster_;
};

// P1, P2 and P3: numbers as text; in P1 single digits that need no blanks between them.
class PlainRows : public RowReader {
 public:
  PlainRows(ByteReader& in, const PnmHeader& header, const DecodeOptions& options)
      : in_(in),
        bits_(header.kind == 1),
        maxval_(header.maxval),
        allow_truncated_(options.allow_truncated),
        table_(ScaleTable<uint16_t>(header.maxval)) {
    info_ = InfoOf(header);
  }

  Status Read(int64_t count, std::byte* data, size_t stride) override {
    TextReader text(in_);
    const auto samples = static_cast<size_t>(info_.row_samples());
    for (int64_t row = 0; row < count; ++row, data += stride) {
      SLUICE_RETURN_IF_ERROR(info_.dtype == DType::kU8
                                 ? ReadRow(text, reinterpret_cast<uint8_t*>(data), samples)
                                 : ReadRow(text, reinterpret_cast<uint16_t*>(data), samples));
    }
    return Status::Ok();
  }

 private:
  template <class T>
  Status ReadRow(TextReader& text, T* row, size_t samples) {
    for (size_t i = 0; i < samples; ++i) {
      uint32_t value = 0;
      if (const int c = text.PeekPastBlanks(); !IsDigit(c)) {
        const bool truncated = c < 0 && text.status().ok();
        if (!truncated || !allow_truncated_) return NoNumber(text, c);
      } else if (bits_) {
        if (c > '1') return Status::Failed("expected 0 or 1, found " + DescribeChar(c));
        value = c == '0' ? 1 : 0;  // 1 is black
        text.Get();
        ++got_;
      } else {
        value = text.Digits(maxval_);
        if (value > maxval_) {
          return Status::Failed("sample " + std::to_string(got_) + " is above maxval, " +
                                std::to_string(maxval_));
        }
        ++got_;
      }
      row[i] = static_cast<T>(table_[value]);
    }
    return Status::Ok();
  }

  Status NoNumber(const TextReader& text, int c) const {
    if (!text.status().ok()) return text.status();
    if (c >= 0) return Status::Failed("expected a sample, found " + DescribeChar(c));
    return Status::Failed("truncated: wanted " +
                              std::to_string(info_.row_count() * info_.row_samples()) +
                              " samples, got " + std::to_string(got_),
                          "--allow-truncated takes what is there");
  }

  ByteReader& in_;
  bool bits_;
  uint32_t maxval_;
  bool allow_truncated_;
  std::vector<uint16_t> table_;
  uint64_t got_ = 0;
};

// --- writing ---

// What a frame can be written as.
PnmKind KindFor(const FrameInfo& info, PnmKind wanted) {
  if (wanted != PnmKind::kAuto) return wanted;
  if (info.shape[2] == 1) return PnmKind::kPgm;
  if (info.shape[2] == 3) return PnmKind::kPpm;
  return PnmKind::kPam;
}

Status CheckPnm(const FrameInfo& info, PnmKind kind) {
  if (!info.is_picture()) {
    return Status::Failed("PNM holds pictures, not a " + info.Describe(), "-f npy holds any array");
  }
  if (info.dtype == DType::kF32) {
    return Status::Failed("PNM holds u8 and u16, not a " + info.Describe(),
                          "--depth u8 saturates to 0..1, .npy and .pfm files keep f32");
  }
  const int64_t channels = info.shape[2];
  if (kind == PnmKind::kPpm && channels != 3) {
    return Status::Failed("PPM holds 3 channels, not a " + info.Describe(),
                          "-f pnm chooses what fits");
  }
  if ((kind == PnmKind::kPgm || kind == PnmKind::kPbm) && channels != 1) {
    return Status::Failed(std::string(kind == PnmKind::kPgm ? "PGM" : "PBM") +
                              " holds 1 channel, not a " + info.Describe(),
                          "sluice gray first, or -f pnm, which chooses what fits");
  }
  return Status::Ok();
}

// The line TUPLTYPE, or nothing where there is no official type for so many channels.
const char* TupleTypeLine(int64_t channels) {
  constexpr std::array<const char*, 5> kLines = {"", "TUPLTYPE GRAYSCALE\n",
                                                 "TUPLTYPE GRAYSCALE_ALPHA\n", "TUPLTYPE RGB\n",
                                                 "TUPLTYPE RGB_ALPHA\n"};
  return channels <= 4 ? kLines[static_cast<size_t>(channels)] : "";
}

// The frame's metadata, and that a fourth or second channel is no alpha.
Attributes MetadataFor(const FrameInfo& info, const EncodeOptions& options) {
  Attributes attributes = MetadataToWrite(info, options);
  const bool looks_like_alpha = info.shape[2] == 2 || info.shape[2] == 4;
  if (looks_like_alpha && !info.alpha && options.meta != MetaMode::kNever) {
    attributes.Set("alpha", "none");
  }
  return attributes;
}

std::string HeaderText(const FrameInfo& info, PnmKind kind, const EncodeOptions& options) {
  const std::string width = std::to_string(info.shape[1]);
  const std::string height = std::to_string(info.shape[0]);
  const std::string maxval = info.dtype == DType::kU8 ? "255" : "65535";
  const std::string metadata = FormatMetadata(MetadataFor(info, options));
  const std::string comment = metadata.empty() ? "" : "# " + metadata + "\n";
  if (kind == PnmKind::kPam) {
    return "P7\n" + comment + "WIDTH " + width + "\nHEIGHT " + height + "\nDEPTH " +
           std::to_string(info.shape[2]) + "\nMAXVAL " + maxval + "\n" +
           TupleTypeLine(info.shape[2]) + "ENDHDR\n";
  }
  if (kind == PnmKind::kPbm) return "P4\n" + comment + width + " " + height + "\n";
  const char* magic = kind == PnmKind::kPgm ? "P5\n" : "P6\n";
  return magic + comment + width + " " + height + "\n" + maxval + "\n";
}

// Packs a row into bits; samples from half of full scale on are white.
template <class T>
void PackRow(const T* row, size_t width, std::byte* packed) {
  constexpr T kHalf = std::numeric_limits<T>::max() / 2 + 1;
  for (size_t x = 0; x < width; x += 8) {
    unsigned byte = 0;
    for (size_t i = 0; i < std::min<size_t>(8, width - x); ++i) {
      if (row[x + i] < kHalf) byte |= 128U >> i;
    }
    packed[x / 8] = std::byte(byte);
  }
}

Status WritePackedStrip(const Strip& strip, const FrameInfo& info, ByteWriter& out) {
  const auto width = static_cast<size_t>(info.shape[1]);
  std::vector<std::byte> packed((width + 7) / 8);
  for (int64_t y = 0; y < strip.rows; ++y) {
    if (info.dtype == DType::kU8) {
      PackRow(reinterpret_cast<const uint8_t*>(strip.Row(y)), width, packed.data());
    } else {
      PackRow(reinterpret_cast<const uint16_t*>(strip.Row(y)), width, packed.data());
    }
    SLUICE_RETURN_IF_ERROR(out.Write(packed));
  }
  return Status::Ok();
}

Status WriteRawStrip(const Strip& strip, const FrameInfo& info, ByteWriter& out) {
  const auto samples = static_cast<size_t>(info.row_samples());
  const size_t sample_size = SampleSize(info.dtype);
  for (int64_t y = 0; y < strip.rows; ++y) {
    SwapBytes(strip.Row(y), sample_size, samples);
    SLUICE_RETURN_IF_ERROR(out.Write(std::span(strip.Row(y), samples * sample_size)));
  }
  return Status::Ok();
}

}  // namespace

Result<std::unique_ptr<RowReader>> DecodePnm(ByteReader& in, const DecodeOptions& options) {
  PnmHeader header;
  {
    TextReader text(in);
    SLUICE_ASSIGN_OR_RETURN(header, ReadPnmHeader(text));
  }
  SLUICE_RETURN_IF_ERROR(CheckSize(header.width, header.height, header.depth, options.limits));
  std::unique_ptr<RowReader> rows;
  if (header.plain()) {
    rows = std::make_unique<PlainRows>(in, header, options);
  } else if (header.packed_bits()) {
    rows = std::make_unique<PackedRows>(in, header, options);
  } else {
    rows = std::make_unique<RawRows>(in, header, options);
  }
  return rows;
}

Status EncodePnm(RowReader& frame, const EncodeOptions& options, ByteWriter& out) {
  const FrameInfo& info = frame.info();
  SLUICE_RETURN_IF_ERROR(CheckPnm(info, options.pnm));
  const PnmKind kind = KindFor(info, options.pnm);
  SLUICE_RETURN_IF_ERROR(out.Write(HeaderText(info, kind, options)));
  return ForEachStrip(frame, [&](const Strip& strip) {
    return kind == PnmKind::kPbm ? WritePackedStrip(strip, info, out)
                                 : WriteRawStrip(strip, info, out);
  });
}

}  // namespace sluice
