#include "classifiers/dual_problem.h"

#include <algorithm>
#include <limits>
#include <new>
#include <numeric>
#include <span>
#include <string>
#include <utility>

#include "lib/objective.h"

namespace sluice {
namespace {

// The stream of Random that orders examples for the first group; the others follow.
constexpr uint32_t kOrderStream = 0x44434400;

Result<Tensor> Zeros(int64_t rows, int64_t columns) {
  SLUICE_ASSIGN_OR_RETURN(Tensor tensor, Tensor::Create({rows, columns}));
  std::fill_n(tensor.data(), tensor.size(), 0.0f);
  return tensor;
}

std::span<const float> All(const Tensor& tensor) { return {tensor.data(), size_t(tensor.size())}; }

}  // namespace

Result<DualProblem> DualProblem::Create(const Examples& examples, double bias, uint64_t seed) {
  const int64_t n = examples.count();
  if (n > std::numeric_limits<int32_t>::max()) {
    return Status::Failed("expected less than 2^31 examples, got " + std::to_string(n));
  }
  const int classes = static_cast<int>(examples.classes.size());
  const int groups = (classes + kGroup - 1) / kGroup;
  const int64_t width = int64_t{groups} * kGroup;
  SLUICE_ASSIGN_OR_RETURN(FeatureRows rows, FeatureRows::Create(examples.matrix()));
  SLUICE_ASSIGN_OR_RETURN(Tensor weights, Zeros(examples.dimensions(), width));
  SLUICE_ASSIGN_OR_RETURN(Tensor biases, Zeros(1, width));
  SLUICE_ASSIGN_OR_RETURN(Tensor alpha, Zeros(n, width));
  SLUICE_ASSIGN_OR_RETURN(Tensor scratch, Zeros(3, width));
  DualProblem p{std::move(rows),
                examples.labels,
                classes,
                groups,
                float(bias),
                std::move(weights),
                std::move(biases),
                std::move(alpha),
                std::move(scratch),
                {},
                {},
                {}};
  try {
    p.active.resize(size_t(n * groups));
    p.squares.resize(size_t(n));
    for (int g = 0; g < groups; ++g) {
      p.visits.push_back(
          {std::vector<int32_t>(size_t(n)), Random(seed, kOrderStream + uint32_t(g))});
    }
  } catch (const std::bad_alloc&) {
    return Status::Failed("not enough memory for " + std::to_string(n) + " examples");
  }
  for (int g = 0; g < groups; ++g) p.Activate(g, p.AllOf(g));
  for (int64_t i = 0; i < n; ++i) {
    const FeatureRows::Row row = p.rows[i];
    const std::span<const float> values(row.values, size_t(row.count));
    p.squares[size_t(i)] = float(DotProduct(values, values) + bias * bias);
  }
  return p;
}

void DualProblem::Activate(int group, uint16_t bits) {
  for (int64_t i = 0; i < count(); ++i) active[size_t(i * groups + group)] |= bits;
  std::vector<int32_t>& order = visits[size_t(group)].order;
  order.resize(size_t(count()));
  std::iota(order.begin(), order.end(), 0);
}

double DualProblem::WeightSquares() const {
  return DotProduct(All(weights), All(weights)) + DotProduct(All(biases), All(biases));
}

void DualProblem::CopyWeights(std::vector<float>* to, std::vector<float>* bias) const {
  to->clear();
  bias->clear();
  for (int c = 0; c < classes; ++c) {
    for (int64_t k = 0; k < rows.dimensions(); ++k) {
      to->push_back(weights.data()[k * width() + c]);
    }
    bias->push_back(biases.data()[c] * bias_feature);
  }
}

}  // namespace sluice
