#include "tests/lib/codec_check.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace sluice {
namespace {

// Counts what is written.
class CountingWriter : public ByteWriter {
 public:
  Status Write(std::span<const std::byte> bytes) override {
    count += bytes.size();
    return Status::Ok();
  }
  Status Close() override { return Status::Ok(); }
  size_t count = 0;
};

}  // namespace

std::vector<std::byte> Encode(Encoder encode, const Frame& frame, const EncodeOptions& options) {
  std::vector<std::byte> bytes;
  const std::unique_ptr<ByteWriter> out = MakeMemoryWriter(&bytes);
  const std::unique_ptr<RowReader> rows = MakeFrameReader(frame.Clone().value());
  const Status status = encode(*rows, options, *out);
  INFO(status.message());
  REQUIRE(status.ok());
  REQUIRE(out->Close().ok());
  return bytes;
}

Status EncodeError(Encoder encode, const Frame& frame, const EncodeOptions& options) {
  CountingWriter out;
  const std::unique_ptr<RowReader> rows = MakeFrameReader(frame.Clone().value());
  Status status = encode(*rows, options, out);
  REQUIRE(!status.ok());
  REQUIRE(out.count == 0);
  return status;
}

Result<Frame> Decode(Decoder decode, ByteReader& in, const DecodeOptions& options) {
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<RowReader> rows, decode(in, options));
  SLUICE_ASSIGN_OR_RETURN(Frame frame, Frame::Create(rows->info()));
  const int64_t count = rows->info().row_count();
  int64_t step = 1;
  for (int64_t y = 0; y < count; y += step, step = std::min(step * 2, count - y)) {
    SLUICE_RETURN_IF_ERROR(rows->Read(step, frame.RowBytes(y), frame.stride()));
  }
  return frame;
}

Result<Frame> Decode(Decoder decode, std::span<const std::byte> bytes,
                     const DecodeOptions& options) {
  ByteReader in = ByteReader::FromMemory(bytes);
  return Decode(decode, in, options);
}

std::vector<std::byte> FileBytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::vector<std::byte> bytes(text.size());
  std::transform(text.begin(), text.end(), bytes.begin(), [](char c) { return std::byte(c); });
  return bytes;
}

std::filesystem::path DataFolder(const std::string& name) {
  const char* data = std::getenv("SLUICE_DATA");
  const std::filesystem::path folder =
      (data != nullptr ? std::filesystem::path(data)
                       : std::filesystem::path(SLUICE_SOURCE_DIR) / ".." / "shared" / "data") /
      name;
  return std::filesystem::is_directory(folder) ? folder : std::filesystem::path();
}

}  // namespace sluice
