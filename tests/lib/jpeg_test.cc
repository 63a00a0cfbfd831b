#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <fstream>

#include "lib/codec.h"
#include "tests/kernel_check.h"
#include "tests/lib/codec_check.h"
#include "tests/lib/temporary_folder.h"

namespace sluice {
namespace {

// A picture that JPEG keeps well: smooth waves, different in each channel.
Frame Waves(int width, int height, int channels) {
  Frame frame = Frame::Create(FrameInfo::Picture(width, height, channels, DType::kU8)).value();
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c) {
        const double value = 128 + 80 * std::sin(0.05 * x + c) * std::cos(0.04 * y - c);
        frame.Row<uint8_t>(y)[x * channels + c] = static_cast<uint8_t>(value);
      }
    }
  }
  return frame;
}

double MeanDifference(const Frame& a, const Frame& b) {
  REQUIRE(a.info().shape == b.info().shape);
  double sum = 0;
  for (int64_t y = 0; y < a.info().row_count(); ++y) {
    for (int64_t i = 0; i < a.info().row_samples(); ++i) {
      sum += std::abs(int(a.Row<uint8_t>(y)[i]) - int(b.Row<uint8_t>(y)[i]));
    }
  }
  return sum / double(a.info().row_count() * a.info().row_samples());
}

TEST_CASE("JPEG keeps pictures of every size within its loss", "[jpeg]") {
  for (const int channels : {1, 3}) {
    for (int width = 1; width <= 70; ++width) {
      const Frame want = Waves(width, 1 + width * 3 % 50, channels);
      for (const int quality : {75, 95}) {
        EncodeOptions options;
        options.jpeg_quality = quality;
        const Result<Frame> got = Decode(DecodeJpeg, Encode(EncodeJpeg, want, options));
        REQUIRE(got.ok());
        REQUIRE(MeanDifference(*got, want) < (quality == 75 ? 2.5 : 1.0));
        REQUIRE(got->info().format == "JPEG");
        REQUIRE(got->info().file_dtype == "u8");
      }
    }
  }
}

TEST_CASE("JPEG's size follows its quality", "[jpeg]") {
  const Frame picture = RandomPicture(64, 64, 3, DType::kU8);
  size_t previous = 0;
  for (const int quality : {1, 50, 89, 90, 100}) {
    EncodeOptions options;
    options.jpeg_quality = quality;
    const size_t size = Encode(EncodeJpeg, picture, options).size();
    REQUIRE(size > previous);
    previous = size;
  }
}

TEST_CASE("JPEG is the same from memory, a file and single-byte reads", "[jpeg]") {
  const TemporaryFolder folder;
  const std::vector<std::byte> bytes = Encode(EncodeJpeg, Waves(61, 47, 3));
  const Frame want = Decode(DecodeJpeg, bytes).value();
  const std::filesystem::path path = folder.path() / "a.jpg";
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
  for (const size_t most : {size_t{1}, size_t{7}, SIZE_MAX}) {
    ByteReader in = ByteReader::Open(path.string()).value();
    in.SetMaxReadForTests(most);
    const Result<Frame> got = Decode(DecodeJpeg, in);
    REQUIRE(got.ok());
    CheckSameFrame(*got, want);
    REQUIRE(in.position() == bytes.size());
  }
}

TEST_CASE("A JPEG that ends early is an error that says where", "[jpeg]") {
  const std::vector<std::byte> bytes = Encode(EncodeJpeg, RandomPicture(70, 70, 3, DType::kU8));
  for (size_t size = 3; size < bytes.size(); size += size < 700 ? 1 : 97) {
    const Result<Frame> got = Decode(DecodeJpeg, std::span(bytes).first(size));
    REQUIRE(!got.ok());
    INFO(size << ": " << got.status().message());
    REQUIRE(got.status().message().starts_with("truncated: "));
  }
  const Result<Frame> end = Decode(DecodeJpeg, std::span(bytes).first(bytes.size() - 2));
  REQUIRE(end.status().message() == "truncated: end marker");
}

