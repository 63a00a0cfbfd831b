#include "classifiers/bayes.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "lib/parallel.h"

namespace sluice {
namespace {

// log p(c) + sum over d of log N(x[d]; mean, variance), with the sum written as a constant of the
// class minus half the squared distances in units of the variance.
class Bayes : public Classifier {
 public:
  static Result<std::unique_ptr<Classifier>> Create(Tensor prior, Tensor mean, Tensor variance) {
    for (const Tensor* tensor : {&prior, &mean, &variance}) {
      if (!std::all_of(tensor->data(), tensor->data() + tensor->size(),
                       [](float v) { return std::isfinite(v); })) {
        return Status::Failed("bayes: expected finite numbers in the model");
      }
    }
    for (const Tensor* tensor : {&prior, &variance}) {
      if (!std::all_of(tensor->data(), tensor->data() + tensor->size(),
                       [](float v) { return v > 0; })) {
        return Status::Failed("bayes: expected priors and variances above 0 in the model");
      }
    }
    auto model = std::make_unique<Bayes>();
    model->prior_ = std::move(prior);
    model->mean_ = std::move(mean);
    model->variance_ = std::move(variance);
    model->Prepare();
    return std::unique_ptr<Classifier>(std::move(model));
  }

  std::string kind() const override { return "bayes"; }
  int64_t dimensions() const override { return mean_.dim(1); }
  int classes() const override { return static_cast<int>(mean_.dim(0)); }
  std::string score_name() const override { return "log-likelihood"; }

  Status Scores(ConstMatrix x, Matrix scores) const override {
    const auto n = static_cast<size_t>(dimensions());
    ParallelFor(x.rows, 16, [&](int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; ++r) {
        for (size_t c = 0; c < size_t(classes()); ++c) {
          const float* const mean = mean_.data() + c * n;
          const double* const half = &half_precision_[c * n];
          double distance = 0;
          for (size_t d = 0; d < n; ++d) {
            const double difference = double(x.row(r)[d]) - mean[d];
            distance += difference * difference * half[d];
          }
          scores.row(r)[c] = static_cast<float>(constant_[c] - distance);
        }
      }
    });
    return Status::Ok();
  }

  Status Save(ModelFile* file) const override {
    for (const auto& [name, tensor] :
         {std::pair{"prior", &prior_}, {"mean", &mean_}, {"variance", &variance_}}) {
      SLUICE_ASSIGN_OR_RETURN(Tensor copy, tensor->Clone());
      file->Add(name, std::move(copy));
    }
    return Status::Ok();
  }

 private:
  void Prepare() {
    const auto n = static_cast<size_t>(dimensions());
    half_precision_.resize(size_t(variance_.size()));
    for (size_t c = 0; c < size_t(classes()); ++c) {
      double constant = std::log(double(prior_.data()[c]));
      for (size_t d = 0; d < n; ++d) {
        const double variance = variance_.data()[c * n + d];
        half_precision_[c * n + d] = 0.5 / variance;
        constant -= 0.5 * std::log(2 * std::numbers::pi * variance);
      }
      constant_.push_back(constant);
    }
  }

  Tensor prior_;     // classes
  Tensor mean_;      // classes x dimensions
  Tensor variance_;  // classes x dimensions
  std::vector<double> half_precision_;
  std::vector<double> constant_;
};

// The variance of the number that varies most over all examples.
double GreatestVariance(ConstMatrix x) {
  std::vector<double> variances(size_t(x.columns));
  ParallelFor(x.columns, 64, [&](int64_t begin, int64_t end) {
    const auto width = static_cast<size_t>(end - begin);
    std::vector<double> sum(width);
    std::vector<double> square(width);
    for (int64_t r = 0; r < x.rows; ++r) {
      for (size_t d = 0; d < width; ++d) sum[d] += x.row(r)[size_t(begin) + d];
    }
    for (int64_t r = 0; r < x.rows; ++r) {
      for (size_t d = 0; d < width; ++d) {
        const double difference = x.row(r)[size_t(begin) + d] - sum[d] / double(x.rows);
        square[d] += difference * difference;
      }
    }
    for (size_t d = 0; d < width; ++d) variances[size_t(begin) + d] = square[d] / double(x.rows);
  });
  return *std::max_element(variances.begin(), variances.end());
}

}  // namespace

Result<std::unique_ptr<Classifier>> TrainBayes(const Examples& examples,
                                               const BayesOptions& options, const TrainProgress&) {
  const ConstMatrix x = examples.matrix();
  const auto classes = static_cast<int64_t>(examples.classes.size());
  SLUICE_ASSIGN_OR_RETURN(Tensor prior, Tensor::Create({classes}));
  SLUICE_ASSIGN_OR_RETURN(Tensor mean, Tensor::Create({classes, x.columns}));
  SLUICE_ASSIGN_OR_RETURN(Tensor variance, Tensor::Create({classes, x.columns}));
  const double floor = std::max(options.smoothing * GreatestVariance(x), 1e-30);
  const auto n = static_cast<size_t>(x.columns);
  ParallelFor(classes, 1, [&](int64_t begin, int64_t end) {
    for (int64_t c = begin; c < end; ++c) {
      std::vector<double> sum(n);
      std::vector<double> square(n);
      int64_t count = 0;
      for (int64_t r = 0; r < x.rows; ++r) {
        if (examples.labels[size_t(r)] != c) continue;
        ++count;
        for (size_t d = 0; d < n; ++d) sum[d] += x.row(r)[d];
      }
      const double number = double(std::max<int64_t>(count, 1));
      for (int64_t r = 0; r < x.rows; ++r) {
        if (examples.labels[size_t(r)] != c) continue;
        for (size_t d = 0; d < n; ++d) {
          const double difference = x.row(r)[d] - sum[d] / number;
          square[d] += difference * difference;
        }
      }
      // A class without examples, as a part of the data may have it, must not win.
      prior.data()[c] = options.uniform_prior
                            ? static_cast<float>(1.0 / double(classes))
                            : std::max(static_cast<float>(double(count) / double(x.rows)), 1e-30F);
      for (size_t d = 0; d < n; ++d) {
        AsMatrix(mean).row(c)[d] = static_cast<float>(sum[d] / number);
        AsMatrix(variance).row(c)[d] = static_cast<float>(square[d] / number + floor);
      }
    }
  });
  return Bayes::Create(std::move(prior), std::move(mean), std::move(variance));
}

Result<std::unique_ptr<Classifier>> LoadBayes(const ModelFile& file, int classes) {
  const auto copy = [&file](const char* name, const std::vector<int64_t>& shape) -> Result<Tensor> {
    SLUICE_ASSIGN_OR_RETURN(const Tensor* tensor, file.Floats(name, shape));
    return tensor->Clone();
  };
  SLUICE_ASSIGN_OR_RETURN(Tensor prior, copy("prior", {classes}));
  SLUICE_ASSIGN_OR_RETURN(Tensor mean, copy("mean", {classes, -1}));
  SLUICE_ASSIGN_OR_RETURN(Tensor variance, copy("variance", {classes, mean.dim(1)}));
  return Bayes::Create(std::move(prior), std::move(mean), std::move(variance));
}

}  // namespace sluice
