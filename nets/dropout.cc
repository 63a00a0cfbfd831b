#include "nets/dropout.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "lib/parallel.h"
#include "lib/random.h"
#include "nets/dropout_kernels.h"

namespace sluice {
namespace {

constexpr size_t kPiece = 4096;  // numbers with a random sequence of their own

class Dropout : public Layer {
 public:
  Dropout(const Shape& shape, double probability)
      : Layer(shape),
        threshold_(static_cast<uint32_t>(std::min(probability * 0x1p32, 0x1p32 - 1))),
        factor_(static_cast<float>(1 / (1 - probability))) {}

  bool in_place() const override { return true; }
  bool needs_output() const override { return false; }

  Status Forward(const Pass& pass) const override {
    Apply(pass, pass.inputs[0], pass.output);
    return Status::Ok();
  }
  // The same numbers are drawn again.
  Status Backward(const Pass& pass) const override {
    if (pass.d_inputs[0] != nullptr) Apply(pass, pass.d_output, pass.d_inputs[0]);
    return Status::Ok();
  }

 private:
  void Apply(const Pass& pass, const float* from, float* to) const {
    const int64_t count = pass.batch * output().count();
    if (!pass.training || threshold_ == 0) {
      if (from != to) std::copy_n(from, count, to);
      return;
    }
    ParallelFor(count, kPiece, [&](int64_t begin, int64_t end) {
      std::array<uint32_t, kPiece> bits;
      RandomSequence sequence = pass.random;
      sequence.use = static_cast<uint32_t>(size_t(begin) / kPiece);
      FillBits(sequence, size_t(end - begin), bits.data());
      ScaleOrDrop(bits.data(), threshold_, factor_, from + begin, end - begin, to + begin);
    });
  }

  uint32_t threshold_;  // of 32 random bits
  float factor_;
};

}  // namespace

Result<std::unique_ptr<Layer>> MakeDropout(LayerArguments& arguments, const LayerInputs& inputs) {
  constexpr double kMost = 0.9999;
  const double probability = arguments.Number("a probability below 1", 0, kMost);
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  return std::unique_ptr<Layer>(std::make_unique<Dropout>(inputs.shapes[0], probability));
}

}  // namespace sluice
