#include "lib/codecs/run_deflate.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

#include "lib/codecs/huffman_code.h"

namespace sluice {
namespace {

constexpr size_t kBlockBytes = size_t{1} << 16;  // photos change slowly: one code for so many bytes
constexpr size_t kMinRun = 8;  // shorter runs are cheaper as literals of one or two bits
constexpr size_t kMaxMatch = 258;
constexpr size_t kEndOfBlock = 256;
constexpr size_t kSymbols = 286;  // 256 literals, the end of the block, 29 lengths
constexpr int kMaxWord = 12;      // so that four words and the rest of a byte fit into 64 bits
constexpr int kMaxLengthWord = 7;

// `length` equal bytes from `begin` on.
struct Run {
  size_t begin;
  size_t length;
};

uint64_t Load64(const uint8_t* from) {
  uint64_t value = 0;
  std::memcpy(&value, from, sizeof(value));
  if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
  return value;
}

// Writes bits, the first one lowest. Copied where the compiler is to keep it in registers.
class BitWriter {
 public:
  // There must be room behind `next` for all bits and 7 bytes more.
  explicit BitWriter(uint8_t* next) : next_(next) {}

  // At most 56 bits in all between two calls of Flush.
  void Put(uint64_t bits, unsigned count) {
    buffer_ |= bits << count_;
    count_ += count;
  }
  void Flush() {
    const bool big = std::endian::native == std::endian::big;
    const uint64_t bytes = big ? __builtin_bswap64(buffer_) : buffer_;
    std::memcpy(next_, &bytes, sizeof(bytes));
    next_ += count_ / 8;
    buffer_ >>= count_ & ~7u;
    count_ &= 7;
  }
  void Align() {
    count_ = (count_ + 7) & ~7u;
    Flush();
  }
  // Only when aligned.
  void PutBytes(std::span<const uint8_t> bytes) {
    next_ = std::copy(bytes.begin(), bytes.end(), next_);
  }
  const uint8_t* next() const { return next_; }

 private:
  uint8_t* next_;
  uint64_t buffer_ = 0;
  unsigned count_ = 0;
};

// A match of 3 to 258 bytes: its symbol and the bits that follow the symbol's word.
struct MatchLength {
  uint16_t symbol = 0;
  uint8_t extra_bits = 0;
  uint8_t extra = 0;
};

// RFC 1951, section 3.2.5: 257 to 264 mean 3 to 10; then four symbols for each number of extra
// bits, and 285 means 258.
constexpr std::array<MatchLength, kMaxMatch + 1> MakeMatchLengths() {
  std::array<MatchLength, kMaxMatch + 1> lengths{};
  size_t length = 3;
  uint16_t symbol = 257;
  for (; length <= 10; ++length) lengths[length] = {symbol++, 0, 0};
  for (unsigned bits = 1; bits <= 5; ++bits) {
    for (int i = 0; i < 4; ++i, ++symbol) {
      for (unsigned extra = 0; extra < 1u << bits; ++extra, ++length) {
        lengths[length] = {symbol, uint8_t(bits), uint8_t(extra)};
      }
    }
  }
  lengths[kMaxMatch] = {285, 0, 0};
  return lengths;
}
constexpr std::array<MatchLength, kMaxMatch + 1> kMatchLengths = MakeMatchLengths();

// Calls match(length) for the matches that repeat the first byte of a run: none is shorter than 3.
template <class F>
void ForEachMatch(const Run& run, F&& match) {
  size_t left = run.length - 1;
  while (left > 0) {
    size_t length = std::min(left, kMaxMatch);
    if (left > length && left - length < 3) length -= 3;
    match(kMatchLengths[length]);
    left -= length;
  }
}

// The runs of at least kMinRun bytes. Each of them holds one of the groups of four bytes at
// multiples of four, which are tested two at a time; that few of them are equal is easy to foresee.
std::vector<Run> FindRuns(std::span<const uint8_t> bytes) {
  static_assert(kMinRun >= 7);
  std::vector<Run> runs;
  size_t done = 0;  // end of the last run
  for (size_t i = 0; i + 8 <= bytes.size(); i += 8) {
    const uint64_t word = Load64(bytes.data() + i);
    const uint64_t changes = (word ^ word >> 8) & 0x00FFFFFF00FFFFFF;
    const bool low = static_cast<uint32_t>(changes) == 0;
    if (!low && changes >> 32 != 0) continue;
    size_t begin = i + (low ? 0 : 4);
    if (begin < done) {  // in the last run: only the other group can begin a new one
      begin = i + 4;
      if (begin < done || changes >> 32 != 0) continue;
    }
    const uint8_t value = bytes[begin];
    size_t end = begin + 4;
    while (end < bytes.size() && bytes[end] == value) ++end;
    while (begin > done && bytes[begin - 1] == value) --begin;
    if (end - begin < kMinRun) continue;
    runs.push_back({begin, end - begin});
    done = end;
    i = end / 8 * 8 - 8;
  }
  return runs;
}

// The runs, and how often the block will have each symbol.
struct Tokens {
  std::vector<Run> runs;
  std::array<uint32_t, kSymbols> counts{};
  uint64_t extra_bits = 0;  // all bits of matches beside their symbols' words
};

Tokens Tokenize(std::span<const uint8_t> bytes) {
  // Four tables, as one would wait for itself whenever the same byte follows.
  std::array<std::array<uint32_t, 256>, 4> literals{};
  size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    uint64_t word = Load64(bytes.data() + i);
    for (size_t k = 0; k < 8; ++k, word >>= 8) ++literals[k % 4][word & 0xFF];
  }
  for (; i < bytes.size(); ++i) ++literals[0][bytes[i]];

