#include "classifiers/preprocessing.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <utility>

#include "classifiers/principal_axes.h"
#include "lib/gemm.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

// What keeps directions of hardly any variance from being blown up by whitening, as part of the
// greatest variance.
constexpr double kWhitenFloor = 1e-4;

struct StepText {
  std::string name;
  int64_t count = 0;   // of axes; 0: all
  double percent = 0;  // of variance; 0: not asked for
};

Result<StepText> ParseStep(const std::string& text) {
  StepText step;
  const size_t colon = text.find(':');
  step.name = text.substr(0, colon);
  const bool axes = step.name == "pca" || step.name == "pca-whiten" || step.name == "zca";
  const bool known = axes || step.name == "mean" || step.name == "standardize" ||
                     step.name == "minmax" || step.name == "l2" || step.name == "root";
  const Status bad = Status::Usage(
      "expected mean, standardize, minmax, pca[:N], pca-whiten[:N], zca, l2 or root, got \"" +
      text + "\"");
  if (!known || (colon != std::string::npos && (!axes || step.name == "zca"))) return bad;
  if (colon == std::string::npos) return step;
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, number);
  const bool percent = error == std::errc() && stop + 1 == end && *stop == '%';
  if (error != std::errc() || (!percent && stop != end)) return bad;
  if (percent) {
    if (!(number > 0 && number <= 100)) return bad;
    step.percent = number;
  } else {
    if (!(number >= 1 && number <= 1e6 && number == std::floor(number))) return bad;
    step.count = static_cast<int64_t>(number);
  }
  return step;
}

Result<std::vector<StepText>> ParseSteps(const std::string& text) {
  std::vector<StepText> steps;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    SLUICE_ASSIGN_OR_RETURN(StepText step, ParseStep(text.substr(begin, end - begin)));
    steps.push_back(std::move(step));
    begin = end + 1;
  }
  return steps;
}

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

int64_t AxesWanted(const StepText& text, const std::vector<double>& variances) {
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

Result<PreprocessingStep> LearnRotation(const StepText& text, ConstMatrix x) {
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

// Applies a step to x: in place if the number of columns stays.
Status ApplyStep(const PreprocessingStep& step, Tensor* x) {
  const Matrix rows = AsMatrix(*x);
  const int64_t n = rows.columns;
  ParallelFor(rows.rows, 64, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      float* const row = rows.row(r);
      switch (step.kind) {
        case PreprocessingStep::Kind::kAffine:
          for (int64_t d = 0; d < n; ++d) {
            row[d] = (row[d] - step.offset.data()[d]) * step.scale.data()[d];
          }
          break;
        case PreprocessingStep::Kind::kRotation:
          for (int64_t d = 0; d < n; ++d) row[d] -= step.offset.data()[d];
          break;
        case PreprocessingStep::Kind::kUnitLength: {
          double square = 0;
          for (int64_t d = 0; d < n; ++d) square += double(row[d]) * row[d];
          const auto scale = static_cast<float>(square > 0 ? 1 / std::sqrt(square) : 1);
          for (int64_t d = 0; d < n; ++d) row[d] *= scale;
          break;
        }
        case PreprocessingStep::Kind::kRoot:
          for (int64_t d = 0; d < n; ++d) {
            row[d] = std::copysign(std::sqrt(std::abs(row[d])), row[d]);
          }
          break;
      }
    }
  });
  if (step.kind != PreprocessingStep::Kind::kRotation) return Status::Ok();
  SLUICE_ASSIGN_OR_RETURN(Tensor turned, Tensor::Create({rows.rows, step.rotation.dim(1)}));
  Gemm(rows, AsMatrix(step.rotation), AsMatrix(turned));
  *x = std::move(turned);
  return Status::Ok();
}

Result<Tensor> Copy(ConstMatrix x) {
  SLUICE_ASSIGN_OR_RETURN(Tensor copy, Tensor::Create({x.rows, x.columns}));
  for (int64_t r = 0; r < x.rows; ++r) {
    std::copy_n(x.row(r), x.columns, AsMatrix(copy).row(r));
  }
  return copy;
}

