// The painters of the scenes: each paints one kind on an empty canvas.
#ifndef SLUICE_DATA_SYNTH_PAINTERS_H_
#define SLUICE_DATA_SYNTH_PAINTERS_H_

#include "data/synth/canvas.h"
#include "lib/random.h"

namespace sluice::synth {

// Each returns the class of the whole picture, or 0 when it has many. Classes are numbered as
// SceneClasses lists them.
int PaintShapes(Random* random, Canvas* canvas);
int PaintTextures(Random* random, Canvas* canvas);
int PaintTexture(Random* random, Canvas* canvas);
int PaintDigits(Random* random, Canvas* canvas);
int PaintDigit(Random* random, Canvas* canvas);
int PaintCells(Random* random, Canvas* canvas);
int PaintStreet(Random* random, Canvas* canvas);

// A number in [low, high] as f32.
inline float Between(Random* random, float low, float high) {
  return Mix(low, high, static_cast<float>(random->Uniform()));
}
// One of several.
template <class Items>
auto& OneOf(Random* random, Items& items) {
  return items[random->Below(static_cast<uint32_t>(std::size(items)))];
}

}  // namespace sluice::synth

#endif  // SLUICE_DATA_SYNTH_PAINTERS_H_