TEST_CASE("allow_truncated gives the rows of a JPEG that are there, then zeros", "[jpeg]") {
  const std::vector<std::byte> bytes = Encode(EncodeJpeg, RandomPicture(64, 200, 3, DType::kU8));
  const Frame want = Decode(DecodeJpeg, bytes).value();
  DecodeOptions options;
  options.allow_truncated = true;
  const Result<Frame> got = Decode(DecodeJpeg, std::span(bytes).first(bytes.size() / 2), options);
  REQUIRE(got.ok());
  const std::vector<std::byte> zeros(64 * 3);
  int64_t y = 0;
  while (y < 200 && std::memcmp(got->RowBytes(y), want.RowBytes(y), zeros.size()) == 0) ++y;
  REQUIRE(y > 50);
  REQUIRE(y < 150);
  for (; y < 200; ++y) REQUIRE(std::memcmp(got->RowBytes(y), zeros.data(), zeros.size()) == 0);
}

TEST_CASE("A damaged segment of a JPEG is an error", "[jpeg]") {
  std::vector<std::byte> bytes = Encode(EncodeJpeg, RandomPicture(64, 64, 1, DType::kU8));
  bytes[bytes.size() / 2] = std::byte{0xFF};
  bytes[bytes.size() / 2 + 1] = std::byte{0xC7};
  const Result<Frame> got = Decode(DecodeJpeg, bytes);
  REQUIRE(!got.ok());
  REQUIRE(got.status().message().starts_with("corrupt JPEG: "));
}

TEST_CASE("A JPEG above the limit is refused", "[jpeg]") {
  const std::vector<std::byte> bytes = Encode(EncodeJpeg, Waves(50, 40, 1));
  DecodeOptions options;
  options.limits.max_pixels = 1999;
  const Result<Frame> got = Decode(DecodeJpeg, bytes, options);
  REQUIRE(!got.ok());
  REQUIRE(got.status().message().starts_with("too large: 50x40"));
}

TEST_CASE("What JPEG cannot hold is refused with a hint, before the first byte", "[jpeg]") {
  REQUIRE(EncodeError(EncodeJpeg, RandomPicture(4, 4, 3, DType::kU16)).hint() ==
          "--depth u8 converts");
  REQUIRE(!EncodeError(EncodeJpeg, RandomPicture(4, 4, 3, DType::kF32)).hint().empty());
  REQUIRE(!EncodeError(EncodeJpeg, RandomPicture(4, 4, 5, DType::kU8)).hint().empty());
  Frame alpha = RandomPicture(4, 4, 4, DType::kU8);
  alpha.info().alpha = true;
  REQUIRE(EncodeError(EncodeJpeg, alpha).message().find("alpha") != std::string::npos);
  REQUIRE(!EncodeError(EncodeJpeg, RandomPicture(65501, 1, 1, DType::kU8)).hint().empty());
}

TEST_CASE("JPEG carries an ICC profile of several segments", "[jpeg]") {
  std::string profile(200000, 'x');
  profile.replace(0, 4, std::string("\0\3\x0D\x40", 4));
  profile.replace(16, 4, "RGB ");
  profile.replace(36, 4, "acsp");
  Frame frame = Waves(16, 16, 3);
  frame.info().icc = std::make_shared<const std::string>(profile);
  std::vector<std::byte> bytes = Encode(EncodeJpeg, frame);
  const Result<Frame> got = Decode(DecodeJpeg, bytes);
  REQUIRE(got.ok());
  REQUIRE(got->info().icc != nullptr);
  REQUIRE(*got->info().icc == profile);
  EncodeOptions strip;
  strip.strip = true;
  REQUIRE(Decode(DecodeJpeg, Encode(EncodeJpeg, frame, strip))->info().icc == nullptr);

  // With the number of the second part wrong the profile is left out.
  const std::string name("ICC_PROFILE\0\2", 13);
  const auto second = std::search(bytes.begin(), bytes.end(), name.begin(), name.end(),
                                  [](std::byte a, char b) { return a == std::byte(b); });
  REQUIRE(second != bytes.end());
  *(second + 12) = std::byte{1};
  const Result<Frame> broken = Decode(DecodeJpeg, bytes);
  REQUIRE(broken.ok());
  REQUIRE(broken->info().icc == nullptr);
}

void Append(std::vector<std::byte>* bytes, const std::string& text) {
  for (const char c : text) bytes->push_back(std::byte(c));
}

