// Batch normalisation (Ioffe and Szegedy, ICML 2015).
#ifndef SLUICE_NETS_BATCH_NORM_H_
#define SLUICE_NETS_BATCH_NORM_H_

#include <memory>

#include "nets/layers.h"

namespace sluice {

// batchnorm [momentum 0.1] [epsilon 1e-5]: y = scale (x - mean) / sqrt(variance + epsilon) + shift
// for each channel, over a batch and all places. While training, mean and variance are the batch's,
// and the running ones move towards them by `momentum` (the variance with rows - 1 in its
// denominator, as PyTorch has it); else, and where the layer is frozen, they are the running ones.
// Parameters: scale, shift, mean,
// variance (channels each).
Result<std::unique_ptr<Layer>> MakeBatchNorm(LayerArguments& arguments, const LayerInputs& inputs);

class BatchNorm : public Layer {
 public:
  BatchNorm(const Shape& shape, double momentum, double epsilon)
      : Layer(shape), momentum_(momentum), epsilon_(epsilon) {}

  double epsilon() const { return epsilon_; }
  std::vector<Parameter> parameters() const override;
  size_t saved_bytes(int64_t batch) const override;
  bool is_channel_map() const override { return true; }
  void ChannelMap(const std::vector<float*>& parameters, Fusion* fusion) const override;
  Status Forward(const Pass& pass) const override;
  Status Backward(const Pass& pass) const override;

 private:
  double momentum_;
  double epsilon_;
};

}  // namespace sluice

#endif  // SLUICE_NETS_BATCH_NORM_H_
