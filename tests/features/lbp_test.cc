#include "features/lbp.h"

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <numeric>

#include "lib/parallel.h"
#include "tests/golden.h"
#include "tests/kernel_check.h"

namespace sluice {
namespace {

std::vector<float> Describe(const LbpOptions& options, const Frame& in) {
  const auto lbp = std::move(MakeLbp(options)).value();
  std::vector<float> out(size_t(lbp->Size(in.info().picture()).value()));
  REQUIRE(lbp->Describe(in, out.data()).ok());
  return out;
}

Frame Picture(int width, const std::vector<int>& samples) {
  const int height = static_cast<int>(samples.size()) / width;
  Frame frame = Frame::Create(FrameInfo::Picture(width, height, 1, DType::kU8)).value();
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      frame.Row<uint8_t>(y)[x] = static_cast<uint8_t>(samples[size_t(y * width + x)]);
    }
  }
  return frame;
}

// The pattern of a pixel by its definition. Samples are whole numbers.
uint32_t Pattern(const Frame& in, int x, int y, const LbpOptions& o) {
  const PictureInfo info = in.info().picture();
  const auto at = [&](int64_t i, int64_t j) {
    i = BorderIndex(i, info.width, o.border.mode);
    j = BorderIndex(j, info.height, o.border.mode);
    return i < 0 || j < 0 ? double(o.border.constant) * 255 : double(in.Row<uint8_t>(j)[i]);
  };
  uint32_t pattern = 0;
  for (int p = 0; p < o.points; ++p) {
    const double angle = 2 * std::numbers::pi * p / o.points;
    const double dx = std::round(double(o.radius) * std::cos(angle) * 1e6) / 1e6;
    const double dy = std::round(double(o.radius) * -std::sin(angle) * 1e6) / 1e6;
    const auto left = static_cast<int64_t>(std::floor(dx));
    const auto top = static_cast<int64_t>(std::floor(dy));
    const double fx = dx - double(left);
    const double fy = dy - double(top);
    const double center = at(x, y);
    const double difference = (1 - fx) * (1 - fy) * (at(x + left, y + top) - center) +
                              fx * (1 - fy) * (at(x + left + 1, y + top) - center) +
                              (1 - fx) * fy * (at(x + left, y + top + 1) - center) +
                              fx * fy * (at(x + left + 1, y + top + 1) - center);
    if (difference >= -1e-6 * 255) pattern |= uint32_t{1} << p;
  }
  return pattern;
}

int Changes(uint32_t pattern, int points) {
  int changes = 0;
  for (int p = 0; p < points; ++p) {
    changes += (pattern >> p & 1) != (pattern >> ((p + 1) % points) & 1) ? 1 : 0;
  }
  return changes;
}

TEST_CASE("patterns are those of a plain loop", "[lbp]") {
  for (const auto& [points, radius] :
       {std::pair(8, 1.0f), std::pair(12, 2.5f), std::pair(4, 1.0f), std::pair(16, 2.0f)}) {
    for (const int size : {1, 2, 40}) {
      LbpOptions options;
      options.points = points;
      options.radius = radius;
      options.mapping = LbpMapping::kNone;
      options.border = AllBorders()[size_t(points / 4 + size) % 5];
      if (options.border.mode == BorderMode::kConstant) options.border.constant = 51.0f / 255;
      const Frame in = RandomPicture(size, size + 3, 1, DType::kU8);
      std::map<uint32_t, int> counts;
      for (int y = 0; y < size + 3; ++y) {
        for (int x = 0; x < size; ++x) ++counts[Pattern(in, x, y, options)];
      }
      const std::vector<float> got = Describe(options, in);
      REQUIRE(got.size() == size_t{1} << points);
      int apart = 0;
      for (size_t i = 0; i < got.size(); ++i) {
        apart += std::abs(static_cast<int>(std::lround(got[i] * float(size * (size + 3)))) -
                          (counts.count(uint32_t(i)) != 0 ? counts[uint32_t(i)] : 0));
      }
      CHECK(apart == 0);
    }
  }
}

TEST_CASE("patterns are those of scikit-image", "[lbp]") {
  const std::vector<GoldenBlock> blocks = ReadGolden("lbp.txt");
  const Frame picture = GoldenPicture(blocks.at(0), 24, 20, DType::kU8);
  for (size_t b = 1; b < blocks.size(); ++b) {
    LbpOptions options;
    options.points = int(blocks[b].parameter(1));
    options.radius = float(blocks[b].parameter(2));
    const std::string& mapping = blocks[b].header.at(3);
    const std::vector<std::string>& names = LbpMappingNames();
    options.mapping = LbpMapping(std::find(names.begin(), names.end(), mapping) - names.begin());
    options.border = {BorderMode::kConstant, 0};
    INFO(options.points << " " << options.radius << " " << mapping);
    const std::vector<float> shares = Describe(options, picture);
    std::vector<double> counts;
    for (const float share : shares) counts.push_back(std::round(double(share) * 24 * 20));
    CHECK(counts == blocks[b].numbers);
  }
}

