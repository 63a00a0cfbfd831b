// PNG out, by libpng, strip by strip.
#include <png.h>

#include <algorithm>
#include <bit>
#include <csetjmp>
#include <cstdio>
#include <span>
#include <string>

#include "lib/buffer.h"
#include "lib/codec.h"
#include "lib/codecs/icc.h"

namespace sluice {
namespace {

constexpr int64_t kStripRows = 32;

class PngWriter {
 public:
  explicit PngWriter(ByteWriter& out) : out_(out) {}
  PngWriter(const PngWriter&) = delete;
  PngWriter& operator=(const PngWriter&) = delete;
  ~PngWriter() { png_destroy_write_struct(&png_, &info_); }

  Status Start(const FrameInfo& info, const EncodeOptions& options) {
    png_ = png_create_write_struct(PNG_LIBPNG_VER_STRING, this, OnError, OnWarning);
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
    if (info_ == nullptr) return Status::Failed("libpng could not be started");
    return Guarded([&] { WriteHeader(info, options); });
  }
  Status WriteRows(int64_t count, std::byte* data, size_t stride) {
    return Guarded([&] {
      for (int64_t i = 0; i < count; ++i) {
        png_write_row(png_, reinterpret_cast<png_bytep>(data + size_t(i) * stride));
      }
    });
  }
  Status Finish() {
    return Guarded([&] { png_write_end(png_, info_); });
  }

 private:
  // Runs calls of libpng, which leaves them by longjmp on an error: `calls` must not have locals
  // with destructors.
  template <class F>
  Status Guarded(F&& calls) {
    if (setjmp(png_jmpbuf(png_)) != 0) {
      return write_error_.ok() ? Status::Failed(std::string("PNG: ") + message_) : write_error_;
    }
    calls();
    return Status::Ok();
  }
  [[noreturn]] static void OnError(png_structp png, png_const_charp message) {
    auto* self = static_cast<PngWriter*>(png_get_error_ptr(png));
    std::snprintf(self->message_, sizeof(self->message_), "%s", message);
    png_longjmp(png, 1);
  }
  static void OnWarning(png_structp, png_const_charp) {}
  static void OnWrite(png_structp png, png_bytep data, size_t size) {
    auto* self = static_cast<PngWriter*>(png_get_io_ptr(png));
    self->write_error_ = self->out_.Write(std::as_bytes(std::span(data, size)));
    if (!self->write_error_.ok()) png_error(png, "write error");
  }
  static void OnFlush(png_structp) {}

  void WriteHeader(const FrameInfo& info, const EncodeOptions& options) {
    constexpr int kColourTypes[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA,
                                    PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
    const PictureInfo picture = info.picture();
    png_set_write_fn(png_, this, OnWrite, OnFlush);
    png_set_benign_errors(png_, 1);
    png_set_user_limits(png_, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_IHDR(png_, info_, png_uint_32(picture.width), png_uint_32(picture.height),
                 8 * int(SampleSize(picture.dtype)), kColourTypes[picture.channels - 1],
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (info.icc != nullptr && !options.strip && IccFits(*info.icc, picture.channels)) {
      png_set_iCCP(png_, info_, "ICC profile", PNG_COMPRESSION_TYPE_BASE,
                   reinterpret_cast<png_const_bytep>(info.icc->data()),
                   png_uint_32(info.icc->size()));
    }
    png_set_filter(png_, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
    png_set_compression_level(png_, std::clamp(options.png_compression, 0, 9));
    png_write_info(png_, info_);
    if constexpr (std::endian::native == std::endian::little) png_set_swap(png_);
  }

  ByteWriter& out_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  char message_[160] = {};  // libpng's reason for the last error
  Status write_error_;
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

}  // namespace

Status EncodePng(RowReader& frame, const EncodeOptions& options, ByteWriter& out) {
  const FrameInfo& info = frame.info();
  SLUICE_RETURN_IF_ERROR(CheckEncodable(info));
  const size_t stride = RowStride(size_t(info.row_samples()), SampleSize(info.dtype));
  const int64_t rows = info.row_count();
  SLUICE_ASSIGN_OR_RETURN(Buffer strip,
                          Buffer::Allocate(stride * size_t(std::min(rows, kStripRows))));
  PngWriter writer(out);
  SLUICE_RETURN_IF_ERROR(writer.Start(info, options));
  for (int64_t y = 0; y < rows; y += kStripRows) {
    const int64_t count = std::min(kStripRows, rows - y);
    SLUICE_RETURN_IF_ERROR(frame.Read(count, strip.data(), stride));
    SLUICE_RETURN_IF_ERROR(writer.WriteRows(count, strip.data(), stride));
  }
  return writer.Finish();
}

}  // namespace sluice
