// Prefix codes as DEFLATE uses them (RFC 1951, section 3.2.2).
#ifndef SLUICE_LIB_CODECS_HUFFMAN_CODE_H_
#define SLUICE_LIB_CODECS_HUFFMAN_CODE_H_

#include <cstdint>
#include <span>
#include <vector>

namespace sluice {

// A symbol's code word, first bit lowest. Symbols that don't occur have no bits.
struct CodeWord {
  uint16_t bits = 0;
  uint8_t length = 0;
};

// The canonical code for symbols that occur as often as `counts` says, with no word longer than
// `max_length` bits (which must have room for all symbols): Huffman's, repaired where it would be
// longer, at a cost far below a percent. A single symbol gets one bit.
std::vector<CodeWord> MakeHuffmanCode(std::span<const uint32_t> counts, int max_length);

}  // namespace sluice

#endif  // SLUICE_LIB_CODECS_HUFFMAN_CODE_H_