TEST_CASE("A JPEG with very many scans is refused", "[jpeg]") {
  // One block of 8x8 pixels, progressive: a quantization table, a code with one word, and the same
  // scan of one bit again and again.
  const std::string start("\xFF\xD8\xFF\xDB\0\x43\0", 7);
  const std::string frame("\xFF\xC2\0\x0B\x08\0\x08\0\x08\1\1\x11\0", 13);
  const std::string code = std::string("\xFF\xC4\0\x14\0\1", 6) + std::string(16, '\0');
  const std::string scan("\xFF\xDA\0\x08\1\1\0\0\0\0\x7F", 11);
  for (const int scans : {1, 500, 501, 5000}) {
    std::vector<std::byte> bytes;
    Append(&bytes, start + std::string(64, '\1') + frame + code);
    for (int i = 0; i < scans; ++i) Append(&bytes, scan);
    Append(&bytes, "\xFF\xD9");
    const Result<Frame> got = Decode(DecodeJpeg, bytes);
    INFO(scans << ": " << got.status().message());
    REQUIRE(got.ok() == (scans <= 500));
    if (!got.ok()) REQUIRE(got.status().message() == "JPEG with more than 500 scans");
  }
}

// An APP2 segment, to stand right behind the start marker, that announces an image of `size` bytes
// at `offset` in the file.
std::string MpfSegment(uint32_t offset, uint32_t size) {
  constexpr uint32_t kHeader = 10;  // marker, length, name, before where offsets count from
  const auto number = [](uint32_t value) {
    std::string text;
    for (const int shift : {24, 16, 8, 0}) text += static_cast<char>(value >> shift);
    return text;
  };
  const std::string tiff = std::string("MM\0\x2A\0\0\0\x08\0\1\xB0\2\0\7", 14) + number(32) +
                           number(26) + number(0) + std::string(16, '\0') + number(0) +
                           number(size) + number(offset - kHeader) + number(0);
  return std::string("\xFF\xE2\0", 3) + static_cast<char>(tiff.size() + 6) +
         std::string("MPF\0", 4) + tiff;
}

TEST_CASE("The further images of a multi-picture JPEG are no frames", "[jpeg][exif]") {
  const std::vector<std::byte> first = Encode(EncodeJpeg, Waves(40, 30, 3));
  const std::vector<std::byte> preview = Encode(EncodeJpeg, Waves(8, 8, 1));
  const std::vector<std::byte> next = Encode(EncodeJpeg, Waves(16, 16, 1));
  const auto padding = size_t(GENERATE(0, 5, 60000));
  const auto error = uint32_t(GENERATE(0, 1));  // 1: the index is wrong, it counts for nothing
  const size_t segment = MpfSegment(0, 0).size();
  const auto offset = static_cast<uint32_t>(first.size() + segment + padding) + error;
  std::vector<std::byte> bytes(first.begin(), first.begin() + 2);
  Append(&bytes, MpfSegment(offset, static_cast<uint32_t>(preview.size())));
  bytes.insert(bytes.end(), first.begin() + 2, first.end());
  const size_t end_of_first = bytes.size();
  bytes.resize(bytes.size() + padding);
  bytes.insert(bytes.end(), preview.begin(), preview.end());
  const size_t end_of_preview = bytes.size();
  bytes.insert(bytes.end(), next.begin(), next.end());
  ByteReader in = ByteReader::FromMemory(bytes);
  REQUIRE(Decode(DecodeJpeg, in)->info().picture().width == 40);
  REQUIRE(in.position() == (error == 0 ? end_of_preview : end_of_first));
  if (error == 0) REQUIRE(Decode(DecodeJpeg, in)->info().picture().width == 16);
}

TEST_CASE("EXIF orientations 1 to 8 come out upright", "[jpeg][exif]") {
  const std::filesystem::path folder = DataFolder("conformance/exif-orientation");
  if (folder.empty()) return;
  const Frame upright = Decode(DecodeJpeg, FileBytes(folder / "Landscape_1.jpg")).value();
  for (int orientation = 2; orientation <= 8; ++orientation) {
    const std::string name = "Landscape_" + std::to_string(orientation) + ".jpg";
    const std::vector<std::byte> bytes = FileBytes(folder / name);
    const Result<Frame> got = Decode(DecodeJpeg, bytes);
    INFO(name);
    REQUIRE(got.ok());
    REQUIRE(MeanDifference(*got, upright) < 6);
    DecodeOptions as_is;
    as_is.orient = false;
    const Result<Frame> raw = Decode(DecodeJpeg, bytes, as_is);
    REQUIRE(raw.ok());
    const bool turned = raw->info().picture().width == upright.info().picture().height;
    REQUIRE(turned == (orientation >= 5));
  }
}

}  // namespace
}  // namespace sluice
