// JPEG out, by libjpeg-turbo, strip by strip.
#include <stddef.h>
#include <stdio.h>
// (jpeglib.h needs the two above)
#include <jerror.h>
#include <jpeglib.h>

#include <algorithm>
#include <csetjmp>
#include <span>
#include <string>

#include "lib/codec.h"
#include "lib/codecs/icc.h"
#include "lib/codecs/raster.h"

namespace sluice {
namespace {

// From this quality on colour keeps its full resolution, as ImageMagick does it; below, one sample
// for 2x2 pixels.
constexpr int kFullColourQuality = 90;

class JpegWriter {
 public:
  explicit JpegWriter(ByteWriter& out) : out_(out) {}
  JpegWriter(const JpegWriter&) = delete;
  JpegWriter& operator=(const JpegWriter&) = delete;
  ~JpegWriter() {
    if (created_) jpeg_destroy_compress(&jpeg_);
  }

  Status Start(const FrameInfo& info, const EncodeOptions& options) {
    jpeg_.err = jpeg_std_error(&errors_);
    errors_.error_exit = OnError;
    errors_.emit_message = [](j_common_ptr, int) {};
    errors_.output_message = [](j_common_ptr) {};
    jpeg_.client_data = this;
    return Guarded([&] {
      jpeg_create_compress(&jpeg_);
      created_ = true;
      WriteHeader(info, options);
    });
  }
  Status WriteRows(const Strip& strip) {
    return Guarded([&] {
      for (int64_t y = 0; y < strip.rows; ++y) {
        auto* row = reinterpret_cast<JSAMPLE*>(strip.Row(y));
        jpeg_write_scanlines(&jpeg_, &row, 1);
      }
    });
  }
  Status Finish() {
    return Guarded([&] { jpeg_finish_compress(&jpeg_); });
  }

 private:
  // Runs calls of libjpeg, which leaves them by longjmp on an error: `calls` must not have locals
  // with destructors.
  template <class F>
  Status Guarded(F&& calls) {
    if (setjmp(jump_) != 0) {
      return write_error_.ok() ? Status::Failed(std::string("JPEG: ") + message_) : write_error_;
    }
    calls();
    return Status::Ok();
  }
  template <class T>
  static JpegWriter* Self(T* jpeg) {
    return static_cast<JpegWriter*>(jpeg->client_data);
  }
  [[noreturn]] static void OnError(j_common_ptr jpeg) {
    jpeg->err->format_message(jpeg, Self(jpeg)->message_);
    std::longjmp(Self(jpeg)->jump_, 1);
  }
  static void OnInit(j_compress_ptr jpeg) { Self(jpeg)->Rewind(); }
  static boolean OnFull(j_compress_ptr jpeg) {
    Self(jpeg)->Flush(sizeof(buffer_));
    return TRUE;
  }
  static void OnEnd(j_compress_ptr jpeg) {
    Self(jpeg)->Flush(sizeof(buffer_) - jpeg->dest->free_in_buffer);
  }

  void Rewind() {
    destination_.next_output_byte = buffer_;
    destination_.free_in_buffer = sizeof(buffer_);
  }
  void Flush(size_t bytes) {
    write_error_ = out_.Write(std::as_bytes(std::span(buffer_, bytes)));
    if (!write_error_.ok()) ERREXIT(&jpeg_, JERR_FILE_WRITE);
    Rewind();
  }

  void WriteHeader(const FrameInfo& info, const EncodeOptions& options) {
    const PictureInfo picture = info.picture();
    const int quality = std::clamp(options.jpeg_quality, 1, 100);
    destination_.init_destination = OnInit;
    destination_.empty_output_buffer = OnFull;
    destination_.term_destination = OnEnd;
    jpeg_.dest = &destination_;
    jpeg_.image_width = static_cast<JDIMENSION>(picture.width);
    jpeg_.image_height = static_cast<JDIMENSION>(picture.height);
    jpeg_.input_components = picture.channels;
    jpeg_.in_color_space = picture.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&jpeg_);
    jpeg_set_quality(&jpeg_, quality, TRUE);
    const int sampling = picture.channels == 3 && quality < kFullColourQuality ? 2 : 1;
    jpeg_.comp_info[0].h_samp_factor = sampling;
    jpeg_.comp_info[0].v_samp_factor = sampling;
    jpeg_start_compress(&jpeg_, TRUE);
    if (info.icc != nullptr && !options.strip && IccFits(*info.icc, picture.channels)) {
      jpeg_write_icc_profile(&jpeg_, reinterpret_cast<const JOCTET*>(info.icc->data()),
                             static_cast<unsigned>(info.icc->size()));
    }
  }

  ByteWriter& out_;
  jpeg_compress_struct jpeg_ = {};
  jpeg_error_mgr errors_ = {};
  jpeg_destination_mgr destination_ = {};
  std::jmp_buf jump_;
  char message_[JMSG_LENGTH_MAX] = {};  // libjpeg's reason for the last error
  Status write_error_;
  bool created_ = false;
  JOCTET buffer_[size_t{1} << 16];
};

// Fails unless JPEG can hold the frame.
Status CheckEncodable(const FrameInfo& info) {
  if (!info.is_picture()) {
    return Status::Failed("JPEG holds pictures, not a " + info.Describe(),
                          "-f npy holds any array");
  }
  const PictureInfo picture = info.picture();
  if (picture.alpha) {
    return Status::Failed("JPEG has no alpha, got a " + info.Describe(), "-f png keeps alpha");
  }
  if (picture.channels != 1 && picture.channels != 3) {
    return Status::Failed("JPEG holds gray and RGB, not a " + info.Describe(),
                          "-f npy holds any number of channels");
  }
  if (picture.dtype != DType::kU8) {
    return Status::Failed("JPEG has no " + std::string(DTypeName(picture.dtype)) + " samples",
                          "--depth u8 converts");
  }
  if (picture.width > JPEG_MAX_DIMENSION || picture.height > JPEG_MAX_DIMENSION) {
    return Status::Failed("JPEG holds at most " + std::to_string(JPEG_MAX_DIMENSION) +
                              " pixels a side, not a " + info.Describe(),
                          "-f png holds larger pictures");
  }
  return Status::Ok();
}

}  // namespace

Status EncodeJpeg(RowReader& frame, const EncodeOptions& options, ByteWriter& out) {
  const FrameInfo& info = frame.info();
  SLUICE_RETURN_IF_ERROR(CheckEncodable(info));
  JpegWriter writer(out);
  SLUICE_RETURN_IF_ERROR(writer.Start(info, options));
  SLUICE_RETURN_IF_ERROR(
      ForEachStrip(frame, [&](const Strip& strip) { return writer.WriteRows(strip); }));
  return writer.Finish();
}

}  // namespace sluice
