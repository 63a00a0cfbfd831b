// PNG in, by libpng, row by row: only interlaced pictures and those that EXIF turns are held in
// memory.
#include <png.h>

#include <bit>
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "lib/codec.h"
#include "lib/codecs/exif.h"
#include "lib/codecs/icc.h"
#include "lib/codecs/orientation.h"
#include "lib/frame.h"

namespace sluice {
namespace {

// No chunk that we keep (the ICC profile) may take more memory than this.
constexpr png_alloc_size_t kMaxChunkBytes = png_alloc_size_t{64} << 20;

class PngReader : public RowReader {
 public:
  PngReader(ByteReader& in, const DecodeOptions& options) : in_(in), options_(options) {}
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;
  ~PngReader() override { png_destroy_read_struct(&png_, &png_info_, nullptr); }

  // Reads up to the first byte of pixel data.
  Status ReadHeader() {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, OnError, OnWarning);
    if (png_ != nullptr) png_info_ = png_create_info_struct(png_);
    if (png_info_ == nullptr) return Status::Failed("libpng could not be started");
    if (!Guarded([this] {
          Configure();
          png_read_info(png_, png_info_);
        })) {
      return Failure("header");
    }
    SLUICE_RETURN_IF_ERROR(CheckLimits());
    if (!Guarded([this] { SetTransforms(); })) return Failure("header");
    return Describe();
  }

  // 1 to 8, as an eXIf chunk before the pixels has it: one behind them comes too late for a stream.
  int orientation() const {
    png_uint_32 size = 0;
    png_bytep exif = nullptr;
    if (png_get_eXIf_1(png_, png_info_, &size, &exif) == 0) return 1;
    return ExifOrientation(std::as_bytes(std::span(exif, size)));
  }

  Status Read(int64_t count, std::byte* data, size_t stride) override {
    if (interlaced_) {
      if (next_row_ == 0) SLUICE_RETURN_IF_ERROR(ReadInterlaced());
      for (int64_t i = 0; i < count; ++i) {
        std::memcpy(data + size_t(i) * stride, image_.RowBytes(next_row_++), row_bytes_);
      }
    } else {
      SLUICE_RETURN_IF_ERROR(ReadRows(count, data, stride));
    }
    if (next_row_ < info_.row_count() || truncated_) return Status::Ok();
    image_ = Frame();
    if (!Guarded([this] { png_read_end(png_, nullptr); }) && !Tolerated()) {
      return Failure("end chunk");
    }
    return Status::Ok();
  }

 private:
  // Runs calls of libpng, which leaves them by longjmp on an error: `calls` must not have locals
  // with destructors, and changes nothing but members. False on an error.
  template <class F>
  bool Guarded(F&& calls) {
    if (setjmp(png_jmpbuf(png_)) != 0) return false;
    calls();
    return true;
  }

  [[noreturn]] static void OnError(png_structp png, png_const_charp message) {
    auto* self = static_cast<PngReader*>(png_get_error_ptr(png));
    std::snprintf(self->message_, sizeof(self->message_), "%s", message);
    png_longjmp(png, 1);
  }
  static void OnWarning(png_structp, png_const_charp) {}

  static void OnRead(png_structp png, png_bytep data, size_t size) {
    auto* self = static_cast<PngReader*>(png_get_io_ptr(png));
    if (!self->Fetch(data, size)) png_error(png, "end of file");
    // libpng 1.6 only warns of an eXIf chunk above png_set_chunk_malloc_max, and takes the memory
    // that its length claims. Chunks begin with a read of their length and name.
    if (size == 8 && std::memcmp(data + 4, "eXIf", 4) == 0 &&
        png_get_uint_32(data) > kMaxChunkBytes) {
      png_error(png, "eXIf chunk is too large");
    }
  }
  bool Fetch(png_bytep data, size_t size) {
    const Result<size_t> got = in_.Read(std::as_writable_bytes(std::span(data, size)));
    if (!got.ok()) {
      io_error_ = got.status();
      return false;
    }
    ended_ = *got < size;
    return !ended_;
  }

  // The reason for the last error, which happened at `where`.
  Status Failure(const std::string& where) const {
    if (!io_error_.ok()) return io_error_;
    if (ended_) return Status::Failed("truncated: " + where);
    return Status::Failed("corrupt PNG: " + std::string(message_) + " (" + where + ")");
  }
  // After an error: whether it is the end of the stream and the caller asked for what there is.
  bool Tolerated() const { return ended_ && io_error_.ok() && options_.allow_truncated; }

  void Configure() {
    png_set_read_fn(png_, this, OnRead);
    png_set_crc_action(png_, PNG_CRC_ERROR_QUIT, PNG_CRC_WARN_DISCARD);
    png_set_user_limits(png_, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // CheckLimits does it
    png_set_chunk_malloc_max(png_, kMaxChunkBytes);
    // libpng drops a piece of data that it cannot read whole: with small ones little is lost.
    if (options_.allow_truncated) png_set_compression_buffer_size(png_, 256);
    // Only IHDR, PLTE, tRNS, IDAT, IEND, iCCP and eXIf are looked at: no colour conversion, no
    // texts.
    png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
    png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_AS_DEFAULT,
                                reinterpret_cast<png_const_bytep>("iCCP\0eXIf"), 2);
  }

