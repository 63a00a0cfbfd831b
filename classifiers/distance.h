// Distances between feature vectors.
#ifndef SLUICE_CLASSIFIERS_DISTANCE_H_
#define SLUICE_CLASSIFIERS_DISTANCE_H_

namespace sluice {

enum class Distance {
  kL1,      // sum |a - b|
  kL2,      // sqrt(sum (a - b)^2)
  kCosine,  // 1 - a b / (|a| |b|); 1 from zero to another vector
  kChi2,    // sum (a - b)^2 / (a + b) over a + b > 0; features must not be negative
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_DISTANCE_H_
