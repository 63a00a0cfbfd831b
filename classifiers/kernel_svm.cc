#include "classifiers/kernel_svm.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/kernel_gamma.h"
#include "classifiers/kernel_rows.h"
#include "classifiers/kernel_svm_model.h"
#include "classifiers/kernel_training.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

std::string Text(double value, int digits) {
  char text[32];
  const auto end =
      std::to_chars(text, text + sizeof(text), value, std::chars_format::general, digits);
  return std::string(text, end.ptr);
}

// A machine for each pair of classes: with more of them, labels are probably no classes.
constexpr int64_t kMostClasses = 2000;

// What is told of a pair that was solved.
struct PairReport {
  Status status;
  double objective = 0;
  int64_t iterations = 0;
  bool converged = false;
};

Status CheckOptions(const KernelSvmOptions& o) {
  if (!(o.c > 0) || !std::isfinite(o.c)) return Status::Usage("expected c above 0");
  if (!(o.tolerance > 0) || o.tolerance >= 1) {
    return Status::Usage("expected a tolerance above 0 and below 1");
  }
  if (o.gamma.has_value() && (!(*o.gamma > 0) || !std::isfinite(*o.gamma))) {
    return Status::Usage("expected gamma above 0");
  }
  if (!(o.coef0 >= 0) || !std::isfinite(o.coef0)) {
    return Status::Usage("expected coef0 of at least 0");
  }
  if (o.degree < 1 || o.degree > KernelFunction::kMostDegree) {
    return Status::Usage("expected a degree of 1 to " +
                         std::to_string(KernelFunction::kMostDegree));
  }
  if (o.cache_mebibytes < 1) return Status::Usage("expected a cache of at least 1 MiB");
  return Status::Ok();
}

// The coefficients of all examples, in the order of classes, as KernelSvmParts has those of support
// vectors; and the biases of all pairs.
struct Solutions {
  Tensor coefficients;
  std::vector<float> bias;

  // Zeros: pairs of classes without examples have nothing to say.
  static Result<Solutions> Create(int64_t examples, int64_t classes) {
    Solutions s;
    SLUICE_ASSIGN_OR_RETURN(s.coefficients, Tensor::Create({examples, classes - 1}));
    std::fill_n(s.coefficients.data(), s.coefficients.size(), 0.0f);
    s.bias.assign(static_cast<size_t>(classes * (classes - 1) / 2), 0.0f);
    return s;
  }

  // Pairs write different numbers: they may be stored by several threads.
  void Store(const ClassOrder& order, const ClassPair& pair, const SmoSolution& solution) {
    const auto [a, b] = pair;
    const auto classes = static_cast<int64_t>(order.begin.size()) - 1;
    const Matrix to = AsMatrix(coefficients);
    const double* alpha = solution.alpha.data();
    for (int64_t i = order.begin[size_t(a)]; i < order.begin[size_t(a) + 1]; ++i) {
      to.row(i)[b - 1] = static_cast<float>(*alpha++);
    }
    for (int64_t i = order.begin[size_t(b)]; i < order.begin[size_t(b) + 1]; ++i) {
      to.row(i)[a] = -static_cast<float>(*alpha++);
    }
    const int64_t before = a * (2 * classes - a - 1) / 2;  // pairs of smaller first classes
    bias[size_t(before + b - a - 1)] = static_cast<float>(solution.bias);
  }
};

// Keeps the examples with a coefficient: the support vectors.
Result<std::unique_ptr<Classifier>> MakeModel(const Examples& examples, const ClassOrder& order,
                                              Solutions solutions, KernelSvmParts parts) {
  const ConstMatrix all = AsMatrix(solutions.coefficients);
  std::vector<int64_t> kept;  // places in the order of classes
  for (size_t c = 0; c < examples.classes.size(); ++c) {
    const size_t before = kept.size();
    for (int64_t i = order.begin[c]; i < order.begin[c + 1]; ++i) {
      const float* const row = all.row(i);
      if (std::any_of(row, row + all.columns, [](float v) { return v != 0; })) kept.push_back(i);
    }
    parts.counts.push_back(static_cast<int32_t>(kept.size() - before));
  }
  const auto count = static_cast<int64_t>(kept.size());
  SLUICE_ASSIGN_OR_RETURN(parts.vectors, Tensor::Create({count, examples.dimensions()}));
  SLUICE_ASSIGN_OR_RETURN(parts.coefficients, Tensor::Create({count, all.columns}));
  for (int64_t s = 0; s < count; ++s) {
    const int64_t place = kept[size_t(s)];
    std::copy_n(examples.matrix().row(order.examples[size_t(place)]), examples.dimensions(),
                AsMatrix(parts.vectors).row(s));
    std::copy_n(all.row(place), all.columns, AsMatrix(parts.coefficients).row(s));
  }
  parts.bias = std::move(solutions.bias);
  return KernelSvm::Create(std::move(parts));
}

}  // namespace

