#include "lib/codecs/pnm_header.h"

#include <algorithm>

namespace sluice {
namespace {

constexpr uint64_t kMaxSide = uint64_t{1} << 40;  // CheckSize says what is too large
constexpr uint64_t kMaxMaxval = 65535;

Result<uint32_t> ReadMaxval(TextReader& text, std::string* comments) {
  SLUICE_ASSIGN_OR_RETURN(const uint64_t maxval, text.Number("maxval", kMaxMaxval, comments));
  if (maxval == 0) return Status::Failed("maxval: expected 1 to 65535, found 0");
  return static_cast<uint32_t>(maxval);
}

// P1 to P6: width, height and, except for bitmaps, maxval.
Status ReadNumbers(TextReader& text, PnmHeader* header) {
  std::string* comments = &header->comments;
  SLUICE_ASSIGN_OR_RETURN(header->width, text.Number("width", kMaxSide, comments));
  SLUICE_ASSIGN_OR_RETURN(header->height, text.Number("height", kMaxSide, comments));
  if (!header->packed_bits()) {
    SLUICE_ASSIGN_OR_RETURN(header->maxval, ReadMaxval(text, comments));
  }
  header->depth = header->kind == 3 || header->kind == 6 ? 3 : 1;
  return text.EndHeader(comments);
}

// P7: lines of a keyword and its value, until ENDHDR.
Status ReadPamLines(TextReader& text, PnmHeader* header) {
  std::string* comments = &header->comments;
  std::string tuple_type;
  bool has_maxval = false;
  while (true) {
    const std::string word = text.Word(comments);
    if (word == "ENDHDR") break;
    if (word == "WIDTH") {
      SLUICE_ASSIGN_OR_RETURN(header->width, text.Number(word, kMaxSide, comments));
    } else if (word == "HEIGHT") {
      SLUICE_ASSIGN_OR_RETURN(header->height, text.Number(word, kMaxSide, comments));
    } else if (word == "DEPTH") {
      SLUICE_ASSIGN_OR_RETURN(header->depth, text.Number(word, kMaxSide, comments));
    } else if (word == "MAXVAL") {
      SLUICE_ASSIGN_OR_RETURN(header->maxval, ReadMaxval(text, comments));
      has_maxval = true;
    } else if (word == "TUPLTYPE") {
      tuple_type = text.Line();
    } else if (word.empty()) {
      return text.EndError("the PAM header");
    } else {
      return Status::Failed("PAM header: unknown line, starts with " +
                            DescribeChar(static_cast<unsigned char>(word[0])));
    }
  }
  text.Line();  // of ENDHDR
  if (header->width == 0 || header->height == 0 || header->depth == 0 || !has_maxval) {
    return Status::Failed("PAM header: expected WIDTH, HEIGHT, DEPTH (each above 0) and MAXVAL");
  }
  // The official types with transparency end so; other types say nothing we need.
  while (!tuple_type.empty() && IsTextBlank(static_cast<unsigned char>(tuple_type.back()))) {
    tuple_type.pop_back();
  }
  header->alpha = tuple_type.ends_with("_ALPHA") && (header->depth == 2 || header->depth == 4);
  return text.status();
}

}  // namespace

Result<PnmHeader> ReadPnmHeader(TextReader& text) {
  PnmHeader header;
  text.Get();  // 'P'
  header.kind = text.Get() - '0';
  SLUICE_RETURN_IF_ERROR(header.kind == 7 ? ReadPamLines(text, &header)
                                          : ReadNumbers(text, &header));
  return header;
}

}  // namespace sluice
