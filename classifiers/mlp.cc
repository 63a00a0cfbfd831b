#include "classifiers/mlp.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "lib/buffer.h"
#include "nets/softmax_kernels.h"

namespace sluice {
namespace {

// Rows that go through the net together.
constexpr int64_t kRowsAtOnce = 1024;
constexpr int64_t kMostLayers = 64;
constexpr int64_t kMostNeurons = 1 << 20;

std::string LayerName(const char* what, size_t layer) {
  return std::string(what) + "." + std::to_string(layer);
}

// Fails when a list of parameters would be too long to train.
Status CheckSizes(const std::vector<int64_t>& sizes) {
  double parameters = 0;
  for (size_t l = 0; l + 1 < sizes.size(); ++l) {
    parameters += (double(sizes[l]) + 1) * double(sizes[l + 1]);
  }
  if (parameters > std::numeric_limits<int32_t>::max()) {
    return Status::Failed("mlp: expected fewer than 2^31 parameters, got " +
                          std::to_string(static_cast<int64_t>(parameters)));
  }
  return Status::Ok();
}

class Mlp : public Classifier {
 public:
  Mlp(MlpShape shape, Activation activation, std::vector<float> parameters)
      : shape_(std::move(shape)), activation_(activation), parameters_(std::move(parameters)) {}

  std::string kind() const override { return "mlp"; }
  int64_t dimensions() const override { return shape_.sizes().front(); }
  int classes() const override { return static_cast<int>(shape_.sizes().back()); }
  std::string score_name() const override { return "probability"; }

  Status Scores(ConstMatrix x, Matrix scores) const override {
    const int64_t most = std::min(x.rows, kRowsAtOnce);
    const size_t bytes = size_t(most) * size_t(shape_.widest()) * sizeof(float);
    SLUICE_ASSIGN_OR_RETURN(Buffer first, Buffer::Allocate(bytes));
    SLUICE_ASSIGN_OR_RETURN(Buffer second, Buffer::Allocate(bytes));
    for (int64_t begin = 0; begin < x.rows; begin += most) {
      const int64_t end = std::min(begin + most, x.rows);
      ConstMatrix from = x.Rows(begin, end);
      for (size_t l = 0; l < shape_.layers(); ++l) {
        const int64_t columns = shape_.outputs(l);
        Matrix to{reinterpret_cast<float*>((l % 2 == 0 ? first : second).data()), end - begin,
                  columns, columns};
        if (l + 1 == shape_.layers()) to = scores.Rows(begin, end);
        MlpLayer(shape_, parameters_, l, activation_, from, to);
        from = to;
      }
      for (int64_t r = begin; r < end; ++r) Softmax(scores.row(r), 1, classes(), scores.row(r));
    }
    return Status::Ok();
  }

  Status Save(ModelFile* file) const override {
    file->Set("activation", ActivationNames()[size_t(activation_)]);
    file->Set("layers", std::to_string(shape_.layers()));
    for (size_t l = 0; l < shape_.layers(); ++l) {
      const ConstMatrix from = shape_.Weights(parameters_, l);
      SLUICE_ASSIGN_OR_RETURN(Tensor weights, Tensor::Create({from.rows, from.columns}));
      std::copy_n(from.data, weights.size(), weights.data());
      SLUICE_ASSIGN_OR_RETURN(Tensor biases, Tensor::Create({from.rows}));
      std::copy_n(shape_.Biases(parameters_, l), from.rows, biases.data());
      file->Add(LayerName("weights", l), std::move(weights));
      file->Add(LayerName("biases", l), std::move(biases));
    }
    return Status::Ok();
  }

  std::vector<std::string> Describe() const override {
    std::string sizes;
    for (const int64_t size : shape_.sizes()) {
      sizes += (sizes.empty() ? "" : "-") + std::to_string(size);
    }
    return {"layers: " + sizes, "activation: " + ActivationNames()[size_t(activation_)],
            "parameters: " + std::to_string(shape_.parameters())};
  }

