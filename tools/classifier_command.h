// Kinds of classifiers as commands: NAME train, predict, eval, tune and info, all from one
// declaration.
#ifndef SLUICE_TOOLS_CLASSIFIER_COMMAND_H_
#define SLUICE_TOOLS_CLASSIFIER_COMMAND_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "classifiers/classifier.h"
#include "classifiers/examples.h"
#include "lib/status.h"
#include "tools/command.h"

namespace sluice {

// Trains with the options the user gave.
using Trainer = std::function<Result<std::unique_ptr<Classifier>>(const Examples& examples,
                                                                  const TrainProgress& progress)>;

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
