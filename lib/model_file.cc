#include "lib/model_file.h"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "lib/describe_shape.h"

namespace sluice {
const std::string* ModelFile::Find(const std::string& key) const {
  const auto found = metadata_.find(key);
  return found == metadata_.end() ? nullptr : &found->second;
}

Result<std::string> ModelFile::Text(const std::string& key) const {
  if (const std::string* value = Find(key)) return *value;
  return Status::Failed("the model has no metadata \"" + key + "\"");
}

Result<int64_t> ModelFile::Integer(const std::string& key, int64_t min, int64_t max) const {
  SLUICE_ASSIGN_OR_RETURN(const std::string text, Text(key));
  int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value < min || value > max) {
    return Status::Failed("model metadata " + key + ": expected an integer from " +
                          std::to_string(min) + " to " + std::to_string(max) + ", got " + text);
  }
  return value;
}

Result<double> ModelFile::Number(const std::string& key) const {
  SLUICE_ASSIGN_OR_RETURN(const std::string text, Text(key));
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || !std::isfinite(value)) {
    return Status::Failed("model metadata " + key + ": expected a number, got " + text);
  }
  return value;
}

void ModelFile::SetNames(const std::string& key, const std::vector<std::string>& names) {
  Set(key, nlohmann::json(names).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

Result<std::vector<std::string>> ModelFile::Names(const std::string& key) const {
  SLUICE_ASSIGN_OR_RETURN(const std::string text, Text(key));
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  std::vector<std::string> names;
  if (json.is_array()) {
    for (const nlohmann::json& name : json) {
      if (name.is_string()) names.push_back(name.get<std::string>());
    }
  }
  if (!json.is_array() || names.empty() || names.size() != json.size()) {
    return Status::Failed("model metadata " + key + ": expected a JSON list of names");
  }
  return names;
}

bool ModelFile::Has(const std::string& name) const {
  return floats_.count(name) > 0 || integers_.count(name) > 0;
}

Result<const Tensor*> ModelFile::Floats(const std::string& name,
                                        const std::vector<int64_t>& shape) const {
  const auto found = floats_.find(name);
  if (found == floats_.end()) {
    return Status::Failed("the model has no tensor \"" + name + "\" of floats");
  }
  const std::vector<int64_t>& got = found->second.shape();
  bool same = got.size() == shape.size();
  for (size_t i = 0; same && i < shape.size(); ++i) same = shape[i] < 0 || shape[i] == got[i];
  if (!same) {
    return Status::Failed("tensor " + name + ": expected the shape " + DescribeShape(shape) +
                          ", got " + DescribeShape(got));
  }
  return &found->second;
}

Result<const std::vector<int32_t>*> ModelFile::Integers(const std::string& name,
                                                        int64_t size) const {
  const auto found = integers_.find(name);
  if (found == integers_.end()) {
    return Status::Failed("the model has no tensor \"" + name + "\" of integers");
  }
  if (size >= 0 && found->second.size() != size_t(size)) {
    return Status::Failed("tensor " + name + ": expected " + std::to_string(size) +
                          " integers, got " + std::to_string(found->second.size()));
  }
  return &found->second;
}

std::vector<std::pair<std::string, std::vector<int64_t>>> ModelFile::Shapes() const {
  std::map<std::string, std::vector<int64_t>> shapes;
  for (const auto& [name, tensor] : floats_) shapes[name] = tensor.shape();
  for (const auto& [name, values] : integers_) shapes[name] = {int64_t(values.size())};
  return {shapes.begin(), shapes.end()};
}

Status ModelFile::Embed(const std::string& prefix, const ModelFile& other) {
  for (const auto& [key, value] : other.metadata_) metadata_[prefix + key] = value;
  for (const auto& [name, values] : other.integers_) integers_[prefix + name] = values;
  for (const auto& [name, tensor] : other.floats_) {
    SLUICE_ASSIGN_OR_RETURN(Tensor copy, tensor.Clone());
    floats_[prefix + name] = std::move(copy);
  }
  return Status::Ok();
}

Result<ModelFile> ModelFile::Extract(const std::string& prefix) const {
  ModelFile part;
  for (const auto& [key, value] : metadata_) {
    if (key.starts_with(prefix)) part.Set(key.substr(prefix.size()), value);
  }
  for (const auto& [name, values] : integers_) {
    if (name.starts_with(prefix)) part.AddIntegers(name.substr(prefix.size()), values);
  }
  for (const auto& [name, tensor] : floats_) {
    if (!name.starts_with(prefix)) continue;
    SLUICE_ASSIGN_OR_RETURN(Tensor copy, tensor.Clone());
    part.Add(name.substr(prefix.size()), std::move(copy));
  }
  return part;
}

}  // namespace sluice
