#include "nets/response_norm.h"

#include "nets/response_norm_kernels.h"

namespace sluice {
namespace {

class ResponseNormLayer : public Layer {
 public:
  ResponseNormLayer(const Shape& shape, const ResponseNormOptions& options)
      : Layer(shape), options_(options) {}

  Status Forward(const Pass& pass) const override {
    ResponseNorm(options_, pass.inputs[0], pass.batch * output().places(), output().channels,
                 pass.output);
    return Status::Ok();
  }
  Status Backward(const Pass& pass) const override {
    if (pass.d_inputs[0] == nullptr) return Status::Ok();
    ResponseNormBackward(options_, pass.inputs[0], pass.d_output, pass.batch * output().places(),
                         output().channels, pass.d_inputs[0]);
    return Status::Ok();
  }

 private:
  ResponseNormOptions options_;
};

}  // namespace

Result<std::unique_ptr<Layer>> MakeResponseNorm(LayerArguments& arguments,
                                                const LayerInputs& inputs) {
  constexpr int64_t kLargest = 1 << 16;
  ResponseNormOptions options;
  if (arguments.HasNumber()) options.size = arguments.Count("a number of channels");
  options.alpha = static_cast<float>(arguments.KeyNumber("alpha", 1e-4, 0, 1e6));
  options.beta = static_cast<float>(arguments.KeyNumber("beta", 0.75, 0, 10));
  options.k = static_cast<float>(arguments.KeyNumber("k", 2, 1e-6, 1e6));
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  if (options.size > kLargest) return arguments.Error("expected a size of at most 65536");
  return std::unique_ptr<Layer>(std::make_unique<ResponseNormLayer>(inputs.shapes[0], options));
}

}  // namespace sluice
