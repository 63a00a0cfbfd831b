// Synthetic scenes with exact ground truth: the project's own endless data. The same options give
// the same bytes on every machine.
#ifndef SLUICE_DATA_SYNTH_SCENE_H_
#define SLUICE_DATA_SYNTH_SCENE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "lib/frame.h"
#include "lib/status.h"

namespace sluice::synth {

enum class SceneKind : uint8_t {
  kShapes,    // discs, boxes, triangles, rings, stars and bars over one another
  kTextures,  // several textures side by side
  kTexture,   // one texture; its name is the picture's label
  kDigits,    // handwriting-like digits strewn on paper
  kDigit,     // one digit, white on black, one channel; it is the picture's label
  kCells,     // cells with nuclei, many touching, as in a fluorescence microscope
  kStreet,    // houses, trees, cars, lamps and people along a road
};
inline constexpr int kSceneKinds = 7;

// "shapes", "textures", ... in the order of SceneKind.
const std::vector<std::string>& SceneNames();

// The names of a scene's classes; the place in the list is the value in the label map. The first is
// the background.
const std::vector<std::string>& SceneClasses(SceneKind kind);

struct SceneOptions {
  SceneKind kind = SceneKind::kShapes;
  int width = 256;
  int height = 256;
  uint64_t seed = 0;
  uint32_t index = 0;  // which of the endless scenes
};

struct Scene {
  Frame picture;    // u8, RGB or (digit) gray; attributes name and, for a single class, label
  Frame labels;     // u8, one channel: the class of what is at the middle of each pixel
  Frame instances;  // u16, one channel: its number, from 1; 0 is background
};

// Fails for sizes below 8x8 and when memory is short.
Result<Scene> RenderScene(const SceneOptions& options);

}  // namespace sluice::synth

#endif  // SLUICE_DATA_SYNTH_SCENE_H_