  Tokens tokens;
  for (size_t s = 0; s < 256; ++s) {
    tokens.counts[s] = literals[0][s] + literals[1][s] + literals[2][s] + literals[3][s];
  }
  tokens.runs = FindRuns(bytes);
  for (const Run& run : tokens.runs) {
    tokens.counts[bytes[run.begin]] -= static_cast<uint32_t>(run.length - 1);
    ForEachMatch(run, [&](const MatchLength& match) {
      ++tokens.counts[match.symbol];
      tokens.extra_bits += match.extra_bits + 1u;
    });
  }
  tokens.counts[kEndOfBlock] = 1;
  return tokens;
}

// The lengths of the words of both codes, themselves run-length coded (section 3.2.7): a symbol,
// and for 16 (the last length again), 17 and 18 (zeros) how often.
struct LengthSymbol {
  uint8_t symbol;
  uint8_t extra_bits;
  uint8_t extra;
};

std::vector<LengthSymbol> CodeLengths(const std::vector<uint8_t>& lengths) {
  std::vector<LengthSymbol> symbols;
  for (size_t i = 0; i < lengths.size();) {
    size_t run = 1;
    while (i + run < lengths.size() && lengths[i + run] == lengths[i]) ++run;
    const bool zero = lengths[i] == 0;
    if (zero && run >= 3) {
      run = std::min<size_t>(run, 138);
      symbols.push_back(run <= 10 ? LengthSymbol{17, 3, uint8_t(run - 3)}
                                  : LengthSymbol{18, 7, uint8_t(run - 11)});
    } else if (!zero && run >= 4) {
      run = std::min<size_t>(run, 7);
      symbols.push_back({lengths[i], 0, 0});
      symbols.push_back({16, 2, uint8_t(run - 4)});
    } else {
      run = 1;
      symbols.push_back({lengths[i], 0, 0});
    }
    i += run;
  }
  return symbols;
}

// The start of a block with its own codes: the words' lengths, themselves in a code.
struct BlockHeader {
  size_t symbols = kSymbols;          // without the last ones that don't occur
  std::vector<LengthSymbol> lengths;  // of the symbols' words, and of the distances'
  std::vector<CodeWord> length_code;
  size_t length_words = 19;  // of the length code in its odd order, without the last unused ones
  uint64_t bits = 0;         // in all
};

// The order in which the lengths of the length code's words stand.
constexpr std::array<uint8_t, 19> kLengthOrder = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                  11, 4,  12, 3, 13, 2, 14, 1, 15};

BlockHeader MakeHeader(const std::vector<CodeWord>& code) {
  BlockHeader header;
  while (code[header.symbols - 1].length == 0) --header.symbols;
  std::vector<uint8_t> lengths;
  for (size_t i = 0; i < header.symbols; ++i) lengths.push_back(code[i].length);
  lengths.push_back(1);  // one word of one bit is the whole code of distances: they are all 1
  header.lengths = CodeLengths(lengths);
  std::array<uint32_t, 19> counts{};
  for (const LengthSymbol& symbol : header.lengths) ++counts[symbol.symbol];
  header.length_code = MakeHuffmanCode(counts, kMaxLengthWord);
  while (header.length_code[kLengthOrder[header.length_words - 1]].length == 0) {
    --header.length_words;
  }
  header.bits = 17 + 3 * header.length_words;
  for (const LengthSymbol& symbol : header.lengths) {
    header.bits += header.length_code[symbol.symbol].length + symbol.extra_bits;
  }
  return header;
}