 private:
  MlpShape shape_;
  Activation activation_;
  std::vector<float> parameters_;
};

}  // namespace

Result<std::vector<int64_t>> ParseLayers(const std::string& text) {
  std::vector<int64_t> layers;
  if (text == "none") return layers;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (;;) {
    int64_t neurons = 0;
    const auto [stop, error] = std::from_chars(at, end, neurons);
    const bool good = error == std::errc() && neurons >= 1 && neurons <= kMostNeurons;
    if (!good || (stop != end && *stop != ',') || int64_t(layers.size()) + 1 == kMostLayers) {
      return Status::Usage(
          "expected neurons of each hidden layer, such as 256,128, or none, got \"" + text + "\"");
    }
    layers.push_back(neurons);
    if (stop == end) return layers;
    at = stop + 1;
  }
}

Result<std::unique_ptr<Classifier>> TrainMlp(const Examples& examples, const MlpOptions& options,
                                             const TrainProgress& progress) {
  std::vector<int64_t> sizes = {examples.dimensions()};
  sizes.insert(sizes.end(), options.hidden.begin(), options.hidden.end());
  sizes.push_back(static_cast<int64_t>(examples.classes.size()));
  SLUICE_RETURN_IF_ERROR(CheckSizes(sizes));
  MlpShape shape(std::move(sizes));
  std::vector<float> parameters = InitialMlp(shape, options.activation, options.seed);
  MlpObjective objective(examples, shape, options.activation, options.weight_decay, options.dropout,
                         options.seed);
  BatchOptions batches;
  batches.step = DefaultStepOptions(options.rule);
  batches.step.momentum = options.momentum;
  batches.rate.rate = options.rate;
  batches.rate.schedule = options.schedule;
  batches.rate.decay = options.decay;
  batches.rate.step_epochs = options.step_epochs;
  batches.batch = options.batch;
  batches.epochs = options.epochs;
  batches.seed = options.seed;
  const auto value = [&](std::span<const int64_t> rows, std::span<const float> at,
                         std::span<float> gradient) { return objective.Value(rows, at, gradient); };
  const auto on_epoch = [&](int epoch, double loss) {
    if (progress.on_fraction) progress.on_fraction(double(epoch) / options.epochs);
    return !progress.on_epoch || progress.on_epoch(epoch, loss);
  };
  SLUICE_RETURN_IF_ERROR(
      MinimizeInBatches(examples.count(), value, batches, {}, parameters, on_epoch).status());
  // The objective was finite before the last step; the parameters must be after it.
  if (!std::all_of(parameters.begin(), parameters.end(),
                   [](float v) { return std::isfinite(v); })) {
    return Status::Failed("training diverged: a parameter is not a finite number",
                          "a lower rate may help");
  }
  return std::unique_ptr<Classifier>(
      std::make_unique<Mlp>(std::move(shape), options.activation, std::move(parameters)));
}

Result<std::unique_ptr<Classifier>> LoadMlp(const ModelFile& file, int classes) {
  SLUICE_ASSIGN_OR_RETURN(const std::string word, file.Text("activation"));
  const std::vector<std::string>& names = ActivationNames();
  const auto name = std::find(names.begin(), names.end(), word);
  if (name == names.end()) {
    return Status::Failed("mlp: expected activation relu or tanh, got " + word);
  }
  SLUICE_ASSIGN_OR_RETURN(const int64_t layers, file.Integer("layers", 1, kMostLayers));
  std::vector<int64_t> sizes;
  std::vector<float> weights;
  std::vector<float> biases;
  for (size_t l = 0; l < size_t(layers); ++l) {
    // The first layer says how many inputs there are, each the next one's inputs.
    const int64_t outputs = l + 1 == size_t(layers) ? classes : -1;
    SLUICE_ASSIGN_OR_RETURN(
        const Tensor* w,
        file.Floats(LayerName("weights", l), {outputs, sizes.empty() ? -1 : sizes.back()}));
    SLUICE_ASSIGN_OR_RETURN(const Tensor* b, file.Floats(LayerName("biases", l), {w->dim(0)}));
    if (sizes.empty()) sizes.push_back(w->dim(1));
    sizes.push_back(w->dim(0));
    weights.insert(weights.end(), w->data(), w->data() + w->size());
    biases.insert(biases.end(), b->data(), b->data() + b->size());
  }
  weights.insert(weights.end(), biases.begin(), biases.end());
  if (!std::all_of(weights.begin(), weights.end(), [](float v) { return std::isfinite(v); })) {
    return Status::Failed("mlp: expected finite parameters, got an infinity or NaN");
  }
  return std::unique_ptr<Classifier>(std::make_unique<Mlp>(
      MlpShape(std::move(sizes)), Activation(name - names.begin()), std::move(weights)));
}

}  // namespace sluice
