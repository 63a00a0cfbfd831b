#include "classifiers/mlp_net.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "classifiers/losses.h"
#include "lib/gemm.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

constexpr int64_t kGrain = 1 << 14;
// Streams of random numbers beside those of EpochOrder.
constexpr uint32_t kInitialStream = 0x4D4C0000;
constexpr uint32_t kDropoutUse = 0x4D4C0001;

void Bend(Activation activation, Matrix x) {
  ParallelFor(x.rows, std::max<int64_t>(1, kGrain / x.columns), [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      float* row = x.row(r);
      if (activation == Activation::kRelu) {
        for (int64_t c = 0; c < x.columns; ++c) row[c] = std::max(row[c], 0.0f);
      } else {
        for (int64_t c = 0; c < x.columns; ++c) row[c] = std::tanh(row[c]);
      }
    }
  });
}

// Multiplies derivatives by those of the bend, which follow from its values.
void Unbend(Activation activation, const float* values, size_t count, float* delta) {
  if (activation == Activation::kRelu) {
    for (size_t i = 0; i < count; ++i) delta[i] = values[i] > 0 ? delta[i] : 0.0f;
  } else {
    for (size_t i = 0; i < count; ++i) delta[i] *= 1 - values[i] * values[i];
  }
}

}  // namespace

const std::vector<std::string>& ActivationNames() {
  static const std::vector<std::string> names = {"relu", "tanh"};
  return names;
}

MlpShape::MlpShape(std::vector<int64_t> sizes) : sizes_(std::move(sizes)) {
  size_t at = 0;
  for (size_t l = 0; l < layers(); ++l) {
    weight_offsets_.push_back(at);
    at += size_t(inputs(l)) * size_t(outputs(l));
  }
  weight_offsets_.push_back(at);
  for (size_t l = 0; l < layers(); ++l) {
    bias_offsets_.push_back(at);
    at += size_t(outputs(l));
  }
  bias_offsets_.push_back(at);
}

int64_t MlpShape::widest() const { return *std::max_element(sizes_.begin(), sizes_.end()); }

void MlpLayer(const MlpShape& shape, std::span<const float> parameters, size_t layer,
              Activation activation, ConstMatrix x, Matrix out) {
  GemmOptions options;
  options.b = Transpose::kYes;
  options.bias = shape.Biases(parameters, layer);
  Gemm(x, shape.Weights(parameters, layer), out, options);
  if (layer + 1 < shape.layers()) Bend(activation, out);
}

std::vector<float> InitialMlp(const MlpShape& shape, Activation activation, uint64_t seed) {
  std::vector<float> parameters(shape.parameters());
  for (size_t l = 0; l < shape.layers(); ++l) {
    Random random(seed, kInitialStream + static_cast<uint32_t>(l));
    const Matrix weights = shape.Weights(std::span<float>(parameters), l);
    const double in = double(shape.inputs(l));
    const double out = double(shape.outputs(l));
    const bool normal = activation == Activation::kRelu && l + 1 < shape.layers();
    const auto deviation = static_cast<float>(std::sqrt(2 / in));
    const double limit = std::sqrt(6 / (in + out));
    for (int64_t i = 0; i < weights.rows * weights.columns; ++i) {
      weights.data[i] =
          normal ? deviation * random.Normal() : static_cast<float>(random.Uniform(-limit, limit));
    }
  }
  return parameters;
}

MlpObjective::MlpObjective(const Examples& examples, MlpShape shape, Activation activation,
                           double l2, double dropout, uint64_t seed)
    : examples_(examples),
      shape_(std::move(shape)),
      activation_(activation),
      l2_(l2),
      dropout_(dropout),
      seed_(seed),
      values_(shape_.layers() + 1),
      kept_(shape_.layers() + 1) {}