TEST_CASE("patterns of a picture done by hand", "[lbp]") {
  // Around 5, counterclockwise from the right: 9 8 7 | 6 .. with ones where not below 5. Corners
  // are interpolated at distance 1; with these values they compare like their samples.
  const Frame in = Picture(3, {9, 1, 1,  //
                               9, 5, 9,  //
                               9, 1, 9});
  LbpOptions options;
  options.mapping = LbpMapping::kNone;
  options.points = 4;  // right 9: 1, up 1: 0, left 9: 1, down 1: 0
  CHECK(Pattern(in, 1, 1, options) == 0b0101);
  options.grid_width = 3;
  options.grid_height = 3;
  const std::vector<float> got = Describe(options, in);
  REQUIRE(got.size() == 9 * 16);
  CHECK(got[4 * 16 + 0b0101] == 1);
  // The first pixel, mirrored at the border: right 1, up 9, left 1, down 9.
  CHECK(got[0b1010] == 1);
}

TEST_CASE("mappings put patterns together as they say", "[lbp]") {
  const Frame in = RandomPicture(60, 50, 1, DType::kU8);
  LbpOptions options;
  options.mapping = LbpMapping::kNone;
  const std::vector<float> all = Describe(options, in);
  const auto describe = [&](LbpMapping mapping) {
    options.mapping = mapping;
    return Describe(options, in);
  };
  const std::vector<float> uniform = describe(LbpMapping::kUniform);
  const std::vector<float> riu2 = describe(LbpMapping::kRiu2);
  const std::vector<float> ri = describe(LbpMapping::kRi);
  CHECK(uniform.size() == 59);
  CHECK(riu2.size() == 10);
  CHECK(ri.size() == 36);
  std::vector<double> by_ones(10);
  for (uint32_t p = 0; p < 256; ++p) {
    const bool few = Changes(p, 8) <= 2;
    by_ones[few ? size_t(std::popcount(p)) : 9] += double(all[p]);
    if (few && p != 0 && p != 255) {
      int start = 0;
      while ((p >> start & 1) == 0 || (p >> ((start + 7) % 8) & 1) != 0) ++start;
      CHECK(uniform[size_t((std::popcount(p) - 1) * 8 + start)] == all[p]);
    }
  }
  CHECK(uniform[56] == all[0]);
  CHECK(uniform[57] == all[255]);
  for (size_t i = 0; i < 10; ++i) CHECK(double(riu2[i]) == Approx(by_ones[i]).margin(1e-6));
  CHECK(ri[0] == all[0]);
  double singles = 0;
  for (int p = 0; p < 8; ++p) singles += double(all[size_t{1} << p]);
  CHECK(double(ri[1]) == Approx(singles));
  for (const std::vector<float>& histogram : {uniform, riu2, ri, all}) {
    CHECK(std::accumulate(histogram.begin(), histogram.end(), 0.0) == Approx(1));
  }
  options.points = 24;
  options.radius = 3;
  CHECK(describe(LbpMapping::kRiu2).size() == 26);
}

TEST_CASE("riu2 stays the same when the picture turns by 90 degrees", "[lbp]") {
  const int n = 41;
  const Frame in = RandomPicture(n, n, 1, DType::kU8);
  Frame turned = Frame::Create(in.info()).value();
  for (int y = 0; y < n; ++y) {
    for (int x = 0; x < n; ++x) turned.Row<uint8_t>(n - 1 - x)[y] = in.Row<uint8_t>(y)[x];
  }
  LbpOptions options;
  options.mapping = LbpMapping::kRiu2;
  const std::vector<float> a = Describe(options, in);
  const std::vector<float> b = Describe(options, turned);
  CHECK(a == b);
}

TEST_CASE("flat pictures, threads, targets, colour and NaN", "[lbp]") {
  LbpOptions options;
  const std::vector<float> flat = Describe(options, Picture(1, {7}));
  CHECK(flat[57] == 1);
  const Frame in = RandomPicture(150, 200, 4, DType::kU8);
  options.grid_width = 3;
  options.grid_height = 2;
  SetThreads(1);
  const std::vector<float> one = Describe(options, in);
  SetThreads(3);
  CHECK(Describe(options, in) == one);
  SetThreads(0);
  ForEachTarget([&] { CHECK(Describe(options, in) == one); });
  for (size_t cell = 0; cell < 6; ++cell) {
    CHECK(std::accumulate(one.begin() + ptrdiff_t(cell) * 59,
                          one.begin() + ptrdiff_t(cell + 1) * 59, 0.0) == Approx(1));
  }
  Frame bad = RandomPicture(5, 5, 1, DType::kF32);
  bad.Row<float>(2)[2] = std::numeric_limits<float>::quiet_NaN();
  std::vector<float> out(59);
  CHECK_FALSE(MakeLbp({}).value()->Describe(bad, out.data()).ok());
}

TEST_CASE("lbp refuses options that make no sense", "[lbp]") {
  LbpOptions options;
  options.points = 17;
  CHECK(MakeLbp(options).ok());
  options.mapping = LbpMapping::kRi;
  CHECK_FALSE(MakeLbp(options).ok());
  options.points = 8;
  options.radius = 0;
  CHECK_FALSE(MakeLbp(options).ok());
  options.radius = 1;
  options.grid_width = 5000;
  CHECK_FALSE(MakeLbp(options).ok());
}

}  // namespace
}  // namespace sluice
