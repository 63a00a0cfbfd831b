#include "classifiers/preprocessing_fit.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/principal_axes.h"
#include "lib/gemm.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

// What keeps directions of hardly any variance from being blown up by whitening, as part of the
// greatest variance.
constexpr double kWhitenFloor = 1e-4;

// Sums over rows in double precision: sum[d] += f(x[d]).
template <class F>
std::vector<double> SumColumns(ConstMatrix x, F f) {
  std::vector<double> sums(size_t(x.columns), 0.0);
  ParallelFor(x.columns, 256, [&](int64_t begin, int64_t end) {
    for (int64_t r = 0; r < x.rows; ++r) {
      for (int64_t d = begin; d < end; ++d) sums[size_t(d)] += f(d, double(x.row(r)[d]));
    }
  });
  return sums;
}

Result<Tensor> Vector(int64_t size, float value) {
  SLUICE_ASSIGN_OR_RETURN(Tensor vector, Tensor::Create({size}));
  std::fill_n(vector.data(), size, value);
  return vector;
}

Result<Tensor> Means(ConstMatrix x) {
  const std::vector<double> sums = SumColumns(x, [](int64_t, double v) { return v; });
  SLUICE_ASSIGN_OR_RETURN(Tensor means, Tensor::Create({x.columns}));
  for (int64_t d = 0; d < x.columns; ++d) {
    means.data()[d] = static_cast<float>(sums[size_t(d)] / double(x.rows));
  }
  return means;
}

Result<PreprocessingStep> LearnAffine(const std::string& name, ConstMatrix x) {
  PreprocessingStep step;
  SLUICE_ASSIGN_OR_RETURN(step.offset, Means(x));
  SLUICE_ASSIGN_OR_RETURN(step.scale, Vector(x.columns, 1.0f));
  if (name == "standardize") {
    const float* const mean = step.offset.data();
    const std::vector<double> squares =
        SumColumns(x, [mean](int64_t d, double v) { return (v - mean[d]) * (v - mean[d]); });
    for (int64_t d = 0; d < x.columns; ++d) {
      const double deviation = std::sqrt(squares[size_t(d)] / double(x.rows));
      if (deviation > 1e-12) step.scale.data()[d] = static_cast<float>(1 / deviation);
    }
  } else if (name == "minmax") {
    for (int64_t d = 0; d < x.columns; ++d) {
      float least = x.row(0)[d];
      float greatest = least;
      for (int64_t r = 1; r < x.rows; ++r) {
        least = std::min(least, x.row(r)[d]);
        greatest = std::max(greatest, x.row(r)[d]);
      }
      step.offset.data()[d] = least;
      if (greatest > least) step.scale.data()[d] = 1 / (greatest - least);
    }
  }
  return step;
}

int64_t AxesWanted(const PreprocessingText& text, const std::vector<double>& variances) {
  const auto all = static_cast<int64_t>(variances.size());
  if (text.count > 0) return std::min(text.count, all);
  if (text.percent == 0) return all;
  double total = 0;
  for (const double variance : variances) total += variance;
  double sum = 0;
  int64_t count = 0;
  while (count < all && sum < total * text.percent / 100) sum += variances[size_t(count++)];
  return count;
}

Result<PreprocessingStep> LearnRotation(const PreprocessingText& text, ConstMatrix x) {
  PreprocessingStep step;
  step.kind = PreprocessingStep::Kind::kRotation;
  SLUICE_ASSIGN_OR_RETURN(step.offset, Means(x));
  SLUICE_ASSIGN_OR_RETURN(Tensor centred, Tensor::Create({x.rows, x.columns}));
  ParallelFor(x.rows, 64, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      std::transform(x.row(r), x.row(r) + x.columns, step.offset.data(), AsMatrix(centred).row(r),
                     std::minus<>());
    }
  });
  SLUICE_ASSIGN_OR_RETURN(const PrincipalAxes found, FindPrincipalAxes(AsMatrix(centred)));
  const int64_t count = AxesWanted(text, found.variances);
  const ConstMatrix axes = AsMatrix(found.axes);
  SLUICE_ASSIGN_OR_RETURN(Tensor chosen, Tensor::Create({x.columns, count}));
  const double floor = kWhitenFloor * found.variances.front();
  for (int64_t d = 0; d < x.columns; ++d) {
    for (int64_t i = 0; i < count; ++i) {
      const double scale =
          text.name == "pca" ? 1 : 1 / std::sqrt(found.variances[size_t(i)] + floor);
      AsMatrix(chosen).row(d)[i] = static_cast<float>(axes.row(d)[i] * scale);
    }
  }
  if (text.name != "zca") {
    step.rotation = std::move(chosen);
    return step;
  }
  SLUICE_ASSIGN_OR_RETURN(step.rotation, Tensor::Create({x.columns, x.columns}));
  GemmOptions back;
  back.b = Transpose::kYes;
  Gemm(AsMatrix(chosen), axes, AsMatrix(step.rotation), back);
  return step;
}

}  // namespace

Result<PreprocessingStep> LearnStep(const PreprocessingText& text, ConstMatrix x) {
  if (text.name.starts_with("pca") || text.name == "zca") return LearnRotation(text, x);
  if (text.name != "l2" && text.name != "root") return LearnAffine(text.name, x);
  PreprocessingStep step;
  step.kind =
      text.name == "l2" ? PreprocessingStep::Kind::kUnitLength : PreprocessingStep::Kind::kRoot;
  return step;
}

}  // namespace sluice
