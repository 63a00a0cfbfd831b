// Textures that are told apart by their pattern, not their colour.
#ifndef SLUICE_DATA_SYNTH_TEXTURE_H_
#define SLUICE_DATA_SYNTH_TEXTURE_H_

#include <cstdint>

#include "data/synth/colour.h"

namespace sluice::synth {

enum class TextureKind : uint8_t {
  kStripes,
  kChecks,
  kDots,
  kBricks,
  kWeave,
  kClouds,
  kWood,
  kPebbles,
};
inline constexpr int kTextureKinds = 8;

struct TextureStyle {
  Colour dark;
  Colour light;
  float period = 16;  // size of one element, in pixels
  double degrees = 0;
  uint32_t seed = 0;  // of what is random in it
};

// The texture everywhere in the plane; edges within it are about a pixel wide.
Paint MakeTexture(TextureKind kind, const TextureStyle& style);

}  // namespace sluice::synth

#endif  // SLUICE_DATA_SYNTH_TEXTURE_H_
