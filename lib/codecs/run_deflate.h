// DEFLATE (RFC 1951) reduced to what counts for filtered photos: Huffman codes fitted to every
// block, and runs of one byte. Without a search for other repetitions it is several times as fast
// as zlib at its fastest, and photos come out smaller than there.
#ifndef SLUICE_LIB_CODECS_RUN_DEFLATE_H_
#define SLUICE_LIB_CODECS_RUN_DEFLATE_H_

#include <cstdint>
#include <span>
#include <vector>

namespace sluice {

// Appends `bytes` as DEFLATE blocks that end at a byte boundary, so that the next piece can follow;
// the last one also ends the stream.
void RunDeflate(std::span<const uint8_t> bytes, bool last, std::vector<uint8_t>* out);

}  // namespace sluice

#endif  // SLUICE_LIB_CODECS_RUN_DEFLATE_H_
