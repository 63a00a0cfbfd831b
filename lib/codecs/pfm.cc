// PFM (Debevec's portable float map): "PF" or "Pf", width, height, and a scale whose sign alone
// counts: negative is little-endian. Rows go from the bottom up, so a frame is buffered as a whole.
#include <charconv>
#include <memory>
#include <string>
#include <utility>

#include "lib/codec.h"
#include "lib/codecs/byte_order.h"
#include "lib/codecs/metadata.h"
#include "lib/codecs/raster.h"
#include "lib/codecs/text_reader.h"

namespace sluice {
namespace {

constexpr uint64_t kMaxSide = uint64_t{1} << 40;  // CheckSize says what is too large

struct PfmHeader {
  uint64_t width = 0;
  uint64_t height = 0;
  int channels = 1;
  bool big_endian = false;
  std::string comments;
};

Result<PfmHeader> ReadHeader(TextReader& text) {
  PfmHeader header;
  header.channels = text.Word() == "PF" ? 3 : 1;
  SLUICE_ASSIGN_OR_RETURN(header.width, text.Number("width", kMaxSide, &header.comments));
  SLUICE_ASSIGN_OR_RETURN(header.height, text.Number("height", kMaxSide, &header.comments));
  const std::string word = text.Word(&header.comments);
  double scale = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), scale);
  if (word.empty()) return text.EndError("the PFM header");
  if (error != std::errc() || end != word.data() + word.size() || !(scale < 0 || scale > 0)) {
    return Status::Failed("PFM scale: expected a number that is not 0, found \"" + word + "\"");
  }
  header.big_endian = scale > 0;
  SLUICE_RETURN_IF_ERROR(text.EndHeader(&header.comments));
  return header;
}

Status CheckPfm(const FrameInfo& info) {
  const bool fits =
      info.is_picture() && info.dtype == DType::kF32 && (info.shape[2] == 1 || info.shape[2] == 3);
  if (fits) return Status::Ok();
  return Status::Failed("PFM holds f32 pictures of 1 or 3 channels, not a " + info.Describe(),
                        info.is_picture() && info.dtype != DType::kF32
                            ? "sluice convert --depth f32"
                            : "-f npy holds any array");
}

}  // namespace

Result<std::unique_ptr<RowReader>> DecodePfm(ByteReader& in, const DecodeOptions& options) {
  PfmHeader header;
  {
    TextReader text(in);
    SLUICE_ASSIGN_OR_RETURN(header, ReadHeader(text));
  }
  SLUICE_RETURN_IF_ERROR(
      CheckSize(header.width, header.height, uint64_t(header.channels), options.limits));
  FrameInfo info =
      FrameInfo::Picture(static_cast<int>(header.width), static_cast<int>(header.height),
                         header.channels, DType::kF32);
  TakeMetadata(header.comments, &info);
  info.format = "PFM";
  info.file_dtype = "f32";
  const auto samples = static_cast<size_t>(info.row_samples());
  SLUICE_ASSIGN_OR_RETURN(Frame frame, Frame::Create(std::move(info)));
  Raster raster(in, header.height * samples * sizeof(float), options.allow_truncated);
  for (auto y = static_cast<int64_t>(header.height); y-- > 0;) {
    SLUICE_RETURN_IF_ERROR(raster.Read({frame.RowBytes(y), samples * sizeof(float)}));
    if (header.big_endian) SwapBytes(frame.RowBytes(y), sizeof(float), samples);
  }
  return MakeFrameReader(std::move(frame));
}

Status EncodePfm(RowReader& frame, const EncodeOptions& /*options*/, ByteWriter& out) {
  SLUICE_RETURN_IF_ERROR(CheckPfm(frame.info()));
  SLUICE_ASSIGN_OR_RETURN(const Frame whole, ReadFrame(frame));
  const PictureInfo picture = whole.info().picture();
  const char* magic = picture.channels == 3 ? "PF\n" : "Pf\n";
  SLUICE_RETURN_IF_ERROR(out.Write(magic + std::to_string(picture.width) + " " +
                                   std::to_string(picture.height) + "\n-1.0\n"));
  const size_t row_bytes = static_cast<size_t>(picture.row_samples()) * sizeof(float);
  for (int y = picture.height; y-- > 0;) {
    SLUICE_RETURN_IF_ERROR(out.Write(std::span(whole.RowBytes(y), row_bytes)));
  }
  return Status::Ok();
}

}  // namespace sluice
