#include "filters/canny.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "filters/canny_candidates.h"
#include "filters/canny_thresholds.h"
#include "tests/kernel_check.h"
#include "tests/reference/canny.h"

namespace sluice {
namespace {

CannyOptions Options(float sigma, float low, float high, Border border = {}) {
  CannyOptions options;
  options.sigma = sigma;
  options.low = low;
  options.high = high;
  options.border = border;
  return options;
}

// A gray u8 picture of 255 * intensity(x, y), rounded.
Frame Draw(int width, int height, const std::function<double(int x, int y)>& intensity) {
  Frame frame = Frame::Create(FrameInfo::Picture(width, height, 1, DType::kU8)).value();
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      frame.Row<uint8_t>(y)[x] = FromFraction<uint8_t>(static_cast<float>(intensity(x, y)));
    }
  }
  return frame;
}

bool IsEdge(const Frame& edges, int x, int y) { return edges.Row<uint8_t>(y)[x] == 255; }

int CountEdges(const Frame& edges) {
  const PictureInfo p = edges.info().picture();
  int count = 0;
  for (int y = 0; y < p.height; ++y) {
    for (int x = 0; x < p.width; ++x) count += IsEdge(edges, x, y) ? 1 : 0;
  }
  return count;
}

Frame Edges(const Frame& in, const CannyOptions& options) { return Canny(in, options).value(); }

// A quarter turn clockwise.
Frame Turned(const Frame& in) {
  const PictureInfo p = in.info().picture();
  return Draw(p.height, p.width,
              [&](int x, int y) { return in.Row<uint8_t>(p.height - 1 - x)[y] / 255.0; });
}
Frame Mirrored(const Frame& in) {
  const PictureInfo p = in.info().picture();
  return Draw(p.width, p.height,
              [&](int x, int y) { return in.Row<uint8_t>(y)[p.width - 1 - x] / 255.0; });
}

// Blobs and stripes with noise.
Frame Scene(int width, int height) {
  const Frame noise = RandomPicture(width, height, 1, DType::kU8);
  return Draw(width, height, [&](int x, int y) {
    const double blobs = std::sin(0.21 * x + 0.05 * y) * std::cos(0.17 * y - 0.03 * x) > 0.2;
    return 0.2 + 0.5 * blobs + 0.1 * noise.Row<uint8_t>(y)[x] / 255.0;
  });
}

TEST_CASE("canny equals its reference on every target, type, border and size", "[canny]") {
  const std::vector<Border> borders = AllBorders();
  size_t turn = 0;
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const int channels : {1, 2, 3, 4, 5}) {
      for (const int width : {1, 2, 3, 17, 64, 65, 100}) {
        for (const int height : {1, 2, 13}) {
          for (const float sigma : {0.0f, 0.7f, 1.4f, 2.6f}) {
            const Border border = borders[turn++ % borders.size()];
            Frame in = RandomPicture(width, height, channels, dtype);
            in.info().alpha = channels % 2 == 0;
            CAPTURE(DTypeName(dtype), channels, width, height, sigma, BorderName(border));
            const Frame want = reference::Canny(in, double{sigma}, 0.03, 0.12, border);
            ForEachTarget(
                [&] { CheckSameFrame(Edges(in, Options(sigma, 0.03f, 0.12f, border)), want); });
          }
        }
      }
    }
  }
}

TEST_CASE("canny's candidates are the same from every driver", "[canny]") {
  for (const Border& border : AllBorders()) {
    for (const float sigma : {0.0f, 1.4f, 5.0f}) {
      for (const DType dtype : {DType::kU8, DType::kF32}) {
        const Frame in = RandomPicture(37, 29, dtype == DType::kU8 ? 1 : 3, dtype);
        CheckDrivers([&] { return MakeCannyCandidates(Options(sigma, 0.02f, 0.05f, border)); }, in);
      }
    }
  }
}

