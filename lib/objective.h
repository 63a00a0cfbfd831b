// What optimisers minimise: a function of a flat list of parameters.
#ifndef SLUICE_LIB_OBJECTIVE_H_
#define SLUICE_LIB_OBJECTIVE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace sluice {

// The value at `parameters`, whose gradient is written to `gradient` (of the same length).
using Objective =
    std::function<double(std::span<const float> parameters, std::span<float> gradient)>;

// The same as a mean over the examples `rows` alone, for stochastic descent.
using BatchObjective = std::function<double(
    std::span<const int64_t> rows, std::span<const float> parameters, std::span<float> gradient)>;

// weight * sum |p| over the first `count` parameters is added to the objective. It has no gradient
// at 0, so that optimisers treat it apart: that is what makes parameters exactly 0.
struct L1Penalty {
  double weight = 0;
  size_t count = 0;
};
double L1Value(const L1Penalty& penalty, std::span<const float> parameters);

// Called after each epoch or iteration with its number (from 1) and the objective then; returns
// whether to go on. Null: nobody listens.
using EpochCallback = std::function<bool(int epoch, double value)>;

// How a minimisation ended.
struct Minimum {
  double value = 0;        // at the parameters found, the L1 penalty included
  int iterations = 0;      // or epochs
  int evaluations = 0;     // of the objective, or of batches
  bool converged = false;  // the tolerance was met; else the iterations ran out or none helped
};

// Sums in f64, in order.
double DotProduct(std::span<const float> a, std::span<const float> b);
// to += scale * from, rounded once.
void AddScaled(double scale, std::span<const float> from, std::span<float> to);
// The largest |a|.
double LargestMagnitude(std::span<const float> a);

}  // namespace sluice

#endif  // SLUICE_LIB_OBJECTIVE_H_
