// Models as commands use them: loading, the -m option, applying them to what comes in.
#ifndef SLUICE_TOOLS_TRAINED_MODEL_H_
#define SLUICE_TOOLS_TRAINED_MODEL_H_

#include <string>
#include <vector>

#include "classifiers/model.h"
#include "lib/model_file.h"
#include "lib/status.h"
#include "tools/command.h"

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

}  // namespace sluice

#endif  // SLUICE_TOOLS_TRAINED_MODEL_H_
