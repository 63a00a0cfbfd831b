// Random forests: the mean of decision trees that differ in the examples and features they saw.
//
// L. Breiman, Random forests, Machine Learning 45(1), 2001.
#ifndef SLUICE_CLASSIFIERS_FOREST_H_
#define SLUICE_CLASSIFIERS_FOREST_H_

#include <cstdint>
#include <memory>
#include <string>

#include "classifiers/classifier.h"
#include "classifiers/examples.h"
#include "lib/status.h"

namespace sluice {

// How many features each node tries.
struct FeatureShare {
  enum class Kind { kSquareRoot, kCount, kPercent };
  Kind kind = Kind::kSquareRoot;  // of the number of features
  double value = 0;               // of the other kinds

  // "sqrt", "12", "30%".
  static Result<FeatureShare> Parse(const std::string& text);
  // At least 1, at most `features`, rounded down.
  int64_t Of(int64_t features) const;
};

struct ForestOptions {
  int trees = 100;
  FeatureShare features;
  int max_depth = 0;      // splits on the way to a leaf at most; 0: as many as it takes
  int min_leaf = 1;       // examples in a leaf, counted as often as they were drawn
  bool bootstrap = true;  // each tree sees as many examples as there are, drawn with replacement
  uint64_t seed = 0;
};

// Scores are the mean of the class shares of the leaves that a vector reaches. Trees are grown by
// GrowTree, over threads; tree t draws from stream t of the seed. With bootstrap the model keeps
// its out-of-bag accuracy: of the examples judged by the trees that have not seen them.
Result<std::unique_ptr<Classifier>> TrainForest(const Examples& examples,
                                                const ForestOptions& options,
                                                const TrainProgress& progress);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_FOREST_H_
