#include "lib/codecs/png_filter.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

#include "tests/kernel_check.h"
#include "tests/reference/png_filter.h"

namespace sluice {
namespace {

std::vector<uint8_t> WithMargins(const std::vector<uint8_t>& row) {
  std::vector<uint8_t> padded(row.size() + 2 * kPngRowMargin);
  std::copy(row.begin(), row.end(), padded.begin() + kPngRowMargin);
  // What lies behind a row must not count.
  std::fill(padded.end() - kPngRowMargin, padded.end(), uint8_t{77});
  return padded;
}

std::vector<uint8_t> Filter(const std::vector<uint8_t>& row, const std::vector<uint8_t>& above,
                            size_t pixel_bytes, PngFilters filters) {
  const std::vector<uint8_t> padded_row = WithMargins(row);
  const std::vector<uint8_t> padded_above = WithMargins(above);
  std::vector<uint8_t> out(1 + row.size() + kPngRowMargin);
  FilterPngRow(padded_row.data() + kPngRowMargin, padded_above.data() + kPngRowMargin, row.size(),
               pixel_bytes, filters, out.data());
  out.resize(1 + row.size());
  return out;
}

TEST_CASE("PNG filters equal the specification's on every target", "[png]") {
  std::mt19937 random(1);
  // Noise, and slopes of different directions, on which different filters win.
  const auto sample = [&](int kind, size_t x, size_t y) -> uint8_t {
    const auto noise = random();
    if (kind == 0) return static_cast<uint8_t>(noise);
    if (kind == 1) return static_cast<uint8_t>(7 * x + noise % 3);
    if (kind == 2) return static_cast<uint8_t>(90 * y + noise % 3);
    if (kind == 3) return static_cast<uint8_t>(5 * x + 30 * y);
    return kind == 4 ? uint8_t(noise % 2) : uint8_t(x < 20 ? 200 : 30 + noise % 2);
  };
  std::vector<int> wins(5);
  for (const size_t pixel_bytes : {1, 2, 3, 4, 6, 8}) {
    for (size_t bytes = pixel_bytes; bytes < 200; bytes += pixel_bytes * (bytes < 70 ? 1 : 5)) {
      for (int kind = 0; kind < 6; ++kind) {
        std::vector<uint8_t> above(bytes);
        std::vector<uint8_t> row(bytes);
        for (size_t i = 0; i < bytes; ++i) {
          above[i] = sample(kind, i / pixel_bytes, 0);
          row[i] = sample(kind, i / pixel_bytes, 1);
        }
        const std::vector<uint8_t> none = reference::PngFilter(row, above, pixel_bytes, 0);
        const std::vector<uint8_t> fast = reference::BestPngFilter(row, above, pixel_bytes, 4);
        const std::vector<uint8_t> all = reference::BestPngFilter(row, above, pixel_bytes, 5);
        ++wins[all[0]];
        ForEachTarget([&] {
          REQUIRE(Filter(row, above, pixel_bytes, PngFilters::kNone) == none);
          REQUIRE(Filter(row, above, pixel_bytes, PngFilters::kFast) == fast);
          REQUIRE(Filter(row, above, pixel_bytes, PngFilters::kAll) == all);
        });
      }
    }
  }
  REQUIRE(*std::min_element(wins.begin(), wins.end()) > 0);
}

TEST_CASE("The Paeth filter is exact all over the range of left, above and corner", "[png]") {
  // Pixels of one byte: corner and above, then left and x. The rest of the row is such that Paeth
  // wins: the same on both sides of an edge, at the corner's height.
  for (int left = 0; left < 256; left += 15) {
    for (int above = 0; above < 256; above += 5) {
      for (int corner = 0; corner < 256; corner += 17) {
        const auto x = static_cast<uint8_t>(reference::PaethPredictor(left, above, corner));
        std::vector<uint8_t> top;
        std::vector<uint8_t> row;
        for (int i = 0; i < 8; ++i) {
          for (const int v : {corner, above}) top.push_back(static_cast<uint8_t>(v));
          row.push_back(static_cast<uint8_t>(left));
          row.push_back(x);
        }
        const std::vector<uint8_t> want = reference::BestPngFilter(row, top, 1, 5);
        if (Filter(row, top, 1, PngFilters::kAll) != want) {
          FAIL(left << " " << above << " " << corner);
        }
      }
    }
  }
}

}  // namespace
}  // namespace sluice
