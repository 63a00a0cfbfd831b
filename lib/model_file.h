// Model files: the safetensors format (https://github.com/huggingface/safetensors), that is eight
// bytes of header length, a JSON header with names, types, shapes and text metadata, then the
// tensors' bytes. Every trained thing is kept in one: see docs/models.md.
#ifndef SLUICE_LIB_MODEL_FILE_H_
#define SLUICE_LIB_MODEL_FILE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lib/byte_io.h"
#include "lib/status.h"
#include "lib/tensor.h"

namespace sluice {

class ModelFile {
 public:
  // Text metadata: kind, classes, preprocess, features, ...
  void Set(const std::string& key, std::string value) { metadata_[key] = std::move(value); }
  const std::string* Find(const std::string& key) const;
  // The value of `key`; fails when it is missing.
  Result<std::string> Text(const std::string& key) const;
  // The value as an integer of [min, max]; fails when it is missing or isn't one.
  Result<int64_t> Integer(const std::string& key, int64_t min, int64_t max) const;
  Result<double> Number(const std::string& key) const;
  // Lists of names, such as classes, kept as a JSON array.
  void SetNames(const std::string& key, const std::vector<std::string>& names);
  Result<std::vector<std::string>> Names(const std::string& key) const;
  const std::map<std::string, std::string>& metadata() const { return metadata_; }

  void Add(const std::string& name, Tensor tensor) { floats_[name] = std::move(tensor); }
  void AddIntegers(const std::string& name, std::vector<int32_t> values) {
    integers_[name] = std::move(values);
  }
  bool Has(const std::string& name) const;
  // The tensor of that name, whose shape must be `shape`, where -1 stands for any size; fails
  // saying what was expected and found.
  Result<const Tensor*> Floats(const std::string& name, const std::vector<int64_t>& shape) const;
  // A list of integers; `size` -1 for any.
  Result<const std::vector<int32_t>*> Integers(const std::string& name, int64_t size) const;
  // All names with their shapes, sorted, for people.
  std::vector<std::pair<std::string, std::vector<int64_t>>> Shapes() const;

  // Copies everything of `other` in with `prefix` before each name and key; Extract is the inverse.
  Status Embed(const std::string& prefix, const ModelFile& other);
  Result<ModelFile> Extract(const std::string& prefix) const;

  // Reads a file; F32, F64, F16, BF16 become floats, integer types of any width integers (that must
  // fit 32 bits). Refuses, with what was found, anything that is not a whole well-formed file.
  static Result<ModelFile> Load(const std::string& path);
  // Writes atomically. The same contents give the same bytes: names are sorted.
  Status Save(const std::string& path) const;
  // The same into an output; the caller closes it.
  Status Write(ByteWriter& out) const;

 private:
  std::map<std::string, std::string> metadata_;
  std::map<std::string, Tensor> floats_;
  std::map<std::string, std::vector<int32_t>> integers_;
};

// Files that a model holds inside, by the path they were read from.
using ModelFiles = std::map<std::string, std::shared_ptr<const ModelFile>>;

}  // namespace sluice

#endif  // SLUICE_LIB_MODEL_FILE_H_
