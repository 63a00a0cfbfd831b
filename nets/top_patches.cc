#include "nets/top_patches.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace sluice {
namespace {

constexpr int64_t kBatch = 16;  // examples that run together

std::optional<ReceptiveField> FieldOf(const Net& net, int node) {
  if (node == 0) return ReceptiveField();
  return DescribeNet(net).layers[size_t(node - 1)].receptive_field;
}

NetRunOptions Wanted(int node) {
  NetRunOptions options;
  options.results = {node};
  return options;
}

std::vector<float> Cut(const float* example, const Shape& shape, const PatchWindow& window) {
  const auto channels = static_cast<size_t>(shape.channels);
  const auto& size = window.size;
  std::vector<float> numbers(size_t(size[0] * size[1] * size[2]) * channels, 0.0F);
  size_t to = 0;
  for (int64_t z = window.first[0]; z < window.first[0] + size[0]; ++z) {
    for (int64_t y = window.first[1]; y < window.first[1] + size[1]; ++y) {
      for (int64_t x = window.first[2]; x < window.first[2] + size[2]; ++x, to += channels) {
        const bool inside = z >= 0 && z < shape.size[0] && y >= 0 && y < shape.size[1] && x >= 0 &&
                            x < shape.size[2];
        if (!inside) continue;
        const int64_t place = (z * shape.size[1] + y) * shape.size[2] + x;
        std::copy_n(example + place * shape.channels, channels, &numbers[to]);
      }
    }
  }
  return numbers;
}

}  // namespace

PatchWindow WindowOfPlace(const Shape& input, const std::optional<ReceptiveField>& field,
                          const std::array<int64_t, 3>& place) {
  PatchWindow window;
  window.size = input.size;
  if (!field) return window;
  for (size_t axis = 0; axis < 3; ++axis) {
    if (field->size[axis] >= input.size[axis]) continue;
    window.size[axis] = field->size[axis];
    window.first[axis] =
        field->offset[axis] +
        static_cast<int64_t>(std::floor(double(place[axis]) * field->stride[axis]));
  }
  return window;
}

TopPatches::TopPatches(const TrainedNet& trained, int node, std::vector<int> units, int top)
    : input_(trained.net().input()),
      shape_(trained.net().nodes()[size_t(node)].shape),
      field_(FieldOf(trained.net(), node)),
      units_(std::move(units)),
      top_(static_cast<size_t>(top)),
      run_(trained.Run(Wanted(node))),
      best_(units_.size()) {}

Status TopPatches::Add(const float* prepared, const float* shown, int64_t count) {
  for (int64_t begin = 0; begin < count; begin += kBatch) {
    const int64_t batch = std::min(kBatch, count - begin);
    SLUICE_RETURN_IF_ERROR(run_.Forward(prepared + begin * input_.count(), batch));
    for (int64_t i = 0; i < batch; ++i) {
      const float* const results = run_.output() + i * shape_.count();
      const float* const example = shown + (begin + i) * input_.count();
      for (size_t u = 0; u < units_.size(); ++u) Keep(u, results, example, examples_);
      ++examples_;
    }
  }
  return Status::Ok();
}

void TopPatches::Keep(size_t unit, const float* results, const float* shown, int64_t example) {
  const float* const own = results + units_[unit];
  int64_t place = 0;
  for (int64_t i = 1; i < shape_.places(); ++i) {
    if (own[i * shape_.channels] > own[place * shape_.channels]) place = i;
  }
  std::vector<Patch>& best = best_[unit];
  const float activation = own[place * shape_.channels];
  if (best.size() == top_ && !(activation > best.back().activation)) return;
  Patch patch;
  patch.activation = activation;
  patch.example = example;
  patch.place = {place / (shape_.size[1] * shape_.size[2]), place / shape_.size[2] % shape_.size[1],
                 place % shape_.size[2]};
  patch.window = WindowOfPlace(input_, field_, patch.place);
  patch.numbers = Cut(shown, input_, patch.window);
  const auto after = std::find_if(
      best.begin(), best.end(), [&](const Patch& other) { return activation > other.activation; });
  best.insert(after, std::move(patch));
  if (best.size() > top_) best.pop_back();
}

}  // namespace sluice
