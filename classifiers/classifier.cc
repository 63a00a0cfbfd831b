#include "classifiers/classifier.h"

#include <cstring>

namespace sluice {

// The kinds of classifiers, sorted by name: X(kind, loader). Each loader is declared in the kind's
// header and here, so that this file does not grow with them.
#define SLUICE_CLASSIFIERS(X)    \
  X("adaboost", LoadAdaBoost)    \
  X("bayes", LoadBayes)          \
  X("forest", LoadForest)        \
  X("kernel-svm", LoadKernelSvm) \
  X("knn", LoadKnn)              \
  X("linear", LoadLinear)        \
  X("linear-svm", LoadLinear)    \
  X("mlp", LoadMlp)              \
  X("net", LoadNet)              \
  X("softmax", LoadLinear)

#define SLUICE_DECLARE(kind, loader) \
  Result<std::unique_ptr<Classifier>> loader(const ModelFile& file, int classes);
SLUICE_CLASSIFIERS(SLUICE_DECLARE)
#undef SLUICE_DECLARE

int BestClass(const float* scores, int count) {
  int best = 0;
  for (int i = 1; i < count; ++i) {
    if (scores[i] > scores[best]) best = i;
  }
  return best;
}

Result<std::unique_ptr<Classifier>> LoadClassifier(const ModelFile& file) {
  struct Kind {
    const char* name;
    ClassifierLoader load;
  };
  static const std::vector<Kind> kinds = {
#define SLUICE_ENTRY(kind, loader) {kind, &loader},
      SLUICE_CLASSIFIERS(SLUICE_ENTRY)
#undef SLUICE_ENTRY
  };
  SLUICE_ASSIGN_OR_RETURN(const std::string kind, file.Text("kind"));
  for (const Kind& known : kinds) {
    if (kind != known.name) continue;
    SLUICE_ASSIGN_OR_RETURN(const std::vector<std::string> classes, file.Names("classes"));
    return known.load(file, static_cast<int>(classes.size()));
  }
  std::string list;
  for (const Kind& known : kinds) list += (list.empty() ? "" : ", ") + std::string(known.name);
  return Status::Failed("expected a classifier (" + list + "), got a model of kind " + kind);
}

}  // namespace sluice
