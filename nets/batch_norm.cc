#include "nets/batch_norm.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "nets/channel_kernels.h"
#include "nets/channel_sums.h"

namespace sluice {
namespace {

enum : size_t { kScale, kShift, kMean, kVariance };

// Moves `running` towards `value` by a share.
void Follow(double value, double share, float* running) {
  *running = static_cast<float>(double(*running) + share * (value - double(*running)));
}

}  // namespace

std::vector<Parameter> BatchNorm::parameters() const {
  const std::vector<int64_t> shape = {output().channels};
  return {{"scale", Role::kScale, shape},
          {"shift", Role::kBias, shape},
          {"mean", Role::kMean, shape},
          {"variance", Role::kVariance, shape}};
}

// The means, then 1 / sqrt(variance + epsilon): the batch's while training.
size_t BatchNorm::saved_bytes(int64_t /*batch*/) const {
  return 2 * static_cast<size_t>(output().channels) * sizeof(float);
}

void BatchNorm::ChannelMap(const std::vector<float*>& parameters, Fusion* fusion) const {
  const auto channels = static_cast<size_t>(output().channels);
  fusion->scale.resize(channels);
  fusion->shift.resize(channels);
  for (size_t c = 0; c < channels; ++c) {
    const double scale =
        double(parameters[kScale][c]) / std::sqrt(double(parameters[kVariance][c]) + epsilon_);
    fusion->scale[c] = static_cast<float>(scale);
    fusion->shift[c] =
        static_cast<float>(double(parameters[kShift][c]) - scale * double(parameters[kMean][c]));
  }
}

Status BatchNorm::Forward(const Pass& pass) const {
  const auto channels = static_cast<size_t>(output().channels);
  const ChannelRows rows(pass.batch * output().places(), output().channels);
  std::vector<float> means(pass.parameters[kMean], pass.parameters[kMean] + channels);
  std::vector<float> scales(channels);
  if (pass.training && !pass.frozen) {
    std::vector<double> batch_means(channels);
    std::vector<double> variances(channels);
    rows.Moments(pass.inputs[0], batch_means, variances);
    const double count = double(rows.rows());
    for (size_t c = 0; c < channels; ++c) {
      means[c] = static_cast<float>(batch_means[c]);
      scales[c] = static_cast<float>(1 / std::sqrt(variances[c] + epsilon_));
      Follow(batch_means[c], momentum_, &pass.parameters[kMean][c]);
      Follow(variances[c] * count / std::max(1.0, count - 1), momentum_,
             &pass.parameters[kVariance][c]);
    }
  } else {
    for (size_t c = 0; c < channels; ++c) {
      scales[c] =
          static_cast<float>(1 / std::sqrt(double(pass.parameters[kVariance][c]) + epsilon_));
    }
  }
  if (pass.saved != nullptr) {
    float* const saved = reinterpret_cast<float*>(pass.saved);
    std::copy(means.begin(), means.end(), saved);
    std::copy(scales.begin(), scales.end(), saved + channels);
  }
  for (size_t c = 0; c < channels; ++c) scales[c] *= pass.parameters[kScale][c];
  const std::vector<float> wide_means = rows.Repeat(means);
  const std::vector<float> wide_scales = rows.Repeat(scales);
  const std::vector<float> shifts = rows.Repeat({pass.parameters[kShift], channels});
  rows.ForParts([&](int64_t first, int64_t count, int64_t columns) {
    Standardize(pass.inputs[0] + first, wide_means.data(), wide_scales.data(), shifts.data(), count,
                columns, pass.output + first);
  });
  return Status::Ok();
}

// With z = (x - mean) / deviation, n rows and sums over them: d shift = sum dy, d scale = sum dy z,
// dx = scale / deviation (dy - d shift / n - z d scale / n). Outside training, and where the
// layer is frozen, mean and deviation are no functions of x: dx = scale / deviation dy.
Status BatchNorm::Backward(const Pass& pass) const {
  const auto channels = static_cast<size_t>(output().channels);
  const ChannelRows rows(pass.batch * output().places(), output().channels);
  const float* const saved = reinterpret_cast<const float*>(pass.saved);
  const std::span<const float> means(saved, channels);
  const std::span<const float> inverse(saved + channels, channels);
  std::vector<double> sums(channels);
  std::vector<double> products(channels);
  rows.Products(pass.inputs[0], pass.d_output, means, sums, products);
  std::vector<float> scales(channels);
  std::vector<float> shifts(channels);
  std::vector<float> slopes(channels);
  for (size_t c = 0; c < channels; ++c) {
    const double by_deviation = double(inverse[c]);
    const double scale = double(pass.parameters[kScale][c]) * by_deviation;
    const double count = double(rows.rows());
    if (pass.d_parameters[kScale] != nullptr) {
      pass.d_parameters[kScale][c] = static_cast<float>(products[c] * by_deviation);
      pass.d_parameters[kShift][c] = static_cast<float>(sums[c]);
    }
    scales[c] = static_cast<float>(scale);
    if (!pass.training || pass.frozen) continue;
    shifts[c] = static_cast<float>(scale * sums[c] / count);
    slopes[c] = static_cast<float>(scale * products[c] * by_deviation * by_deviation / count);
  }
  if (pass.d_inputs[0] == nullptr) return Status::Ok();
  const std::vector<float> wide_means = rows.Repeat(means);
  const std::vector<float> wide_scales = rows.Repeat(scales);
  const std::vector<float> wide_shifts = rows.Repeat(shifts);
  const std::vector<float> wide_slopes = rows.Repeat(slopes);
  rows.ForParts([&](int64_t first, int64_t count, int64_t columns) {
    StandardizeBackward(pass.inputs[0] + first, pass.d_output + first, wide_means.data(),
                        wide_scales.data(), wide_shifts.data(), wide_slopes.data(), count, columns,
                        pass.d_inputs[0] + first);
  });
  return Status::Ok();
}

Result<std::unique_ptr<Layer>> MakeBatchNorm(LayerArguments& arguments, const LayerInputs& inputs) {
  const double momentum = arguments.KeyNumber("momentum", 0.1, 0, 1);
  const double epsilon = arguments.KeyNumber("epsilon", 1e-5, 0, 1);
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  return std::unique_ptr<Layer>(std::make_unique<BatchNorm>(inputs.shapes[0], momentum, epsilon));
}

}  // namespace sluice