// x times the rotation's transpose.
Result<Tensor> TurnedBack(ConstMatrix x, const Tensor& rotation) {
  SLUICE_ASSIGN_OR_RETURN(Tensor back, Tensor::Create({x.rows, rotation.dim(0)}));
  GemmOptions options;
  options.b = Transpose::kYes;
  Gemm(x, AsMatrix(rotation), AsMatrix(back), options);
  return back;
}

Result<Tensor> CopyOf(const ModelFile& file, const std::string& name,
                      const std::vector<int64_t>& shape) {
  SLUICE_ASSIGN_OR_RETURN(const Tensor* tensor, file.Floats(name, shape));
  SLUICE_ASSIGN_OR_RETURN(Tensor copy, tensor->Clone());
  const bool finite = std::all_of(copy.data(), copy.data() + copy.size(),
                                  [](float value) { return std::isfinite(value); });
  if (!finite) return Status::Failed("tensor " + name + ": expected finite numbers");
  return copy;
}

std::string TensorName(size_t step, const char* part) {
  return "preprocess." + std::to_string(step) + "." + part;
}

}  // namespace

Status Preprocessing::Check(const std::string& steps) { return ParseSteps(steps).status(); }

Result<Preprocessing> Preprocessing::Learn(const std::string& steps, ConstMatrix examples) {
  Preprocessing learnt;
  SLUICE_ASSIGN_OR_RETURN(const std::vector<StepText> texts, ParseSteps(steps));
  learnt.text_ = steps;
  learnt.inputs_ = examples.columns;
  if (texts.empty()) {
    learnt.outputs_ = examples.columns;
    return learnt;
  }
  SLUICE_ASSIGN_OR_RETURN(Tensor x, Copy(examples));
  for (const StepText& text : texts) {
    PreprocessingStep step;
    const ConstMatrix now = AsMatrix(x);
    if (text.name == "l2" || text.name == "root") {
      step.kind =
          text.name == "l2" ? PreprocessingStep::Kind::kUnitLength : PreprocessingStep::Kind::kRoot;
    } else if (text.name.starts_with("pca") || text.name == "zca") {
      SLUICE_ASSIGN_OR_RETURN(step, LearnRotation(text, now));
    } else {
      SLUICE_ASSIGN_OR_RETURN(step, LearnAffine(text.name, now));
    }
    SLUICE_RETURN_IF_ERROR(ApplyStep(step, &x));
    learnt.steps_.push_back(std::move(step));
  }
  learnt.outputs_ = x.dim(1);
  return learnt;
}

Result<Tensor> Preprocessing::Apply(ConstMatrix x) const {
  SLUICE_ASSIGN_OR_RETURN(Tensor out, Copy(x));
  for (const PreprocessingStep& step : steps_) SLUICE_RETURN_IF_ERROR(ApplyStep(step, &out));
  return out;
}

Result<Tensor> Preprocessing::WeightsOnInputs(ConstMatrix weights) const {
  SLUICE_ASSIGN_OR_RETURN(Tensor w, Copy(weights));
  for (size_t i = steps_.size(); i-- > 0;) {
    const PreprocessingStep& step = steps_[i];
    if (step.kind == PreprocessingStep::Kind::kRotation) {
      SLUICE_ASSIGN_OR_RETURN(w, TurnedBack(AsMatrix(std::as_const(w)), step.rotation));
    } else if (step.kind == PreprocessingStep::Kind::kAffine) {
      for (int64_t r = 0; r < w.dim(0); ++r) {
        std::transform(AsMatrix(w).row(r), AsMatrix(w).row(r) + w.dim(1), step.scale.data(),
                       AsMatrix(w).row(r), std::multiplies<>());
      }
    } else {
      return Status::Failed("preprocessing with " + text_ + " is not linear");
    }
  }
  return w;
}

