#include "tests/lib/hostile_check.h"

#include <catch2/catch.hpp>
#include <cstring>

#include "tests/kernel_check.h"

namespace sluice {

std::vector<std::byte> AsBytes(const std::string& text) {
  const std::span<const std::byte> bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

std::string AsText(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void CheckEveryTruncation(Decoder decode, const std::vector<std::byte>& file) {
  const Result<Frame> whole = Decode(decode, file);
  REQUIRE(whole.ok());
  DecodeOptions lenient;
  lenient.allow_truncated = true;
  bool header_complete = false;
  for (size_t size = 0; size < file.size(); ++size) {
    // A copy of exactly this size, so that reading beyond it is seen by the address sanitizer.
    const std::vector<std::byte> cut(file.begin(), file.begin() + ptrdiff_t(size));
    CAPTURE(AsText(cut));
    const Result<Frame> strict = Decode(decode, cut);
    // A plain file's last digit may be missing without anyone noticing.
    if (!strict.ok()) {
      CHECK(!strict.status().message().empty());
    } else {
      CHECK(size + 1 == file.size());
    }
    const Result<Frame> filled = Decode(decode, cut, lenient);
    CHECK((filled.ok() || !header_complete));
    header_complete = filled.ok();
    if (filled.ok()) CHECK(filled->info().Describe() == whole->info().Describe());
  }
  CHECK(header_complete);
}

void CheckHarmless(std::span<const std::byte> bytes) {
  DecodeOptions options;
  options.limits.max_pixels = uint64_t{1} << 24;
  ByteReader in = ByteReader::FromMemory(bytes);
  for (int frames = 0; frames < 100; ++frames) {
    Result<std::unique_ptr<RowReader>> rows = DecodeFrame(in, options);
    if (!rows.ok()) {
      CHECK(!rows.status().message().empty());
      return;
    }
    if (*rows == nullptr) return;
    const Result<Frame> frame = ReadFrame(**rows);
    if (!frame.ok()) {
      CHECK(!frame.status().message().empty());
      return;
    }
  }
}

}  // namespace sluice
