#include "classifiers/bayes.h"

#include "tools/classifier_command.h"

namespace sluice {

ClassifierFamily BayesFamily() {
  ClassifierFamily f;
  f.name = "bayes";
  f.summary = "Gaussian naive Bayes";
  f.description =
      "Each number of a vector is taken to be normally distributed within a class, independently "
      "of the others. Trained in one pass; scores are logarithms of likelihoods.";
  f.examples = {
      "sluice data mnist digits --split train | sluice pixels | sluice bayes train -o "
      "m.safetensors",
      "sluice bayes train --preprocess pca:40 vectors.npy -o m.safetensors",
      "sluice texture bricks/*/*.png --labels by-folder | sluice bayes train -o m.safetensors"};
  f.vary = "smoothing=1e-9..0.1";
  f.options = [](Command* c) -> Trainer {
    auto* o = c->Own(BayesOptions{});
    c->Number("--smoothing", "S", &o->smoothing,
              "added to every variance, as a part of the greatest one", {0, 1e6});
    c->Flag("--uniform-prior", &o->uniform_prior, "take all classes as equally likely beforehand");
    return [o](const Examples& examples, const TrainProgress& progress) {
      return TrainBayes(examples, *o, progress);
    };
  };
  return f;
}

}  // namespace sluice
