// Gaussian naive Bayes: each number of a vector is taken to be normally distributed within a class,
// independently of the others.
#ifndef SLUICE_CLASSIFIERS_BAYES_H_
#define SLUICE_CLASSIFIERS_BAYES_H_

#include <memory>

#include "classifiers/classifier.h"
#include "classifiers/examples.h"
#include "lib/status.h"

namespace sluice {

struct BayesOptions {
  // Added to every variance, as a part of the greatest variance of all numbers: numbers that are
  // constant within a class decide nothing alone.
  double smoothing = 1e-9;
  bool uniform_prior = false;  // all classes equally likely beforehand, else as often as seen
};

// One pass over the examples; scores are logarithms of probabilities (of class and vector, up to
// the vector's own). Means and variances are summed in double precision, row by row.
Result<std::unique_ptr<Classifier>> TrainBayes(const Examples& examples,
                                               const BayesOptions& options,
                                               const TrainProgress& progress);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_BAYES_H_
