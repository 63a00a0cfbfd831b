// JPEG in, by libjpeg-turbo: baseline, progressive and whatever else the library was built for;
// gray, YCbCr, RGB and CMYK. Baseline pictures are decoded row by row, the others by libjpeg in
// its own memory.
#include <stddef.h>
#include <stdio.h>
// (jpeglib.h needs the two above)
#include <jerror.h>
#include <jpeglib.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/codec.h"
#include "lib/codecs/icc.h"
#include "lib/codecs/jpeg_markers.h"
#include "lib/codecs/orientation.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// A file may name any number of progressive scans, each a walk over the whole picture for a few
// bytes. Encoders write about ten; the product with the number of pixels bounds the time.
constexpr uint64_t kMaxScans = 500;
constexpr uint64_t kMaxScanPixels = uint64_t{1} << 36;

// What a picture starts with, and what stands in for the missing end of a truncated one.
constexpr std::byte kStartOfImage[3] = {std::byte{0xFF}, std::byte{0xD8}, std::byte{0xFF}};
constexpr JOCTET kEndOfImage[2] = {0xFF, JPEG_EOI};

// Photoshop's and everyone else's CMYK JPEGs hold 255 - ink. Without a colour profile's help the
// usual approximation: red is what cyan and black leave over, R = (1 - C)(1 - K). The same as
// Pillow's and ImageMagick's.
void CmykRowToRgb(const JSAMPLE* in, int width, JSAMPLE* out) {
  for (int x = 0; x < width; ++x, in += 4, out += 3) {
    for (int c = 0; c < 3; ++c) out[c] = static_cast<JSAMPLE>((in[c] * in[3] + 127) / 255);
  }
}

class JpegReader : public RowReader {
 public:
  JpegReader(ByteReader& in, const DecodeOptions& options) : in_(in), options_(options) {}
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;
  ~JpegReader() override {
    if (created_) jpeg_destroy_decompress(&jpeg_);
  }

  // Reads up to the first scan.
  Status ReadHeader() {
    jpeg_.err = jpeg_std_error(&errors_);
    errors_.error_exit = OnError;
    errors_.emit_message = OnMessage;
    errors_.output_message = [](j_common_ptr) {};
    jpeg_.client_data = this;
    if (!Guarded([this] {
          jpeg_create_decompress(&jpeg_);
          created_ = true;
          Configure();
          jpeg_read_header(&jpeg_, TRUE);
        })) {
      return Failure("header");
    }
    return Describe();
  }

  int orientation() const { return markers_.orientation(); }

  Status Read(int64_t count, std::byte* data, size_t stride) override {
    const int64_t begin = next_row_;
    const int64_t end = begin + count;
    const auto row = [&](int64_t y) { return data + size_t(y - begin) * stride; };
    if (!started_ && !Guarded([this] {
          jpeg_start_decompress(&jpeg_);
          started_ = true;
        })) {
      return Failure("scan " + std::to_string(jpeg_.input_scan_number));
    }
    if (!Guarded([&] {
          for (; next_row_ < end && !RowsMissing(); ++next_row_) ReadRow(row(next_row_));
        })) {
      return Failure("row " + std::to_string(next_row_ + 1) + " of " +
                     std::to_string(info_.row_count()));
    }
    for (; next_row_ < end; ++next_row_) {
      std::memset(row(next_row_), 0, size_t(info_.row_samples()));
    }
    return next_row_ < info_.row_count() ? Status::Ok() : Finish();
  }

 private:
  // Runs calls of libjpeg, which leaves them by longjmp on an error: `calls` must not have locals
  // with destructors, and changes nothing but members. False on an error.
  template <class F>
  bool Guarded(F&& calls) {
    if (setjmp(jump_) != 0) return false;
    calls();
    return true;
  }

