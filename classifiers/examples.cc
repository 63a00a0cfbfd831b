#include "classifiers/examples.h"

#include <algorithm>

namespace sluice {

Result<Examples> SelectExamples(const Examples& examples, const std::vector<int64_t>& rows) {
  Examples selected;
  selected.classes = examples.classes;
  selected.shape = examples.shape;
  SLUICE_ASSIGN_OR_RETURN(selected.features, Tensor::Create({static_cast<int64_t>(rows.size()),
                                                             examples.dimensions()}));
  const ConstMatrix from = examples.matrix();
  const Matrix to = AsMatrix(selected.features);
  selected.labels.reserve(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    std::copy_n(from.row(rows[i]), from.columns, to.row(static_cast<int64_t>(i)));
    selected.labels.push_back(examples.labels[size_t(rows[i])]);
  }
  return selected;
}

Status CheckTrainable(const Examples& examples) {
  if (examples.count() == 0) return Status::Failed("expected labelled examples, got none");
  const auto [least, greatest] =
      std::minmax_element(examples.labels.begin(), examples.labels.end());
  if (*least == *greatest) {
    return Status::Failed("expected examples of at least two classes, got only " +
                          examples.classes[size_t(*least)]);
  }
  return Status::Ok();
}

}  // namespace sluice
