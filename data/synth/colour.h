// Colours and places of synthetic scenes.
#ifndef SLUICE_DATA_SYNTH_COLOUR_H_
#define SLUICE_DATA_SYNTH_COLOUR_H_

#include <algorithm>
#include <cstdint>
#include <functional>

namespace sluice::synth {

// A place in a picture, in pixels: the middle of pixel (x, y) is (x + 0.5, y + 0.5).
struct Point {
  float x = 0;
  float y = 0;
};
inline Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
inline Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
inline Point operator*(Point a, float s) { return {a.x * s, a.y * s}; }
inline float Dot(Point a, Point b) { return a.x * b.x + a.y * b.y; }

// Red, green and blue as fractions of full scale.
struct Colour {
  float r = 0;
  float g = 0;
  float b = 0;
};
inline Colour operator*(Colour c, float s) { return {c.r * s, c.g * s, c.b * s}; }
inline Colour operator+(Colour a, Colour b) { return {a.r + b.r, a.g + b.g, a.b + b.b}; }

// 0xRRGGBB.
constexpr Colour Hex(uint32_t rgb) {
  return {static_cast<float>(rgb >> 16 & 255) / 255.0f, static_cast<float>(rgb >> 8 & 255) / 255.0f,
          static_cast<float>(rgb & 255) / 255.0f};
}

inline float Mix(float a, float b, float t) { return a + (b - a) * t; }
inline Colour Mix(Colour a, Colour b, float t) {
  return {Mix(a.r, b.r, t), Mix(a.g, b.g, t), Mix(a.b, b.b, t)};
}

// 0 up to `low`, 1 from `high` on, smooth in between.
inline float SmoothStep(float low, float high, float v) {
  const float t = std::clamp((v - low) / (high - low), 0.0f, 1.0f);
  return t * t * (3.0f - 2.0f * t);
}

// The colour of a surface at a place.
using Paint = std::function<Colour(Point)>;

inline Paint Plain(Colour colour) {
  return [colour](Point) { return colour; };
}

}  // namespace sluice::synth

#endif  // SLUICE_DATA_SYNTH_COLOUR_H_
