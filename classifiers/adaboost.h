// Boosted decision trees: each tree learns from examples weighed by the errors of those before it.
//
// J. Zhu, H. Zou, S. Rosset and T. Hastie, Multi-class AdaBoost, Statistics and Its Interface 2(3),
// 2009: the algorithm SAMME. With two classes it is the AdaBoost.M1 of Freund and Schapire.
#ifndef SLUICE_CLASSIFIERS_ADABOOST_H_
#define SLUICE_CLASSIFIERS_ADABOOST_H_

#include <memory>

#include "classifiers/classifier.h"
#include "classifiers/examples.h"
#include "lib/status.h"

namespace sluice {

struct AdaBoostOptions {
  int rounds = 100;
  int depth = 3;    // of the trees; 1: stumps, of one split
  double rate = 1;  // each tree's vote is multiplied by this
};

// A round's tree, grown by GrowTree on all features, errs on a share e of the weight; its vote is
// rate * (ln((1 - e) / e) + ln(K - 1)) for K classes, and the weights of the examples that it gets
// wrong are multiplied by exp(vote). Ends early when a tree makes no error or is not better than
// chance, e >= 1 - 1 / K; such a tree is left out, unless it is the first. Scores are the classes'
// shares of the votes. on_epoch gets the error e of each round.
Result<std::unique_ptr<Classifier>> TrainAdaBoost(const Examples& examples,
                                                  const AdaBoostOptions& options,
                                                  const TrainProgress& progress);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_ADABOOST_H_
