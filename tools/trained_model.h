// Models as commands use them: loading, the -m option, applying them to what comes in.
#ifndef SLUICE_TOOLS_TRAINED_MODEL_H_
#define SLUICE_TOOLS_TRAINED_MODEL_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "classifiers/ensemble.h"
#include "classifiers/model.h"
#include "lib/frame.h"
#include "lib/model_file.h"
#include "lib/status.h"
#include "lib/tensor.h"
#include "tools/command.h"
#include "tools/io.h"
#include "tools/vectors.h"
#include "tools/views.h"

namespace sluice {

// -m, --model FILE.
Option& ModelOption(Command* command, std::string* path);

// Loads a classifier of one of `kinds` (any if empty). Errors name the file. `*file`, if it is not
// null, is set to what it holds.
Result<Model> LoadModel(const std::string& path, const std::vector<std::string>& kinds,
                        ModelFile* file = nullptr);

// Fails when the scores of a frame do not tell the best class: one is not a number, or the greatest
// is not finite, as numbers far beyond those of the training can make them.
Status CheckScores(const float* scores, int classes);

// Which models answer, and what they look at.
struct EnsembleOptions {
  std::vector<std::string> paths;
  Views views = Views::kWhole;
};

// -m, as often as there are models, and --views.
void DeclareEnsemble(Command* command, EnsembleOptions* options);

// Models that answer together, with what makes their vectors of frames.
class TrainedEnsemble {
 public:
  // Loads models of `kinds` (any if empty). Fails as LoadModel and Ensemble::Create.
  static Result<TrainedEnsemble> Load(const EnsembleOptions& options,
                                      const std::vector<std::string>& kinds);

  const Ensemble& ensemble() const { return ensemble_; }
  const std::vector<std::string>& classes() const { return ensemble_.classes(); }

  // Calls use(frames, scores) for the frames of `io`, in batches of at most `batch`, fewer where
  // pictures are large, until they end or it returns false. Fails when scores can't be computed;
  // frames without are told to `io` and left out.
  Status ForEachBatch(Io& io, int64_t batch, bool keep_frames,
                      const std::function<bool(Batch& frames, const Tensor& scores)>& use);

 private:
  explicit TrainedEnsemble(Ensemble ensemble) : ensemble_(std::move(ensemble)) {}

  Result<std::vector<float>> Numbers(Frame frame);

  Ensemble ensemble_;
  Views views_ = Views::kWhole;
  std::vector<std::string> paths_;
  std::vector<Vectorizer> vectorizers_;  // of the models
};

}  // namespace sluice

#endif  // SLUICE_TOOLS_TRAINED_MODEL_H_
