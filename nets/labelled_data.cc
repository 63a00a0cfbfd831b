#include "nets/labelled_data.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "lib/random.h"

namespace sluice {
namespace {

constexpr uint32_t kAugmentUse = 0x617567;  // names of random sequences
constexpr uint32_t kMixUse = 0x6d6978;

// From 0 to 1, by Johnk's method.
double BetaNumber(double a, Random& random) {
  while (true) {
    const double x = std::pow(random.Uniform(), 1 / a);
    const double y = std::pow(random.Uniform(), 1 / a);
    if (x + y > 0 && x + y <= 1) return x / (x + y);
  }
}

}  // namespace

LabelledData::LabelledData(ConstMatrix rows, const int* labels, const Shape& shape,
                           const Augmentation& augmentation, uint64_t seed)
    : rows_(rows), labels_(labels), shape_(shape), augmentation_(augmentation), seed_(seed) {
  if (augmentation.colour > 0) {
    constexpr int64_t kEnough = 10000;  // examples
    axes_ = ColourAxes(shape, rows.data, std::min(kEnough, rows.rows));
  }
}

NetBatch LabelledData::Make(std::span<const int64_t> examples, uint64_t step) const {
  const auto size = static_cast<size_t>(shape_.count());
  NetBatch batch;
  batch.count = static_cast<int64_t>(examples.size());
  batch.numbers.resize(examples.size() * size);
  for (size_t i = 0; i < examples.size(); ++i) {
    const float* const from = rows_.row(examples[i]);
    float* const to = batch.numbers.data() + i * size;
    batch.labels.push_back(labels_[examples[i]]);
    if (augmentation_.any()) {
      Random random(StepSeed(seed_, step), kAugmentUse + static_cast<uint32_t>(i));
      Augment(augmentation_, shape_, axes_.empty() ? nullptr : axes_.data(), random, from, to);
    } else {
      std::copy_n(from, size, to);
    }
  }
  if (augmentation_.mixup > 0) Mix(step, &batch);
  return batch;
}

// Each example with the one at the same distance from the other end.
void LabelledData::Mix(uint64_t step, NetBatch* batch) const {
  Random random(StepSeed(seed_, step), kMixUse);
  batch->share = BetaNumber(augmentation_.mixup, random);
  const auto size = static_cast<size_t>(shape_.count());
  const std::vector<float> before = batch->numbers;
  const size_t count = batch->labels.size();
  const auto share = static_cast<float>(batch->share);
  for (size_t i = 0; i < count; ++i) {
    const float* const other = before.data() + (count - 1 - i) * size;
    float* const mixed = batch->numbers.data() + i * size;
    for (size_t k = 0; k < size; ++k) mixed[k] = share * mixed[k] + (1 - share) * other[k];
  }
  batch->other_labels.assign(batch->labels.rbegin(), batch->labels.rend());
}

}  // namespace sluice
