// Keeps preprocessing in model files.
#include <algorithm>
#include <cmath>
#include <utility>

#include "classifiers/preprocessing.h"
#include "classifiers/preprocessing_text.h"

namespace sluice {
namespace {

Result<Tensor> CopyOf(const ModelFile& file, const std::string& name,
                      const std::vector<int64_t>& shape) {
  SLUICE_ASSIGN_OR_RETURN(const Tensor* tensor, file.Floats(name, shape));
  SLUICE_ASSIGN_OR_RETURN(Tensor copy, tensor->Clone());
  const bool finite = std::all_of(copy.data(), copy.data() + copy.size(),
                                  [](float value) { return std::isfinite(value); });
  if (!finite) return Status::Failed("tensor " + name + ": expected finite numbers");
  return copy;
}

std::string TensorName(size_t step, const char* part) {
  return "preprocess." + std::to_string(step) + "." + part;
}

}  // namespace

Status Preprocessing::Save(ModelFile* file) const {
  file->Set("dimensions", std::to_string(inputs_));
  if (empty()) return Status::Ok();
  file->Set("preprocess", text_);
  const auto add = [&](size_t step, const char* part, const Tensor& tensor) -> Status {
    SLUICE_ASSIGN_OR_RETURN(Tensor copy, tensor.Clone());
    file->Add(TensorName(step, part), std::move(copy));
    return Status::Ok();
  };
  for (size_t i = 0; i < steps_.size(); ++i) {
    const PreprocessingStep& step = steps_[i];
    if (step.offset.size() > 0) SLUICE_RETURN_IF_ERROR(add(i, "offset", step.offset));
    if (step.scale.size() > 0) SLUICE_RETURN_IF_ERROR(add(i, "scale", step.scale));
    if (step.rotation.size() > 0) SLUICE_RETURN_IF_ERROR(add(i, "rotation", step.rotation));
  }
  return Status::Ok();
}

Result<Preprocessing> Preprocessing::Load(const ModelFile& file) {
  Preprocessing loaded;
  SLUICE_ASSIGN_OR_RETURN(loaded.inputs_, file.Integer("dimensions", 1, int64_t{1} << 31));
  int64_t width = loaded.inputs_;
  if (const std::string* text = file.Find("preprocess")) {
    loaded.text_ = *text;
    SLUICE_ASSIGN_OR_RETURN(const std::vector<PreprocessingText> texts, ParsePreprocessing(*text));
    for (size_t i = 0; i < texts.size(); ++i) {
      PreprocessingStep step;
      if (texts[i].name == "l2" || texts[i].name == "root") {
        step.kind = texts[i].name == "l2" ? PreprocessingStep::Kind::kUnitLength
                                          : PreprocessingStep::Kind::kRoot;
      } else {
        const bool rotation = file.Has(TensorName(i, "rotation"));
        SLUICE_ASSIGN_OR_RETURN(step.offset, CopyOf(file, TensorName(i, "offset"), {width}));
        if (rotation) {
          step.kind = PreprocessingStep::Kind::kRotation;
          SLUICE_ASSIGN_OR_RETURN(step.rotation,
                                  CopyOf(file, TensorName(i, "rotation"), {width, -1}));
          width = step.rotation.dim(1);
        } else {
          SLUICE_ASSIGN_OR_RETURN(step.scale, CopyOf(file, TensorName(i, "scale"), {width}));
        }
      }
      loaded.steps_.push_back(std::move(step));
    }
  }
  loaded.outputs_ = width;
  return loaded;
}

}  // namespace sluice
