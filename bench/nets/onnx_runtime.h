// ONNX Runtime by its C interface, from a library that is found while running: nothing of it is
// needed to build.
#ifndef SLUICE_BENCH_NETS_ONNX_RUNTIME_H_
#define SLUICE_BENCH_NETS_ONNX_RUNTIME_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sluice::bench {

class OnnxRuntime {
 public:
  // Null, with a line on stderr, where `library` is none of ONNX Runtime. `model`: the bytes of a
  // file with input "x" and output "y", of these sizes.
  static std::unique_ptr<OnnxRuntime> Create(const std::string& library, const std::string& model,
                                             const std::vector<int64_t>& input_sizes,
                                             const std::vector<int64_t>& output_sizes, int threads);

  float* input() { return input_.data(); }
  const float* output() const { return output_.data(); }
  void Run();

 private:
  const void* const* api_ = nullptr;
  void* session_ = nullptr;
  void* input_value_ = nullptr;
  void* output_value_ = nullptr;
  std::vector<float> input_;
  std::vector<float> output_;
};

}  // namespace sluice::bench

#endif  // SLUICE_BENCH_NETS_ONNX_RUNTIME_H_
