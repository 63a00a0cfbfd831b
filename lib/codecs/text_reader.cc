#include "lib/codecs/text_reader.h"

#include <array>
#include <cstdio>
#include <span>

namespace sluice {
namespace {

constexpr size_t kMaxWord = 64;
constexpr size_t kMaxLine = 256;
// Comments are kept up to one metadata line of 4000 bytes each and a few of these in all; the rest
// of what a hostile header holds is read over.
constexpr size_t kMaxComment = 4100;
constexpr size_t kMaxComments = 4 * kMaxComment;

}  // namespace

void TextReader::Refill() {
  Release();
  const Result<std::span<const std::byte>> bytes = in_.PeekSome();
  if (!bytes.ok()) {
    status_ = bytes.status();
    return;
  }
  begin_ = next_ = reinterpret_cast<const char*>(bytes->data());
  end_ = begin_ + bytes->size();
}

void TextReader::Release() {
  in_.Skip(static_cast<size_t>(next_ - begin_));
  begin_ = next_ = end_ = nullptr;
}

Status TextReader::EndError(std::string_view where) const {
  if (!status_.ok()) return status_;
  return Status::Failed("truncated: the stream ends in " + std::string(where));
}

void TextReader::ReadComment(std::string* comments) {
  std::string text;
  Get();  // '#'
  for (int c = Get(); c >= 0 && c != '\n' && c != '\r'; c = Get()) {
    if (text.size() < kMaxComment) text += static_cast<char>(c);
  }
  // A cut comment can't be a metadata line.
  if (comments == nullptr || text.size() == kMaxComment) return;
  if (comments->size() + text.size() < kMaxComments) *comments += text + "\n";
}

void TextReader::SkipBlanks(std::string* comments) {
  while (true) {
    const int c = Peek();
    if (c == '#') {
      ReadComment(comments);
    } else if (IsTextBlank(c)) {
      ++next_;
    } else {
      return;
    }
  }
}

Result<uint64_t> TextReader::Number(std::string_view name, uint64_t max, std::string* comments) {
  SkipBlanks(comments);
  int c = Peek();
  if (c < 0) return EndError(name);
  if (!IsDigit(c)) {
    return Status::Failed(std::string(name) + ": expected a number, found " + DescribeChar(c));
  }
  uint64_t value = 0;
  for (; IsDigit(c); c = Peek()) {
    value = value * 10 + static_cast<uint64_t>(c - '0');
    if (value > max) {
      return Status::Failed(std::string(name) + ": expected at most " + std::to_string(max) +
                            ", found a larger number");
    }
    ++next_;
  }
  return value;
}

std::string TextReader::Word(std::string* comments) {
  SkipBlanks(comments);
  std::string word;
  for (int c = Peek(); c >= 0 && !IsTextBlank(c); c = Peek()) {
    if (word.size() < kMaxWord) word += static_cast<char>(c);
    ++next_;
  }
  return word;
}

std::string TextReader::Line() {
  std::string line;
  for (int c = Get(); c >= 0 && c != '\n'; c = Get()) {
    if (line.size() < kMaxLine) line += static_cast<char>(c);
  }
  return line;
}

Status TextReader::EndHeader(std::string* comments) {
  const int c = Peek();
  if (c == '#') {
    ReadComment(comments);
  } else if (IsTextBlank(c)) {
    ++next_;
  } else if (c < 0) {
    return EndError("the header");
  } else {
    return Status::Failed("expected a blank after the header, found " + DescribeChar(c));
  }
  return Status::Ok();
}

std::string DescribeChar(int c) {
  if (c < 0) return "the end of the stream";
  if (c > ' ' && c <= '~') return std::string("'") + static_cast<char>(c) + "'";
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "byte 0x%02x", unsigned(c));
  return text.data();
}

}  // namespace sluice
