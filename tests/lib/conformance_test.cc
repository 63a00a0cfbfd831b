// Real files and hostile ones, where they are installed: every good file decodes to what
// ImageMagick decodes, every bad one gives an error in a moment.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "lib/codec.h"
#include "tests/lib/codec_check.h"

namespace sluice {
namespace {

namespace fs = std::filesystem;

// The files of a folder, by name.
std::vector<fs::path> Files(const std::string& folder) {
  const fs::path path = DataFolder("conformance/" + folder);
  std::vector<fs::path> files;
  if (path.empty()) return files;
  for (const auto& entry : fs::directory_iterator(path)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// The codec for a file's first bytes, or null.
Decoder DecoderFor(const std::vector<std::byte>& bytes) {
  if (bytes.size() < 2) return nullptr;
  if (bytes[0] == std::byte{0xFF} && bytes[1] == std::byte{0xD8}) return DecodeJpeg;
  if (bytes[0] == std::byte{0x89} && bytes[1] == std::byte{'P'}) return DecodePng;
  return nullptr;
}

bool IsInstalled(const std::string& program) {
  return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

// What ImageMagick makes of the files' first frames, one after the other: RGBA, u16. One call for
// all, as its start takes longer than a small picture. Samples come as they are, whatever gamma the
// file states; only CMYK is converted.
std::vector<uint16_t> ImageMagickPixels(const std::vector<fs::path>& paths, bool cmyk) {
  std::string command = "convert";
  for (const fs::path& path : paths) command += " '" + path.string() + "[0]'";
  command += cmyk ? " -colorspace sRGB" : " -set colorspace sRGB";
  command += " -auto-orient -depth 16 -endian LSB RGBA:- 2>/dev/null";
  std::vector<uint8_t> bytes;
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  uint8_t buffer[4096];
  while (const size_t count = fread(buffer, 1, sizeof(buffer), pipe)) {
    bytes.insert(bytes.end(), buffer, buffer + count);
  }
  pclose(pipe);
  std::vector<uint16_t> pixels(bytes.size() / 2);
  for (size_t i = 0; i < pixels.size(); ++i) {
    pixels[i] = static_cast<uint16_t>(bytes[2 * i] | bytes[2 * i + 1] << 8);
  }
  return pixels;
}

// A picture as RGBA u16.
std::vector<uint16_t> Pixels(const Frame& frame) {
  const PictureInfo picture = frame.info().picture();
  std::vector<uint16_t> pixels;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const auto sample = [&](int c) -> uint16_t {
        const int i = x * picture.channels + c;
        return picture.dtype == DType::kU8 ? static_cast<uint16_t>(frame.Row<uint8_t>(y)[i] * 257)
                                           : frame.Row<uint16_t>(y)[i];
      };
      for (int c = 0; c < 3; ++c) pixels.push_back(sample(picture.channels <= 2 ? 0 : c));
      pixels.push_back(picture.alpha ? sample(picture.channels - 1) : uint16_t{65535});
    }
  }
  return pixels;
}

// Fails unless the files' pixels are ImageMagick's. From CMYK it keeps fractions of the 8-bit steps
// that we round to.
void CheckPixels(const std::vector<fs::path>& paths, bool cmyk = false) {
  const bool compare = IsInstalled("convert");
  const std::vector<uint16_t> want =
      compare && !paths.empty() ? ImageMagickPixels(paths, cmyk) : std::vector<uint16_t>();
  const int tolerance = cmyk ? 129 : 0;
  auto next = want.begin();
  for (const fs::path& path : paths) {
    const std::vector<std::byte> bytes = FileBytes(path);
    const Result<Frame> frame = Decode(DecoderFor(bytes), bytes);
    INFO(path << ": " << frame.status().message());
    REQUIRE(frame.ok());
    if (!compare) continue;
    const std::vector<uint16_t> got = Pixels(*frame);
    REQUIRE(want.end() - next >= static_cast<ptrdiff_t>(got.size()));
    REQUIRE(std::equal(got.begin(), got.end(), next,
                       [&](int a, int b) { return std::abs(a - b) <= tolerance; }));
    next += static_cast<ptrdiff_t>(got.size());
  }
  REQUIRE(next == want.end());
}

TEST_CASE("PngSuite decodes to what ImageMagick decodes; its corrupt files are errors",
          "[conformance]") {
  std::vector<fs::path> good;
  for (const fs::path& path : Files("pngsuite")) {
    if (path.extension() != ".png") continue;
    if (!path.filename().string().starts_with("x")) {
      good.push_back(path);
      continue;
    }
    const Result<Frame> frame = Decode(DecodePng, FileBytes(path));
    INFO(path);
    REQUIRE(!frame.ok());
    REQUIRE(!frame.status().message().empty());
  }
  CheckPixels(good);
}

// Those of the named files in a folder that are there.
std::vector<fs::path> Existing(const std::string& folder, const std::vector<std::string>& names) {
  std::vector<fs::path> paths;
  for (const std::string& name : names) {
    const fs::path path = DataFolder("conformance/" + folder) / name;
    if (fs::exists(path)) paths.push_back(path);
  }
  return paths;
}

TEST_CASE("Real PNGs decode to what ImageMagick decodes", "[conformance]") {
  CheckPixels(Existing("wuffs", {"36.png", "bricks-color.png", "hibiscus.primitive.png"}));
  CheckPixels(Existing("jpegpng-pillow", {"hopper.png", "hopper_bw_500.png", "icc_profile.png",
                                          "rgb_trns.png", "hopper_idat_after_image_end.png"}));
  CheckPixels(Existing("libjpeg-turbo-testimages", {"monkey16.png"}));
}

TEST_CASE("Real JPEGs decode to what ImageMagick decodes", "[conformance]") {
  CheckPixels(Existing(
      "wuffs", {"peacock.default.jpeg", "peacock.grayscale.jpeg", "peacock.progressive.jpeg",
                "peacock.s-very-weird.jpeg", "peacock.s1x1-444.jpeg", "peacock.s2x1-422.jpeg"}));
  CheckPixels(Existing(
      "fuzz-go-jpeg",
      {"video-001.q50.410.progressive.jpeg", "video-001.q50.440.progressive.jpeg",
       "video-001.separate.dc.progression.jpeg", "video-005.gray.q50.2x2.progressive.jpeg"}));
  CheckPixels(Existing("jpegpng-pillow", {"hopper_orientation_2.jpg", "hopper_orientation_6.jpg",
                                          "orientation_rectangle.jpg"}));
  CheckPixels(Existing("libjpeg-turbo-testimages", {"testorig.jpg", "testimgari.jpg"}));
  CheckPixels(
      Existing("exif-orientation", {"Landscape_3.jpg", "Landscape_5.jpg", "Landscape_7.jpg"}));
}

TEST_CASE("CMYK and YCCK JPEGs decode to what ImageMagick decodes", "[conformance]") {
  CheckPixels(Existing("fuzz-go-jpeg", {"video-001.cmyk.jpeg"}), true);
  CheckPixels(Existing("jpegpng-pillow", {"pil_sample_cmyk.jpg"}), true);
}

TEST_CASE("Corrupt PNGs are errors", "[conformance]") {
  for (const fs::path& path : Files("png-stb-corrupt")) {
    INFO(path);
    REQUIRE(!Decode(DecodePng, FileBytes(path)).ok());
  }
}

TEST_CASE("Hostile files end in a moment, with or without an error", "[conformance]") {
  for (const char* folder : {"fuzz-go-png", "fuzz-go-jpeg", "fuzz-imagers", "png-libpng-crashers",
                             "png-libpng-testpngs", "png-imagers", "jpegpng-pillow",
                             "jpg-exif-invalid", "mixed-imagers", "wuffs", "pngsuite"}) {
    for (const fs::path& path : Files(folder)) {
      const std::vector<std::byte> bytes = FileBytes(path);
      const Decoder decode = DecoderFor(bytes);
      if (decode == nullptr) continue;
      for (const bool allow_truncated : {false, true}) {
        DecodeOptions options;
        options.allow_truncated = allow_truncated;
        options.limits.max_pixels = uint64_t{1} << 24;
        const auto start = std::chrono::steady_clock::now();
        const Result<Frame> frame = Decode(decode, bytes, options);
        const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
        INFO(path << ": " << frame.status().message());
        REQUIRE(time.count() < 1.0);
        REQUIRE((frame.ok() || !frame.status().message().empty()));
      }
    }
  }
}

}  // namespace
}  // namespace sluice
