// Textures: one alone, or several side by side.
#include <cmath>
#include <vector>

#include "data/synth/noise.h"
#include "data/synth/painters.h"
#include "data/synth/texture.h"

namespace sluice::synth {
namespace {

// Dark and light tones of the textures.
struct Tones {
  Colour dark;
  Colour light;
};
constexpr Tones kTones[] = {{Hex(0x5B3A29), Hex(0xD9B382)}, {Hex(0x22313F), Hex(0xB8C9D6)},
                            {Hex(0x7A2E2A), Hex(0xE0B8A0)}, {Hex(0x2F4F3E), Hex(0xC5D8A4)},
                            {Hex(0x3B2C52), Hex(0xCDB7E0)}, {Hex(0x403A36), Hex(0xE8E0D5)},
                            {Hex(0x1F5061), Hex(0xE6D9A8)}, {Hex(0x6B4A12), Hex(0xF0D890)}};

Paint RandomTexture(Random* random, TextureKind kind, const Tones& tones, float unit) {
  const bool coarse = kind == TextureKind::kClouds || kind == TextureKind::kBricks;
  const float period = unit * Between(random, 0.05f, 0.085f) * (coarse ? 1.6f : 1.0f);
  return MakeTexture(kind, {tones.dark, tones.light, std::max(5.0f, period),
                            random->Uniform(-35, 35), random->Bits()});
}

float Unit(const Canvas& canvas) {
  return static_cast<float>(std::min(canvas.width(), canvas.height()));
}

}  // namespace

int PaintTexture(Random* random, Canvas* canvas) {
  const auto kind = static_cast<TextureKind>(random->Below(kTextureKinds));
  const int label = static_cast<int>(kind) + 1;
  canvas->Fill(RandomTexture(random, kind, OneOf(random, kTones), Unit(*canvas) * 1.5f),
               {static_cast<uint8_t>(label), 1});
  return label;
}

int PaintTextures(Random* random, Canvas* canvas) {
  // Regions are the places nearest to one of these points, with wavy borders.
  struct Region {
    Point at;
    Paint paint;
    Mark mark;
  };
  const float unit = Unit(*canvas);
  const Point size = {static_cast<float>(canvas->width()), static_cast<float>(canvas->height())};
  int kinds[kTextureKinds];
  for (int k = 0; k < kTextureKinds; ++k) kinds[k] = k;
  random->Shuffle(kinds, kTextureKinds);
  int tones[std::size(kTones)];
  for (int k = 0; k < static_cast<int>(std::size(kTones)); ++k) tones[k] = k;
  random->Shuffle(tones, static_cast<uint32_t>(std::size(kTones)));
  const int count = random->Integer(5, 7);
  std::vector<Region> regions;
  for (int i = 0; i < count; ++i) {
    // A loose grid of two rows keeps the regions of like size.
    const int columns = (count + 1) / 2;
    const Point cell = {size.x / static_cast<float>(columns), size.y / 2};
    const int row = i / columns;
    const Point corner = {static_cast<float>(i % columns) * cell.x,
                          static_cast<float>(row) * cell.y};
    const Point inside = {Between(random, 0.2f, 0.8f) * cell.x,
                          Between(random, 0.2f, 0.8f) * cell.y};
    const auto kind = static_cast<TextureKind>(kinds[i]);
    regions.push_back({corner + inside,
                       RandomTexture(random, kind, kTones[tones[i]], unit),
                       {static_cast<uint8_t>(kinds[i] + 1), static_cast<uint16_t>(i + 1)}});
  }
  const uint32_t seed = random->Bits();
  canvas->Change([&](Point p, Colour* colour, Mark* mark) {
    const Point wave = {FractalNoise(p * (4.0f / unit), 2, seed) - 0.5f,
                        FractalNoise(p * (4.0f / unit), 2, seed + 9) - 0.5f};
    const Point q = p + wave * (0.25f * unit);
    const Region* nearest = nullptr;
    const Region* second = nullptr;
    float near = 1e9f;
    float next = 1e9f;
    for (const Region& region : regions) {
      const Point away = q - region.at;
      const float distance = std::sqrt(Dot(away, away));
      if (distance < near) {
        next = near;
        second = nearest;
        near = distance;
        nearest = &region;
      } else if (distance < next) {
        next = distance;
        second = &region;
      }
    }
    // A place half way between two points changes side within about a pixel.
    const float share = std::clamp(0.5f + 0.5f * (next - near), 0.5f, 1.0f);
    *colour = share < 1.0f ? Mix(second->paint(p), nearest->paint(p), share) : nearest->paint(p);
    *mark = nearest->mark;
  });
  return 0;
}

}  // namespace sluice::synth
