#include "classifiers/ensemble.h"

#include <cstddef>
#include <utility>

namespace sluice {
namespace {

Status CheckClasses(const std::vector<std::string>& first, const std::string& first_name,
                    const std::vector<std::string>& classes, const std::string& name) {
  if (classes.size() != first.size()) {
    return Status::Failed(name + ": expected the " + std::to_string(first.size()) + " classes of " +
                          first_name + ", got " + std::to_string(classes.size()));
  }
  for (size_t c = 0; c < classes.size(); ++c) {
    if (classes[c] == first[c]) continue;
    return Status::Failed(name + ": expected the classes of " + first_name +
                          " in the same order: number " + std::to_string(c) + " is " + first[c] +
                          " there, " + classes[c] + " here");
  }
  return Status::Ok();
}

void Add(ConstMatrix numbers, Matrix* sums) {
  for (int64_t r = 0; r < numbers.rows; ++r) {
    for (int64_t c = 0; c < numbers.columns; ++c) sums->row(r)[c] += numbers.row(r)[c];
  }
}

}  // namespace

Result<Ensemble> Ensemble::Create(std::vector<Model> models, const std::vector<std::string>& names,
                                  int views) {
  const Model& first = models[0];
  for (size_t m = 1; m < models.size(); ++m) {
    SLUICE_RETURN_IF_ERROR(CheckClasses(first.classes, names[0], models[m].classes, names[m]));
    const std::string expected = first.classifier->score_name();
    const std::string found = models[m].classifier->score_name();
    if (found == expected) continue;
    return Status::Failed(names[m] + ": expected scores of the same kind as those of " + names[0] +
                              ", " + expected + ", got " + found,
                          "the mean of different kinds of scores says nothing");
  }
  Ensemble ensemble;
  ensemble.models_ = std::move(models);
  ensemble.views_ = views;
  return ensemble;
}

int64_t Ensemble::inputs() const {
  int64_t sum = 0;
  for (const Model& model : models_) sum += views_ * model.preprocessing.inputs();
  return sum;
}

Result<Tensor> Ensemble::Scores(ConstMatrix x) const {
  if (models_.size() == 1 && views_ == 1) return models_[0].Scores(x);
  Tensor sum;
  int64_t begin = 0;
  for (const Model& model : models_) {
    const int64_t inputs = model.preprocessing.inputs();
    for (int view = 0; view < views_; ++view) {
      SLUICE_ASSIGN_OR_RETURN(Tensor scores,
                              model.Scores({x.data + begin, x.rows, inputs, x.stride}));
      begin += inputs;
      if (sum.rank() == 0) {
        sum = std::move(scores);
      } else {
        Matrix sums = AsMatrix(sum);
        Add(AsMatrix(std::as_const(scores)), &sums);
      }
    }
  }
  const auto count = static_cast<float>(models_.size() * size_t(views_));
  for (int64_t i = 0; i < sum.size(); ++i) sum.data()[i] /= count;
  return sum;
}

}  // namespace sluice
