#include "classifiers/kernel_training.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "classifiers/kernel_cache.h"

namespace sluice {
namespace {

// Rows computed at once without the whole matrix: a product with few rows reads all examples for
// them, with more of them each row costs less, but more are in vain.
constexpr int64_t kRowsAtOnce = 32;
constexpr int64_t kPadding = 16;  // numbers of the widest vector

// The examples of two classes among all, which are in the order of classes.
struct PairRange {
  int64_t first_begin, first_end, second_begin, second_end;
  int64_t positive() const { return first_end - first_begin; }
  int64_t count() const { return positive() + second_end - second_begin; }
  int64_t place(int64_t example) const {
    return example < positive() ? first_begin + example : second_begin + example - positive();
  }
};

// Rows of the whole matrix.
class MatrixRows : public KernelRowSource {
 public:
  MatrixRows(const float* matrix, int64_t stride, const double* diagonal, const PairRange& pair)
      : matrix_(matrix), stride_(stride), diagonal_(diagonal), pair_(pair) {}
  int64_t count() const override { return pair_.count(); }
  int64_t column(int64_t example) const override { return pair_.place(example); }
  double diagonal(int64_t example) const override { return diagonal_[pair_.place(example)]; }
  int64_t at_once() const override { return 1; }
  bool Has(int64_t) const override { return true; }
  void Fetch(const std::vector<int64_t>&) override {}
  const float* Use(int64_t example) override { return matrix_ + pair_.place(example) * stride_; }

 private:
  const float* matrix_;
  int64_t stride_;
  const double* diagonal_;
  PairRange pair_;
};

// Rows computed when they are needed.
class CachedRows : public KernelRowSource {
 public:
  CachedRows(const KernelFunction& kernel, const KernelOperand& all, const double* diagonal,
             const PairRange& pair, int64_t at_once, KernelCache cache, Tensor computed,
             Tensor copies)
      : kernel_(kernel),
        all_(all),
        diagonal_(diagonal),
        pair_(pair),
        at_once_(at_once),
        cache_(std::move(cache)),
        computed_(std::move(computed)),
        copies_(std::move(copies)),
        norms_(size_t(at_once)) {}

  static Result<SmoSolution> Solve(const KernelFunction& kernel, const KernelOperand& all,
                                   const double* diagonal, const PairRange& pair,
                                   int64_t cache_bytes, const SmoOptions& options) {
    const int64_t row_bytes = (pair.count() + kPadding) * int64_t(sizeof(float));
    const int64_t capacity =
        std::clamp<int64_t>(cache_bytes / row_bytes, 2, std::max<int64_t>(pair.count(), 2));
    const int64_t at_once = std::clamp<int64_t>(capacity / 4, 1, kRowsAtOnce);
    SLUICE_ASSIGN_OR_RETURN(KernelCache cache,
                            KernelCache::Create(pair.count(), pair.count(), capacity));
    SLUICE_ASSIGN_OR_RETURN(Tensor computed, Tensor::Create({at_once, pair.count()}));
    SLUICE_ASSIGN_OR_RETURN(Tensor copies, Tensor::Create({at_once, all.rows.columns}));
    CachedRows rows(kernel, all, diagonal, pair, at_once, std::move(cache), std::move(computed),
                    std::move(copies));
    return SolveSmo(pair.positive(), options, &rows);
  }

  int64_t count() const override { return pair_.count(); }
  int64_t column(int64_t example) const override { return example; }
  double diagonal(int64_t example) const override { return diagonal_[pair_.place(example)]; }
  int64_t at_once() const override { return at_once_; }
  bool Has(int64_t example) const override { return cache_.Has(example); }
  const float* Use(int64_t example) override { return cache_.Use(example); }

  void Fetch(const std::vector<int64_t>& examples) override {
    const auto count = static_cast<int64_t>(examples.size());
    const Matrix copies = AsMatrix(copies_);
    for (int64_t i = 0; i < count; ++i) {
      const int64_t place = pair_.place(examples[size_t(i)]);
      std::copy_n(all_.rows.row(place), copies.columns, copies.row(i));
      norms_[size_t(i)] = all_.norms[place];
    }
    const KernelOperand wanted = {copies.Rows(0, count), norms_.data()};
    const Matrix to = AsMatrix(computed_).Rows(0, count);
    const int64_t positive = pair_.positive();
    KernelBlock(kernel_, wanted, all_.Rows(pair_.first_begin, pair_.first_end),
                {to.data, count, positive, to.stride});
    KernelBlock(kernel_, wanted, all_.Rows(pair_.second_begin, pair_.second_end),
                {to.data + positive, count, to.columns - positive, to.stride});
    for (int64_t i = 0; i < count; ++i) {
      std::copy_n(to.row(i), to.columns, cache_.Add(examples[size_t(i)]));
    }
  }

