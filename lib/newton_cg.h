// Newton's method with conjugate gradients inside a trust region.
#ifndef SLUICE_LIB_NEWTON_CG_H_
#define SLUICE_LIB_NEWTON_CG_H_

#include <functional>
#include <span>

#include "lib/objective.h"
#include "lib/status.h"

namespace sluice {

// The Hessian at `parameters` times `direction`, written to `product`.
using HessianProduct = std::function<void(
    std::span<const float> parameters, std::span<const float> direction, std::span<float> product)>;

struct NewtonOptions {
  int iterations = 100;  // at most
  // Stops when the gradient's length is at most this times what it was at the start.
  double tolerance = 1e-3;
};

// Minimises a convex objective from `parameters`, where the result is left. Lin, Weng and Keerthi,
// Trust region Newton method for large-scale logistic regression, JMLR 9, 2008 (liblinear's method
// for primal problems). Fails when the objective at the start is not finite.
Result<Minimum> MinimizeNewton(const Objective& objective, const HessianProduct& hessian,
                               const NewtonOptions& options, std::span<float> parameters,
                               const EpochCallback& on_iteration);

}  // namespace sluice

#endif  // SLUICE_LIB_NEWTON_CG_H_
