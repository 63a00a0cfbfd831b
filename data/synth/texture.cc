#include "data/synth/texture.h"

#include <cmath>

#include "data/synth/noise.h"
#include "data/synth/shape.h"

namespace sluice::synth {
namespace {

float Fraction(float v) { return v - std::floor(v); }

// 1 at whole numbers, 0 half way between them, straight in between.
float Triangle(float v) { return std::abs(2.0f * Fraction(v) - 1.0f); }

// From 0 to 1 within `width` about 0.
float Edge(float v, float width) { return std::clamp(v / width + 0.5f, 0.0f, 1.0f); }

// Each takes a place in units of the period, upright, and the width of a pixel in these units, and
// gives a brightness in [0, 1].

float Stripes(Point p, float pixel) {
  const float wave = Triangle(p.x);
  return Edge(wave - 0.5f, std::max(0.35f, 2.0f * pixel));
}

float Checks(Point p, float pixel) {
  const float x = Edge(Triangle(p.x * 0.5f) - 0.5f, pixel);
  const float y = Edge(Triangle(p.y * 0.5f) - 0.5f, pixel);
  return x + y - 2.0f * x * y;
}

float Dots(Point p, float pixel) {
  // Rows sqrt(3) / 2 apart, every other one shifted: each dot has six neighbours.
  const float row = std::floor(p.y * 1.1547f + 0.5f);
  const float shift = row - 2.0f * std::floor(row * 0.5f);
  const float x = p.x + shift * 0.5f;
  const Point away = {x - std::floor(x + 0.5f), p.y - row / 1.1547f};
  return Edge(0.33f - std::sqrt(Dot(away, away)), pixel);
}

float Bricks(Point p, float pixel, uint32_t seed) {
  const float row = std::floor(p.y * 2.0f);
  const float x = p.x + 0.5f * (row - 2.0f * std::floor(row * 0.5f));
  const float column = std::floor(x);
  const float to_side = 0.5f - std::abs(x - column - 0.5f);
  const float to_top = (0.5f - std::abs(p.y * 2.0f - row - 0.5f)) * 0.5f;
  const float inside = Edge(std::min(to_side, to_top) - 0.035f, pixel);
  const float own = CellNoise(static_cast<int>(column), static_cast<int>(row), seed);
  const float rough = FractalNoise(p * 9.0f, 2, seed + 1);
  return Mix(0.95f, 0.1f + 0.4f * own + 0.2f * rough, inside);
}

float Weave(Point p, float pixel) {
  const float column = std::floor(p.x);
  const float row = std::floor(p.y);
  const float across = p.x - column - 0.5f;
  const float along = p.y - row - 0.5f;
  const bool over = Fraction((column + row) * 0.5f) < 0.25f;
  // The thread on top is round across its own direction and bends down at its ends.
  const float thickness = over ? across : along;
  const float bend = over ? along : across;
  const float round = 1.0f - 4.0f * thickness * thickness * 0.8f;
  const float light = round * (1.0f - 1.6f * bend * bend) * (over ? 1.0f : 0.85f);
  return light * Edge(0.46f - std::abs(thickness), pixel);
}

float Clouds(Point p, uint32_t seed) {
  return SmoothStep(0.25f, 0.75f, FractalNoise(p * 0.5f, 5, seed));
}

float Wood(Point p, uint32_t seed) {
  const Point stretched = {p.x, p.y * 0.12f};
  const float warp = 2.2f * FractalNoise(stretched * 0.6f, 3, seed);
  const float ring = Fraction(p.x * 0.8f + warp * 1.6f);
  const float grain = FractalNoise({p.x * 6.0f, p.y * 0.5f}, 2, seed + 7);
  return std::clamp(
      0.25f + 0.6f * SmoothStep(0.0f, 0.8f, ring) * (1.0f - SmoothStep(0.85f, 1.0f, ring)) +
          0.3f * (grain - 0.5f),
      0.0f, 1.0f);
}

float Pebbles(Point p, uint32_t seed) {
  const Cellular cell = CellularNoise(p, seed);
  const float border = SmoothStep(0.02f, 0.16f, cell.second - cell.nearest);
  const float dome = 1.0f - 0.6f * cell.nearest;
  return border * dome * (0.45f + 0.55f * cell.number);
}

float Brightness(TextureKind kind, Point p, float pixel, uint32_t seed) {
  switch (kind) {
    case TextureKind::kStripes:
      return Stripes(p, pixel);
    case TextureKind::kChecks:
      return Checks(p, pixel);
    case TextureKind::kDots:
      return Dots(p, pixel);
    case TextureKind::kBricks:
      return Bricks(p, pixel, seed);
    case TextureKind::kWeave:
      return Weave(p, pixel);
    case TextureKind::kClouds:
      return Clouds(p, seed);
    case TextureKind::kWood:
      return Wood(p, seed);
    case TextureKind::kPebbles:
      return Pebbles(p, seed);
  }
  return 0;
}

}  // namespace

Paint MakeTexture(TextureKind kind, const TextureStyle& style) {
  const Turn turn({0, 0}, -style.degrees);
  return [kind, style, turn](Point at) {
    const float pixel = 1.0f / style.period;
    // A seed of its own for each texture moves it, too.
    const Point start = {CellNoise(1, 0, style.seed) * 64.0f, CellNoise(0, 1, style.seed) * 64.0f};
    const Point p = turn(at) * pixel + start;
    return Mix(style.dark, style.light, Brightness(kind, p, pixel, style.seed));
  };
}

}  // namespace sluice::synth