  Status CheckLimits() {
    const uint64_t width = png_get_image_width(png_, png_info_);
    const uint64_t height = png_get_image_height(png_, png_info_);
    SLUICE_RETURN_IF_ERROR(CheckSize(width, height, 4, options_.limits));
    // libpng holds two rows, before and after expansion to at most 4 samples of 2 bytes.
    if (width * 8 * 2 > MemoryBudget()) {
      return Status::Failed("not enough memory for rows of " + std::to_string(width) + " pixels",
                            "--max-memory raises the limit");
    }
    return Status::Ok();
  }

  void SetTransforms() {
    png_set_expand(png_);  // palette to RGB, 1 2 4 bits to 8, tRNS to alpha
    if constexpr (std::endian::native == std::endian::little) png_set_swap(png_);
    interlaced_ = png_set_interlace_handling(png_) > 1;
    file_bits_ = png_get_bit_depth(png_, png_info_);
    png_read_update_info(png_, png_info_);
  }

  Status Describe() {
    const auto width = static_cast<int>(png_get_image_width(png_, png_info_));
    const auto height = static_cast<int>(png_get_image_height(png_, png_info_));
    const int channels = png_get_channels(png_, png_info_);
    const DType dtype = png_get_bit_depth(png_, png_info_) == 16 ? DType::kU16 : DType::kU8;
    const bool alpha = (png_get_color_type(png_, png_info_) & PNG_COLOR_MASK_ALPHA) != 0;
    info_ = FrameInfo::Picture(width, height, channels, dtype, alpha);
    info_.format = "PNG";
    info_.file_dtype = "u" + std::to_string(file_bits_);
    row_bytes_ = size_t(info_.row_samples()) * SampleSize(dtype);
    if (png_get_rowbytes(png_, png_info_) != row_bytes_) {
      return Status::Failed("corrupt PNG: unexpected row size");
    }
    png_charp name = nullptr;
    int compression = 0;
    png_bytep profile = nullptr;
    png_uint_32 size = 0;
    if (png_get_iCCP(png_, png_info_, &name, &compression, &profile, &size) != 0) {
      const std::string icc(reinterpret_cast<const char*>(profile), size);
      if (IccFits(icc, channels)) info_.icc = std::make_shared<const std::string>(icc);
    }
    return Status::Ok();
  }

  // Reads rows straight into the caller's; after a tolerated end of the stream, rows of 0.
  Status ReadRows(int64_t count, std::byte* data, size_t stride) {
    const int64_t begin = next_row_;
    const int64_t end = begin + count;
    const auto row = [&](int64_t y) { return data + size_t(y - begin) * stride; };
    if (!truncated_ && !Guarded([&] {
          for (; next_row_ < end; ++next_row_) {
            png_read_row(png_, reinterpret_cast<png_bytep>(row(next_row_)), nullptr);
          }
        })) {
      if (!Tolerated()) {
        return Failure("row " + std::to_string(next_row_ + 1) + " of " +
                       std::to_string(info_.row_count()));
      }
      truncated_ = true;
    }
    for (; next_row_ < end; ++next_row_) std::memset(row(next_row_), 0, row_bytes_);
    return Status::Ok();
  }

  // Reads all seven passes; pixels that the file lacks stay 0.
  Status ReadInterlaced() {
    SLUICE_ASSIGN_OR_RETURN(image_, Frame::Create(info_));
    const int64_t rows = info_.row_count();
    for (int64_t y = 0; y < rows; ++y) std::memset(image_.RowBytes(y), 0, row_bytes_);
    if (!Guarded([this, rows] {
          for (pass_ = 1; pass_ <= PNG_INTERLACE_ADAM7_PASSES; ++pass_) {
            for (int64_t y = 0; y < rows; ++y) {
              png_read_row(png_, reinterpret_cast<png_bytep>(image_.RowBytes(y)), nullptr);
            }
          }
        })) {
      if (!Tolerated()) return Failure("pass " + std::to_string(pass_) + " of 7");
      truncated_ = true;
    }
    return Status::Ok();
  }

  ByteReader& in_;
  DecodeOptions options_;
  png_structp png_ = nullptr;
  png_infop png_info_ = nullptr;
  char message_[160] = {};  // libpng's reason for the last error
  Status io_error_;
  bool ended_ = false;      // libpng wanted more bytes than there are
  bool truncated_ = false;  // and the rest of the rows is 0
  bool interlaced_ = false;
  int file_bits_ = 0;
  int pass_ = 0;
  size_t row_bytes_ = 0;
  int64_t next_row_ = 0;
  Frame image_;  // the whole picture, when interlaced
};

}  // namespace

Result<std::unique_ptr<RowReader>> DecodePng(ByteReader& in, const DecodeOptions& options) {
  auto reader = std::make_unique<PngReader>(in, options);
  SLUICE_RETURN_IF_ERROR(reader->ReadHeader());
  const int orientation = options.orient ? reader->orientation() : 1;
  return MakeUpright(std::move(reader), orientation);
}

}  // namespace sluice