Result<std::unique_ptr<Classifier>> TrainKernelSvm(const Examples& examples,
                                                   const KernelSvmOptions& options,
                                                   const TrainProgress& progress) {
  SLUICE_RETURN_IF_ERROR(CheckTrainable(examples));
  SLUICE_RETURN_IF_ERROR(CheckOptions(options));
  SLUICE_RETURN_IF_ERROR(CheckKernelFeatures(examples.matrix(), options.kernel));
  const auto classes = static_cast<int64_t>(examples.classes.size());
  if (classes > kMostClasses) {
    return Status::Failed("expected at most " + std::to_string(kMostClasses) +
                          " classes for a machine of each pair, got " + std::to_string(classes));
  }
  const KernelFunction kernel = {
      options.kernel,
      options.gamma.has_value() ? *options.gamma : AutoGamma(examples.matrix(), options.kernel),
      options.kernel == KernelKind::kPoly ? options.coef0 : 0,
      options.kernel == KernelKind::kPoly ? options.degree : 1};
  if (!std::isfinite(kernel.gamma) || static_cast<float>(kernel.gamma) == 0) {
    return Status::Failed("features are too large for a kernel", "--preprocess standardize");
  }

  const ClassOrder order = OrderByClass(examples);
  SLUICE_ASSIGN_OR_RETURN(KernelProblem problem,
                          KernelProblem::Create(examples.matrix(), order, kernel,
                                                int64_t{options.cache_mebibytes} << 20));
  const std::vector<ClassPair> pairs = Pairs(order);
  SLUICE_ASSIGN_OR_RETURN(Solutions solutions, Solutions::Create(examples.count(), classes));
  std::vector<PairReport> reports(pairs.size());
  const SmoOptions smo = {options.c, options.tolerance, options.shrinking};
  std::mutex mutex;
  size_t done = 0;
  const auto solve = [&](size_t p) -> Status {
    SLUICE_ASSIGN_OR_RETURN(const SmoSolution solution, problem.Solve(pairs[p], smo));
    solutions.Store(order, pairs[p], solution);
    reports[p].objective = solution.objective;
    reports[p].iterations = solution.iterations;
    reports[p].converged = solution.converged;
    const std::lock_guard<std::mutex> lock(mutex);
    if (progress.on_fraction) progress.on_fraction(double(++done) / double(pairs.size()));
    return Status::Ok();
  };
  // Without the whole matrix each pair needs all of the cache, and threads to compute rows.
  const int64_t grain = problem.has_matrix() ? 1 : static_cast<int64_t>(pairs.size());
  ParallelFor(int64_t(pairs.size()), grain, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; ++p) reports[size_t(p)].status = solve(size_t(p));
  });

  KernelSvmParts parts;
  parts.kernel = kernel;
  double objective = 0;
  int64_t iterations = 0;
  int64_t unfinished = 0;
  int pair = 0;
  for (const PairReport& report : reports) {
    SLUICE_RETURN_IF_ERROR(report.status);
    objective += report.objective;
    iterations += report.iterations;
    unfinished += report.converged ? 0 : 1;
    if (progress.on_epoch && !progress.on_epoch(++pair, report.objective)) break;
  }
  parts.notes = {{"c", Text(options.c, 9)},
                 {"tolerance", Text(options.tolerance, 9)},
                 {"iterations", std::to_string(iterations)},
                 {"objective", Text(objective, 9)}};
  if (unfinished > 0) parts.notes.emplace_back("unfinished-pairs", std::to_string(unfinished));
  return MakeModel(examples, order, std::move(solutions), std::move(parts));
}

}  // namespace sluice
