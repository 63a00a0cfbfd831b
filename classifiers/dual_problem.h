// What dual coordinate descent works on: the variables, and the weights that follow from them.
#ifndef SLUICE_CLASSIFIERS_DUAL_PROBLEM_H_
#define SLUICE_CLASSIFIERS_DUAL_PROBLEM_H_

#include <cstdint>
#include <vector>

#include "classifiers/examples.h"
#include "lib/random.h"
#include "lib/status.h"

namespace sluice {

struct DualProblem {
  ConstMatrix x;
  const std::vector<int>& labels;
  int classes;
  int64_t dimensions;
  float bias_feature;          // see DualOptions::bias
  std::vector<float> weights;  // classes x padded dimensions
  std::vector<float> biases;   // weights of the bias feature
  std::vector<float> alpha;    // examples x classes
  std::vector<uint8_t> active;
  std::vector<float> squares;  // of each example's length, with the bias feature
  std::vector<int32_t> order;  // in which examples are visited
  Random random;

  // Fails when there are more examples than can be numbered, or variables than memory.
  static Result<DualProblem> Create(const Examples& examples, double bias, uint64_t seed);

  int64_t count() const { return x.rows; }
  const float* Row(int64_t i) const { return x.row(i); }
  float* Weights(int c) { return weights.data() + c * stride(); }
  float& Alpha(int64_t i, int c) { return alpha[size_t(i * classes + c)]; }
  uint8_t& Active(int64_t i, int c) { return active[size_t(i * classes + c)]; }
  float BiasScore(int c) const { return biases[size_t(c)] * bias_feature; }
  void MoveBias(int c, float step) { biases[size_t(c)] += step * bias_feature; }

  void Shuffle();
  // Sums the weights anew from the variables, without the rounding of all the steps so far; the
  // variables of other classes than an example's own count as `others` (1 or -1) times themselves.
  void Resum(float others);
  // Looks at all examples again for class c.
  void Activate(int c);
  // Asks for the row visited two steps after order[at].
  void PrefetchAfter(size_t at) const;
  double WeightSquares() const;
  void CopyWeights(std::vector<float>* to, std::vector<float>* bias) const;

 private:
  // Rows of weights are whole cache lines, so that threads do not share one.
  int64_t stride() const { return (dimensions + 15) / 16 * 16; }
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_DUAL_PROBLEM_H_
