#include "filters/montage.h"

#include <catch2/catch.hpp>

#include "filters/bitmap_font.h"
#include "tests/kernel_check.h"

namespace sluice {
namespace {

MontageTile Tile(int width, int height, uint8_t value, const std::string& caption = "") {
  Image<uint8_t> image = Image<uint8_t>::Create(width, height, 3).value();
  for (int y = 0; y < height; ++y) std::fill_n(image.Row(y), image.row_samples(), value);
  return {Frame::FromImage(std::move(image)), caption};
}

Frame Sheet(const MontageOptions& options, std::vector<MontageTile> tiles) {
  return MakeMontage(std::move(tiles), options).value();
}

std::vector<MontageTile> Tiles(int count, int width, int height) {
  std::vector<MontageTile> tiles;
  for (int i = 0; i < count; ++i) tiles.push_back(Tile(width, height, static_cast<uint8_t>(i)));
  return tiles;
}

TEST_CASE("a montage puts tiles in reading order with gaps between them", "[montage]") {
  MontageOptions options;
  options.columns = 3;
  options.gap = 2;
  options.background = {200, 201, 202};
  const Frame sheet = Sheet(options, Tiles(5, 10, 6));
  const PictureInfo picture = sheet.info().picture();
  CHECK(picture.width == 2 + 3 * 12);
  CHECK(picture.height == 2 + 2 * 8);
  for (int i = 0; i < 5; ++i) {
    const int x = 2 + i % 3 * 12;
    const int y = 2 + i / 3 * 8;
    CHECK(sheet.Row<uint8_t>(y)[x * 3] == i);
    CHECK(sheet.Row<uint8_t>(y + 5)[(x + 9) * 3 + 2] == i);
  }
  CHECK(sheet.Row<uint8_t>(1)[4] == 201);
  CHECK(sheet.Row<uint8_t>(12)[30 * 3 + 2] == 202);  // the place left over
}

TEST_CASE("a montage of its own choice is about square, never wider than its tiles", "[montage]") {
  const auto columns = [](int count, int asked) {
    MontageOptions options;
    options.gap = 0;
    options.columns = asked;
    return Sheet(options, Tiles(count, 4, 4)).info().picture().width / 4;
  };
  CHECK(columns(1, 0) == 1);
  CHECK(columns(4, 0) == 2);
  CHECK(columns(5, 0) == 3);
  CHECK(columns(3, 8) == 3);
}

TEST_CASE("pictures fit their tiles: shrunk, repeated whole times, or as they are", "[montage]") {
  const auto size = [](int width, int height) {
    const PictureInfo picture =
        FitTile(Tile(width, height, 7).picture, 40, 30).value().info().picture();
    return std::pair(picture.width, picture.height);
  };
  CHECK(size(80, 30) == std::pair(40, 15));
  CHECK(size(20, 60) == std::pair(10, 30));
  CHECK(size(10, 10) == std::pair(30, 30));
  CHECK(size(25, 20) == std::pair(25, 20));
  CHECK(size(40, 30) == std::pair(40, 30));

  MontageOptions options;
  options.tile_width = 40;
  options.tile_height = 30;
  std::vector<MontageTile> tiles;
  tiles.push_back(Tile(10, 10, 7));
  const Frame sheet = Sheet(options, std::move(tiles));
  CHECK(sheet.Row<uint8_t>(8)[(8 + 4) * 3] == 255);  // beside the picture
  CHECK(sheet.Row<uint8_t>(8)[(8 + 5) * 3] == 7);
}

TEST_CASE("captions stand below their tiles and are cut", "[montage]") {
  MontageOptions options;
  std::vector<MontageTile> tiles;
  tiles.push_back(Tile(60, 20, 7, "a"));
  tiles.push_back(Tile(60, 20, 7, "much too long for it"));
  tiles.push_back(Tile(60, 20, 7));
  const Frame sheet = Sheet(options, std::move(tiles));
  const auto ink = [&](int left, int right) {
    int count = 0;
    for (int y = 28; y < 28 + kFontCellHeight + 2; ++y) {
      for (int x = left; x < right; ++x) count += sheet.Row<uint8_t>(y)[x * 3] == 32;
    }
    return count;
  };
  CHECK(ink(8, 68) == 14);  // the dots of an a
  CHECK(ink(68, 76) == 0);  // nothing in the gap
  CHECK(ink(76, 136) > 60);
  CHECK(ink(136, 144) == 0);
}

TEST_CASE("a montage of nothing and one that is too large are refused", "[montage]") {
  CHECK(!MakeMontage({}, {}).ok());
  MontageOptions options;
  options.tile_width = options.tile_height = 2000000000;
  std::vector<MontageTile> tiles;
  tiles.push_back(Tile(2000000, 1, 1));
  CHECK(!MakeMontage(std::move(tiles), options).ok());
}

TEST_CASE("letters have their dots, at any scale, and stay inside the picture", "[montage]") {
  const auto dots = [](const std::string& text, int scale, int x) {
    Image<uint8_t> image = Image<uint8_t>::Create(40, 30, 3).value();
    for (int y = 0; y < 30; ++y) std::fill_n(image.Row(y), 120, uint8_t{0});
    DrawText(text, x, 0, scale, {1, 2, 3}, image.view());
    int count = 0;
    for (int y = 0; y < 30; ++y) {
      for (int i = 0; i < 40; ++i) count += image.Row(y)[i * 3 + 2] == 3;
    }
    return count;
  };
  CHECK(dots("|", 1, 0) == 7);
  CHECK(dots("|", 3, 0) == 63);
  CHECK(dots(" ", 1, 0) == 0);
  CHECK(dots("\xC3", 1, 0) == dots("?", 1, 0));
  CHECK(dots("||", 1, 0) == 14);
  CHECK(dots("|||", 1, -6) == 14);
  CHECK(dots("|", 1, 1000) == 0);
  // No two printable characters look alike.
  std::vector<std::vector<uint8_t>> seen;
  for (char c = ' '; c <= '~'; ++c) {
    Image<uint8_t> image = Image<uint8_t>::Create(6, 10, 3).value();
    for (int y = 0; y < 10; ++y) std::fill_n(image.Row(y), 18, uint8_t{0});
    DrawText(std::string(1, c), 0, 0, 1, {1, 1, 1}, image.view());
    std::vector<uint8_t> glyph;
    for (int y = 0; y < 10; ++y) glyph.insert(glyph.end(), image.Row(y), image.Row(y) + 18);
    for (const auto& other : seen) CHECK(glyph != other);
    seen.push_back(std::move(glyph));
  }
}

}  // namespace
}  // namespace sluice