  template <class T>
  static JpegReader* Self(T* jpeg) {
    return static_cast<JpegReader*>(jpeg->client_data);
  }
  [[noreturn]] static void OnError(j_common_ptr jpeg) {
    JpegReader* self = Self(jpeg);
    jpeg->err->format_message(jpeg, self->message_);
    std::longjmp(self->jump_, 1);
  }
  // Damage that libjpeg would only warn of is an error, unless it follows from a missing end that
  // the caller tolerates; odd but harmless things are none.
  static void OnMessage(j_common_ptr jpeg, int level) {
    const int code = jpeg->err->msg_code;
    const bool harmless = code == JWRN_EXTRANEOUS_DATA || code == JWRN_NOT_SEQUENTIAL ||
                          code == JWRN_BOGUS_PROGRESSION || code == JWRN_ADOBE_XFORM ||
                          code == JWRN_JFIF_MAJOR;
    if (level >= 0 || harmless) return;
    JpegReader* self = Self(jpeg);
    if (self->ended_) self->data_missing_ = true;
    if (!self->ended_ || !self->options_.allow_truncated) OnError(jpeg);
  }
  static void OnProgress(j_common_ptr jpeg) {
    JpegReader* self = Self(jpeg);
    if (static_cast<uint64_t>(self->jpeg_.input_scan_number) > self->max_scans_) {
      self->too_many_scans_ = true;
      OnError(jpeg);
    }
  }
  static boolean OnFill(j_decompress_ptr jpeg) {
    if (!Self(jpeg)->Fill()) OnError(reinterpret_cast<j_common_ptr>(jpeg));
    return TRUE;
  }
  static void OnSkip(j_decompress_ptr jpeg, long count) {  // NOLINT(google-runtime-int)
    auto left = static_cast<size_t>(std::max(count, 0L));
    while (left > jpeg->src->bytes_in_buffer) {
      left -= jpeg->src->bytes_in_buffer;
      OnFill(jpeg);
      if (Self(jpeg)->ended_) return;
    }
    jpeg->src->next_input_byte += left;
    jpeg->src->bytes_in_buffer -= left;
  }
  static boolean OnMarker(j_decompress_ptr jpeg) {
    Self(jpeg)->ReadMarker();
    return TRUE;
  }

  void Configure() {
    source_.init_source = [](j_decompress_ptr) {};
    source_.fill_input_buffer = OnFill;
    source_.skip_input_data = OnSkip;
    source_.resync_to_restart = jpeg_resync_to_restart;
    source_.term_source = [](j_decompress_ptr) {};
    jpeg_.src = &source_;
    progress_.progress_monitor = OnProgress;
    jpeg_.progress = &progress_;
    for (const int app : {1, 2}) jpeg_set_marker_processor(&jpeg_, JPEG_APP0 + app, OnMarker);
    jpeg_.mem->max_memory_to_use = static_cast<long>(  // NOLINT(google-runtime-int)
        std::min<uint64_t>(MemoryBudget(), LONG_MAX));
  }

  // Lends libjpeg what the reader has buffered; at the end of the stream an end marker, so that it
  // comes to an end with what it has. False on an error.
  bool Fill() {
    in_.Skip(std::exchange(lent_, 0));
    const Result<std::span<const std::byte>> bytes = in_.PeekSome();
    if (!bytes.ok()) {
      io_error_ = bytes.status();
      return false;
    }
    ended_ = bytes->empty();
    if (ended_) {
      source_.next_input_byte = kEndOfImage;
      source_.bytes_in_buffer = sizeof(kEndOfImage);
      return true;
    }
    lent_ = bytes->size();
    source_.next_input_byte = reinterpret_cast<const JOCTET*>(bytes->data());
    source_.bytes_in_buffer = bytes->size();
    return true;
  }
  // Takes from the reader what libjpeg used of it.
  void ReturnUnused() {
    in_.Skip(std::exchange(lent_, 0) - source_.bytes_in_buffer);
    source_.bytes_in_buffer = 0;
  }

  // The next byte as libjpeg sees it. Inside Guarded only.
  uint8_t NextByte() {
    if (source_.bytes_in_buffer == 0) OnFill(&jpeg_);
    --source_.bytes_in_buffer;
    return *source_.next_input_byte++;
  }
  // An APP1 or APP2 segment: two bytes of length, which count themselves, and the payload.
  void ReadMarker() {
    const int app = jpeg_.unread_marker - JPEG_APP0;
    const size_t high = NextByte();
    const size_t length = high << 8 | NextByte();
    if (length < 2) ERREXIT(&jpeg_, JERR_BAD_LENGTH);
    segment_.resize(length - 2);
    const uint64_t position = in_.position() + lent_ - source_.bytes_in_buffer;
    for (std::byte& byte : segment_) byte = std::byte{NextByte()};
    if (!started_) markers_.Add(app, segment_, position);
  }

  // The reason for the last error, which happened at `where`.
  Status Failure(const std::string& where) const {
    constexpr std::string_view kCommonStart = "Corrupt JPEG data: ";
    if (!io_error_.ok()) return io_error_;
    if (ended_) return Status::Failed("truncated: " + where);
    if (too_many_scans_) {
      return Status::Failed("JPEG with more than " + std::to_string(max_scans_) + " scans");
    }
    std::string reason = message_;
    if (reason.starts_with(kCommonStart)) reason.erase(0, kCommonStart.size());
    return Status::Failed("corrupt JPEG: " + reason + " (" + where + ")");
  }

