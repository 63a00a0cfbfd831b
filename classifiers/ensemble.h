// Several models that answer together, about one or more views of each example.
#ifndef SLUICE_CLASSIFIERS_ENSEMBLE_H_
#define SLUICE_CLASSIFIERS_ENSEMBLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "classifiers/model.h"
#include "lib/matrix.h"
#include "lib/status.h"
#include "lib/tensor.h"

namespace sluice {

// Scores are means of those of all models and views, as in Krizhevsky, Sutskever and Hinton,
// ImageNet classification with deep convolutional neural networks, NIPS 2012. Each model has its
// own features, preprocessing and length of vectors.
class Ensemble {
 public:
  // At least one model, each seeing at least one view. Fails, calling models by their `names`,
  // unless all have the same classes in the same order and scores of one kind: means of
  // probabilities and margins say nothing.
  static Result<Ensemble> Create(std::vector<Model> models, const std::vector<std::string>& names,
                                 int views = 1);

  const std::vector<Model>& models() const { return models_; }
  const std::vector<std::string>& classes() const { return models_[0].classes; }
  int views() const { return views_; }
  // Numbers of an example: of the first model, its vectors of all views one after the other, then
  // those of the next.
  int64_t inputs() const;

  // Scores of examples (rows x inputs()) for each class. A row's depend on that row alone.
  Result<Tensor> Scores(ConstMatrix x) const;

 private:
  Ensemble() = default;

  std::vector<Model> models_;
  int views_ = 1;
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_ENSEMBLE_H_
