// The arithmetic of a fully connected net: layers of sums, each followed by a bend.
#ifndef SLUICE_CLASSIFIERS_MLP_NET_H_
#define SLUICE_CLASSIFIERS_MLP_NET_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "classifiers/examples.h"
#include "lib/matrix.h"
#include "lib/random.h"

namespace sluice {

enum class Activation { kRelu, kTanh };  // max(0, s); tanh s
// "relu", "tanh": in the order of the enumerators.
const std::vector<std::string>& ActivationNames();

// Numbers from the inputs to the classes: {784, 256, 128, 10}. The parameters are one list: the
// weights of each layer (outputs x inputs, row by row), then the biases of each.
class MlpShape {
 public:
  explicit MlpShape(std::vector<int64_t> sizes);

  size_t layers() const { return sizes_.size() - 1; }
  int64_t inputs(size_t layer) const { return sizes_[layer]; }
  int64_t outputs(size_t layer) const { return sizes_[layer + 1]; }
  int64_t widest() const;
  const std::vector<int64_t>& sizes() const { return sizes_; }

  size_t weights() const { return weight_offsets_.back(); }
  size_t parameters() const { return bias_offsets_.back(); }
  ConstMatrix Weights(std::span<const float> parameters, size_t layer) const {
    return {parameters.data() + weight_offsets_[layer], outputs(layer), inputs(layer),
            inputs(layer)};
  }
  const float* Biases(std::span<const float> parameters, size_t layer) const {
    return parameters.data() + bias_offsets_[layer];
  }
  // The same places in a gradient.
  Matrix Weights(std::span<float> parameters, size_t layer) const {
    return {parameters.data() + weight_offsets_[layer], outputs(layer), inputs(layer),
            inputs(layer)};
  }
  float* Biases(std::span<float> parameters, size_t layer) const {
    return parameters.data() + bias_offsets_[layer];
  }

 private:
  std::vector<int64_t> sizes_;
  std::vector<size_t> weight_offsets_;  // of each layer, and the end
  std::vector<size_t> bias_offsets_;
};

// out = x W^T + b of one layer, bent if it is not the last. Sums are taken in order (see Gemm).
void MlpLayer(const MlpShape& shape, std::span<const float> parameters, size_t layer,
              Activation activation, ConstMatrix x, Matrix out);

// Normal weights of variance 2 / inputs for relu (He et al., ICCV 2015), uniform ones within
// sqrt(6 / (inputs + outputs)) for tanh and the last layer (Glorot and Bengio, AISTATS 2010);
// biases are 0.
std::vector<float> InitialMlp(const MlpShape& shape, Activation activation, uint64_t seed);

// The mean cross-entropy of a net's softmax probabilities, plus l2 / 2 times the sum of the squares
// of its weights. Not for several threads at once.
class MlpObjective {
 public:
  // `examples` must outlive this. Each hidden number is dropped with the probability `dropout`, the
  // others divided by what is left (Srivastava et al., JMLR 15, 2014); which ones depends on the
  // seed and on how often Value was called.
  MlpObjective(const Examples& examples, MlpShape shape, Activation activation, double l2,
               double dropout, uint64_t seed);

  // The value on the examples `rows`; its derivatives go to `gradient`.
  double Value(std::span<const int64_t> rows, std::span<const float> parameters,
               std::span<float> gradient);

 private:
  void Forward(std::span<const int64_t> rows, std::span<const float> parameters);
  void Backward(int64_t rows, std::span<const float> parameters, std::span<float> gradient);
  Matrix Values(size_t layer, int64_t rows) {
    const int64_t columns = shape_.sizes()[layer];
    return {values_[layer].data(), rows, columns, columns};
  }
  void Drop(size_t layer, int64_t rows);

  const Examples& examples_;
  const MlpShape shape_;
  const Activation activation_;
  const double l2_;
  const double dropout_;
  const uint64_t seed_;
  uint32_t step_ = 0;
  std::vector<std::vector<float>> values_;  // the inputs and what each layer makes of them
  std::vector<std::vector<float>> kept_;    // of each of these: 0 if dropped, else the factor
  std::vector<float> delta_;                // derivatives by the sums of a layer
  std::vector<float> previous_delta_;
  std::vector<int> labels_;
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_MLP_NET_H_