  Status Describe() {
    const uint64_t width = jpeg_.image_width;
    const uint64_t height = jpeg_.image_height;
    SLUICE_RETURN_IF_ERROR(CheckSize(width, height, 3, options_.limits));
    if (jpeg_.data_precision != 8) {
      return Status::Failed("JPEG with " + std::to_string(jpeg_.data_precision) +
                            " bits a sample, expected 8");
    }
    const int components = jpeg_.num_components;
    if (components != 1 && components != 3 && components != 4) {
      return Status::Failed("JPEG with " + std::to_string(components) +
                            " components, expected 1 (gray), 3 (colour) or 4 (CMYK)");
    }
    several_scans_ = jpeg_has_multiple_scans(&jpeg_) != FALSE;
    max_scans_ = std::min(kMaxScans, kMaxScanPixels / (width * height));
    jpeg_.out_color_space = components == 1 ? JCS_GRAYSCALE : components == 3 ? JCS_RGB : JCS_CMYK;
    if (components == 4) cmyk_row_ = std::make_unique<Scratch<JSAMPLE>>(width * 4);
    info_ = FrameInfo::Picture(static_cast<int>(width), static_cast<int>(height),
                               components == 1 ? 1 : 3, DType::kU8);
    info_.format = "JPEG";
    info_.file_dtype = "u8";
    std::string icc = markers_.IccProfile();
    if (IccFits(icc, components == 1 ? 1 : 3)) {
      info_.icc = std::make_shared<const std::string>(std::move(icc));
    }
    return Status::Ok();
  }

  // Whether the rows from here on are not in the file. A picture of several scans has all its rows,
  // only less exact.
  bool RowsMissing() const { return data_missing_ && !several_scans_; }

  // Inside Guarded only. Rows for which the data ended meanwhile are cleared.
  void ReadRow(std::byte* data) {
    auto* out = reinterpret_cast<JSAMPLE*>(data);
    JSAMPLE* target = cmyk_row_ != nullptr ? cmyk_row_->data() : out;
    jpeg_read_scanlines(&jpeg_, &target, 1);
    if (RowsMissing()) {
      std::memset(out, 0, size_t(info_.row_samples()));
    } else if (cmyk_row_ != nullptr) {
      CmykRowToRgb(target, static_cast<int>(jpeg_.output_width), out);
    }
  }

  // The trailer: the end marker, and the further images of a multi-picture file.
  Status Finish() {
    if (!ended_ && !Guarded([this] { jpeg_finish_decompress(&jpeg_); })) {
      return Failure("end marker");
    }
    if (ended_) {
      if (options_.allow_truncated) return Status::Ok();
      return Status::Failed("truncated: end marker");
    }
    ReturnUnused();
    return SkipEmbedded();
  }

  // Skips previews, gain maps and the like, which the file's index announces behind the picture:
  // they are not frames. An index may be left over from before an edit, so each image must begin
  // where it says.
  Status SkipEmbedded() {
    for (const EmbeddedImage& image : markers_.embedded()) {
      if (image.begin < in_.position()) continue;
      const uint64_t gap = image.begin - in_.position();
      if (gap > ByteReader::kMaxPeek - 3) break;
      SLUICE_ASSIGN_OR_RETURN(const auto bytes, in_.Peek(size_t(gap) + 3));
      if (bytes.size() < gap + 3 || std::memcmp(bytes.data() + gap, kStartOfImage, 3) != 0) break;
      SLUICE_RETURN_IF_ERROR(SkipBytes(gap + image.size));
    }
    return Status::Ok();
  }
  // Skips as many bytes, or to the end of the stream.
  Status SkipBytes(uint64_t count) {
    while (count > 0) {
      SLUICE_ASSIGN_OR_RETURN(const auto bytes, in_.PeekSome());
      if (bytes.empty()) break;
      const auto step = static_cast<size_t>(std::min<uint64_t>(count, bytes.size()));
      in_.Skip(step);
      count -= step;
    }
    return Status::Ok();
  }

  ByteReader& in_;
  DecodeOptions options_;
  jpeg_decompress_struct jpeg_ = {};
  jpeg_error_mgr errors_ = {};
  jpeg_source_mgr source_ = {};
  jpeg_progress_mgr progress_ = {};
  std::jmp_buf jump_;
  char message_[JMSG_LENGTH_MAX] = {};  // libjpeg's reason for the last error
  Status io_error_;
  bool created_ = false;
  bool started_ = false;
  bool several_scans_ = false;
  bool ended_ = false;         // libjpeg looked for more bytes than there are
  bool data_missing_ = false;  // and needed them
  bool too_many_scans_ = false;
  uint64_t max_scans_ = kMaxScans;
  size_t lent_ = 0;  // bytes that libjpeg was given and that are not yet taken from the reader
  std::vector<std::byte> segment_;
  JpegMarkers markers_;
  std::unique_ptr<Scratch<JSAMPLE>> cmyk_row_;
  int64_t next_row_ = 0;
};

}  // namespace

Result<std::unique_ptr<RowReader>> DecodeJpeg(ByteReader& in, const DecodeOptions& options) {
  auto reader = std::make_unique<JpegReader>(in, options);
  SLUICE_RETURN_IF_ERROR(reader->ReadHeader());
  const int orientation = options.orient ? reader->orientation() : 1;
  return MakeUpright(std::move(reader), orientation);
}

}  // namespace sluice
