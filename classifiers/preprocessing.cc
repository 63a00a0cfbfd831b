#include "classifiers/preprocessing.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "classifiers/preprocessing_fit.h"
#include "classifiers/preprocessing_text.h"
#include "lib/gemm.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

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

}  // namespace

Status Preprocessing::Check(const std::string& steps) { return ParsePreprocessing(steps).status(); }

Result<Preprocessing> Preprocessing::Learn(const std::string& steps, ConstMatrix examples) {
  Preprocessing learnt;
  SLUICE_ASSIGN_OR_RETURN(const std::vector<PreprocessingText> texts, ParsePreprocessing(steps));
  learnt.text_ = steps;
  learnt.inputs_ = examples.columns;
  if (texts.empty()) {
    learnt.outputs_ = examples.columns;
    return learnt;
  }
  SLUICE_ASSIGN_OR_RETURN(Tensor x, Copy(examples));
  for (const PreprocessingText& text : texts) {
    SLUICE_ASSIGN_OR_RETURN(PreprocessingStep step, LearnStep(text, AsMatrix(std::as_const(x))));
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

}  // namespace sluice
