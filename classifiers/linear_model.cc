#include "classifiers/linear_model.h"

#include <algorithm>
#include <cmath>

#include "classifiers/linear_kernels.h"
#include "classifiers/linear_objective.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

constexpr int64_t kRowsAtOnce = 64;

struct ScoreWord {
  LinearScore score;
  const char* word;  // in model files
};
constexpr ScoreWord kScoreWords[] = {{LinearScore::kProbability, "probability"},
                                     {LinearScore::kLogistic, "logistic"},
                                     {LinearScore::kMargin, "margin"}};

const char* Word(LinearScore score) {
  for (const ScoreWord& w : kScoreWords) {
    if (w.score == score) return w.word;
  }
  return "";
}

// The texts that say how a model was trained.
constexpr const char* kNotes[] = {"loss", "optimizer", "objective", "epochs"};

void MakeProbabilities(LinearScore score, float* scores, int classes) {
  if (score == LinearScore::kMargin) return;
  const float greatest = *std::max_element(scores, scores + classes);
  float sum = 0;
  for (int c = 0; c < classes; ++c) {
    scores[c] = score == LinearScore::kProbability ? std::exp(scores[c] - greatest)
                                                   : 1 / (1 + std::exp(-scores[c]));
    sum += scores[c];
  }
  // All logistic scores may be 0; then nothing is known.
  for (int c = 0; c < classes; ++c) scores[c] = sum > 0 ? scores[c] / sum : 1 / float(classes);
}

bool AllFinite(const float* values, int64_t count) {
  return std::all_of(values, values + count, [](float v) { return std::isfinite(v); });
}

}  // namespace

std::string LinearModel::score_name() const {
  return score_ == LinearScore::kMargin ? "margin" : "probability";
}

Status LinearModel::Scores(ConstMatrix x, Matrix scores) const {
  const int64_t count = classes();
  const std::vector<const float*> weights = ClassWeights(weights_.data(), count, dimensions());
  ParallelFor(x.rows, kRowsAtOnce, [&](int64_t begin, int64_t end) {
    std::vector<const float*> rows;
    for (int64_t r = begin; r < end; ++r) rows.push_back(x.row(r));
    std::vector<float> sums(rows.size() * size_t(count));
    ScoreRows(rows.data(), end - begin, weights.data(), int(count), x.columns, sums.data());
    for (int64_t r = begin; r < end; ++r) {
      float* out = scores.row(r);
      const float* sum = sums.data() + (r - begin) * count;
      for (int64_t c = 0; c < count; ++c) out[c] = sum[c] + bias_[size_t(c)];
      MakeProbabilities(score_, out, int(count));
    }
  });
  return Status::Ok();
}

Status LinearModel::Save(ModelFile* file) const {
  file->Set("score", Word(score_));
  for (const auto& [key, value] : notes_) file->Set(key, value);
  SLUICE_ASSIGN_OR_RETURN(Tensor weights, weights_.Clone());
  SLUICE_ASSIGN_OR_RETURN(Tensor bias, Tensor::Create({weights_.dim(0)}));
  std::copy(bias_.begin(), bias_.end(), bias.data());
  file->Add("weights", std::move(weights));
  file->Add("bias", std::move(bias));
  return Status::Ok();
}

std::vector<std::string> LinearModel::Describe() const {
  std::vector<std::string> lines;
  for (const auto& [key, value] : notes_) lines.push_back(key + ": " + value);
  const int64_t zeros = std::count(weights_.data(), weights_.data() + weights_.size(), 0.0f);
  lines.push_back("weights: " + std::to_string(weights_.size()) + ", " + std::to_string(zeros) +
                  " of them 0");
  return lines;
}

Result<std::unique_ptr<Classifier>> LoadLinear(const ModelFile& file, int classes) {
  SLUICE_ASSIGN_OR_RETURN(std::string kind, file.Text("kind"));
  SLUICE_ASSIGN_OR_RETURN(const std::string word, file.Text("score"));
  const auto* known = std::find_if(std::begin(kScoreWords), std::end(kScoreWords),
                                   [&](const ScoreWord& w) { return word == w.word; });
  if (known == std::end(kScoreWords)) {
    return Status::Failed("expected score probability, logistic or margin, got " + word);
  }
  SLUICE_ASSIGN_OR_RETURN(const Tensor* weights, file.Floats("weights", {classes, -1}));
  SLUICE_ASSIGN_OR_RETURN(const Tensor* bias, file.Floats("bias", {classes}));
  if (!AllFinite(weights->data(), weights->size()) || !AllFinite(bias->data(), bias->size())) {
    return Status::Failed("expected finite weights, got an infinity or NaN");
  }
  SLUICE_ASSIGN_OR_RETURN(Tensor copy, weights->Clone());
  std::vector<std::pair<std::string, std::string>> notes;
  for (const char* key : kNotes) {
    if (const std::string* value = file.Find(key)) notes.emplace_back(key, *value);
  }
  return std::unique_ptr<Classifier>(std::make_unique<LinearModel>(
      std::move(kind), known->score, std::move(copy),
      std::vector<float>(bias->data(), bias->data() + classes), std::move(notes)));
}

}  // namespace sluice
