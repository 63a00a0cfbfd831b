// Cells as a fluorescence microscope shows them: green bodies with bright membranes and blue
// nuclei, many touching.
#include <cmath>
#include <utility>
#include <vector>

#include "data/synth/noise.h"
#include "data/synth/painters.h"

namespace sluice::synth {
namespace {

struct Cell {
  Point centre;
  float radius;
  Shape body;
  Shape nucleus;
  float brightness;
};

std::vector<Point> Waves(Random* random, float size) {
  std::vector<Point> waves;
  for (int k = 0; k < 4; ++k) {
    const float strength = size / static_cast<float>(k + 1);
    waves.push_back({Between(random, -strength, strength), Between(random, -strength, strength)});
  }
  return waves;
}

// Places cells at random, closer than their size, so that neighbours touch.
std::vector<Cell> PlaceCells(Random* random, Point size) {
  const float unit = std::min(size.x, size.y);
  std::vector<Cell> cells;
  for (int attempt = 0; attempt < 600 && cells.size() < 400; ++attempt) {
    const float radius = unit * Between(random, 0.065f, 0.105f);
    const Point centre = {Between(random, -0.02f, 1.02f) * size.x,
                          Between(random, -0.02f, 1.02f) * size.y};
    // Dense patches with room between them.
    if (FractalNoise(centre * (2.2f / unit), 2, 77) < 0.38f) continue;
    bool free = true;
    for (const Cell& other : cells) {
      const Point away = centre - other.centre;
      free &= std::sqrt(Dot(away, away)) > 0.82f * (radius + other.radius);
    }
    if (!free) continue;
    const Point off = {Between(random, -0.16f, 0.16f) * radius,
                       Between(random, -0.16f, 0.16f) * radius};
    Shape body = Blob(centre, radius, Waves(random, 0.11f));
    const float core = radius * Between(random, 0.36f, 0.48f);
    Shape nucleus = Blob(centre + off, core, Waves(random, 0.08f));
    const float brightness = Between(random, 0.65f, 1.0f);
    cells.push_back({centre, radius, std::move(body), std::move(nucleus), brightness});
  }
  return cells;
}

}  // namespace

int PaintCells(Random* random, Canvas* canvas) {
  const Point size = {static_cast<float>(canvas->width()), static_cast<float>(canvas->height())};
  const float unit = std::min(size.x, size.y);
  const uint32_t seed = random->Bits();
  const std::vector<Cell> cells = PlaceCells(random, size);
  const float membrane = std::max(1.2f, unit * 0.006f);
  canvas->Change([&](Point p, Colour* colour, Mark* mark) {
    // The cell that the place is deepest in, and how deep it is in the next one: they share a
    // border where both are equally deep.
    const Cell* deepest = nullptr;
    size_t number = 0;
    float distance = 1e9f;
    float next = 1e9f;
    float glow = 0;
    for (size_t i = 0; i < cells.size(); ++i) {
      const Cell& cell = cells[i];
      const Point away = p - cell.centre;
      const float reach = cell.radius * 2.0f;
      const float squared = Dot(away, away);
      if (squared > reach * reach) continue;
      const float d = cell.body.distance(p);
      glow += cell.brightness * (1.0f - SmoothStep(0.0f, cell.radius, d));
      if (d < distance) {
        next = distance;
        distance = d;
        deepest = &cell;
        number = i + 1;
      } else if (d < next) {
        next = d;
      }
    }
    const float haze = FractalNoise(p * (5.0f / unit), 3, seed);
    *colour = Mix(Hex(0x05070F), Hex(0x0B1626), haze) + Hex(0x0A2A22) * std::min(glow, 1.0f) * 0.7f;
    if (deepest == nullptr) return;
    // Negative inside; half way to the neighbour counts as the outline.
    const float outline = std::max(distance, (distance - next) * 0.5f);
    const float inside = std::clamp(0.5f - outline, 0.0f, 1.0f);
    const float wall = 1.0f - SmoothStep(0.0f, membrane * 1.6f, std::abs(outline + membrane));
    const float grain = FractalNoise(p * (26.0f / unit), 3, seed + 5);
    const Colour body =
        Mix(Hex(0x0C4A3C), Hex(0x27A37C), grain) * (0.55f + 0.45f * deepest->brightness);
    *colour = Mix(*colour, body, inside);
    *colour = Mix(*colour, Hex(0x9CF7C8) * deepest->brightness, wall * 0.85f * inside);
    const float core = deepest->nucleus.distance(p);
    const float share = std::clamp(0.5f - core, 0.0f, 1.0f) * inside;
    const float texture = FractalNoise(p * (40.0f / unit), 3, seed + 8);
    const float dome = SmoothStep(0.0f, deepest->radius * 0.4f, -core);
    const Colour nucleus = Mix(Hex(0x2B4BD8), Hex(0x9DB8FF), 0.25f + 0.5f * dome * texture);
    *colour = Mix(*colour, nucleus * (0.7f + 0.3f * deepest->brightness), share);
    if (outline < 0.0f) {
      *mark = {static_cast<uint8_t>(core < 0.0f ? 2 : 1), static_cast<uint16_t>(number)};
    }
  });
  return 0;
}

}  // namespace sluice::synth
