// The headers of PBM, PGM, PPM (P1 to P6) and PAM (P7).
#ifndef SLUICE_LIB_CODECS_PNM_HEADER_H_
#define SLUICE_LIB_CODECS_PNM_HEADER_H_

#include <cstdint>
#include <string>

#include "lib/codecs/text_reader.h"
#include "lib/status.h"

namespace sluice {

struct PnmHeader {
  int kind = 0;  // 1 to 7: the digit of the magic
  uint64_t width = 0;
  uint64_t height = 0;
  uint64_t depth = 0;
  uint32_t maxval = 1;
  bool alpha = false;
  std::string comments;  // without '#', a newline after each

  bool plain() const { return kind <= 3; }
  bool packed_bits() const { return kind == 1 || kind == 4; }
};

// Reads from the magic to the blank that ends the header.
Result<PnmHeader> ReadPnmHeader(TextReader& text);

}  // namespace sluice

#endif  // SLUICE_LIB_CODECS_PNM_HEADER_H_