void MlpObjective::Drop(size_t layer, int64_t rows) {
  const size_t columns = size_t(shape_.sizes()[layer]);
  const size_t room = RandomRoom(columns);
  kept_[layer].resize(size_t(rows) * columns);
  const auto threshold = static_cast<float>(dropout_);
  const auto factor = static_cast<float>(1 / (1 - dropout_));
  ParallelFor(
      rows, std::max<int64_t>(1, kGrain / int64_t(columns)), [&](int64_t begin, int64_t end) {
        std::vector<float> uniform(room);
        for (int64_t r = begin; r < end; ++r) {
          FillUniform(
              {seed_, step_, static_cast<uint32_t>(r), kDropoutUse + static_cast<uint32_t>(layer)},
              columns, uniform.data());
          float* kept = &kept_[layer][size_t(r) * columns];
          float* values = &values_[layer][size_t(r) * columns];
          for (size_t c = 0; c < columns; ++c) {
            kept[c] = uniform[c] < threshold ? 0.0f : factor;
            values[c] *= kept[c];
          }
        }
      });
}

void MlpObjective::Forward(std::span<const int64_t> rows, std::span<const float> parameters) {
  const auto count = static_cast<int64_t>(rows.size());
  for (size_t l = 0; l <= shape_.layers(); ++l) {
    values_[l].resize(size_t(count) * size_t(shape_.sizes()[l]));
  }
  labels_.resize(rows.size());
  const ConstMatrix x = examples_.matrix();
  const Matrix inputs = Values(0, count);
  ParallelFor(count, std::max<int64_t>(1, kGrain / x.columns), [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      std::copy_n(x.row(rows[size_t(r)]), x.columns, inputs.row(r));
      labels_[size_t(r)] = examples_.labels[size_t(rows[size_t(r)])];
    }
  });
  for (size_t l = 0; l < shape_.layers(); ++l) {
    MlpLayer(shape_, parameters, l, activation_, Values(l, count), Values(l + 1, count));
    if (dropout_ > 0 && l + 1 < shape_.layers()) Drop(l + 1, count);
  }
}

void MlpObjective::Backward(int64_t rows, std::span<const float> parameters,
                            std::span<float> gradient) {
  for (size_t l = shape_.layers(); l-- > 0;) {
    const Matrix delta{delta_.data(), rows, shape_.outputs(l), shape_.outputs(l)};
    GemmOptions transposed;
    transposed.a = Transpose::kYes;
    Gemm(delta, Values(l, rows), shape_.Weights(gradient, l), transposed);
    float* biases = shape_.Biases(gradient, l);
    std::fill_n(biases, shape_.outputs(l), 0.0f);
    for (int64_t r = 0; r < rows; ++r) {
      for (int64_t c = 0; c < delta.columns; ++c) biases[c] += delta.row(r)[c];
    }
    if (l == 0) break;
    previous_delta_.resize(values_[l].size());
    const int64_t columns = shape_.inputs(l);
    Gemm(delta, shape_.Weights(parameters, l), {previous_delta_.data(), rows, columns, columns});
    ParallelFor(static_cast<int64_t>(previous_delta_.size()), kGrain,
                [&](int64_t begin, int64_t end) {
                  float* d = previous_delta_.data() + begin;
                  const auto count = static_cast<size_t>(end - begin);
                  const float* values = values_[l].data() + begin;
                  if (dropout_ == 0) {
                    Unbend(activation_, values, count, d);
                    return;
                  }
                  // The bend's own value is what was kept of it, divided by the factor.
                  const float* kept = kept_[l].data() + begin;
                  for (size_t i = 0; i < count; ++i) {
                    const float bent = kept[i] > 0 ? values[i] / kept[i] : 0.0f;
                    d[i] *= kept[i];
                    Unbend(activation_, &bent, 1, d + i);
                  }
                });
    std::swap(delta_, previous_delta_);
  }
}

double MlpObjective::Value(std::span<const int64_t> rows, std::span<const float> parameters,
                           std::span<float> gradient) {
  Forward(rows, parameters);
  const auto count = static_cast<int64_t>(rows.size());
  delta_ = values_.back();
  const int64_t classes = shape_.sizes().back();
  const double loss =
      LossAndDerivatives(Loss::kSoftmax, labels_.data(), {delta_.data(), count, classes, classes});
  const float share = 1.0f / static_cast<float>(count);
  for (float& d : delta_) d *= share;
  Backward(count, parameters, gradient);
  ++step_;
  return loss / double(count) +
         AddL2(l2_, parameters.first(shape_.weights()), gradient.first(shape_.weights()));
}

}  // namespace sluice
