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

// The model that all pairs' solutions make up; `coefficients` is examples x classes - 1.
Result<std::unique_ptr<Classifier>> MakeModel(const Examples& examples, const ClassOrder& order,
                                              const std::vector<float>& coefficients,
                                              KernelSvmParts parts) {
  const auto others = static_cast<int64_t>(examples.classes.size()) - 1;
  std::vector<int64_t> kept;  // places in the order of classes
  for (size_t c = 0; c < examples.classes.size(); ++c) {
    const size_t before = kept.size();
    for (int64_t i = order.begin[c]; i < order.begin[c + 1]; ++i) {
      const float* const row = &coefficients[size_t(i * others)];
      if (std::any_of(row, row + others, [](float v) { return v != 0; })) kept.push_back(i);
    }
    parts.counts.push_back(static_cast<int32_t>(kept.size() - before));
  }
  const auto count = static_cast<int64_t>(kept.size());
  SLUICE_ASSIGN_OR_RETURN(parts.vectors, Tensor::Create({count, examples.dimensions()}));
  SLUICE_ASSIGN_OR_RETURN(parts.coefficients, Tensor::Create({count, others}));
  for (int64_t s = 0; s < count; ++s) {
    const int64_t place = kept[size_t(s)];
    std::copy_n(examples.matrix().row(order.examples[size_t(place)]), examples.dimensions(),
                AsMatrix(parts.vectors).row(s));
    std::copy_n(&coefficients[size_t(place * others)], others, AsMatrix(parts.coefficients).row(s));
  }
  return KernelSvm::Create(std::move(parts));
}

}  // namespace

Result<std::unique_ptr<Classifier>> TrainKernelSvm(const Examples& examples,
                                                   const KernelSvmOptions& options,
                                                   const TrainProgress& progress) {
  SLUICE_RETURN_IF_ERROR(CheckTrainable(examples));
  SLUICE_RETURN_IF_ERROR(CheckOptions(options));
  SLUICE_RETURN_IF_ERROR(CheckKernelFeatures(examples.matrix(), options.kernel));
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
  std::vector<SmoSolution> solutions(pairs.size());
  const SmoOptions smo = {options.c, options.tolerance, options.shrinking};
  std::mutex mutex;
  size_t done = 0;
  const auto solve = [&](size_t p) -> Status {
    SLUICE_ASSIGN_OR_RETURN(solutions[p], problem.Solve(pairs[p], smo));
    const std::lock_guard<std::mutex> lock(mutex);
    if (progress.on_fraction) progress.on_fraction(double(++done) / double(pairs.size()));
    return Status::Ok();
  };
  std::vector<Status> statuses(pairs.size());
  // Without the whole matrix each pair needs all of the cache, and threads to compute rows.
  const int64_t grain = problem.has_matrix() ? 1 : static_cast<int64_t>(pairs.size());
  ParallelFor(int64_t(pairs.size()), grain, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; ++p) statuses[size_t(p)] = solve(size_t(p));
  });
  for (const Status& status : statuses) SLUICE_RETURN_IF_ERROR(status);

  const auto classes = static_cast<int64_t>(examples.classes.size());
  std::vector<float> coefficients(size_t(examples.count() * (classes - 1)));
  KernelSvmParts parts;
  parts.kernel = kernel;
  parts.bias.assign(size_t(classes * (classes - 1) / 2), 0.0f);
  double objective = 0;
  int64_t iterations = 0;
  for (size_t p = 0; p < pairs.size(); ++p) {
    const auto [a, b] = pairs[p];
    const SmoSolution& solution = solutions[p];
    const auto store = [&](int64_t place, int64_t other, double coefficient) {
      coefficients[size_t(place * (classes - 1) + other)] = static_cast<float>(coefficient);
    };
    const double* alpha = solution.alpha.data();
    for (int64_t i = order.begin[size_t(a)]; i < order.begin[size_t(a) + 1]; ++i) {
      store(i, b - 1, *alpha++);
    }
    for (int64_t i = order.begin[size_t(b)]; i < order.begin[size_t(b) + 1]; ++i) {
      store(i, a, -*alpha++);
    }
    // Pairs before (a, b) in the list of all.
    const int64_t place = a * (2 * classes - a - 1) / 2 + (b - a - 1);
    parts.bias[size_t(place)] = static_cast<float>(solution.bias);
    objective += solution.objective;
    iterations += solution.iterations;
    if (progress.on_epoch && !progress.on_epoch(int(p) + 1, solution.objective)) break;
  }
  parts.notes = {{"c", Text(options.c, 9)},
                 {"tolerance", Text(options.tolerance, 9)},
                 {"iterations", std::to_string(iterations)},
                 {"objective", Text(objective, 9)}};
  return MakeModel(examples, order, coefficients, std::move(parts));
}

}  // namespace sluice
