// The objective of a linear classifier: the mean loss of examples plus the smooth penalty.
#ifndef SLUICE_CLASSIFIERS_LINEAR_OBJECTIVE_H_
#define SLUICE_CLASSIFIERS_LINEAR_OBJECTIVE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "classifiers/examples.h"
#include "classifiers/feature_rows.h"
#include "classifiers/losses.h"

namespace sluice {

// A linear model's parameters as one list: classes x dimensions weights, row by row, then a bias
// for each class.
//
// Sums over examples are taken chunk by chunk, and the chunks' sums in order, so that the bytes
// don't depend on threads. A pass reads the features from memory once: each tile of rows is scored,
// and its part of the gradient taken while it is in cache. Features most of which are 0 are visited
// without their zeros.
class LinearObjective {
 public:
  // `examples` must outlive this.
  LinearObjective(const Examples& examples, Loss loss, double l2);

  size_t weights() const { return size_t(classes_ * dimensions_); }
  size_t parameters() const { return size_t(classes_ * (dimensions_ + 1)); }

  // The mean loss of all examples (or of those named) plus l2 / 2 * sum w^2, and its gradient.
  double Value(std::span<const float> parameters, std::span<float> gradient);
  double Value(std::span<const int64_t> rows, std::span<const float> parameters,
               std::span<float> gradient);
  // The Hessian at `parameters` times `direction`. Only for smooth losses.
  void MultiplyHessian(std::span<const float> parameters, std::span<const float> direction,
                       std::span<float> product);

 private:
  struct Tile;
  // Parameters as the kernels take them.
  struct Prepared {
    const float* parameters;
    std::vector<ClassLanes> lanes;  // of sparse features: dimensions x width_
  };
  Prepared Prepare(std::span<const float> parameters) const;
  // Scores of a tile's rows, biases included: rows x classes.
  void Score(const Tile& tile, const Prepared& prepared, float* scores) const;

  // Sums f(tile), which leaves in the tile's scores the factors of its rows, over all rows; sums
  // of factor * row go to `sums`, in the order of the parameters.
  double SumTiles(std::span<const int64_t> rows, std::span<float> sums,
                  const std::function<double(Tile*)>& f);
  double SumChunk(std::span<const int64_t> rows, int64_t begin, int64_t end, float* sums,
                  const std::function<double(Tile*)>& f) const;
  void AddTile(const Tile& tile, float* sums) const;
  // Numbers in a chunk's sums: the gradient of all parameters, as lanes of classes if sparse.
  int64_t SumsSize() const { return (dimensions_ + 1) * (sparse() ? width_ : classes_); }
  double ValueOf(std::span<const int64_t> rows, std::span<const float> parameters,
                 std::span<float> gradient);
  // Chooses how this evaluation reads rows: without zeros, if it visits all and many are 0.
  void ChooseRows(bool all);
  bool sparse() const { return sparse_; }

  const Examples& examples_;
  const Loss loss_;
  const double l2_;
  const int64_t classes_;
  const int64_t dimensions_;
  const int64_t width_;  // classes, rounded up to whole vectors
  bool looked_for_zeros_ = false;
  std::optional<FeatureRows> features_;  // where most are 0
  bool sparse_ = false;                  // this evaluation uses them
  std::vector<ClassLanes> chunk_sums_;
};

// Where each class's weights begin in a list of parameters.
template <class T>
std::vector<T*> ClassWeights(T* parameters, int64_t classes, int64_t dimensions) {
  std::vector<T*> weights;
  for (int64_t c = 0; c < classes; ++c) weights.push_back(parameters + c * dimensions);
  return weights;
}

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_LINEAR_OBJECTIVE_H_
