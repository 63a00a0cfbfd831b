// Shapes: discs, boxes, triangles, rings, stars and bars with light, pattern and shadow.
#include <cmath>

#include "data/synth/noise.h"
#include "data/synth/painters.h"
#include "data/synth/texture.h"

namespace sluice::synth {
namespace {

constexpr Colour kColours[] = {Hex(0xE4572E), Hex(0xF3A712), Hex(0x29335C), Hex(0x669BBC),
                               Hex(0xA8C686), Hex(0xDB2B39), Hex(0x3C887E), Hex(0x8E5572),
                               Hex(0xF4D35E), Hex(0x4F86C6)};
constexpr Colour kGrounds[] = {Hex(0xE9E4D8), Hex(0xCFE0E8), Hex(0xF2E3D5), Hex(0xD8D4E3),
                               Hex(0x33404F)};

constexpr int kClasses = 6;

Shape MakeShape(Random* random, int label, Point at, float size) {
  const double degrees = random->Uniform(0, 360);
  switch (label) {
    case 1:
      return Disc(at, size);
    case 2: {
      const Point half = {size * Between(random, 0.6f, 1.0f), size * Between(random, 0.5f, 0.9f)};
      return Turned(Box(at - half, at + half, size * 0.08f), at, degrees);
    }
    case 3:
      return Polygon(Corners(at, size * 1.15f, 3, degrees));
    case 4:
      return Ring(at, size * 0.8f, size * Between(random, 0.25f, 0.45f));
    case 5:
      return Polygon(Corners(at, size * 1.1f, random->Integer(5, 7), degrees, 0.5f));
    default: {
      const Turn turn(at, degrees);
      return Stroke({turn(at + Point{-size * 1.3f, 0}), turn(at + Point{size * 1.3f, 0})},
                    size * 0.16f);
    }
  }
}

// A colour, or two in a pattern, lit from the upper left.
Paint MakePaint(Random* random, Point at, float size) {
  const Colour colour = OneOf(random, kColours);
  Paint pattern = Plain(colour);
  if (random->Chance(0.35)) {
    const TextureKind kinds[] = {TextureKind::kStripes, TextureKind::kChecks, TextureKind::kDots};
    const TextureStyle style{colour, Mix(colour, {1, 1, 1}, 0.45f),
                             size * Between(random, 0.25f, 0.45f), random->Uniform(0, 180),
                             random->Bits()};
    pattern = MakeTexture(OneOf(random, kinds), style);
  }
  return [pattern, at, size](Point p) {
    const Point v = (p - at) * (1.0f / size);
    const float light = std::clamp(1.0f - 0.16f * (v.x + v.y), 0.75f, 1.22f);
    return pattern(p) * light;
  };
}

}  // namespace

int PaintShapes(Random* random, Canvas* canvas) {
  const Point size = {static_cast<float>(canvas->width()), static_cast<float>(canvas->height())};
  const float unit = std::min(size.x, size.y);
  const Colour ground = OneOf(random, kGrounds);
  canvas->Fill([=](Point p) { return ground * (1.06f - 0.14f * p.y / size.y); });

  const int count = random->Integer(8, 14);
  for (int i = 0; i < count; ++i) {
    const int label = 1 + static_cast<int>(random->Below(kClasses));
    const Point at = {Between(random, 0.06f, 0.94f) * size.x,
                      Between(random, 0.08f, 0.92f) * size.y};
    const float radius = unit * Between(random, 0.08f, 0.19f);
    const Shape shape = MakeShape(random, label, at, radius);
    const float fall = unit * 0.018f;
    canvas->Shade(Moved(shape, {fall, fall * 1.4f}), 0.38f, unit * 0.022f);
    const Mark mark{static_cast<uint8_t>(label), static_cast<uint16_t>(i + 1)};
    canvas->Draw(shape, MakePaint(random, at, radius), mark);
  }
  return 0;
}

}  // namespace sluice::synth
