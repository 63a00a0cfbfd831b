#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <fstream>

#include "lib/codec.h"
#include "lib/parallel.h"
#include "tests/kernel_check.h"
#include "tests/lib/codec_check.h"
#include "tests/lib/temporary_folder.h"

namespace sluice {
namespace {

Frame Random(int width, int height, int channels, DType dtype) {
  Frame frame = RandomPicture(width, height, channels, dtype);
  frame.info().alpha = channels == 2 || channels == 4;
  return frame;
}

// A profile as libpng accepts it: a header with size, colour space and signature, an empty table,
// and some bytes that do not compress.
std::string Profile(const std::string& colour_space) {
  std::string profile(232, '\0');
  profile[3] = char(232);
  for (size_t i = 132; i < profile.size(); ++i) profile[i] = static_cast<char>(i * i * 37 / 11);
  profile.replace(8, 4, "\4\0\0\0", 4);
  profile.replace(12, 4, "mntr");
  profile.replace(16, 4, colour_space);
  profile.replace(20, 4, "XYZ ");
  profile.replace(36, 4, "acsp");
  profile.replace(68, 12, std::string("\0\0\xF6\xD6\0\1\0\0\0\0\xD3\x2D", 12));
  return profile;
}

std::string BigEndian(uint32_t value) {
  std::string text;
  for (const int shift : {24, 16, 8, 0}) text += static_cast<char>(value >> shift);
  return text;
}

// A chunk with its length and checksum.
std::string Chunk(const std::string& type, const std::string& data) {
  uint32_t crc = 0xFFFFFFFF;
  for (const char c : type + data) {
    crc ^= static_cast<uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
  }
  return BigEndian(uint32_t(data.size())) + type + data + BigEndian(~crc);
}

TEST_CASE("PNG keeps every sample of every kind of picture", "[png]") {
  for (const DType dtype : {DType::kU8, DType::kU16}) {
    for (int channels = 1; channels <= 4; ++channels) {
      for (int width = 1; width <= 70; ++width) {
        const int height = width < 60 ? 1 + width % 7 : 70;
        const Frame want = Random(width, height, channels, dtype);
        const Result<Frame> got = Decode(DecodePng, Encode(EncodePng, want));
        REQUIRE(got.ok());
        CheckSameFrame(*got, want);
        REQUIRE(got->info().format == "PNG");
        REQUIRE(got->info().file_dtype == DTypeName(dtype));
      }
    }
  }
}

// A picture that takes several strips of each level: noise above, a pattern that zlib finds, a
// plain area.
Frame LargePicture(DType dtype) {
  Frame frame = Random(700, 3000, dtype == DType::kU8 ? 3 : 1, dtype);
  for (int64_t y = 1000; y < 3000; ++y) {
    for (int64_t i = 0; i < 1400; ++i) {
      frame.Row<uint8_t>(y)[i] = y < 2000 ? uint8_t((i * i + y / 3) % 251) : uint8_t{7};
    }
  }
  return frame;
}

TEST_CASE("PNG keeps every sample at every level, and compresses from level to level", "[png]") {
  for (const DType dtype : {DType::kU8, DType::kU16}) {
    const Frame want = LargePicture(dtype);
    size_t previous = SIZE_MAX;
    for (const int level : {0, 1, 3, 9}) {
      EncodeOptions options;
      options.png_compression = level;
      const std::vector<std::byte> bytes = Encode(EncodePng, want, options);
      const Result<Frame> got = Decode(DecodePng, bytes);
      REQUIRE(got.ok());
      CheckSameFrame(*got, want);
      REQUIRE(bytes.size() < previous);
      previous = bytes.size();
    }
  }
}

TEST_CASE("PNG's bytes do not depend on the number of threads", "[png]") {
  const Frame picture = LargePicture(DType::kU8);
  for (const int level : {1, 2}) {
    EncodeOptions options;
    options.png_compression = level;
    SetThreads(1);
    const std::vector<std::byte> want = Encode(EncodePng, picture, options);
    for (const int threads : {2, 3, 7}) {
      SetThreads(threads);
      REQUIRE(Encode(EncodePng, picture, options) == want);
    }
    SetThreads(0);
  }
}

TEST_CASE("PNG is the same from memory, a file and single-byte reads", "[png]") {
  const TemporaryFolder folder;
  const Frame want = Random(61, 47, 3, DType::kU16);
  const std::vector<std::byte> bytes = Encode(EncodePng, want);
  const std::filesystem::path path = folder.path() / "a.png";
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
  for (const size_t most : {size_t{1}, size_t{7}, SIZE_MAX}) {
    ByteReader in = ByteReader::Open(path.string()).value();
    in.SetMaxReadForTests(most);
    const Result<Frame> got = Decode(DecodePng, in);
    REQUIRE(got.ok());
    CheckSameFrame(*got, want);
    REQUIRE(in.position() == bytes.size());
  }
}

TEST_CASE("PNG frames follow one another", "[png][jpeg]") {
  const Frame first = Random(20, 30, 4, DType::kU8);
  const Frame second = Random(33, 9, 1, DType::kU16);
  const Frame third = Random(16, 16, 1, DType::kU8);
  std::vector<std::byte> bytes = Encode(EncodePng, first);
  const std::vector<std::byte> jpeg = Encode(EncodeJpeg, third);
  bytes.insert(bytes.end(), jpeg.begin(), jpeg.end());
  const std::vector<std::byte> next = Encode(EncodePng, second);
  bytes.insert(bytes.end(), next.begin(), next.end());
  ByteReader in = ByteReader::FromMemory(bytes);
  CheckSameFrame(Decode(DecodePng, in).value(), first);
  REQUIRE(Decode(DecodeJpeg, in)->info().picture().width == 16);
  CheckSameFrame(Decode(DecodePng, in).value(), second);
  REQUIRE(in.PeekSome()->empty());
}

TEST_CASE("A PNG that ends early is an error that says where", "[png]") {
  const Frame want = Random(40, 40, 3, DType::kU8);
  const std::vector<std::byte> bytes = Encode(EncodePng, want);
  for (size_t size = 0; size < bytes.size(); size += size < 60 ? 1 : 13) {
    const Result<Frame> got = Decode(DecodePng, std::span(bytes).first(size));
    REQUIRE(!got.ok());
    INFO(size << ": " << got.status().message());
    REQUIRE(got.status().message().starts_with("truncated: "));
  }
  const Result<Frame> half = Decode(DecodePng, std::span(bytes).first(bytes.size() / 2));
  REQUIRE(half.status().message().ends_with(" of 40"));
  const Result<Frame> end = Decode(DecodePng, std::span(bytes).first(bytes.size() - 12));
  REQUIRE(end.status().message() == "truncated: end chunk");
}

TEST_CASE("allow_truncated gives the rows of a PNG that are there, then zeros", "[png]") {
  const Frame want = Random(40, 200, 3, DType::kU16);
  const std::vector<std::byte> bytes = Encode(EncodePng, want);
  DecodeOptions options;
  options.allow_truncated = true;
  const Result<Frame> got = Decode(DecodePng, std::span(bytes).first(bytes.size() / 2), options);
  REQUIRE(got.ok());
  const std::vector<std::byte> zeros(40 * 3 * 2);
  int64_t y = 0;
  while (y < 200 && std::memcmp(got->RowBytes(y), want.RowBytes(y), zeros.size()) == 0) ++y;
  REQUIRE(y > 50);
  REQUIRE(y < 150);
  for (; y < 200; ++y) REQUIRE(std::memcmp(got->RowBytes(y), zeros.data(), zeros.size()) == 0);
  REQUIRE(!Decode(DecodePng, std::span(bytes).first(20), options).ok());
}

TEST_CASE("A damaged PNG is an error", "[png]") {
  const Frame want = Random(40, 40, 1, DType::kU8);
  const std::vector<std::byte> bytes = Encode(EncodePng, want);
  for (size_t at = 0; at < bytes.size() - 12; at += 5) {
    std::vector<std::byte> bad = bytes;
    bad[at] ^= std::byte{0x10};
    const Result<Frame> got = Decode(DecodePng, bad);
    INFO(at);
    REQUIRE(!got.ok());
  }
}

TEST_CASE("A PNG above the limit is refused before memory is taken", "[png]") {
  // A palette picture of 65536x65536 pixels up to the first byte of data.
  const std::string bomb = "\x89PNG\r\n\x1A\n" +
                           Chunk("IHDR", std::string("\0\1\0\0\0\1\0\0\x08\3\0\0\0", 13)) +
                           Chunk("PLTE", std::string(3, '\0')) + Chunk("IDAT", "\x78\xDA");
  const Result<Frame> got = Decode(DecodePng, std::as_bytes(std::span(bomb)));
  REQUIRE(!got.ok());
  REQUIRE(got.status().message().starts_with("too large: 65536x65536"));
  REQUIRE(got.status().hint() == "--max-pixels raises the limit");
}

TEST_CASE("PNG carries an ICC profile that fits the picture", "[png]") {
  for (const int channels : {1, 3}) {
    Frame frame = Random(5, 5, channels, DType::kU8);
    const std::string fitting = Profile(channels == 1 ? "GRAY" : "RGB ");
    frame.info().icc = std::make_shared<const std::string>(fitting);
    const Result<Frame> got = Decode(DecodePng, Encode(EncodePng, frame));
    REQUIRE(got.ok());
    REQUIRE(got->info().icc != nullptr);
    REQUIRE(*got->info().icc == fitting);
    EncodeOptions strip;
    strip.strip = true;
    REQUIRE(Decode(DecodePng, Encode(EncodePng, frame, strip))->info().icc == nullptr);
    for (const std::string& other : {Profile("CMYK"), Profile(channels == 1 ? "RGB " : "GRAY"),
                                     fitting.substr(1), std::string("no profile")}) {
      frame.info().icc = std::make_shared<const std::string>(other);
      REQUIRE(Decode(DecodePng, Encode(EncodePng, frame))->info().icc == nullptr);
    }
  }
}

// The PNG with an eXIf chunk of this orientation behind the IHDR chunk, or before the last one.
std::vector<std::byte> WithExif(std::vector<std::byte> png, int orientation, bool behind = false) {
  const std::string tiff("MM\0\x2A\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0", 19);
  const std::string value{static_cast<char>(orientation), 0, 0, 0, 0, 0, 0};
  const std::string chunk = Chunk("eXIf", tiff + value);
  const auto bytes = std::as_bytes(std::span(chunk));
  png.insert(behind ? png.end() - 12 : png.begin() + 33, bytes.begin(), bytes.end());
  return png;
}

// Where the upright picture's pixel (x, y) lies in a file of width x height pixels, by the tag's
// definition: what its row 0 and its column 0 are of the picture as it is seen.
std::pair<int, int> FilePixel(int orientation, int x, int y, int width, int height) {
  switch (orientation) {
    case 2:  // row 0 is the top, column 0 the right
      return {width - 1 - x, y};
    case 3:  // bottom, right
      return {width - 1 - x, height - 1 - y};
    case 4:  // bottom, left
      return {x, height - 1 - y};
    case 5:  // left, top
      return {y, x};
    case 6:  // right, top
      return {y, height - 1 - x};
    case 7:  // right, bottom
      return {width - 1 - y, height - 1 - x};
    case 8:  // left, bottom
      return {width - 1 - y, x};
    default:  // top, left
      return {x, y};
  }
}

TEST_CASE("PNG is turned upright by an eXIf chunk before the pixels", "[png][exif]") {
  constexpr int kWidth = 70;
  constexpr int kHeight = 37;
  for (const DType dtype : {DType::kU8, DType::kU16}) {
    for (int channels = 1; channels <= 4; ++channels) {
      const Frame stored = Random(kWidth, kHeight, channels, dtype);
      const std::vector<std::byte> png = Encode(EncodePng, stored);
      const size_t pixel = size_t(channels) * SampleSize(dtype);
      for (int orientation = 0; orientation <= 9; ++orientation) {
        INFO(stored.info().Describe() << ", orientation " << orientation);
        const Result<Frame> got = Decode(DecodePng, WithExif(png, orientation));
        REQUIRE(got.ok());
        const PictureInfo upright = got->info().picture();
        const bool turned = orientation >= 5 && orientation <= 8;
        REQUIRE(upright.width == (turned ? kHeight : kWidth));
        REQUIRE(upright.height == (turned ? kWidth : kHeight));
        REQUIRE(upright.alpha == stored.info().alpha);
        for (int y = 0; y < upright.height; ++y) {
          for (int x = 0; x < upright.width; ++x) {
            const auto [column, row] = FilePixel(orientation, x, y, kWidth, kHeight);
            REQUIRE(std::memcmp(got->RowBytes(y) + size_t(x) * pixel,
                                stored.RowBytes(row) + size_t(column) * pixel, pixel) == 0);
          }
        }
      }
    }
  }
}

TEST_CASE("PNG stays as it is without orientation, or when eXIf comes too late", "[png][exif]") {
  const Frame stored = Random(9, 5, 3, DType::kU8);
  const std::vector<std::byte> png = Encode(EncodePng, stored);
  DecodeOptions as_is;
  as_is.orient = false;
  CheckSameFrame(Decode(DecodePng, WithExif(png, 6), as_is).value(), stored);
  CheckSameFrame(Decode(DecodePng, WithExif(png, 6, true)).value(), stored);
  for (const std::string& damaged :
       {std::string(), std::string("MM"), std::string("no TIFF at all"), std::string(70000, 'M')}) {
    std::vector<std::byte> bad = png;
    const std::string chunk = Chunk("eXIf", damaged);
    const auto bytes = std::as_bytes(std::span(chunk));
    bad.insert(bad.begin() + 33, bytes.begin(), bytes.end());
    CheckSameFrame(Decode(DecodePng, bad).value(), stored);
  }
  // A claim of a gigabyte is refused before memory is taken.
  std::vector<std::byte> huge = WithExif(png, 6);
  huge[33] = std::byte{0x40};
  CHECK(Decode(DecodePng, huge).status().message() ==
        "corrupt PNG: eXIf chunk is too large (header)");
  // A wrong checksum: the chunk counts as absent.
  std::vector<std::byte> flipped = WithExif(png, 6);
  flipped[33 + 8 + 19] = std::byte{3};
  CheckSameFrame(Decode(DecodePng, flipped).value(), stored);
  // Cut off within the pixels: what is there is turned all the same.
  DecodeOptions truncated;
  truncated.allow_truncated = true;
  const std::vector<std::byte> whole = WithExif(png, 6);
  const Result<Frame> got = Decode(DecodePng, std::span(whole).first(whole.size() - 30), truncated);
  REQUIRE(got.ok());
  REQUIRE(got->info().picture().width == 5);
}

TEST_CASE("What PNG cannot hold is refused with a hint, before the first byte", "[png]") {
  const Status f32 = EncodeError(EncodePng, RandomPicture(4, 4, 3, DType::kF32));
  REQUIRE(f32.hint().find("--depth") != std::string::npos);
  REQUIRE(!EncodeError(EncodePng, RandomPicture(4, 4, 5, DType::kU8)).hint().empty());
  REQUIRE(!EncodeError(EncodePng, RandomPicture(4, 4, 2, DType::kU8)).hint().empty());
  Frame volume = RandomPicture(6, 4, 1, DType::kU8);
  volume.info() = FrameInfo::Array({2, 2, 6, 1}, "dhwc", DType::kU8);
  REQUIRE(!EncodeError(EncodePng, volume).hint().empty());
}

// A full disk after the first bytes.
class FullWriter : public ByteWriter {
 public:
  Status Write(std::span<const std::byte> bytes) override {
    written_ += bytes.size();
    return written_ > 5000 ? Status::Failed("No space left on device") : Status::Ok();
  }
  Status Close() override { return Status::Ok(); }

 private:
  size_t written_ = 0;
};

TEST_CASE("A full disk stops the encoders", "[png][jpeg]") {
  for (const Encoder encode : {EncodePng, EncodeJpeg}) {
    FullWriter out;
    const auto rows = MakeFrameReader(RandomPicture(400, 400, 3, DType::kU8));
    REQUIRE(encode(*rows, EncodeOptions(), out).message() == "No space left on device");
  }
}

}  // namespace
}  // namespace sluice
