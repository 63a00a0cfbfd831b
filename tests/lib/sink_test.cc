#include "lib/sink.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/kernel_check.h"
#include "tests/lib/codec_check.h"
#include "tests/lib/hostile_check.h"
#include "tests/lib/temporary_folder.h"

namespace sluice {
namespace {

namespace fs = std::filesystem;

Status Write(Sink& sink, const Frame& frame) {
  const std::unique_ptr<RowReader> rows = MakeFrameReader(frame.Clone().value());
  return sink.Write(*rows);
}

// A picture from a file of that name.
Frame From(const std::string& path, int64_t index, DType dtype = DType::kU8) {
  Frame frame = RandomPicture(4, 3, 1, dtype);
  frame.info().path = path;
  frame.info().index = index;
  return frame;
}

// Fails in its second row.
class BrokenRows : public RowReader {
 public:
  explicit BrokenRows(int height) { info_ = FrameInfo::Picture(2000, height, 1, DType::kU8); }
  Status Read(int64_t count, std::byte*, size_t) override {
    rows_ += count;
    return rows_ == info_.shape[0] ? Status::Failed("broken") : Status::Ok();
  }

 private:
  int64_t rows_ = 0;
};

size_t Files(const TemporaryFolder& folder) {
  return size_t(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()));
}

TEST_CASE("the fields of a template", "[sink]") {
  const auto expand = [](const std::string& text, const std::string& name = "in/a.b.png") {
    const Result<std::string> path = ExpandTemplate(text, {name, 7, ""});
    return path.ok() ? *path : path.status().message();
  };
  CHECK(expand("out/{stem}.npy") == "out/a.b.npy");
  CHECK(expand("{name}") == "a.b.png");
  CHECK(expand("{stem}-{index}.{ext}") == "a.b-7.png");
  CHECK(expand("{index:4}") == "0007");
  CHECK(expand("{{{index}}}") == "{7}");
  CHECK(expand("plain.png") == "plain.png");
  CHECK(expand("{stem}", ".hidden") == ".hidden");
  CHECK(ExpandTemplate("x.{ext}", {"a.png", 0, "pgm"}).value() == "x.pgm");

  CHECK(expand("{step}.png") == "unknown field {step}");
  CHECK(expand("{stem.png") == "{stem.png: a field without its closing brace");
  for (const std::string bad : {"index:", "index:0", "index:19", "index:x", "index:-1"}) {
    CHECK(expand("{" + bad + "}") == "{" + bad + "}: expected {index} or {index:N} with N digits");
  }
  for (const std::string nameless : {"", "/", "a/..", "."}) {
    CHECK(expand("{stem}.png", nameless) == "{stem} needs a name, and the frame has none");
  }
  CHECK(expand("x.{ext}", "a") == "{ext} needs a name, and the frame has none");
  // Names that come from a file's comment stay inside the folder that is asked for.
  CHECK(expand("out/{name}", "../../etc/passwd") == "out/passwd");
}

TEST_CASE("a template gives each frame its file", "[sink]") {
  const TemporaryFolder folder;
  const std::string base = folder.path().string() + "/";
  const std::unique_ptr<Sink> sink =
      std::move(MakeTemplateSink(base + "{stem}-{index}.pgm")).value();
  const Frame a = From("x/a.png", 0);
  REQUIRE(Write(*sink, a).ok());
  BrokenRows broken(3000);
  CHECK(sink->Write(broken).message() == "{stem} needs a name, and the frame has none");
  CHECK(Write(*sink, From("b.png", 1, DType::kF32)).message() ==
        "PNM holds u8 and u16, not a 4x3 gray f32 picture");
  Frame named = From("c.png", 2);
  named.info().attributes.Set("name", "y/real.jpg");
  REQUIRE(Write(*sink, named).ok());
  REQUIRE(sink->Finish().ok());
  CHECK(Files(folder) == 2);
  CheckSameFrame(Decode(DecodePnm, FileBytes(base + "a-0.pgm")).value(), a);
  CHECK(fs::exists(base + "real-2.pgm"));
}

TEST_CASE("a frame that fails leaves no file", "[sink]") {
  const TemporaryFolder folder;
  const std::string base = folder.path().string() + "/";
  SECTION("template") {
    const auto sink = std::move(MakeTemplateSink(base + "{index}.pgm")).value();
    BrokenRows broken(3000);
    CHECK(sink->Write(broken).message() == "broken");
    CHECK_FALSE(sink->broken());
    CHECK(sink->Finish().ok());
  }
  SECTION("file") {
    const auto sink = std::move(MakeFileSink(base + "a.pgm")).value();
    BrokenRows broken(3000);
    CHECK(sink->Write(broken).message() == "broken");
    CHECK(sink->broken());
    CHECK(Write(*sink, From("", 1)).message() == base + "a.pgm: broke off in an earlier frame");
    CHECK_FALSE(sink->Finish().ok());
  }
  CHECK(Files(folder) == 0);
}

TEST_CASE("a frame that can't be written at all doesn't break the stream", "[sink]") {
  std::vector<std::byte> bytes;
  SinkOptions options;
  options.format = FormatByName("pnm");
  const auto sink = MakeStreamSink(MakeMemoryWriter(&bytes), StreamKind::kPipe, options);
  CHECK_FALSE(Write(*sink, From("", 0, DType::kF32)).ok());
  CHECK_FALSE(sink->broken());
  CHECK(Write(*sink, From("", 1)).ok());
  CHECK(sink->Finish().ok());
  CHECK(bytes.size() == 23);
}

TEST_CASE("the place decides the format when none is asked for", "[sink]") {
  const TemporaryFolder folder;
  const std::string base = folder.path().string() + "/";
  const auto start = [&](const std::vector<std::byte>& bytes) {
    return AsText(bytes).substr(0, 4);
  };
  const auto stream = [&](StreamKind kind, DType dtype) {
    std::vector<std::byte> bytes;
    const auto sink = MakeStreamSink(MakeMemoryWriter(&bytes), kind);
    REQUIRE(Write(*sink, From("", 0, dtype)).ok());
    REQUIRE(sink->Finish().ok());
    return start(bytes);
  };
  CHECK(stream(StreamKind::kPipe, DType::kU8) == "P5\n4");
  CHECK(stream(StreamKind::kPipe, DType::kF32) == "\x93NUM");
  CHECK(stream(StreamKind::kFile, DType::kU8) == "\x89PNG");
  CHECK(stream(StreamKind::kFile, DType::kF32) == "\x93NUM");

  const auto file = [&](const std::string& name, const std::string& format = "") {
    SinkOptions options;
    if (!format.empty()) options.format = FormatByName(format);
    const auto sink = std::move(MakeFileSink(base + name, options)).value();
    REQUIRE(Write(*sink, From("", 0)).ok());
    REQUIRE(sink->Finish().ok());
    return start(FileBytes(base + name));
  };
  CHECK(file("a.pgm") == "P5\n4");
  CHECK(file("a.PGM") == "P5\n4");
  CHECK(file("a.npy") == "\x93NUM");
  CHECK(file("no_extension") == "\x89PNG");
  CHECK(file(".hidden") == "\x89PNG");
  CHECK(file("a.xyz", "pnm") == "P5\n4");
  CHECK(file("b.png", "npy") == "\x93NUM");

  const Status unknown = MakeFileSink(base + "a.xyz").status();
  CHECK(unknown.message() == base + "a.xyz: unknown extension '.xyz'");
  CHECK(unknown.hint() ==
        "-f chooses a format: png, jpg, jpeg, pnm, pbm, pgm, ppm, pam, pfm, npy, csv, libsvm");
  CHECK(unknown.is_usage());
  CHECK(MakeTemplateSink("{stem}.xyz").status().is_usage());
  CHECK(MakeTemplateSink("{stem}.{ext}").ok());
  CHECK(MakeTemplateSink("{oops}.png").status().is_usage());
}

TEST_CASE("one PNG file holds one frame, streams of them are asked for", "[sink]") {
  const TemporaryFolder folder;
  const std::string base = folder.path().string() + "/";
  const auto png = std::move(MakeFileSink(base + "a.png")).value();
  REQUIRE(Write(*png, From("", 0)).ok());
  const Status second = Write(*png, From("", 1));
  CHECK(second.message() == base + "a.png: a second frame does not fit into a PNG or JPEG file");
  CHECK(second.hint().find("-o '{stem}-{index}.png'") != std::string::npos);
  CHECK(png->broken());

  const auto npy = std::move(MakeFileSink(base + "a.npy")).value();
  REQUIRE(Write(*npy, From("", 0)).ok());
  REQUIRE(Write(*npy, From("", 1)).ok());
  REQUIRE(npy->Finish().ok());

  std::vector<std::byte> bytes;
  const auto redirected = MakeStreamSink(MakeMemoryWriter(&bytes), StreamKind::kFile);
  REQUIRE(Write(*redirected, From("", 0)).ok());
  CHECK_FALSE(Write(*redirected, From("", 1)).ok());
  SinkOptions options;
  options.format = FormatByName("png");
  const auto asked = MakeStreamSink(MakeMemoryWriter(&bytes), StreamKind::kPipe, options);
  REQUIRE(Write(*asked, From("", 0)).ok());
  REQUIRE(Write(*asked, From("", 1)).ok());
}

TEST_CASE("outputs that can't be written are errors", "[sink]") {
  const auto missing = std::move(MakeFileSink("/nonexistent/a.pgm")).value();
  CHECK(Write(*missing, From("", 0)).message() ==
        "/nonexistent/a.pgm: cannot write: No such file or directory");
  if (!fs::exists("/dev/full")) return;
  SinkOptions options;
  options.format = FormatByName("pnm");
  const auto full = std::move(MakeFileSink("/dev/full", options)).value();
  CHECK(Write(*full, From("", 0)).message() == "/dev/full: cannot write: No space left on device");
}

}  // namespace
}  // namespace sluice
