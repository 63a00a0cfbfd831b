#include "data/synth/shape.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "data/synth/canvas.h"
#include "data/synth/noise.h"

namespace sluice::synth {
namespace {

TEST_CASE("distances are negative inside, positive outside and grow by one a pixel", "[shape]") {
  const Point centre = {50, 40};
  CHECK(Disc(centre, 10).distance({50, 45}) == Approx(-5));
  CHECK(Disc(centre, 10).distance({65, 40}) == Approx(5));
  CHECK(Ring(centre, 10, 4).distance({60, 40}) == Approx(-2));
  CHECK(Ring(centre, 10, 4).distance(centre) == Approx(8));
  CHECK(Box({0, 0}, {20, 10}).distance({10, 5}) == Approx(-5));
  CHECK(Box({0, 0}, {20, 10}).distance({23, 14}) == Approx(5));
  CHECK(Stroke({{0, 0}, {10, 0}}, 2).distance({5, 3}) == Approx(1));
  const Shape square = Polygon({{0, 0}, {10, 0}, {10, 10}, {0, 10}});
  CHECK(square.distance({5, 2}) == Approx(-2));
  CHECK(square.distance({-3, 5}) == Approx(3));
  CHECK(Blob(centre, 10, {}).distance({50, 52}) == Approx(2));
  CHECK(Grown(Disc(centre, 10), 3).distance({50, 53}) == Approx(0).margin(1e-5));
  CHECK(Moved(Disc(centre, 10), {5, 0}).distance({55, 40}) == Approx(-10));
  CHECK(Either(Disc({0, 0}, 5), Disc({20, 0}, 5)).distance({20, 0}) == Approx(-5));
  CHECK(Both(Disc({0, 0}, 5), Disc({6, 0}, 5)).distance({3, 0}) == Approx(-2));
  CHECK(Without(Disc({0, 0}, 5), Disc({0, 0}, 3)).distance({0, 0}) == Approx(3));
}

TEST_CASE("turned shapes lie within their rectangle", "[shape]") {
  const Shape shape = Turned(Box({40, 45}, {60, 55}), {50, 50}, 30);
  CHECK(shape.distance({50, 50}) == Approx(-5));
  // The right end, turned clockwise, points down.
  CHECK(shape.distance({50 + 9 * 0.866f, 50 + 9 * 0.5f}) < 0);
  CHECK(shape.distance({50 + 9 * 0.866f, 50 - 9 * 0.5f}) > 0);
  for (float y = 30; y < 70; y += 1) {
    for (float x = 30; x < 70; x += 1) {
      if (shape.distance({x, y}) >= 0) continue;
      REQUIRE((x >= shape.low.x && x <= shape.high.x && y >= shape.low.y && y <= shape.high.y));
    }
  }
  CHECK(Corners({0, 0}, 1, 5, 0, 0.5f).size() == 10);
}

TEST_CASE("a drawn shape covers its area and marks the pixels whose middle is inside", "[shape]") {
  Canvas canvas = Canvas::Create(64, 48).value();
  canvas.Draw(Disc({30.3f, 20.7f}, 12), Plain({1, 1, 1}), {3, 9});
  const Frame picture = canvas.Picture(true).value();
  const Frame labels = canvas.Labels().value();
  const Frame instances = canvas.Instances().value();
  double area = 0;
  int marked = 0;
  for (int y = 0; y < 48; ++y) {
    for (int x = 0; x < 64; ++x) {
      area += picture.Row<uint8_t>(y)[x] / 255.0;
      const float dx = static_cast<float>(x) + 0.5f - 30.3f;
      const float dy = static_cast<float>(y) + 0.5f - 20.7f;
      const bool inside = std::sqrt(dx * dx + dy * dy) < 12;
      REQUIRE(labels.Row<uint8_t>(y)[x] == (inside ? 3 : 0));
      REQUIRE(instances.Row<uint16_t>(y)[x] == (inside ? 9 : 0));
      marked += inside;
    }
  }
  CHECK(area == Approx(3.14159265 * 144).epsilon(0.005));
  CHECK(marked > 400);
}

TEST_CASE("random surfaces are in range, smooth and differ by seed", "[shape]") {
  double sum = 0;
  float roughest = 0;
  int equal = 0;
  for (int i = 0; i < 20000; ++i) {
    const Point p = {static_cast<float>(i % 200) * 0.37f - 30.0f,
                     static_cast<float>(i) * 0.0191f - 100.0f};
    const float v = FractalNoise(p, 4, 5);
    REQUIRE((v >= 0 && v <= 1));
    sum += static_cast<double>(v);
    roughest = std::max(roughest, std::abs(v - FractalNoise(p + Point{0.001f, 0}, 4, 5)));
    equal += v == FractalNoise(p, 4, 6);
    const Cellular cell = CellularNoise(p, 3);
    REQUIRE((cell.nearest >= 0 && cell.nearest <= cell.second && cell.second < 3));
  }
  CHECK(sum / 20000 == Approx(0.5).margin(0.03));
  CHECK(roughest < 0.02f);
  CHECK(equal < 10);
}

}  // namespace
}  // namespace sluice::synth
