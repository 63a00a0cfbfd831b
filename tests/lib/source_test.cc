#include "lib/source.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "lib/sink.h"
#include "tests/kernel_check.h"
#include "tests/lib/codec_check.h"
#include "tests/lib/hostile_check.h"
#include "tests/lib/temporary_folder.h"

namespace sluice {
namespace {

// Writes a file into the folder and returns its path.
std::string Put(const TemporaryFolder& folder, const std::string& name, const std::string& text) {
  const std::filesystem::path path = folder.path() / name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

TEST_CASE("the frames of all files come in order, numbered and with their paths", "[source]") {
  const TemporaryFolder folder;
  const std::string one = Put(folder, "one.pgm", "P5 1 1 255\na");
  const std::string two = Put(folder, "two.pnm", "P5 1 1 255\nbP5 1 1 255\nc\n");
  const std::unique_ptr<Source> source = MakeFileSource({one, two, one});
  const std::vector<std::pair<std::string, char>> want = {
      {one, 'a'}, {two, 'b'}, {two, 'c'}, {one, 'a'}};
  for (size_t i = 0; i < want.size(); ++i) {
    const Result<std::unique_ptr<RowReader>> rows = source->Next();
    REQUIRE(rows.ok());
    REQUIRE(*rows != nullptr);
    CHECK((*rows)->info().index == int64_t(i));
    CHECK((*rows)->info().path == want[i].first);
    CHECK((*rows)->info().attributes.empty());
    CHECK(ReadFrame(**rows)->Row<uint8_t>(0)[0] == want[i].second);
  }
  CHECK(source->Next().value() == nullptr);
  CHECK(source->Next().value() == nullptr);
}

TEST_CASE("rows that were not read are skipped", "[source]") {
  std::string text;
  for (int i = 0; i < 4; ++i) {
    text += "P5 2 200 255\n" + std::string(400, static_cast<char>('a' + i));
  }
  const std::vector<std::byte> bytes = AsBytes(text);
  for (const int rows_read : {0, 1, 199, 200}) {
    const std::unique_ptr<Source> source =
        MakeReaderSource(ByteReader::FromMemory(bytes), "memory");
    for (int i = 0; i < 4; ++i) {
      const std::unique_ptr<RowReader> rows = std::move(source->Next()).value();
      REQUIRE(rows != nullptr);
      Frame frame = Frame::Create(rows->info()).value();
      if (rows_read > 0) {
        REQUIRE(rows->Read(rows_read, frame.RowBytes(0), frame.stride()).ok());
        CHECK(frame.Row<uint8_t>(0)[0] == 'a' + i);
      }
    }
    CHECK(source->Next().value() == nullptr);
  }
}

TEST_CASE("a bad file is named, and the next one is read", "[source]") {
  const TemporaryFolder folder;
  const std::string good = Put(folder, "good.pgm", "P5 1 1 255\na");
  const std::string text = Put(folder, "text.png", "hello");
  const std::string cut = Put(folder, "cut.pgm", "P5 1 1 255\naP5 2 2 255\nabc");
  const std::string empty = Put(folder, "empty.png", "");
  const std::string missing = folder.path() / "missing.png";
  const std::unique_ptr<Source> source =
      MakeFileSource({text, good, cut, missing, empty, folder.path(), good});
  CHECK(source->Next().status().message() == text + R"(: not an image: starts with "hello")");
  CHECK(source->Next().value()->info().path == good);
  CHECK(source->Next().value()->info().path == cut);
  const std::unique_ptr<RowReader> second = std::move(source->Next()).value();
  CHECK(second->info().index == 2);
  CHECK(ReadFrame(*second).status().message() ==
        cut + ": frame 1: truncated: wanted 4 bytes of samples, got 3");
  CHECK(source->Next().status().message() == missing + ": No such file or directory");
  CHECK(source->Next().status().message() == empty + ": empty, no image");
  CHECK(source->Next().status().message() ==
        folder.path().string() + ": cannot read: Is a directory");
  const std::unique_ptr<RowReader> last = std::move(source->Next()).value();
  CHECK(last->info().path == good);
  CHECK(last->info().index == 3);
  CHECK(source->Next().value() == nullptr);
}

TEST_CASE("a truncated frame that nobody read is still an error", "[source]") {
  const std::vector<std::byte> bytes = AsBytes("P5 2 2 255\nabc");
  const std::unique_ptr<Source> source = MakeReaderSource(ByteReader::FromMemory(bytes), "memory");
  REQUIRE(source->Next().ok());
  CHECK(source->Next().status().message() == "memory: truncated: wanted 4 bytes of samples, got 3");
  CHECK(source->Next().value() == nullptr);
}

TEST_CASE("what follows the last frame and is none is an error", "[source]") {
  const std::vector<std::byte> bytes = AsBytes("P5 1 1 255\nagarbage");
  const std::unique_ptr<Source> source = MakeReaderSource(ByteReader::FromMemory(bytes), "memory");
  REQUIRE(source->Next().ok());
  CHECK(source->Next().status().message() ==
        R"(memory: frame 1: not an image: starts with "garbage")");
}

TEST_CASE("an empty input is no error if allowed", "[source]") {
  SourceOptions options;
  options.allow_empty = true;
  const std::unique_ptr<Source> source =
      MakeReaderSource(ByteReader::FromMemory({}), "memory", options);
  const Result<std::unique_ptr<RowReader>> rows = source->Next();
  REQUIRE(rows.ok());
  CHECK(*rows == nullptr);
  CHECK(MakeReaderSource(ByteReader::FromMemory({}), "stdin")->Next().status().message() ==
        "stdin: empty, no image");
}

}  // namespace
}  // namespace sluice
