// Digits, drawn with a pen: strokes through a few points, rounded, jittered, slanted and turned.
#include <cmath>
#include <vector>

#include "data/synth/noise.h"
#include "data/synth/painters.h"

namespace sluice::synth {
namespace {

// A stroke through points in the unit square; a curved one is rounded at its inner points.
struct PenStroke {
  bool curved;
  std::vector<Point> points;
};

const std::vector<PenStroke>& Glyph(int digit) {
  static const std::vector<PenStroke> glyphs[10] = {
      {{true,
        {{.55f, .03f},
         {.2f, .06f},
         {.08f, .5f},
         {.2f, .95f},
         {.5f, .99f},
         {.82f, .93f},
         {.92f, .5f},
         {.8f, .07f},
         {.45f, .03f}}}},
      {{false, {{.28f, .24f}, {.56f, .04f}}}, {false, {{.56f, .04f}, {.56f, .97f}}}},
      {{true,
        {{.15f, .28f},
         {.2f, .06f},
         {.5f, .0f},
         {.84f, .06f},
         {.86f, .36f},
         {.6f, .62f},
         {.15f, .96f}}},
       {false, {{.15f, .96f}, {.88f, .96f}}}},
      {{true, {{.16f, .14f}, {.4f, -.02f}, {.86f, .04f}, {.82f, .42f}, {.4f, .46f}}},
       {true, {{.4f, .46f}, {.9f, .44f}, {.96f, .9f}, {.5f, 1.04f}, {.13f, .86f}}}},
      {{false, {{.62f, .04f}, {.1f, .66f}}},
       {false, {{.1f, .66f}, {.92f, .66f}}},
       {false, {{.68f, .38f}, {.68f, .97f}}}},
      {{false, {{.82f, .05f}, {.26f, .05f}}},
       {false, {{.26f, .05f}, {.2f, .44f}}},
       {true, {{.2f, .44f}, {.5f, .3f}, {.92f, .4f}, {.94f, .86f}, {.5f, 1.02f}, {.13f, .88f}}}},
      {{true,
        {{.76f, .04f},
         {.36f, .1f},
         {.1f, .55f},
         {.14f, .95f},
         {.52f, 1.01f},
         {.9f, .92f},
         {.9f, .5f},
         {.52f, .42f},
         {.15f, .66f}}}},
      {{false, {{.13f, .05f}, {.87f, .05f}}}, {false, {{.87f, .05f}, {.4f, .97f}}}},
      {{true,
        {{.5f, .46f},
         {.14f, .4f},
         {.14f, .04f},
         {.5f, .0f},
         {.86f, .04f},
         {.86f, .4f},
         {.5f, .46f},
         {.08f, .56f},
         {.08f, .97f},
         {.5f, 1.01f},
         {.92f, .97f},
         {.92f, .56f},
         {.5f, .46f}}}},
      {{true,
        {{.86f, .36f},
         {.62f, .58f},
         {.18f, .54f},
         {.1f, .16f},
         {.42f, -.02f},
         {.84f, .02f},
         {.9f, .34f},
         {.8f, .74f},
         {.5f, .98f}}}},
  };
  return glyphs[digit];
}

// Chaikin's corner cutting: each inner corner is replaced by two nearer to the curve.
std::vector<Point> Rounded(std::vector<Point> points) {
  for (int round = 0; round < 3; ++round) {
    std::vector<Point> finer = {points.front()};
    for (size_t i = 0; i + 1 < points.size(); ++i) {
      const Point a = points[i];
      const Point b = points[i + 1];
      if (i > 0) finer.push_back(a * 0.75f + b * 0.25f);
      if (i + 2 < points.size()) finer.push_back(a * 0.25f + b * 0.75f);
    }
    finer.push_back(points.back());
    points = std::move(finer);
  }
  return points;
}

struct Hand {
  float shake;     // how far points stray, in heights of the digit
  float slant;     // how far the top leans over
  float width;     // of the digit, in heights
  float pen;       // half the stroke's width, in heights
  double degrees;  // of the whole
};

Hand RandomHand(Random* random) {
  return {0.035f, Between(random, -0.1f, 0.3f), Between(random, 0.5f, 0.72f),
          Between(random, 0.05f, 0.085f), random->Uniform(-12, 12)};
}

// The digit about `centre`, `height` pixels high.
Shape DigitShape(Random* random, int digit, Point centre, float height) {
  const Hand hand = RandomHand(random);
  const Turn turn(centre, hand.degrees);
  std::vector<Shape> strokes;
  // Points that strokes share stray together.
  const uint32_t seed = random->Bits();
  const auto stray = [&](Point p) {
    const int x = static_cast<int>(p.x * 100);
    const int y = static_cast<int>(p.y * 100);
    return p + Point{CellNoise(x, y, seed) - 0.5f, CellNoise(x, y, seed + 1) - 0.5f} *
                   (2.0f * hand.shake);
  };
  for (const PenStroke& stroke : Glyph(digit)) {
    std::vector<Point> points;
    for (const Point at : stroke.points) points.push_back(stray(at));
    if (stroke.curved) points = Rounded(points);
    for (Point& p : points) {
      const Point square = {(p.x - 0.5f) * hand.width + (0.5f - p.y) * hand.slant, p.y - 0.5f};
      p = turn(centre + square * height);
    }
    strokes.push_back(Stroke(std::move(points), hand.pen * height));
  }
  Shape all = strokes.front();
  for (size_t i = 1; i < strokes.size(); ++i) all = Either(all, strokes[i]);
  return all;
}

constexpr Colour kInks[] = {Hex(0x1D3557), Hex(0x9B2226), Hex(0x1B4332),
                            Hex(0x3A0CA3), Hex(0x222222), Hex(0x7F4F24)};

}  // namespace

int PaintDigit(Random* random, Canvas* canvas) {
  const int digit = static_cast<int>(random->Below(10));
  const Point size = {static_cast<float>(canvas->width()), static_cast<float>(canvas->height())};
  const float height = std::min(size.x, size.y) * Between(random, 0.62f, 0.76f);
  const Point stray = {Between(random, -0.05f, 0.05f), Between(random, -0.05f, 0.05f)};
  const Shape shape = DigitShape(random, digit, size * 0.5f + stray * height, height);
  const int label = digit + 1;
  canvas->Draw(shape, Plain({1, 1, 1}), {static_cast<uint8_t>(label), 1});
  return label;
}

int PaintDigits(Random* random, Canvas* canvas) {
  const Point size = {static_cast<float>(canvas->width()), static_cast<float>(canvas->height())};
  const float cell = std::min(size.x, size.y) / 3.2f;
  // Squared paper.
  const float square = cell / 4;
  canvas->Fill([=](Point p) {
    const float x = std::abs(p.x / square - std::floor(p.x / square + 0.5f)) * square;
    const float y = std::abs(p.y / square - std::floor(p.y / square + 0.5f)) * square;
    const float line = 1.0f - std::clamp(std::min(x, y), 0.0f, 1.0f);
    return Mix(Hex(0xF7F3E8), Hex(0xBCD2E0), line);
  });
  const int columns = std::max(1, static_cast<int>(size.x / cell));
  const int rows = std::max(1, static_cast<int>(size.y / cell));
  int number = 0;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      if (random->Chance(0.1)) continue;
      const Point middle = {
          (static_cast<float>(column) + 0.5f) * size.x / static_cast<float>(columns),
          (static_cast<float>(row) + 0.5f) * size.y / static_cast<float>(rows)};
      const Point stray = {Between(random, -0.07f, 0.07f) * cell,
                           Between(random, -0.07f, 0.07f) * cell};
      const int digit = static_cast<int>(random->Below(10));
      const Shape shape =
          DigitShape(random, digit, middle + stray, cell * Between(random, 0.6f, 0.82f));
      const Mark mark{static_cast<uint8_t>(digit + 1), static_cast<uint16_t>(++number)};
      canvas->Draw(shape, Plain(OneOf(random, kInks)), mark);
    }
  }
  return 0;
}

}  // namespace sluice::synth
