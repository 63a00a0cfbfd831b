// Headers and samples that are written as text (PNM, PFM), one character at a time.
#ifndef SLUICE_LIB_CODECS_TEXT_READER_H_
#define SLUICE_LIB_CODECS_TEXT_READER_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "lib/byte_io.h"
#include "lib/status.h"

namespace sluice {

constexpr bool IsTextBlank(int c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool IsDigit(int c) { return c >= '0' && c <= '9'; }

// Reads ahead of `in` without copying; gives back what it did not take when it is destroyed or told
// to Release. Errors of the stream look like its end and are kept in status().
class TextReader {
 public:
  explicit TextReader(ByteReader& in) : in_(in) {}
  TextReader(const TextReader&) = delete;
  TextReader& operator=(const TextReader&) = delete;
  ~TextReader() { Release(); }

  // The next character, or -1 at the end.
  int Peek() {
    if (next_ == end_) Refill();
    return next_ == end_ ? -1 : static_cast<unsigned char>(*next_);
  }
  int Get() {
    const int c = Peek();
    if (c >= 0) ++next_;
    return c;
  }

  // For samples, of which there may be many: the character behind blanks and comments, not taken.
  int PeekPastBlanks() {
    int c = Peek();
    while (IsTextBlank(c)) {
      ++next_;
      c = Peek();
    }
    if (c != '#') return c;
    SkipBlanks();
    return Peek();
  }
  // Takes digits and returns their value, or something above `max` (less than 2^31) if that is
  // above it.
  uint32_t Digits(uint32_t max) {
    uint64_t value = 0;
    for (int c = Peek(); IsDigit(c); c = Peek()) {
      if (value <= max) value = value * 10 + static_cast<uint64_t>(c - '0');
      ++next_;
    }
    return static_cast<uint32_t>(std::min<uint64_t>(value, uint64_t{max} + 1));
  }

  // Skips blanks and comments ("#" to the end of the line). The comments' text, as far as it can be
  // a metadata line, goes to `comments` if that is not null, a newline after each.
  void SkipBlanks(std::string* comments = nullptr);

  // Skips blanks and comments and reads a number without sign. Fails with "NAME: expected a number,
  // found ..." or when it is above `max`. The character behind the number is not taken.
  Result<uint64_t> Number(std::string_view name, uint64_t max, std::string* comments = nullptr);

  // Skips blanks and comments and reads up to the next blank; empty at the end of the stream. A
  // word longer than 64 characters is cut.
  std::string Word(std::string* comments = nullptr);

  // The rest of the line without its newline; cut at 256 characters.
  std::string Line();

  // Takes the one blank that ends a header; a comment counts as the newline that ends it.
  Status EndHeader(std::string* comments);

  // Gives back what was read ahead: the next byte of the stream is the next character.
  void Release();

  const Status& status() const { return status_; }
  // The stream's error, or "truncated: the stream ends in WHERE".
  Status EndError(std::string_view where) const;

 private:
  void Refill();
  void ReadComment(std::string* comments);

  ByteReader& in_;
  const char* begin_ = nullptr;
  const char* next_ = nullptr;
  const char* end_ = nullptr;
  Status status_;
};

// A character for a message: 'x', a code, or "the end of the stream" for -1.
std::string DescribeChar(int c);

}  // namespace sluice

#endif  // SLUICE_LIB_CODECS_TEXT_READER_H_
