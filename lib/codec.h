// File formats: frames out of bytes and bytes out of frames. A format is recognised by its first
// bytes; one codec a file in lib/codecs/.
#ifndef SLUICE_LIB_CODEC_H_
#define SLUICE_LIB_CODEC_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/byte_io.h"
#include "lib/limits.h"
#include "lib/row_reader.h"
#include "lib/status.h"

namespace sluice {

// CSV and libsvm's lines are written only.
enum class Format { kPng, kJpeg, kPnm, kPfm, kNpy, kCsv, kLibsvm };

struct DecodeOptions {
  Limits limits;
  bool orient = true;            // turn JPEGs and PNGs upright by EXIF
  bool allow_truncated = false;  // missing rows become 0 instead of an error
  std::string axes;              // how to read an NPY array's dimensions; empty: by its tag or rank
};

// When the metadata line is written: only when there is something to carry, always, never.
enum class MetaMode { kAuto, kAlways, kNever };

// The kinds of PNM that `-f` can ask for.
enum class PnmKind { kAuto, kPbm, kPgm, kPpm, kPam };

struct EncodeOptions {
  int jpeg_quality = 90;    // 1..100
  int png_compression = 1;  // 0 (stored), 1 (fast), 2 (small) to 9 (slow, smallest)
  PnmKind pnm = PnmKind::kAuto;
  MetaMode meta = MetaMode::kAuto;
  bool many_frames = false;  // the stream has, or may have, more than one frame
  bool strip = false;        // drop ICC profiles
};

// The frame that starts at the reader's position, recognised by its first bytes; null at the end of
// the stream. The returned reader borrows `in`. Errors name what was expected and found.
Result<std::unique_ptr<RowReader>> DecodeFrame(ByteReader& in, const DecodeOptions& options);

// The format whose first bytes come next, blanks skipped; nothing when there is none of ours.
Result<std::optional<Format>> NextFormat(ByteReader& in);

// Pulls the frame's rows and writes them. Fails before the first byte when the format can't hold
// the frame (an f32 picture as JPEG), with a hint.
Status EncodeFrame(RowReader& frame, Format format, const EncodeOptions& options, ByteWriter& out);

// The codecs; each decoder expects its own first bytes at the reader's position.
Result<std::unique_ptr<RowReader>> DecodePng(ByteReader& in, const DecodeOptions& options);
Result<std::unique_ptr<RowReader>> DecodeJpeg(ByteReader& in, const DecodeOptions& options);
Result<std::unique_ptr<RowReader>> DecodePnm(ByteReader& in, const DecodeOptions& options);
Result<std::unique_ptr<RowReader>> DecodePfm(ByteReader& in, const DecodeOptions& options);
Result<std::unique_ptr<RowReader>> DecodeNpy(ByteReader& in, const DecodeOptions& options);
Status EncodePng(RowReader& frame, const EncodeOptions& options, ByteWriter& out);
Status EncodeJpeg(RowReader& frame, const EncodeOptions& options, ByteWriter& out);
Status EncodePnm(RowReader& frame, const EncodeOptions& options, ByteWriter& out);
Status EncodePfm(RowReader& frame, const EncodeOptions& options, ByteWriter& out);
Status EncodeNpy(RowReader& frame, const EncodeOptions& options, ByteWriter& out);
Status EncodeCsv(RowReader& frame, const EncodeOptions& options, ByteWriter& out);
Status EncodeLibsvm(RowReader& frame, const EncodeOptions& options, ByteWriter& out);
// Fails for what these two can't hold.
Status CheckCsv(const FrameInfo& info);
Status CheckLibsvm(const FrameInfo& info);
// Whether frames of a format can be read.
bool CanDecode(Format format);

// What a frame's metadata line is to carry; nothing when no line is to be written. With
// MetaMode::kAuto, that is the frame's attributes, and the path as its name when there are many
// frames or other attributes.
Attributes MetadataToWrite(const FrameInfo& info, const EncodeOptions& options);
// The metadata line's text ("name=a%20b.png label=cat"), percent-encoded, at most 4000 bytes: pairs
// that don't fit are left out.
std::string FormatMetadata(const Attributes& attributes);
// Adds what a comment line (without '#') says to `attributes`. Only a line whose every word is
// key=value is one of ours; others, of foreign programs, are ignored.
void ParseMetadata(std::string_view text, Attributes* attributes);

// "png" "jpg" "jpeg" "pnm" "pbm" "pgm" "ppm" "pam" "pfm" "npy" "csv" "libsvm" to a format and a
// kind of PNM.
struct FormatChoice {
  Format format;
  PnmKind pnm = PnmKind::kAuto;
};
std::optional<FormatChoice> FormatByName(const std::string& name);
// By a file name's extension, any case.
std::optional<FormatChoice> FormatByExtension(const std::string& path);
// The usual extension: "png", "jpg", "pgm" (for one channel), "ppm", "pam", ...
std::string ExtensionFor(const FormatChoice& choice, const FrameInfo& info);
// The names that FormatByName knows, for messages.
std::vector<std::string> FormatNames();
// What travels through a pipe: PNM for u8 and u16 pictures of 1 to 4 channels, else NPY.
Format PipeFormat(const FrameInfo& info);
// What goes into a regular file without an extension: PNG for u8 and u16 pictures of 1 to 4
// channels (3 and 4: RGB and RGBA), else NPY.
Format FileFormat(const FrameInfo& info);

}  // namespace sluice

#endif  // SLUICE_LIB_CODEC_H_
