// What a classifier looks at: parts of a picture are covered, one after the other, and its score
// falls where they mattered. Zeiler, Fergus, Visualizing and understanding convolutional networks,
// ECCV 2014.
#ifndef SLUICE_CLASSIFIERS_OCCLUSION_H_
#define SLUICE_CLASSIFIERS_OCCLUSION_H_

#include <array>
#include <cstdint>
#include <vector>

#include "classifiers/model.h"
#include "lib/status.h"
#include "nets/shape.h"

namespace sluice {

struct OcclusionOptions {
  int64_t patch = 0;   // covered places along each axis; 0: a fifth of the longest
  int64_t stride = 0;  // from one cover to the next; 0: a quarter of the patch
};

struct Occlusion {
  int label = 0;    // the class
  float score = 0;  // its score for the whole picture
  float least = 0;  // and where it is least
  // Of each place, how far the score falls when a patch over it is covered: the mean over all
  // patches that cover it. Below 0 where it rises, 0 where a stride above the patch leaves places
  // that no patch covers.
  std::vector<float> falls;
};

// Where patches begin along an axis of `size` places: 0, stride, ..., and as far as the end.
std::vector<int64_t> PatchStarts(int64_t size, int64_t patch, int64_t stride);

// `x`: the numbers of one example of this shape, as many as the model's inputs. Covered places are
// the means of each channel. `label`: the class, -1 for the best one. Fails as Model::Scores.
Result<Occlusion> Occlude(const Model& model, const Shape& shape, const float* x, int label,
                          const OcclusionOptions& options = {});

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_OCCLUSION_H_