void PutHeader(const BlockHeader& header, BitWriter& out) {
  out.Put(0b100, 3);  // not the last block; its own codes
  out.Put(header.symbols - 257, 5);
  out.Put(0, 5);  // one distance
  out.Put(header.length_words - 4, 4);
  out.Flush();
  for (size_t i = 0; i < header.length_words; ++i) {
    out.Put(header.length_code[kLengthOrder[i]].length, 3);
    out.Flush();
  }
  for (const LengthSymbol& symbol : header.lengths) {
    const CodeWord& word = header.length_code[symbol.symbol];
    out.Put(word.bits, word.length);
    out.Put(symbol.extra, symbol.extra_bits);
    out.Flush();
  }
}

void PutLiterals(std::span<const uint8_t> bytes, const std::vector<CodeWord>& code,
                 BitWriter* out) {
  BitWriter writer = *out;
  const auto put = [&](uint8_t byte) { writer.Put(code[byte].bits, code[byte].length); };
  size_t i = 0;
  for (; i + 4 <= bytes.size(); i += 4) {
    for (size_t k = 0; k < 4; ++k) put(bytes[i + k]);
    writer.Flush();
  }
  for (; i < bytes.size(); ++i) put(bytes[i]);
  writer.Flush();
  *out = writer;
}

void PutStored(std::span<const uint8_t> bytes, BitWriter& out) {
  while (!bytes.empty()) {
    const size_t count = std::min<size_t>(bytes.size(), 65535);
    out.Put(0b000, 3);  // not the last block; stored
    out.Align();
    out.Put(count | (~uint64_t{count} & 0xFFFF) << 16, 32);
    out.Flush();
    out.PutBytes(bytes.first(count));
    bytes = bytes.subspan(count);
  }
}

void PutBlock(std::span<const uint8_t> bytes, BitWriter& out) {
  const Tokens tokens = Tokenize(bytes);
  const std::vector<CodeWord> code = MakeHuffmanCode(tokens.counts, kMaxWord);
  const BlockHeader header = MakeHeader(code);
  uint64_t bits = header.bits + tokens.extra_bits;
  for (size_t i = 0; i < kSymbols; ++i) bits += uint64_t{tokens.counts[i]} * code[i].length;
  if (bits >= 8 * bytes.size()) return PutStored(bytes, out);

  PutHeader(header, out);
  size_t done = 0;
  for (const Run& run : tokens.runs) {
    PutLiterals(bytes.subspan(done, run.begin + 1 - done), code, &out);
    ForEachMatch(run, [&](const MatchLength& match) {
      out.Put(code[match.symbol].bits, code[match.symbol].length);
      out.Put(match.extra, match.extra_bits);
      out.Put(0, 1);  // distance 1
      out.Flush();
    });
    done = run.begin + run.length;
  }
  PutLiterals(bytes.subspan(done), code, &out);
  out.Put(code[kEndOfBlock].bits, code[kEndOfBlock].length);
  out.Flush();
}

}  // namespace

void RunDeflate(std::span<const uint8_t> bytes, bool last, std::vector<uint8_t>* out) {
  // No block is longer than stored: in two parts, each with a head of five bytes.
  const size_t blocks = bytes.size() / kBlockBytes + 1;
  const size_t begin = out->size();
  out->resize(begin + bytes.size() + blocks * 16 + 16);
  BitWriter writer(out->data() + begin);
  for (size_t i = 0; i < bytes.size(); i += kBlockBytes) {
    PutBlock(bytes.subspan(i, std::min(kBlockBytes, bytes.size() - i)), writer);
  }
  if (last) {
    writer.Put(0b011, 3);  // the last block, with the fixed codes, and its end
    writer.Put(0, 7);
  } else {
    writer.Put(0b000, 3);  // an empty stored block ends at a byte boundary
    writer.Align();
    writer.Put(0xFFFF0000, 32);
  }
  writer.Align();
  out->resize(size_t(writer.next() - out->data()));
}

}  // namespace sluice
