// Kinds of classifiers as commands: NAME train, predict, eval, tune and info, all from one
// declaration.
#ifndef SLUICE_TOOLS_CLASSIFIER_COMMAND_H_
#define SLUICE_TOOLS_CLASSIFIER_COMMAND_H_

#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "classifiers/classifier.h"
#include "classifiers/examples.h"
#include "lib/status.h"
#include "tools/command.h"

namespace sluice {

// Trains with the options the user gave.
class Trainer {
 public:
  using Train = std::function<Result<std::unique_ptr<Classifier>>(const Examples& examples,
                                                                  const TrainProgress& progress)>;

  Trainer() = default;
  template <class F>
  requires std::is_convertible_v<F, Train> Trainer(F train)  // NOLINT(google-explicit-constructor)
      : train_(std::move(train)) {}

  // Once the options are known, before anything is read; null: nothing to check.
  std::function<Status()> check;
  // Those of the examples that epochs are judged by, none if there are no such; null: never any.
  std::function<Result<Examples>(const Examples& examples)> judged;

  // Checks, too, so that options may change between calls.
  Result<std::unique_ptr<Classifier>> operator()(const Examples& examples,
                                                 const TrainProgress& progress) const {
    if (check) SLUICE_RETURN_IF_ERROR(check());
    return train_(examples, progress);
  }

 private:
  Train train_;
};

struct ClassifierFamily {
  std::string name;                   // "svm"
  std::string summary;                // "support vector machines": follows "train ", "judge ", ...
  std::string description;            // how it works, its options' meaning, its source
  std::vector<std::string> examples;  // command lines, at least one of "train"
  std::string vary;                   // an example for tune: "c=0.01..100"
  // Declares the options of training on `command` and returns what trains with their values.
  std::function<Trainer(Command* command)> options;
  std::vector<std::string> kinds;  // of models that belong to it; its name alone if empty
  // The preprocessing that is used unless --preprocess says otherwise: "", "standardize", ...
  std::string preprocess;
  // Pictures are taken as they are; else they have to be described first.
  bool pictures = false;

  std::vector<std::string> KindList() const {
    return kinds.empty() ? std::vector<std::string>{name} : kinds;
  }
};

Command MakeTrain(const ClassifierFamily& family);
Command MakeTune(const ClassifierFamily& family);
// These work with any model; the family's name only restricts what models they take.
Command MakePredict(const ClassifierFamily& family);
Command MakeEval(const ClassifierFamily& family);
Command MakeModelInfo(const ClassifierFamily& family);

}  // namespace sluice

#endif  // SLUICE_TOOLS_CLASSIFIER_COMMAND_H_
