// Bags of visual words: a dictionary of typical SIFT descriptors, and pictures as histograms of
// them.
#ifndef SLUICE_FEATURES_VISUAL_WORDS_H_
#define SLUICE_FEATURES_VISUAL_WORDS_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "features/descriptor.h"
#include "features/word_points.h"
#include "lib/model_file.h"
#include "lib/random.h"
#include "lib/status.h"
#include "lib/tensor.h"

namespace sluice {

// The dictionary: words x DescribedPoints::kNumbers.
struct VisualWords {
  WordPointOptions points;
  Tensor words;

  // Fails when memory is short.
  Result<ModelFile> ToFile() const;
  // Fails when the file is no such dictionary.
  static Result<VisualWords> FromFile(const ModelFile& file);
};

struct VisualWordsOptions {
  WordPointOptions points;
  int words = 200;
  int samples = 100000;  // descriptors to learn from, at most
  uint64_t seed = 0;
};

// Learns words from descriptors of pictures that come one after the other: keeps some of all at
// random, each as likely as any other, and clusters them by k-means in the end. Memory for
// `samples` descriptors, however many pictures there are.
// Csurka, Dance, Fan, Willamowski and Bray, Visual categorization with bags of keypoints, ECCV
// workshop 2004; Vitter, Random sampling with a reservoir, ACM TOMS 11(1), 1985.
class VisualWordsLearner {
 public:
  explicit VisualWordsLearner(const VisualWordsOptions& options);
  Status Add(const Frame& picture);
  // The same for any number of threads.
  Result<VisualWords> Learn() const;

 private:
  VisualWordsOptions options_;
  PointDescriber describer_;
  Random random_;
  uint64_t seen_ = 0;
  std::vector<float> samples_;
};

struct BagOptions {
  int grid = 1;       // parts of the picture along each side, a histogram each
  bool root = false;  // the square root of each number: Hellinger's kernel for linear classifiers
};

// For each part of the picture, row by row, the share of all descriptors that are centred there and
// have each word as the nearest: words x grid^2 numbers that sum to 1 (with `root`, their squares).
// A picture without keypoints gives zeros.
std::unique_ptr<Descriptor> MakeBagOfWords(VisualWords words, const BagOptions& options);

}  // namespace sluice

#endif  // SLUICE_FEATURES_VISUAL_WORDS_H_
