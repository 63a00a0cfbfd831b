// Linear classifiers: a weight vector and a bias for each class.
#ifndef SLUICE_CLASSIFIERS_LINEAR_MODEL_H_
#define SLUICE_CLASSIFIERS_LINEAR_MODEL_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/classifier.h"
#include "lib/tensor.h"

namespace sluice {

// What is made of w . x + b.
enum class LinearScore {
  kProbability,  // softmax over the classes
  kLogistic,     // 1 / (1 + exp(-score)) for each class, divided by their sum
  kMargin        // the number itself
};

// Kinds "softmax", "linear-svm" and "linear". Model file: `weights` (classes x dimensions), `bias`
// (classes), and the text `score`: "probability", "logistic" or "margin".
class LinearModel : public Classifier {
 public:
  // `weights` is classes x dimensions, `bias` has one number a class. `notes` are metadata of how
  // it was trained: loss, optimizer, ...
  LinearModel(std::string kind, LinearScore score, Tensor weights, std::vector<float> bias,
              std::vector<std::pair<std::string, std::string>> notes = {})
      : kind_(std::move(kind)),
        score_(score),
        weights_(std::move(weights)),
        bias_(std::move(bias)),
        notes_(std::move(notes)) {}

  std::string kind() const override { return kind_; }
  int64_t dimensions() const override { return weights_.dim(1); }
  int classes() const override { return static_cast<int>(weights_.dim(0)); }
  std::string score_name() const override;
  Status Scores(ConstMatrix x, Matrix scores) const override;
  Status Save(ModelFile* file) const override;
  std::vector<std::string> Describe() const override;

  const Tensor& weights() const { return weights_; }
  const std::vector<float>& bias() const { return bias_; }

 private:
  std::string kind_;
  LinearScore score_;
  Tensor weights_;
  std::vector<float> bias_;
  std::vector<std::pair<std::string, std::string>> notes_;
};

Result<std::unique_ptr<Classifier>> LoadLinear(const ModelFile& file, int classes);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_LINEAR_MODEL_H_