TEST_CASE("canny's stage gives what the function gives, slice by slice", "[canny]") {
  const Frame first = Scene(70, 40);
  const Frame second = Turned(Scene(40, 70));
  Frame volume = Frame::Create(FrameInfo::Array({2, 40, 70, 1}, "dhwc", DType::kU8)).value();
  for (int y = 0; y < 40; ++y) {
    std::copy_n(first.Row<uint8_t>(y), 70, volume.Row<uint8_t>(y));
    std::copy_n(second.Row<uint8_t>(y), 70, volume.Row<uint8_t>(40 + y));
  }
  const std::unique_ptr<Stage> stage = MakeCannyStage({});
  auto rows = stage->Connect(MakeFrameReader(volume.Clone().value()));
  REQUIRE(rows.ok());
  CHECK((*rows)->info().Describe() == volume.info().Describe());
  const Frame got = ReadFrame(**rows).value();
  const Frame want_first = Edges(first, {});
  const Frame want_second = Edges(second, {});
  REQUIRE(CountEdges(want_first) > 100);
  for (int y = 0; y < 40; ++y) {
    for (int x = 0; x < 70; ++x) {
      CHECK(got.Row<uint8_t>(y)[x] == want_first.Row<uint8_t>(y)[x]);
      CHECK(got.Row<uint8_t>(40 + y)[x] == want_second.Row<uint8_t>(y)[x]);
    }
  }
}

TEST_CASE("canny finds the same edges in u8, u16 and f32, gray and colour", "[canny]") {
  for (const int channels : {1, 3}) {
    const Frame u8 = RandomPicture(61, 47, channels, DType::kU8);
    Frame u16 = RandomPicture(61, 47, channels, DType::kU16);
    Frame f32 = RandomPicture(61, 47, channels, DType::kF32);
    for (int y = 0; y < 47; ++y) {
      for (int i = 0; i < 61 * channels; ++i) {
        const uint8_t v = u8.Row<uint8_t>(y)[i];
        u16.Row<uint16_t>(y)[i] = static_cast<uint16_t>(v * 257);
        f32.Row<float>(y)[i] = static_cast<float>(v) / 255.0f;
      }
    }
    for (const float sigma : {0.8f, 1.4f, 3.0f}) {
      const Frame want = Edges(u8, Options(sigma, 0.05f, 0.1f));
      REQUIRE(CountEdges(want) > 20);
      CheckSameFrame(Edges(u16, Options(sigma, 0.05f, 0.1f)), want);
      CheckSameFrame(Edges(f32, Options(sigma, 0.05f, 0.1f)), want);
    }
  }
}

TEST_CASE("canny finds nothing in a constant picture, not at its borders either", "[canny]") {
  for (const Border& border : AllBorders()) {
    const Frame in = Draw(40, 30, [](int, int) { return 0.25; });
    for (const float sigma : {0.0f, 1.4f, 7.0f, 50.0f}) {
      CHECK(CountEdges(Edges(in, Options(sigma, 0.0f, 0.0f, border))) == 0);
    }
  }
}

// A half plane of intensity 1 to the right of, below, ... a line through (20, 20).
TEST_CASE("canny marks a step edge by one line of single pixels, in all eight directions",
          "[canny]") {
  struct Direction {
    int dx, dy;
  };
  for (const Direction to : std::vector<Direction>{
           {1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, 1}, {1, -1}, {-1, -1}}) {
    const Frame in = Draw(
        41, 41, [&](int x, int y) { return (x - 20) * to.dx + (y - 20) * to.dy >= 0 ? 0.8 : 0.3; });
    for (const float sigma : {0.0f, 1.0f, 1.4f, 2.0f}) {
      const Frame edges = Edges(in, Options(sigma, 0.1f, 0.4f));
      CAPTURE(to.dx, to.dy, sigma);
      for (int y = 10; y < 31; ++y) {
        for (int x = 10; x < 31; ++x) {
          // The edge is the first bright pixel.
          CHECK(IsEdge(edges, x, y) == ((x - 20) * to.dx + (y - 20) * to.dy == 0));
        }
      }
    }
  }
}

TEST_CASE("canny measures the height of a step as a fraction of full scale, whatever sigma is",
          "[canny]") {
  const Frame in = Draw(60, 60, [](int x, int) { return x < 30 ? 51 / 255.0 : 102 / 255.0; });
  for (const float sigma : {0.0f, 0.5f, 1.0f, 1.4f, 2.0f, 3.0f, 4.5f}) {
    CAPTURE(sigma);
    CHECK(CountEdges(Edges(in, Options(sigma, 0.1999f, 0.1999f))) == 60);
    CHECK(CountEdges(Edges(in, Options(sigma, 0.2001f, 0.2001f))) == 0);
  }
}

