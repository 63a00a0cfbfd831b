#include "lib/codec.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <functional>
#include <thread>

#include "lib/source.h"
#include "tests/kernel_check.h"
#include "tests/lib/codec_check.h"
#include "tests/lib/hostile_check.h"
#include "tests/lib/temporary_folder.h"

namespace sluice {
namespace {

// A stream of frames of every format and several sizes, and the frames it holds.
struct Mixture {
  std::vector<std::byte> bytes;
  std::vector<Frame> frames;
};

Mixture MakeMixture() {
  Mixture mixture;
  const auto out = MakeMemoryWriter(&mixture.bytes);
  const auto add = [&](Frame frame, Format format, const EncodeOptions& options = {}) {
    frame.info().attributes.Set("name", "frame " + std::to_string(mixture.frames.size()));
    const std::unique_ptr<RowReader> rows = MakeFrameReader(frame.Clone().value());
    REQUIRE(EncodeFrame(*rows, format, options, *out).ok());
    mixture.frames.push_back(std::move(frame));
  };
  const auto alpha = [](Frame frame) {
    frame.info().alpha = true;
    return frame;
  };
  add(RandomPicture(300, 200, 1, DType::kU8), Format::kPnm);
  add(RandomPicture(7, 3, 3, DType::kU16), Format::kPnm);
  add(RandomPicture(64, 9, 4, DType::kF32), Format::kNpy);
  add(RandomPicture(5, 5, 3, DType::kU8), Format::kPng);
  add(alpha(RandomPicture(9, 8, 4, DType::kU8)), Format::kPnm);
  REQUIRE(out->Write("P2 2 1 9 0 9\n \n").ok());
  Frame plain = Frame::Create(FrameInfo::Picture(2, 1, 1, DType::kU8)).value();
  plain.Row<uint8_t>(0)[0] = 0;
  plain.Row<uint8_t>(0)[1] = 255;
  mixture.frames.push_back(std::move(plain));
  add(RandomPicture(31, 2, 3, DType::kF32), Format::kPfm);
  add(RandomPicture(3, 1000, 1, DType::kU16), Format::kNpy);
  add(alpha(RandomPicture(33, 65, 2, DType::kU16)), Format::kPng);
  add(RandomPicture(1, 1, 1, DType::kU8), Format::kPnm);
  return mixture;
}

void CheckMixture(ByteReader in, const Mixture& mixture) {
  for (const Frame& want : mixture.frames) {
    Result<std::unique_ptr<RowReader>> rows = DecodeFrame(in, {});
    INFO(rows.status().message());
    REQUIRE(rows.ok());
    REQUIRE(*rows != nullptr);
    const Result<Frame> got = ReadFrame(**rows);
    INFO(got.status().message());
    REQUIRE(got.ok());
    CheckSameFrame(*got, want);
    REQUIRE(got->info().alpha == want.info().alpha);
  }
  const Result<std::unique_ptr<RowReader>> end = DecodeFrame(in, {});
  REQUIRE(end.ok());
  REQUIRE(*end == nullptr);
}

TEST_CASE("frames of any mixture are the same from memory, a file, a pipe and single-byte reads",
          "[codec]") {
  const Mixture mixture = MakeMixture();
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "mixture";
  std::ofstream(path, std::ios::binary) << AsText(mixture.bytes);
  SECTION("memory") { CheckMixture(ByteReader::FromMemory(mixture.bytes), mixture); }
  SECTION("file") { CheckMixture(ByteReader::Open(path).value(), mixture); }
  SECTION("short reads") {
    for (const size_t size : {1, 2, 7, 1000}) {
      ByteReader in = ByteReader::Open(path).value();
      in.SetMaxReadForTests(size);
      CheckMixture(std::move(in), mixture);
    }
  }
  SECTION("pipe") {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    std::thread writer([&] {
      const auto out = MakeDescriptorWriter(ends[1]);
      static_cast<void>(out->Write(mixture.bytes));
      static_cast<void>(out->Close());
      close(ends[1]);
    });
    CheckMixture(ByteReader::FromDescriptor(ends[0]), mixture);
    writer.join();
    close(ends[0]);
  }
}

TEST_CASE("a stream of frames cut anywhere gives whole frames, then an error or the end",
          "[codec]") {
  std::vector<std::byte> bytes;
  const auto out = MakeMemoryWriter(&bytes);
  std::vector<size_t> ends = {0};
  for (const Format format : {Format::kPnm, Format::kNpy, Format::kPng}) {
    const auto rows = MakeFrameReader(RandomPicture(3, 2, 3, DType::kU8));
    REQUIRE(EncodeFrame(*rows, format, {}, *out).ok());
    ends.push_back(bytes.size());
  }
  for (size_t size = 0; size <= bytes.size(); ++size) {
    ByteReader in = ByteReader::FromMemory(std::span(bytes).first(size));
    size_t frames = 0;
    bool failed = false;
    while (true) {
      Result<std::unique_ptr<RowReader>> rows = DecodeFrame(in, {});
      failed = !rows.ok() || (*rows != nullptr && !ReadFrame(**rows).ok());
      if (failed || *rows == nullptr) break;
      ++frames;
    }
    const size_t whole = size_t(
        std::count_if(ends.begin() + 1, ends.end(), [&](size_t end) { return end <= size; }));
    REQUIRE(frames == whole);
    REQUIRE(failed == (size != ends[whole]));
  }
}

TEST_CASE("what is no image is quoted", "[codec]") {
  const auto status = [](const std::string& text) {
    const std::vector<std::byte> bytes = AsBytes(text);
    ByteReader in = ByteReader::FromMemory(bytes);
    return DecodeFrame(in, {}).status();
  };
  CHECK(status("<html>\n<body>").message() == R"(not an image: starts with "<html>\x0a<")");
  CHECK(status("<html>").hint() == "known formats: PNG, JPEG, PNM (P1 to P7), PFM, NPY");
  CHECK(status("a\"\\b").message() == R"(not an image: starts with "a\"\\b")");
  CHECK(status("P").message() == R"(not an image: starts with "P")");
  CHECK(status("P8 1 1").message() == R"(not an image: starts with "P8 1 1")");
  CHECK(status("GIF89a").hint().starts_with("this is a GIF"));
  CHECK(status(std::string("II*\0\0\0", 6)).hint().starts_with("this is a TIFF"));
  CHECK(status("\x1f\x8b\x08").hint().find("gzip -dc") != std::string::npos);
}

TEST_CASE("an empty stream is no frame and no error", "[codec]") {
  for (const std::string text : {"", "\n", " \r\n\t\n"}) {
    const std::vector<std::byte> bytes = AsBytes(text);
    ByteReader in = ByteReader::FromMemory(bytes);
    const Result<std::unique_ptr<RowReader>> rows = DecodeFrame(in, {});
    REQUIRE(rows.ok());
    CHECK(*rows == nullptr);
  }
}

TEST_CASE("names and extensions of formats", "[codec]") {
  for (const std::string& name : FormatNames()) {
    const std::optional<FormatChoice> choice = FormatByName(name);
    REQUIRE(choice);
    CHECK(FormatByExtension("folder.x/file." + name)->format == choice->format);
    CHECK(FormatByExtension("file." + name)->pnm == choice->pnm);
  }
  CHECK(FormatByExtension("A.JPG")->format == Format::kJpeg);
  CHECK(FormatByExtension("a.Pgm")->pnm == PnmKind::kPgm);
  for (const std::string none : {"", "png", "a", "a.", "a.tiff", "a.png/b"}) {
    CHECK_FALSE(FormatByExtension(none));
  }
  CHECK_FALSE(FormatByName("PNG "));
  const FrameInfo gray = FrameInfo::Picture(2, 2, 1, DType::kU8);
  const FrameInfo rgb = FrameInfo::Picture(2, 2, 3, DType::kU8);
  CHECK(ExtensionFor({Format::kJpeg}, rgb) == "jpg");
  CHECK(ExtensionFor({Format::kPnm}, gray) == "pgm");
  CHECK(ExtensionFor({Format::kPnm}, rgb) == "ppm");
  CHECK(ExtensionFor({Format::kPnm, PnmKind::kPam}, rgb) == "pam");
}

TEST_CASE("what goes into pipes and files", "[codec]") {
  for (const DType dtype : {DType::kU8, DType::kU16}) {
    for (const int channels : {1, 2, 3, 4}) {
      CHECK(PipeFormat(FrameInfo::Picture(2, 2, channels, dtype)) == Format::kPnm);
      CHECK(FileFormat(FrameInfo::Picture(2, 2, channels, dtype)) == Format::kPng);
    }
  }
  for (const FrameInfo& info :
       {FrameInfo::Picture(2, 2, 5, DType::kU8), FrameInfo::Picture(2, 2, 3, DType::kF32),
        FrameInfo::Array({4}, "n", DType::kU8),
        FrameInfo::Array({2, 2, 2, 1}, "dhwc", DType::kU8)}) {
    CHECK(PipeFormat(info) == Format::kNpy);
    CHECK(FileFormat(info) == Format::kNpy);
  }
}

}  // namespace
}  // namespace sluice