 private:
  const KernelFunction& kernel_;
  KernelOperand all_;
  const double* diagonal_;
  PairRange pair_;
  int64_t at_once_;
  KernelCache cache_;
  Tensor computed_;
  Tensor copies_;
  std::vector<float> norms_;
};

// The kernel of each vector with itself.
std::vector<double> Diagonal(const KernelFunction& kernel, const KernelOperand& rows) {
  std::vector<double> diagonal(static_cast<size_t>(rows.rows.rows), 1.0);
  for (size_t i = 0; i < diagonal.size(); ++i) {
    const double square = double(rows.norms[i]);
    if (kernel.kind == KernelKind::kLinear) diagonal[i] = square;
    if (kernel.kind == KernelKind::kPoly) {
      diagonal[i] = std::pow(kernel.gamma * square + kernel.coef0, kernel.degree);
    }
  }
  return diagonal;
}

}  // namespace

ClassOrder OrderByClass(const Examples& examples) {
  ClassOrder order;
  order.begin.assign(examples.classes.size() + 1, 0);
  for (const int label : examples.labels) ++order.begin[size_t(label) + 1];
  for (size_t c = 0; c < examples.classes.size(); ++c) order.begin[c + 1] += order.begin[c];
  std::vector<int64_t> next = order.begin;
  order.examples.resize(examples.labels.size());
  for (size_t i = 0; i < examples.labels.size(); ++i) {
    order.examples[size_t(next[size_t(examples.labels[i])]++)] = static_cast<int64_t>(i);
  }
  return order;
}

std::vector<ClassPair> Pairs(const ClassOrder& order) {
  std::vector<ClassPair> pairs;
  const auto classes = static_cast<int64_t>(order.begin.size()) - 1;
  const auto has = [&](int64_t c) { return order.begin[size_t(c)] < order.begin[size_t(c) + 1]; };
  for (int64_t a = 0; a < classes; ++a) {
    for (int64_t b = a + 1; b < classes; ++b) {
      if (has(a) && has(b)) pairs.push_back({a, b});
    }
  }
  return pairs;
}

Result<KernelProblem> KernelProblem::Create(ConstMatrix x, const ClassOrder& order,
                                            const KernelFunction& kernel, int64_t cache_bytes) {
  KernelProblem problem;
  problem.kernel_ = kernel;
  problem.order_ = order;
  problem.cache_bytes_ = cache_bytes;
  SLUICE_ASSIGN_OR_RETURN(
      problem.rows_, KernelRows::Create(x, order.examples, kernel, KernelRows::Centre(x, kernel)));
  const KernelOperand rows = problem.rows_.operand();
  problem.diagonal_ = Diagonal(kernel, rows);
  // No value is greater than the geometric mean of two of the diagonal.
  constexpr double kMost = 1e30;
  if (!problem.rows_.finite() || std::any_of(problem.diagonal_.begin(), problem.diagonal_.end(),
                                             [](double v) { return !(v < kMost); })) {
    return Status::Failed("features are too large for the kernel's values to be finite",
                          "--preprocess standardize");
  }
  const int64_t count = x.rows;
  const int64_t stride = (count + kPadding - 1) / kPadding * kPadding;
  if (count + 1 <= cache_bytes / int64_t(sizeof(float)) / stride) {
    // One row more, for vectors read past the end of the last one.
    Result<Tensor> matrix = Tensor::Create({count + 1, stride});
    if (matrix.ok()) {
      problem.matrix_ = std::move(matrix).value();
      problem.stride_ = stride;
      std::fill_n(problem.matrix_.data() + count * stride, stride, 0.0f);
      for (int64_t r = 0; r < count; ++r) {
        float* const row = problem.matrix_.data() + r * stride;
        std::fill(row + count, row + stride, 0.0f);
      }
      SymmetricKernel(kernel, rows, {problem.matrix_.data(), count, count, stride});
    }
  }
  return problem;
}

Result<SmoSolution> KernelProblem::Solve(const ClassPair& pair, const SmoOptions& options) const {
  const auto begin = [&](int64_t c) { return order_.begin[size_t(c)]; };
  const PairRange range = {begin(pair.first), begin(pair.first + 1), begin(pair.second),
                           begin(pair.second + 1)};
  if (!has_matrix()) {
    return CachedRows::Solve(kernel_, rows_.operand(), diagonal_.data(), range, cache_bytes_,
                             options);
  }
  MatrixRows rows(matrix_.data(), stride_, diagonal_.data(), range);
  return SolveSmo(range.positive(), options, &rows);
}

}  // namespace sluice
