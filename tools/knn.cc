#include "classifiers/knn.h"

#include "tools/classifier_command.h"

namespace sluice {

ClassifierFamily KnnFamily() {
  ClassifierFamily family;
  family.name = "knn";
  family.summary = "k nearest neighbours";
  family.description =
      "The model is the examples themselves. A vector gets the class that most of its k nearest "
      "examples have; the scores are the classes' shares of the votes. Of classes with equal votes "
      "the nearest neighbour's wins; examples at the same distance count in their order.\n\n"
      "The search is exact. Distances: l2, the straight line; l1, the sum of absolute differences; "
      "cosine, 1 less the cosine of the angle, which ignores lengths; chi2, the sum of "
      "(a - b)^2 / (a + b), for histograms, whose numbers must not be negative. Features of "
      "different units should be brought to one scale first: --preprocess standardize.\n\n"
      "Cover and Hart, Nearest neighbor pattern classification, IEEE Transactions on Information "
      "Theory 13(1), 1967.";
  family.examples = {
      "sluice data mnist digits --split train | sluice pixels | sluice knn train -k 3 -o "
      "m.safetensors",
      "sluice knn train --preprocess standardize --k 5 vectors.npy -o m.safetensors",
      "sluice lbp bricks/*/*.png --labels by-folder | sluice knn train --distance chi2 -o "
      "bricks.safetensors"};
  family.vary = "k=1,3,5,9";
  family.options = [](Command* command) -> Trainer {
    auto* o = command->Own(KnnOptions{});
    command->Integer("--k", "K", &o->k, "how many neighbours vote", {1, 1 << 20}).letter = 'k';
    command->Choice("--distance", DistanceNames(), &o->distance, "how far vectors are apart");
    command->Choice("--weights", KnnWeightsNames(), &o->weights,
                    "votes count the same, or by 1 / distance");
    return [o](const Examples& examples, const TrainProgress& progress) {
      return TrainKnn(examples, *o, progress);
    };
  };
  return family;
}

}  // namespace sluice
