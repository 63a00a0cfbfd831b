#include "classifiers/dual_problem.h"

#include <hwy/cache_control.h>

#include <algorithm>
#include <limits>
#include <new>
#include <numeric>
#include <span>

#include "classifiers/linear_kernels.h"
#include "lib/objective.h"

namespace sluice {
namespace {

constexpr int64_t kLine = 64 / sizeof(float);
// Longer rows are left to the machine's own prefetching.
constexpr int64_t kMostLines = 64;
// The stream of Random that orders examples.
constexpr uint32_t kOrderStream = 0x44434400;

}  // namespace

Result<DualProblem> DualProblem::Create(const Examples& examples, double bias, uint64_t seed) {
  const int64_t n = examples.count();
  const auto classes = static_cast<int64_t>(examples.classes.size());
  if (n > std::numeric_limits<int32_t>::max() ||
      n > std::numeric_limits<int64_t>::max() / 8 / std::max<int64_t>(1, classes)) {
    return Status::Failed("expected less than 2^31 examples, got " + std::to_string(n));
  }
  DualProblem p{examples.matrix(),
                examples.labels,
                int(classes),
                examples.dimensions(),
                float(bias),
                {},
                {},
                {},
                {},
                {},
                {},
                Random(seed, kOrderStream)};
  try {
    p.weights.resize(size_t(classes * p.stride()));
    p.biases.resize(size_t(classes));
    p.alpha.resize(size_t(n * classes));
    p.active.assign(size_t(n * classes), 1);
    p.squares.resize(size_t(n));
    p.order.resize(size_t(n));
  } catch (const std::bad_alloc&) {
    return Status::Failed("not enough memory for " + std::to_string(n) + " x " +
                          std::to_string(classes) + " dual variables");
  }
  std::iota(p.order.begin(), p.order.end(), 0);
  for (int64_t i = 0; i < n; ++i) {
    const std::span<const float> row(p.x.row(i), size_t(p.dimensions));
    p.squares[size_t(i)] = float(DotProduct(row, row) + bias * bias);
  }
  return p;
}

void DualProblem::Shuffle() { random.Shuffle(order.data(), static_cast<uint32_t>(order.size())); }

void DualProblem::Resum(float others) {
  std::fill(weights.begin(), weights.end(), 0.0f);
  std::fill(biases.begin(), biases.end(), 0.0f);
  std::vector<float*> sums;
  for (int c = 0; c < classes; ++c) sums.push_back(Weights(c));
  std::vector<float> factors(static_cast<size_t>(classes));
  for (int64_t i = 0; i < count(); ++i) {
    for (int c = 0; c < classes; ++c) {
      const float sign = labels[size_t(i)] == c ? 1.0f : others;
      factors[size_t(c)] = sign * Alpha(i, c);
      MoveBias(c, factors[size_t(c)]);
    }
    const float* row = Row(i);
    AddRows(&row, 1, factors.data(), classes, dimensions, sums.data());
  }
}

void DualProblem::Activate(int c) {
  for (int64_t i = 0; i < count(); ++i) Active(i, c) = 1;
}

void DualProblem::PrefetchAfter(size_t at) const {
  if (at + 2 >= order.size()) return;
  const float* row = x.row(order[at + 2]);
  const int64_t lines = std::min(kMostLines, (dimensions + kLine - 1) / kLine);
  for (int64_t line = 0; line < lines; ++line) hwy::Prefetch(row + line * kLine);
}

double DualProblem::WeightSquares() const {
  return DotProduct(weights, weights) + DotProduct(biases, biases);
}

void DualProblem::CopyWeights(std::vector<float>* to, std::vector<float>* bias) const {
  to->clear();
  for (int c = 0; c < classes; ++c) {
    const float* from = weights.data() + c * stride();
    to->insert(to->end(), from, from + dimensions);
  }
  bias->assign(biases.begin(), biases.end());
  for (float& b : *bias) b *= bias_feature;
}

}  // namespace sluice
