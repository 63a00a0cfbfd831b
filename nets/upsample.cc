#include "nets/upsample.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "lib/scratch.h"
#include "nets/channel_kernels.h"
#include "nets/elements.h"
#include "nets/upsample_kernels.h"

namespace sluice {
namespace {

enum class Method { kNearest, kBilinear, kNails };

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
  Upsample(const Shape& input, const Shape& output, Method method)
      : Layer(output), input_(input), method_(method) {
    for (size_t axis = 0; axis < 3; ++axis) {
      const int64_t factor = output.size[axis] / input.size[axis];
      window_.stride[axis] = 1 / double(factor);
      if (method == Method::kBilinear && factor > 1) {
        window_.size[axis] = 2;
        window_.pad_before[axis] = 1;
      }
    }
  }

  std::optional<Window> window() const override { return window_; }

  // A row of the result: rows of the input are blended into one, then its places.
  Status Forward(const Pass& pass) const override {
    const int64_t rows = output().size[0] * output().size[1];
    const std::vector<Taps> taps = TapsAlongWidth();
    ForRows(pass.batch * rows, RowSize(output()), [&](int64_t begin, int64_t end) {
      Scratch<float> blended(size_t(RowSize(input_)));
      for (int64_t r = begin; r < end; ++r) {
        const std::vector<Row> from = RowsOf(r);
        float* const to = pass.output + r * RowSize(output());
        if (from.empty()) {
          std::fill_n(to, RowSize(output()), 0.0F);
        } else if (IsCopy(from)) {
          BlendPlaces(taps, input_.channels, pass.inputs[0] + from[0].begin, to);
        } else {
          std::fill_n(blended.data(), RowSize(input_), 0.0F);
          for (const Row& row : from) {
            AddScaledRow(pass.inputs[0] + row.begin, row.weight, RowSize(input_), blended.data());
          }
          BlendPlaces(taps, input_.channels, blended.data(), to);
        }
      }
    });
    return Status::Ok();
  }

  Status Backward(const Pass& pass) const override {
    float* const d_input = pass.d_inputs[0];
    if (d_input == nullptr) return Status::Ok();
    const int64_t rows = output().size[0] * output().size[1];
    const std::vector<Taps> taps = TapsAlongWidth();
    std::fill_n(d_input, pass.batch * input_.count(), 0.0F);
    ForRows(pass.batch, rows * RowSize(output()), [&](int64_t begin, int64_t end) {
      Scratch<float> blended(size_t(RowSize(input_)));
      for (int64_t r = begin * rows; r < end * rows; ++r) {
        const std::vector<Row> from = RowsOf(r);
        const float* const d_row = pass.d_output + r * RowSize(output());
        if (from.empty()) continue;
        if (IsCopy(from)) {
          AddBlendedPlaces(taps, input_.channels, d_row, d_input + from[0].begin);
          continue;
        }
        std::fill_n(blended.data(), RowSize(input_), 0.0F);
        AddBlendedPlaces(taps, input_.channels, d_row, blended.data());
        for (const Row& row : from) {
          AddScaledRow(blended.data(), row.weight, RowSize(input_), d_input + row.begin);
        }
      }
    });
    return Status::Ok();
  }

 private:
  // A row of the input, of any example.
  struct Row {
    int64_t begin = 0;  // number
    float weight = 1;
  };
  static bool IsCopy(const std::vector<Row>& rows) {
    return rows.size() == 1 && rows[0].weight == 1;
  }
  static int64_t RowSize(const Shape& shape) { return shape.size[2] * shape.channels; }

  Taps TapsAlong(size_t axis, int64_t place) const {
    return TapsOf(method_, input_.size[axis], output().size[axis] / input_.size[axis], place);
  }
  std::vector<Taps> TapsAlongWidth() const {
    std::vector<Taps> taps;
    for (int64_t i = 0; i < output().size[2]; ++i) taps.push_back(TapsAlong(2, i));
    return taps;
  }

  // Those that a row of the output is made of.
  std::vector<Row> RowsOf(int64_t row) const {
    const int64_t height = output().size[1];
    const int64_t example = row / (output().size[0] * height);
    const Taps z = TapsAlong(0, row / height % output().size[0]);
    const Taps y = TapsAlong(1, row % height);
    std::vector<Row> rows;
    for (size_t i = 0; i < 4; ++i) {
      const float weight = z.weights[i / 2] * y.weights[i % 2];
      if (weight == 0) continue;
      const int64_t line =
          (example * input_.size[0] + z.places[i / 2]) * input_.size[1] + y.places[i % 2];
      rows.push_back({line * RowSize(input_), weight});
    }
    return rows;
  }

  Shape input_;
  Method method_;
  Window window_;
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
