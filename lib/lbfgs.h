// The limited-memory BFGS method, for smooth objectives with or without an L1 penalty.
#ifndef SLUICE_LIB_LBFGS_H_
#define SLUICE_LIB_LBFGS_H_

#include <span>

#include "lib/objective.h"
#include "lib/status.h"

namespace sluice {

struct LbfgsOptions {
  int memory = 10;       // pairs of steps and changes of the gradient that are remembered
  int iterations = 200;  // at most
  // Stops when the largest magnitude in the gradient is at most this times what it was at the
  // start.
  double tolerance = 1e-4;
};

// Minimises from `parameters`, where the result is left. Liu and Nocedal, On the limited memory
// BFGS method for large scale optimization, Mathematical Programming 45, 1989: two-loop recursion,
// with a strong Wolfe line search. With an L1 penalty the orthant-wise method (Andrew and Gao,
// Scalable training of L1-regularized log-linear models, ICML 2007), which gives exact zeros. Holds
// 2 * memory + 5 copies of the parameters. Fails when the objective at the start is not finite.
Result<Minimum> MinimizeLbfgs(const Objective& objective, const LbfgsOptions& options,
                              const L1Penalty& l1, std::span<float> parameters,
                              const EpochCallback& on_iteration);

}  // namespace sluice

#endif  // SLUICE_LIB_LBFGS_H_
