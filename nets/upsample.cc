#include "nets/upsample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "nets/channel_kernels.h"
#include "nets/elements.h"

namespace sluice {
namespace {

enum class Method { kNearest, kBilinear, kNails };

// The places along one axis that one of the result is made of.
struct Taps {
  std::array<int64_t, 2> places = {0, 0};
  std::array<float, 2> weights = {1, 0};
};

Taps TapsOf(Method method, int64_t size, int64_t factor, int64_t place) {
  Taps taps;
  const int64_t nearest = place / factor;
  taps.places = {nearest, nearest};
  if (method == Method::kNails && place % factor != 0) taps.weights[0] = 0;
  if (method == Method::kBilinear) {
    const double at = std::max(0.0, (double(place) + 0.5) / double(factor) - 0.5);
    const auto first = static_cast<int64_t>(std::floor(at));
    taps.places = {first, std::min(first + 1, size - 1)};
    taps.weights[1] = static_cast<float>(at - double(first));
    taps.weights[0] = 1 - taps.weights[1];
  }
  return taps;
}

class Upsample : public Layer {
 public:
  Upsample(const Shape& input, const Shape& output, Method method) : Layer(output), input_(input) {
    for (size_t axis = 0; axis < 3; ++axis) {
      const int64_t factor = output.size[axis] / input.size[axis];
      for (int64_t i = 0; i < output.size[axis]; ++i) {
        taps_[axis].push_back(TapsOf(method, input.size[axis], factor, i));
      }
      window_.stride[axis] = 1 / double(factor);
      if (method == Method::kBilinear && factor > 1) {
        window_.size[axis] = 2;
        window_.pad_before[axis] = 1;
      }
    }
  }

  std::optional<Window> window() const override { return window_; }

  Status Forward(const Pass& pass) const override {
    const int64_t rows = output().size[0] * output().size[1];
    std::fill_n(pass.output, pass.batch * output().count(), 0.0F);
    ForRows(pass.batch * rows, RowCost(), [&](int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; ++r) {
        ForTaps(r, [&](int64_t from, int64_t to, float weight) {
          AddScaledRow(pass.inputs[0] + from, weight, input_.channels, pass.output + to);
        });
      }
    });
    return Status::Ok();
  }

  Status Backward(const Pass& pass) const override {
    if (pass.d_inputs[0] == nullptr) return Status::Ok();
    const int64_t rows = output().size[0] * output().size[1];
    std::fill_n(pass.d_inputs[0], pass.batch * input_.count(), 0.0F);
    ForRows(pass.batch, rows * RowCost(), [&](int64_t begin, int64_t end) {
      for (int64_t r = begin * rows; r < end * rows; ++r) {
        ForTaps(r, [&](int64_t from, int64_t to, float weight) {
          AddScaledRow(pass.d_output + to, weight, input_.channels, pass.d_inputs[0] + from);
        });
      }
    });
    return Status::Ok();
  }

 private:
  int64_t RowCost() const { return output().size[2] * output().channels; }

  // Calls f(from, to, weight) for all numbers of the input that places of a row of the output, of
  // any example, are sums of.
  template <class F>
  void ForTaps(int64_t row, const F& f) const {
    const int64_t height = output().size[1];
    const int64_t example = row / (output().size[0] * height);
    const Taps& z = taps_[0][size_t(row / height % output().size[0])];
    const Taps& y = taps_[1][size_t(row % height)];
    for (size_t i = 0; i < 4; ++i) {
      const float weight = z.weights[i / 2] * y.weights[i % 2];
      if (weight == 0) continue;
      const int64_t line =
          (example * input_.size[0] + z.places[i / 2]) * input_.size[1] + y.places[i % 2];
      for (int64_t w = 0; w < output().size[2]; ++w) {
        const int64_t to = (row * output().size[2] + w) * input_.channels;
        const Taps& x = taps_[2][size_t(w)];
        for (size_t j = 0; j < 2; ++j) {
          if (x.weights[j] == 0) continue;
          f((line * input_.size[2] + x.places[j]) * input_.channels, to, weight * x.weights[j]);
        }
      }
    }
  }

  Shape input_;
  Window window_;
  std::array<std::vector<Taps>, 3> taps_;  // of the places of the output along each axis
};

}  // namespace

Result<std::unique_ptr<Layer>> MakeUpsample(LayerArguments& arguments, const LayerInputs& inputs) {
  constexpr int64_t kMost = int64_t{1} << 31;
  const auto method = static_cast<Method>(arguments.Choice({"nearest", "bilinear", "nails"}));
  const LayerArguments::Sizes factors = arguments.Size("a factor");
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  const Shape& input = inputs.shapes[0];
  if (input.axes == 0) return arguments.Error("expected a picture, got " + ShapeText(input));
  Shape output = input;
  int64_t count = input.count();
  for (size_t axis = 0; axis < 3; ++axis) {
    if (factors[axis] > kMost / count) {
      return arguments.Error("expected a result of at most 2^31 numbers");
    }
    count *= factors[axis];
    output.size[axis] *= factors[axis];
  }
  return std::unique_ptr<Layer>(std::make_unique<Upsample>(input, output, method));
}

}  // namespace sluice
