#include "classifiers/forest.h"

#include "tools/classifier_command.h"

namespace sluice {

ClassifierFamily ForestFamily() {
  ClassifierFamily f;
  f.name = "forest";
  f.summary = "random forests";
  f.description =
      "Many decision trees, each grown on examples drawn with replacement; each node tries a "
      "random "
      "part of the features and splits where the Gini impurity falls most. Scores are the mean of "
      "the class shares of the leaves that a vector reaches. Features need no scaling; those that "
      "take more than 256 different values are cut into 256 bins. info tells the out-of-bag "
      "accuracy: that of the examples judged by the trees that have not seen them.\n\n"
      "Breiman, Random forests, Machine Learning 45(1), 2001.";
  f.examples = {
      "sluice data mnist digits --split train | sluice pixels | sluice forest train -o "
      "m.safetensors",
      "sluice forest train --trees 300 --min-leaf 3 vectors.npy -o m.safetensors",
      "sluice texture bricks/*/*.png --labels by-folder | sluice forest train --features 30% -o "
      "m.safetensors"};
  f.vary = "min-leaf=1..30";
  f.options = [](Command* c) -> Trainer {
    auto* o = c->Own(ForestOptions{});
    c->Integer("--trees", "N", &o->trees, "how many", {1, 1 << 20});
    c->Custom(
         "--features", "N",
         [o](const std::string& text) {
           SLUICE_ASSIGN_OR_RETURN(o->features, FeatureShare::Parse(text));
           return Status::Ok();
         },
         "tried at each node: sqrt of them, a number or a percentage")
        .default_text = "sqrt";
    c->Integer("--max-depth", "N", &o->max_depth,
               "splits on the way to a leaf at most; 0: until leaves are of one class",
               {0, 1 << 20});
    c->Integer("--min-leaf", "N", &o->min_leaf, "examples in a leaf at least", {1, 1 << 30});
    // Off by a flag, as it is on by default.
    auto* whole = c->Own(false);
    Option& flag = c->Flag("--no-bootstrap", whole, "each tree sees every example once");
    flag.set = [o](const std::string&) {
      o->bootstrap = false;
      return Status::Ok();
    };
    c->Unsigned("--seed", "N", &o->seed, "of the examples and features drawn");
    return [o](const Examples& examples, const TrainProgress& progress) {
      return TrainForest(examples, *o, progress);
    };
  };
  return f;
}

}  // namespace sluice
