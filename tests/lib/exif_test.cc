#include "lib/codecs/exif.h"

#include <catch2/catch.hpp>
#include <string>

#include "lib/codecs/jpeg_markers.h"

namespace sluice {
namespace {

std::span<const std::byte> Bytes(const std::string& text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

std::string Number(uint64_t value, int size, bool little_endian) {
  std::string text;
  for (int i = 0; i < size; ++i) {
    const int shift = 8 * (little_endian ? i : size - 1 - i);
    text += static_cast<char>(value >> shift);
  }
  return text;
}

// A TIFF structure with one directory of one field.
std::string Tiff(bool little, uint16_t tag, uint16_t type, uint32_t count, const std::string& value,
                 uint32_t directory = 8) {
  std::string text = little ? "II" : "MM";
  text += Number(42, 2, little) + Number(directory, 4, little);
  text += Number(1, 2, little);
  text += Number(tag, 2, little) + Number(type, 2, little) + Number(count, 4, little) + value;
  return text + Number(0, 4, little);
}

TEST_CASE("EXIF orientation is read in both byte orders", "[exif]") {
  for (const bool little : {false, true}) {
    for (uint32_t value = 0; value <= 10; ++value) {
      const int want = value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
      const std::string as_short = Number(value, 2, little) + std::string(2, '\0');
      const std::string as_long = Number(value, 4, little);
      REQUIRE(ExifOrientation(Bytes(Tiff(little, 0x0112, 3, 1, as_short))) == want);
      REQUIRE(ExifOrientation(Bytes(Tiff(little, 0x0112, 4, 1, as_long))) == want);
      REQUIRE(ExifOrientation(Bytes(Tiff(little, 0x0112, 2, 1, as_long))) == 1);
      REQUIRE(ExifOrientation(Bytes(Tiff(little, 0x0112, 3, 2, as_short))) == 1);
      REQUIRE(ExifOrientation(Bytes(Tiff(little, 0x0113, 3, 1, as_short))) == 1);
    }
  }
}

TEST_CASE("Damaged EXIF means upright", "[exif]") {
  const std::string good = Tiff(true, 0x0112, 3, 1, std::string("\6\0\0\0", 4));
  REQUIRE(ExifOrientation(Bytes(good)) == 6);
  for (size_t size = 0; size < 22; ++size) {
    REQUIRE(ExifOrientation(Bytes(good.substr(0, size))) == 1);
  }
  for (const uint32_t directory : {0u, 9u, 26u, 0x7FFFFFFFu, 0xFFFFFFFFu}) {
    const std::string bad = Tiff(true, 0x0112, 3, 1, std::string("\6\0\0\0", 4), directory);
    REQUIRE(ExifOrientation(Bytes(bad)) == 1);
  }
  for (size_t at = 0; at < good.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      std::string bad = good;
      bad[at] = static_cast<char>(value);
      const int orientation = ExifOrientation(Bytes(bad));
      REQUIRE((orientation >= 1 && orientation <= 8));
    }
  }
}

TEST_CASE("The index of a multi-picture file gives the places of the further images", "[exif]") {
  const bool little = true;
  std::string tiff = Tiff(little, 0xB002, 7, 48, Number(26, 4, little));
  const auto entry = [&](uint32_t size, uint32_t offset) {
    return Number(0, 4, little) + Number(size, 4, little) + Number(offset, 4, little) +
           Number(0, 4, little);
  };
  tiff += entry(1000, 0) + entry(300, 5000) + entry(200, 4000);
  const std::vector<EmbeddedImage> images = MpfImages(Bytes(tiff), 70);
  REQUIRE(images.size() == 2);
  REQUIRE(images[0].begin == 4070);
  REQUIRE(images[0].size == 200);
  REQUIRE(images[1].begin == 5070);
  for (size_t size = 0; size < tiff.size(); ++size) {
    REQUIRE(MpfImages(Bytes(tiff.substr(0, size)), 70).size() <= 2);
  }
  REQUIRE(MpfImages(Bytes(Tiff(little, 0xB002, 7, 0xFFFFFFFF, Number(26, 4, little))), 0).empty());
}

TEST_CASE("ICC parts are put together by number; a broken set counts as none", "[exif][jpeg]") {
  const std::string name("ICC_PROFILE\0", 12);
  const auto profile = [&](const std::vector<std::string>& parts) {
    JpegMarkers markers;
    for (const std::string& part : parts) markers.Add(2, Bytes(name + part), 0);
    return markers.IccProfile();
  };
  REQUIRE(profile({"\2\2def", "\1\2abc"}) == "abcdef");
  REQUIRE(profile({}).empty());
  REQUIRE(profile({"\1\2abc"}).empty());                                    // one missing
  REQUIRE(profile({"\1\2abc", "\1\2abc"}).empty());                         // one twice
  REQUIRE(profile({"\1\2abc", "\2\3def"}).empty());                         // counts differ
  REQUIRE(profile({"\3\2abc", "\1\2abc", "\2\2def"}).empty());              // number above count
  REQUIRE(profile({std::string("\0\2abc", 5), "\1\2a", "\2\2b"}).empty());  // number 0
  REQUIRE(profile({"", "\1"}).empty());
}

}  // namespace
}  // namespace sluice