TEST_CASE("canny draws a closed curve of single pixels around a disc", "[canny]") {
  for (const double radius : {8.0, 12.3, 25.7}) {
    const Frame in = Draw(
        80, 80, [&](int x, int y) { return std::hypot(x - 39.6, y - 40.2) < radius ? 0.7 : 0.2; });
    const Frame edges = Edges(in, {});
    CAPTURE(radius);
    // From outside, stepping over sides, the centre is out of reach: the curve has no gap.
    std::vector<std::vector<bool>> outside(80, std::vector<bool>(80, false));
    std::vector<std::pair<int, int>> reached = {{0, 0}};
    outside[0][0] = true;
    while (!reached.empty()) {
      const auto [x, y] = reached.back();
      reached.pop_back();
      for (const auto& [u, v] :
           std::vector<std::pair<int, int>>{{x - 1, y}, {x + 1, y}, {x, y - 1}, {x, y + 1}}) {
        if (u < 0 || v < 0 || u >= 80 || v >= 80 || outside[size_t(v)][size_t(u)] ||
            IsEdge(edges, u, v)) {
          continue;
        }
        outside[size_t(v)][size_t(u)] = true;
        reached.push_back({u, v});
      }
    }
    CHECK_FALSE(outside[40][40]);
    int close = 0;
    for (int y = 0; y < 80; ++y) {
      for (int x = 0; x < 80; ++x) {
        if (!IsEdge(edges, x, y)) continue;
        CHECK(std::abs(std::hypot(x - 39.6, y - 40.2) - radius) < 1.0);
        ++close;
        // Nowhere two by two.
        CHECK_FALSE(
            (IsEdge(edges, x + 1, y) && IsEdge(edges, x, y + 1) && IsEdge(edges, x + 1, y + 1)));
      }
    }
    // As many pixels as an 8-connected circle has.
    CHECK(close >= 4 * std::sqrt(2.0) * (radius - 0.5));
    CHECK(close <= 4 * std::sqrt(2.0) * (radius + 0.5));
  }
}

TEST_CASE("turning or mirroring an 8-bit picture turns or mirrors its edges", "[canny]") {
  const Frame in = Scene(83, 61);
  for (const float sigma : {0.0f, 1.0f, 1.4f, 2.0f}) {
    const CannyOptions options = Options(sigma, 0.05f, 0.1f);
    const Frame edges = Edges(in, options);
    REQUIRE(CountEdges(edges) > 100);
    CheckSameFrame(Edges(Turned(in), options), Turned(edges));
    CheckSameFrame(Edges(Mirrored(in), options), Mirrored(edges));
  }
}

TEST_CASE("canny keeps weak edges that are linked with strong ones, and only those", "[canny]") {
  // Two vertical edges that fade from top to bottom; the right one is nowhere strong.
  const Frame in = Draw(60, 100, [](int x, int y) {
    const double fading = 0.2 - 0.0015 * y;
    return x < 20 ? 0.0 : x < 40 ? fading * 1.5 : fading * 2.2;
  });
  const Frame edges = Edges(in, Options(1.0f, 0.08f, 0.2f));
  CHECK(IsEdge(edges, 20, 5));
  CHECK(IsEdge(edges, 20, 90));  // 0.0975, weak
  for (int y = 0; y < 100; ++y) CHECK_FALSE(IsEdge(edges, 40, y));
}

