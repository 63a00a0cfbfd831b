#include "classifiers/adaboost.h"

#include "tools/classifier_command.h"

namespace sluice {

ClassifierFamily AdaBoostFamily() {
  ClassifierFamily f;
  f.name = "adaboost";
  f.summary = "boosted decision trees";
  f.description =
      "Small decision trees, one after the other, each grown on all examples weighed by the errors "
      "of those before it; they vote by how few errors they make. With --depth 1 each looks at one "
      "number of a vector. Training ends early when a tree makes no error or is no better than "
      "chance. The loss that --log writes is each tree's own share of errors, by weight.\n\n"
      "The algorithm is SAMME: Zhu, Zou, Rosset and Hastie, Multi-class AdaBoost, Statistics and "
      "Its Interface 2(3), 2009; with two classes that of Freund and Schapire.";
  f.examples = {
      "sluice adaboost train --depth 5 --rounds 200 vectors.npy -o m.safetensors",
      "sluice data mnist digits --split train --take 10000 | sluice pixels | sluice adaboost train "
      "-o m.safetensors",
      "sluice adaboost train --rounds 300 --depth 1 --log errors.jsonl vectors.npy -o "
      "m.safetensors"};
  f.vary = "depth=1..6";
  f.options = [](Command* c) -> Trainer {
    auto* o = c->Own(AdaBoostOptions{});
    c->Integer("--rounds", "N", &o->rounds, "trees at most", {1, 1 << 20});
    c->Integer("--depth", "N", &o->depth, "splits on the way to a leaf at most", {1, 64});
    c->Number("--rate", "R", &o->rate, "each tree's vote is multiplied by this", {0, 10, true});
    return [o](const Examples& examples, const TrainProgress& progress) {
      return TrainAdaBoost(examples, *o, progress);
    };
  };
  return f;
}

}  // namespace sluice
