#include "lib/model_file.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/lib/temporary_folder.h"

namespace sluice {
namespace {

Tensor Counting(std::vector<int64_t> shape) {
  Result<Tensor> tensor = Tensor::Create(std::move(shape));
  REQUIRE(tensor.ok());
  for (int64_t i = 0; i < tensor->size(); ++i) tensor->data()[i] = float(i) / 3;
  return std::move(*tensor);
}

std::string Contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A file of a header and bytes behind it.
std::string WithHeader(const std::string& header, const std::string& data) {
  const uint64_t length = header.size();
  std::string file(sizeof(length), 0);
  std::memcpy(file.data(), &length, sizeof(length));
  return file + header + data;
}

class Scratch {
 public:
  std::string Write(const std::string& bytes) {
    const std::string path = (folder_.path() / "m.safetensors").string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  std::string path() { return (folder_.path() / "m.safetensors").string(); }

 private:
  TemporaryFolder folder_;
};

std::string LoadError(const std::string& bytes) {
  Scratch scratch;
  const std::string path = scratch.Write(bytes);
  const Result<ModelFile> file = ModelFile::Load(path);
  REQUIRE_FALSE(file.ok());
  CHECK(file.status().message().starts_with(path + ": "));
  return file.status().message().substr(path.size() + 2);
}

TEST_CASE("A model file gives back what was put into it", "[model]") {
  Scratch scratch;
  ModelFile file;
  file.Set("kind", "test \"quoted\" \xC3\xA9");
  file.SetNames("classes", {"cat", "dog, brown", "9"});
  file.Set("k", "17");
  file.Set("c", "0.125");
  file.Add("weights", Counting({3, 4}));
  file.Add("bias", Counting({5}));
  file.AddIntegers("labels", {3, -7, 2147483647});
  REQUIRE(file.Save(scratch.path()).ok());

  const Result<ModelFile> read = ModelFile::Load(scratch.path());
  REQUIRE(read.ok());
  CHECK(*read->Text("kind") == "test \"quoted\" \xC3\xA9");
  CHECK(*read->Names("classes") == std::vector<std::string>{"cat", "dog, brown", "9"});
  CHECK(*read->Integer("k", 1, 20) == 17);
  CHECK(*read->Number("c") == 0.125);
  const Result<const Tensor*> weights = read->Floats("weights", {3, -1});
  REQUIRE(weights.ok());
  const Tensor expected = Counting({3, 4});
  CHECK(std::equal(expected.data(), expected.data() + 12, (*weights)->data()));
  CHECK(**read->Integers("labels", 3) == std::vector<int32_t>{3, -7, 2147483647});
  CHECK(read->Shapes().size() == 3);

  const std::string first = Contents(scratch.path());
  REQUIRE(read->Save(scratch.path()).ok());
  CHECK(Contents(scratch.path()) == first);
}

TEST_CASE("A model says what is missing or of another shape", "[model]") {
  ModelFile file;
  file.Set("k", "17x");
  file.Set("classes", "[\"a\", 2]");
  file.Add("weights", Counting({3, 4}));
  file.AddIntegers("labels", {1, 2});
  CHECK(file.Text("kind").status().message() == "the model has no metadata \"kind\"");
  CHECK(file.Integer("k", 1, 20).status().message() ==
        "model metadata k: expected an integer from 1 to 20, got 17x");
  CHECK_FALSE(file.Names("classes").ok());
  CHECK(file.Floats("weights", {-1, 5}).status().message() ==
        "tensor weights: expected the shape [any, 5], got [3, 4]");
  CHECK_FALSE(file.Floats("weights", {12}).ok());
  CHECK_FALSE(file.Floats("labels", {2}).ok());
  CHECK(file.Integers("labels", 3).status().message() ==
        "tensor labels: expected 3 integers, got 2");
}

TEST_CASE("Embedded models come out again", "[model]") {
  ModelFile inner;
  inner.Set("kind", "bow");
  inner.Add("centres", Counting({2, 2}));
  inner.AddIntegers("sizes", {4});
  ModelFile outer;
  outer.Set("kind", "svm");
  REQUIRE(outer.Embed("features.", inner).ok());
  const Result<ModelFile> again = outer.Extract("features.");
  REQUIRE(again.ok());
  CHECK(*again->Text("kind") == "bow");
  CHECK(again->Floats("centres", {2, 2}).ok());
  CHECK(again->Integers("sizes", 1).ok());
  CHECK(again->Shapes().size() == 2);
}

TEST_CASE("Other programs' sample types are read", "[model]") {
  // -2, 0.5 and 1 as F16 and BF16; -1 and 258 as I64; 200 as U8.
  const std::string half("\x00\xC0\x00\x38\x00\x3C", 6);
  const std::string brain("\x00\xC0\x00\x3F\x80\x3F", 6);
  std::string integers(16, '\xFF');
  integers.replace(8, 8, std::string("\x02\x01\0\0\0\0\0\0", 8));
  Scratch scratch;
  const std::string path =
      scratch.Write(WithHeader(R"({"a":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},)"
                               R"("b":{"dtype":"BF16","shape":[3,1],"data_offsets":[6,12]},)"
                               R"("c":{"dtype":"I64","shape":[2],"data_offsets":[12,28]},)"
                               R"("d":{"dtype":"U8","shape":[1],"data_offsets":[28,29]}})",
                               half + brain + integers + "\xC8"));
  const Result<ModelFile> file = ModelFile::Load(path);
  REQUIRE(file.ok());
  const float expected[] = {-2, 0.5F, 1};
  CHECK(std::equal(expected, expected + 3, (*file->Floats("a", {3}))->data()));
  CHECK(std::equal(expected, expected + 3, (*file->Floats("b", {3, 1}))->data()));
  CHECK(**file->Integers("c", 2) == std::vector<int32_t>{-1, 258});
  CHECK(**file->Integers("d", 1) == std::vector<int32_t>{200});
}

TEST_CASE("Files that are no models are refused", "[model]") {
  const std::string entry = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
  const std::string data(8, 1);
  CHECK(LoadError("") == "truncated: wanted 8 bytes, got 0");
  CHECK(LoadError("\x89PNG\r\n\x1A\n----") ==
        "not a model: it does not begin like a safetensors file");
  CHECK(LoadError(std::string(8, '\xFF') + "{}") ==
        "not a model: it does not begin like a safetensors file");
  CHECK(LoadError(WithHeader("{\"a\":", data)) == "the header is not JSON");
  CHECK(LoadError(WithHeader(entry, data).substr(0, 40)).starts_with("truncated"));
  CHECK(LoadError(WithHeader(entry, data.substr(1))).starts_with("truncated"));
  CHECK(LoadError(WithHeader(entry, data + "x")) ==
        "expected the end of the file behind the last tensor");
  // Offsets that don't fit, overlap or leave a hole; huge, negative and nested shapes.
  const auto error = [&](const std::string& header) { return LoadError(WithHeader(header, data)); };
  CHECK(error(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})") ==
        "tensor a: data_offsets do not fit the shape [3]");
  CHECK(error(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})") ==
        "tensor a: hole or overlap");
  CHECK(error(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
              R"("b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})")
            .ends_with("hole or overlap"));
  CHECK(error(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}})") ==
        "tensor a: too large");
  CHECK(error(R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})")
            .starts_with("tensor a: expected dtype, shape and data_offsets"));
  CHECK(error(R"({"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}})") == "tensor a: empty");
  CHECK(error(R"({"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}})") ==
        "tensor a: unknown type C64");
  CHECK(error(R"({"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}})") ==
        "tensor a: an integer beyond 32 bits");
  CHECK(error(R"({"__metadata__":{"kind":3}})") == "metadata kind is not text");
  CHECK(error(R"([1])") == "not a model: it does not begin like a safetensors file");
}

}  // namespace
}  // namespace sluice
