#include "filters/hysteresis.h"

#include <catch2/catch.hpp>
#include <utility>
#include <vector>

#include "tests/kernel_check.h"

namespace sluice {
namespace {

// A map of single pixels: 0 nothing, 1 weak, 2 strong.
using Map = std::vector<std::vector<int>>;

Map Linked(Map map) {
  const int height = static_cast<int>(map.size());
  const int width = static_cast<int>(map[0].size());
  std::vector<uint64_t> words(size_t(height) * 2 * EdgeBits::WordsFor(width));
  const EdgeBits bits{words.data(), width, height, 2 * EdgeBits::WordsFor(width)};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int level = map[size_t(y)][size_t(x)];
      if (level >= 1) bits.Weak(y)[x / 64] |= uint64_t{1} << (x % 64);
      if (level >= 2) bits.Strong(y)[x / 64] |= uint64_t{1} << (x % 64);
    }
  }
  Hysteresis(bits);
  std::vector<uint8_t> row(size_t(width) + 8);
  for (int y = 0; y < height; ++y) {
    ExpandBits(bits.Strong(y), width, row.data());
    for (int x = 0; x < width; ++x) map[size_t(y)][size_t(x)] = row[size_t(x)];
  }
  return map;
}

Map Reference(const Map& map) {
  const int height = static_cast<int>(map.size());
  const int width = static_cast<int>(map[0].size());
  Map out(map.size(), std::vector<int>(map[0].size(), 0));
  std::vector<std::pair<int, int>> reached;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      if (map[size_t(y)][size_t(x)] == 2) reached.push_back({y, x});
    }
  }
  while (!reached.empty()) {
    const auto [y, x] = reached.back();
    reached.pop_back();
    if (out[size_t(y)][size_t(x)] != 0) continue;
    out[size_t(y)][size_t(x)] = 255;
    for (int v = std::max(0, y - 1); v <= std::min(height - 1, y + 1); ++v) {
      for (int u = std::max(0, x - 1); u <= std::min(width - 1, x + 1); ++u) {
        if (map[size_t(v)][size_t(u)] != 0) reached.push_back({v, u});
      }
    }
  }
  return out;
}

TEST_CASE("hysteresis links weak pixels to strong ones as a plain flood does", "[hysteresis]") {
  for (const int width : {1, 2, 63, 64, 65, 130, 200}) {
    for (const int height : {1, 2, 3, 40}) {
      // Sparse, near the percolation threshold, and dense maps.
      for (const int weak : {15, 95, 110, 200}) {
        const Frame noise = RandomPicture(width, height, 2, DType::kU8, uint64_t(weak));
        Map map(static_cast<size_t>(height), std::vector<int>(static_cast<size_t>(width), 0));
        for (int y = 0; y < height; ++y) {
          for (int x = 0; x < width; ++x) {
            const uint8_t* pixel = noise.Row<uint8_t>(y) + ptrdiff_t{2} * x;
            if (pixel[0] < weak) map[size_t(y)][size_t(x)] = pixel[1] < 4 ? 2 : 1;
          }
        }
        CAPTURE(width, height, weak);
        CHECK(Linked(map) == Reference(map));
      }
    }
  }
}

TEST_CASE("hysteresis follows a spiral to its end", "[hysteresis]") {
  constexpr int kSize = 201;
  Map map(kSize, std::vector<int>(kSize, 0));
  int x = 0;
  int y = 0;
  int dx = 1;
  int dy = 0;
  const auto free = [&](int u, int v) {
    return u >= 0 && v >= 0 && u < kSize && v < kSize && map[size_t(v)][size_t(u)] == 0;
  };
  map[0][0] = 2;
  for (int turns = 0; turns < 2;) {
    // A gap of one pixel stays between the windings.
    const bool ahead =
        free(x + dx, y + dy) && (free(x + 2 * dx, y + 2 * dy) || x + 2 * dx < 0 || y + 2 * dy < 0 ||
                                 x + 2 * dx >= kSize || y + 2 * dy >= kSize);
    if (ahead) {
      x += dx;
      y += dy;
      map[size_t(y)][size_t(x)] = 1;
      turns = 0;
    } else {
      std::swap(dx, dy);
      dx = -dx;
      ++turns;
    }
  }
  CHECK(Linked(map) == Reference(map));
  CHECK(Linked(map)[size_t(y)][size_t(x)] == 255);
}

}  // namespace
}  // namespace sluice
