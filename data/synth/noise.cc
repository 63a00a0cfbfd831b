#include "data/synth/noise.h"

#include <cmath>

namespace sluice::synth {

// The finaliser of MurmurHash3 over the cell's coordinates.
float CellNoise(int x, int y, uint32_t seed) {
  uint32_t h = static_cast<uint32_t>(x) * 0x9E3779B1u ^ static_cast<uint32_t>(y) * 0x85EBCA77u ^
               seed * 0xC2B2AE3Du;
  h = (h ^ (h >> 16)) * 0x85EBCA6Bu;
  h = (h ^ (h >> 13)) * 0xC2B2AE35u;
  h ^= h >> 16;
  return static_cast<float>(h >> 8) * 0x1p-24f;
}

float SmoothNoise(Point at, uint32_t seed) {
  const float cell_x = std::floor(at.x);
  const float cell_y = std::floor(at.y);
  const float fx = at.x - cell_x;
  const float fy = at.y - cell_y;
  // Perlin's quintic: no creases where cells meet.
  const auto ease = [](float t) { return t * t * t * (t * (t * 6.0f - 15.0f) + 10.0f); };
  const int x = static_cast<int>(cell_x);
  const int y = static_cast<int>(cell_y);
  const float above = Mix(CellNoise(x, y, seed), CellNoise(x + 1, y, seed), ease(fx));
  const float below = Mix(CellNoise(x, y + 1, seed), CellNoise(x + 1, y + 1, seed), ease(fx));
  return Mix(above, below, ease(fy));
}

float FractalNoise(Point at, int octaves, uint32_t seed) {
  float sum = 0;
  float strength = 1;
  float total = 0;
  for (int i = 0; i < octaves; ++i) {
    sum += strength * SmoothNoise(at, seed + static_cast<uint32_t>(i));
    total += strength;
    strength *= 0.5f;
    at = at * 2.0f;
  }
  return sum / total;
}

Cellular CellularNoise(Point at, uint32_t seed) {
  const int cell_x = static_cast<int>(std::floor(at.x));
  const int cell_y = static_cast<int>(std::floor(at.y));
  Cellular result{1e9f, 1e9f, 0};
  for (int y = cell_y - 1; y <= cell_y + 1; ++y) {
    for (int x = cell_x - 1; x <= cell_x + 1; ++x) {
      const Point point = {static_cast<float>(x) + 0.15f + 0.7f * CellNoise(x, y, seed),
                           static_cast<float>(y) + 0.15f + 0.7f * CellNoise(x, y, seed + 1)};
      const Point away = at - point;
      const float distance = std::sqrt(Dot(away, away));
      if (distance < result.nearest) {
        result.second = result.nearest;
        result.nearest = distance;
        result.number = CellNoise(x, y, seed + 2);
      } else if (distance < result.second) {
        result.second = distance;
      }
    }
  }
  return result;
}

}  // namespace sluice::synth
