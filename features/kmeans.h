// k-means clustering: dictionaries of textons and of visual words.
#ifndef SLUICE_FEATURES_KMEANS_H_
#define SLUICE_FEATURES_KMEANS_H_

#include <cstdint>
#include <vector>

#include "lib/matrix.h"
#include "lib/status.h"
#include "lib/tensor.h"

namespace sluice {

struct KMeansOptions {
  int clusters = 10;
  int iterations = 100;     // at most
  double tolerance = 1e-4;  // stop when a step improves the sum of squares by less than this share
  uint64_t seed = 0;
};

struct KMeansResult {
  Tensor centers;      // clusters x dimensions
  double squares = 0;  // the squared distances of the points from their centres, summed
  int iterations = 0;
};

// Clusters the rows of `points` so that the sum of their squared distances from the centres is
// small: seeds by greedy k-means++, then Lloyd's steps. A cluster that loses all its points takes
// the point farthest from its centre. With no more distinct points than clusters, some centres
// coincide. The same result for any number of threads. Fails for fewer points than clusters, none,
// and numbers that are not finite.
//
// Cost of a step: points x clusters x dimensions multiplications, as matrix products.
// Arthur and Vassilvitskii, k-means++: the advantages of careful seeding, SODA 2007; Lloyd, Least
// squares quantization in PCM, IEEE Transactions on Information Theory 28(2), 1982.
Result<KMeansResult> KMeans(ConstMatrix points, const KMeansOptions& options);

// The nearest row of a matrix of centres for many points.
class NearestCenter {
 public:
  // The centres must stay where they are.
  explicit NearestCenter(ConstMatrix centers);
  int count() const { return static_cast<int>(centers_.rows); }

  // For each point the index of the nearest centre, and its squared distance if `squares` is given.
  // Found by matrix products in f32: of centres whose distances differ by no more than their
  // rounding errors, either may be taken. Runs over threads.
  void Find(ConstMatrix points, int32_t* nearest, double* squares = nullptr) const;

 private:
  ConstMatrix centers_;
  std::vector<float> half_norms_;  // negative: -|c|^2 / 2
};

}  // namespace sluice

#endif  // SLUICE_FEATURES_KMEANS_H_