Result<Tensor> Preprocessing::Restore(ConstMatrix prepared) const {
  if (text_.find("whiten") != std::string::npos || text_.find("zca") != std::string::npos) {
    return Status::Failed("what was prepared with " + text_ + " cannot be turned back");
  }
  SLUICE_ASSIGN_OR_RETURN(Tensor x, Copy(prepared));
  for (size_t i = steps_.size(); i-- > 0;) {
    const PreprocessingStep& step = steps_[i];
    if (step.kind == PreprocessingStep::Kind::kUnitLength ||
        step.kind == PreprocessingStep::Kind::kRoot) {
      return Status::Failed("what was prepared with " + text_ + " cannot be turned back");
    }
    const bool rotation = step.kind == PreprocessingStep::Kind::kRotation;
    if (rotation) {
      SLUICE_ASSIGN_OR_RETURN(x, TurnedBack(AsMatrix(std::as_const(x)), step.rotation));
    }
    for (int64_t r = 0; r < x.dim(0); ++r) {
      float* const row = AsMatrix(x).row(r);
      for (int64_t d = 0; d < x.dim(1); ++d) {
        if (!rotation) row[d] /= step.scale.data()[d];
        row[d] += step.offset.data()[d];
      }
    }
  }
  return x;
}

Status Preprocessing::Save(ModelFile* file) const {
  file->Set("dimensions", std::to_string(inputs_));
  if (empty()) return Status::Ok();
  file->Set("preprocess", text_);
  const auto add = [&](size_t step, const char* part, const Tensor& tensor) -> Status {
    SLUICE_ASSIGN_OR_RETURN(Tensor copy, tensor.Clone());
    file->Add(TensorName(step, part), std::move(copy));
    return Status::Ok();
  };
  for (size_t i = 0; i < steps_.size(); ++i) {
    const PreprocessingStep& step = steps_[i];
    if (step.offset.size() > 0) SLUICE_RETURN_IF_ERROR(add(i, "offset", step.offset));
    if (step.scale.size() > 0) SLUICE_RETURN_IF_ERROR(add(i, "scale", step.scale));
    if (step.rotation.size() > 0) SLUICE_RETURN_IF_ERROR(add(i, "rotation", step.rotation));
  }
  return Status::Ok();
}

Result<Preprocessing> Preprocessing::Load(const ModelFile& file) {
  Preprocessing loaded;
  SLUICE_ASSIGN_OR_RETURN(loaded.inputs_, file.Integer("dimensions", 1, int64_t{1} << 31));
  int64_t width = loaded.inputs_;
  if (const std::string* text = file.Find("preprocess")) {
    loaded.text_ = *text;
    SLUICE_ASSIGN_OR_RETURN(const std::vector<StepText> texts, ParseSteps(*text));
    for (size_t i = 0; i < texts.size(); ++i) {
      PreprocessingStep step;
      if (texts[i].name == "l2" || texts[i].name == "root") {
        step.kind = texts[i].name == "l2" ? PreprocessingStep::Kind::kUnitLength
                                          : PreprocessingStep::Kind::kRoot;
      } else {
        const bool rotation = file.Has(TensorName(i, "rotation"));
        SLUICE_ASSIGN_OR_RETURN(step.offset, CopyOf(file, TensorName(i, "offset"), {width}));
        if (rotation) {
          step.kind = PreprocessingStep::Kind::kRotation;
          SLUICE_ASSIGN_OR_RETURN(step.rotation,
                                  CopyOf(file, TensorName(i, "rotation"), {width, -1}));
          width = step.rotation.dim(1);
        } else {
          SLUICE_ASSIGN_OR_RETURN(step.scale, CopyOf(file, TensorName(i, "scale"), {width}));
        }
      }
      loaded.steps_.push_back(std::move(step));
    }
  }
  loaded.outputs_ = width;
  return loaded;
}

}  // namespace sluice
