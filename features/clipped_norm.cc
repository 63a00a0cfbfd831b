#include "features/clipped_norm.h"

#include <algorithm>
#include <cmath>

namespace sluice {
namespace {

void Scale(double extra, size_t count, float* numbers) {
  double squares = 0;
  for (size_t i = 0; i < count; ++i) squares += double(numbers[i]) * double(numbers[i]);
  const double length = std::sqrt(squares) + extra;
  if (length == 0) return;
  const auto factor = static_cast<float>(1 / length);
  for (size_t i = 0; i < count; ++i) numbers[i] *= factor;
}

}  // namespace

void ScaleAndClip(const ClippedNormOptions& options, size_t count, float* numbers) {
  Scale(options.first_extra, count, numbers);
  if (options.clip == 0) return;
  const auto clip = static_cast<float>(options.clip);
  for (size_t i = 0; i < count; ++i) numbers[i] = std::min(numbers[i], clip);
  Scale(options.second_extra, count, numbers);
}

}  // namespace sluice
