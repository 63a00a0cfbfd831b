#include "tools/trained_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tools/values.h"

namespace sluice {

Option& ModelOption(Command* command, std::string* path) {
  Option& option = command->Text("--model", "FILE", path, "the model, as train wrote it");
  option.letter = 'm';
  option.default_text = "";
  return option;
}

Result<Model> LoadModel(const std::string& path, const std::vector<std::string>& kinds,
                        ModelFile* contents) {
  if (path.empty()) {
    return Status::Usage("--model is needed", "-m model.safetensors, as train wrote it");
  }
  SLUICE_ASSIGN_OR_RETURN(ModelFile file, ModelFile::Load(path));
  const std::string* const kind = file.Find("kind");
  if (kind != nullptr && !kinds.empty() &&
      std::find(kinds.begin(), kinds.end(), *kind) == kinds.end()) {
    std::string list;
    for (const std::string& k : kinds) list += (list.empty() ? "" : " or ") + k;
    return Status::Failed(path + ": expected a model of kind " + list + ", got " + *kind,
                          "sluice predict takes models of any kind");
  }
  Result<Model> model = Model::FromFile(file);
  if (!model.ok()) return model.status().WithContext(path);
  if (contents != nullptr) *contents = std::move(file);
  return model;
}

Status CheckScores(const float* scores, int classes) {
  float worst = *std::max_element(scores, scores + classes);
  for (int c = 0; c < classes; ++c) {
    if (std::isnan(scores[c])) worst = scores[c];
  }
  if (std::isfinite(worst)) return Status::Ok();
  return Status::Failed("expected finite scores, got " + FormatNumber(worst) +
                        ": the numbers are too large for the model");
}

}  // namespace sluice