TEST_CASE("NaN and infinite numbers disturb canny only as far as its window reaches", "[canny]") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float inf = std::numeric_limits<float>::infinity();
  struct Spot {
    int x, y;
    float value;
  };
  const std::vector<Spot> spots = {
      {5, 3, nan}, {40, 9, inf}, {69, 10, -inf}, {0, 0, 3e38f}, {60, 29, 1e-45f}};
  for (const int channels : {1, 3}) {
    const Frame clean = RandomPicture(70, 30, channels, DType::kF32);
    Frame in = clean.Clone().value();
    for (const Spot& spot : spots) in.Row<float>(spot.y)[spot.x * channels] = spot.value;
    // Equal thresholds: no chains that lead far away.
    const Frame want = Edges(clean, Options(1.4f, 0.05f, 0.05f));
    const Frame first = Edges(in, Options(1.4f, 0.05f, 0.05f));
    ForEachTarget([&] { CheckSameFrame(Edges(in, Options(1.4f, 0.05f, 0.05f)), first); });
    for (int y = 0; y < 30; ++y) {
      for (int x = 0; x < 70; ++x) {
        bool far = true;
        for (const Spot& spot : spots) {
          far = far && std::max(std::abs(x - spot.x), std::abs(y - spot.y)) > 5 + 3;
        }
        if (far) CHECK(IsEdge(first, x, y) == IsEdge(want, x, y));
      }
    }
  }
}

TEST_CASE("automatic thresholds find the same edges whatever the contrast", "[canny]") {
  CannyOptions options;
  options.automatic = true;
  const Frame scene = Scene(120, 90);
  const Frame faint =
      Draw(120, 90, [&](int x, int y) { return std::floor(scene.Row<uint8_t>(y)[x] / 4.0) / 255; });
  const int edges = CountEdges(Edges(scene, options));
  CHECK(edges > 500);
  CHECK(CountEdges(Edges(faint, options)) > edges / 2);
  CHECK(CountEdges(Edges(faint, {})) < edges / 10);
  CHECK(CountEdges(Edges(Draw(40, 30, [](int, int) { return 0.5; }), options)) == 0);

  const CannyThresholds thresholds = ChooseCannyThresholds(scene, options).value();
  CHECK(thresholds.low == 0.4f * thresholds.high);
  // 7 of 100 pixels have more than that.
  const Frame magnitudes = FilterFrame(*MakeCannyMagnitude(options), scene).value();
  int above = 0;
  for (int y = 0; y < 90; ++y) {
    for (int x = 0; x < 120; ++x) {
      if (magnitudes.Row<uint16_t>(y)[x] > std::lround(thresholds.high * 65535)) ++above;
    }
  }
  CHECK(above <= 120 * 90 * 7 / 100);
  CHECK(above > 120 * 90 * 6 / 100);

  // Through the stage, too.
  const std::unique_ptr<Stage> stage = MakeCannyStage(options);
  auto rows = stage->Connect(MakeFrameReader(scene.Clone().value()));
  REQUIRE(rows.ok());
  CheckSameFrame(ReadFrame(**rows).value(), Edges(scene, options));
}

TEST_CASE("canny's magnitude is the same from every driver, and 1 at a full step", "[canny]") {
  const Frame in = RandomPicture(37, 29, 3, DType::kU16);
  CheckDrivers([&] { return MakeCannyMagnitude({}); }, in);
  for (const float sigma : {0.0f, 1.4f, 3.0f}) {
    const Frame step = Draw(60, 30, [](int x, int) { return x < 30 ? 0.0 : 1.0; });
    const Frame got = FilterFrame(*MakeCannyMagnitude(Options(sigma, 0.1f, 0.2f)), step).value();
    CHECK(got.Row<uint16_t>(15)[30] == 65535);
    CHECK(got.Row<uint16_t>(15)[29] == 65535);
    CHECK(got.Row<uint16_t>(15)[0] == 0);
  }
}

TEST_CASE("canny refuses options outside their ranges", "[canny]") {
  const Frame in = Draw(4, 4, [](int, int) { return 0.0; });
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK(Canny(in, Options(-1, 0.1f, 0.2f)).status().is_usage());
  CHECK(Canny(in, Options(nan, 0.1f, 0.2f)).status().is_usage());
  CHECK(Canny(in, Options(1e9f, 0.1f, 0.2f)).status().is_usage());
  CHECK(Canny(in, Options(1, 0.3f, 0.2f)).status().is_usage());
  CHECK(Canny(in, Options(1, -0.1f, 0.2f)).status().is_usage());
  CHECK(Canny(in, Options(1, 0.1f, nan)).status().is_usage());
}

}  // namespace
}  // namespace sluice
