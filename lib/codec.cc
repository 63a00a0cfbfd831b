#include "lib/codec.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <cstring>
#include <utility>

namespace sluice {
namespace {

constexpr uint64_t kMaxJpegSide = 65500;

std::string_view AsText(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool IsBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// "P5" and the like count only with what must follow them.
bool StartsPnm(std::string_view start) {
  return start.size() >= 3 && start[0] == 'P' && start[1] >= '1' && start[1] <= '7' &&
         (IsBlank(start[2]) || start[2] == '#');
}
bool StartsPfm(std::string_view start) {
  return start.size() >= 3 && start[0] == 'P' && (start[1] == 'F' || start[1] == 'f') &&
         IsBlank(start[2]);
}
bool StartsNpy(std::string_view start) { return start.starts_with("\x93NUMPY"); }
bool StartsPng(std::string_view start) { return start.starts_with("\x89PNG"); }
bool StartsNever(std::string_view /*start*/) { return false; }
bool StartsJpeg(std::string_view start) { return start.starts_with("\xff\xd8\xff"); }

Status CheckPng(const FrameInfo& info) {
  if (info.is_picture() && info.dtype != DType::kF32 && info.shape[2] <= 4) return Status::Ok();
  return Status::Failed(
      "PNG holds u8 and u16 pictures of 1 to 4 channels, not a " + info.Describe(),
      info.dtype == DType::kF32 ? "--depth u8 saturates to 0..1, an .npy file keeps f32"
                                : "-f npy holds any array");
}

Status CheckJpeg(const FrameInfo& info) {
  const bool kind =
      info.is_picture() && info.dtype == DType::kU8 && (info.shape[2] == 1 || info.shape[2] == 3);
  if (!kind) {
    return Status::Failed("JPEG holds u8 pictures of 1 or 3 channels, not a " + info.Describe(),
                          info.is_picture() && info.dtype != DType::kU8
                              ? "--depth u8 converts"
                              : "-f png and -f npy hold more");
  }
  if (uint64_t(info.shape[0]) > kMaxJpegSide || uint64_t(info.shape[1]) > kMaxJpegSide) {
    return Status::Failed("JPEG holds at most " + std::to_string(kMaxJpegSide) +
                              " pixels a side, not a " + info.Describe(),
                          "-f png has no such limit");
  }
  return Status::Ok();
}

// The codecs check what depends on more than the kind of frame.
Status CheckNothing(const FrameInfo& /*info*/) { return Status::Ok(); }

struct Codec {
  Format format;
  bool (*starts)(std::string_view first_bytes);
  Result<std::unique_ptr<RowReader>> (*decode)(ByteReader&, const DecodeOptions&);
  Status (*check)(const FrameInfo&);
  Status (*encode)(RowReader&, const EncodeOptions&, ByteWriter&);
};

constexpr std::array<Codec, 7> kCodecs = {{
    {Format::kPnm, StartsPnm, DecodePnm, CheckNothing, EncodePnm},
    {Format::kNpy, StartsNpy, DecodeNpy, CheckNothing, EncodeNpy},
    {Format::kPng, StartsPng, DecodePng, CheckPng, EncodePng},
    {Format::kJpeg, StartsJpeg, DecodeJpeg, CheckJpeg, EncodeJpeg},
    {Format::kPfm, StartsPfm, DecodePfm, CheckNothing, EncodePfm},
    {Format::kCsv, StartsNever, nullptr, CheckCsv, EncodeCsv},
    {Format::kLibsvm, StartsNever, nullptr, CheckLibsvm, EncodeLibsvm},
}};

// What people try that is no format of ours, to call it by its name.
struct ForeignFormat {
  std::string_view start;
  const char* hint;
};
constexpr std::array<ForeignFormat, 9> kForeignFormats = {{
    {"GIF8", "this is a GIF; another program can convert it to PNG or PNM"},
    {"BM", "perhaps a BMP; another program can convert it to PNG or PNM"},
    {std::string_view("II*\0", 4), "this is a TIFF; another program can convert it to PNG or PNM"},
    {std::string_view("MM\0*", 4), "this is a TIFF; another program can convert it to PNG or PNM"},
    {"RIFF", "perhaps a WebP; another program can convert it to PNG or PNM"},
    {"PK\x03\x04", "this is a ZIP archive (NPZ is one too); unzip it first"},
    {"\x1f\x8b", "this is compressed; gzip -dc FILE | sluice ... reads it"},
    {"(\xb5/\xfd", "this is compressed; zstd -dc FILE | sluice ... reads it"},
    {"%PDF", "this is a PDF; another program can convert it to PNG or PNM"},
}};

// The first bytes for a message: printable ASCII as it is, the rest as \xNN.
std::string Escape(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (c >= ' ' && c <= '~') {
      text += c;
    } else {
      std::array<char, 5> hex{};
      std::snprintf(hex.data(), hex.size(), "\\x%02x", unsigned(static_cast<unsigned char>(c)));
      text += hex.data();
    }
  }
  return text;
}

Status NotAnImage(std::string_view start) {
  constexpr size_t kShown = 8;
  std::string hint = "known formats: PNG, JPEG, PNM (P1 to P7), PFM, NPY";
  for (const ForeignFormat& foreign : kForeignFormats) {
    if (start.starts_with(foreign.start)) hint = foreign.hint;
  }
  return Status::Failed("not an image: starts with \"" + Escape(start.substr(0, kShown)) + "\"",
                        hint);
}

// Blanks between frames are no frame: plain PNM files end with a newline, and others may too.
Status SkipBlanks(ByteReader& in) {
  while (true) {
    SLUICE_ASSIGN_OR_RETURN(const std::span<const std::byte> bytes, in.PeekSome());
    const std::string_view text = AsText(bytes);
    const auto first = std::find_if_not(text.begin(), text.end(), IsBlank);
    in.Skip(static_cast<size_t>(first - text.begin()));
    if (first != text.end() || text.empty()) return Status::Ok();
  }
}

// The next bytes, enough to recognise a format; empty at the end of the stream.
Result<std::string_view> PeekStart(ByteReader& in) {
  SLUICE_ASSIGN_OR_RETURN(const std::span<const std::byte> bytes, in.Peek(8));
  return AsText(bytes.first(std::min<size_t>(bytes.size(), 64)));
}

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

const std::vector<std::pair<std::string, FormatChoice>>& NamedFormats() {
  static const std::vector<std::pair<std::string, FormatChoice>> formats = {
      {"png", {Format::kPng}},
      {"jpg", {Format::kJpeg}},
      {"jpeg", {Format::kJpeg}},
      {"pnm", {Format::kPnm}},
      {"pbm", {Format::kPnm, PnmKind::kPbm}},
      {"pgm", {Format::kPnm, PnmKind::kPgm}},
      {"ppm", {Format::kPnm, PnmKind::kPpm}},
      {"pam", {Format::kPnm, PnmKind::kPam}},
      {"pfm", {Format::kPfm}},
      {"npy", {Format::kNpy}},
      {"csv", {Format::kCsv}},
      {"libsvm", {Format::kLibsvm}}};
  return formats;
}

bool IsSmallIntegerPicture(const FrameInfo& info) {
  return info.is_picture() && info.dtype != DType::kF32 && info.shape[2] <= 4;
}

}  // namespace

Result<std::unique_ptr<RowReader>> DecodeFrame(ByteReader& in, const DecodeOptions& options) {
  SLUICE_ASSIGN_OR_RETURN(const std::optional<Format> format, NextFormat(in));
  for (const Codec& codec : kCodecs) {
    if (codec.format == format) return codec.decode(in, options);
  }
  SLUICE_ASSIGN_OR_RETURN(const std::string_view start, PeekStart(in));
  if (start.empty()) return std::unique_ptr<RowReader>();
  return NotAnImage(start);
}

Result<std::optional<Format>> NextFormat(ByteReader& in) {
  SLUICE_RETURN_IF_ERROR(SkipBlanks(in));
  SLUICE_ASSIGN_OR_RETURN(const std::string_view start, PeekStart(in));
  for (const Codec& codec : kCodecs) {
    if (codec.starts(start)) return std::optional<Format>(codec.format);
  }
  return std::optional<Format>();
}

Status EncodeFrame(RowReader& frame, Format format, const EncodeOptions& options, ByteWriter& out) {
  for (const Codec& codec : kCodecs) {
    if (codec.format != format) continue;
    SLUICE_RETURN_IF_ERROR(codec.check(frame.info()));
    return codec.encode(frame, options, out);
  }
  return Status::Usage("no such format");
}

bool CanDecode(Format format) {
  return std::any_of(kCodecs.begin(), kCodecs.end(), [&](const Codec& codec) {
    return codec.format == format && codec.decode != nullptr;
  });
}

std::optional<FormatChoice> FormatByName(const std::string& name) {
  for (const auto& [known, choice] : NamedFormats()) {
    if (known == name) return choice;
  }
  return std::nullopt;
}

std::optional<FormatChoice> FormatByExtension(const std::string& path) {
  const size_t dot = path.rfind('.');
  if (dot == std::string::npos) return std::nullopt;
  return FormatByName(Lower(path.substr(dot + 1)));
}

std::string ExtensionFor(const FormatChoice& choice, const FrameInfo& info) {
  FormatChoice wanted = choice;
  if (wanted.format == Format::kPnm && wanted.pnm == PnmKind::kAuto) {
    const int64_t channels = info.is_picture() ? info.shape[2] : 0;
    wanted.pnm = channels == 1 ? PnmKind::kPgm : channels == 3 ? PnmKind::kPpm : PnmKind::kPam;
  }
  for (const auto& [name, known] : NamedFormats()) {
    if (known.format == wanted.format && known.pnm == wanted.pnm) return name;
  }
  return "";
}

std::vector<std::string> FormatNames() {
  std::vector<std::string> names;
  for (const auto& [name, choice] : NamedFormats()) names.push_back(name);
  return names;
}

Format PipeFormat(const FrameInfo& info) {
  return IsSmallIntegerPicture(info) ? Format::kPnm : Format::kNpy;
}

Format FileFormat(const FrameInfo& info) {
  return IsSmallIntegerPicture(info) ? Format::kPng : Format::kNpy;
}

}  // namespace sluice
