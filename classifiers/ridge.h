// Least squares with an L2 penalty, in closed form.
#ifndef SLUICE_CLASSIFIERS_RIDGE_H_
#define SLUICE_CLASSIFIERS_RIDGE_H_

#include <vector>

#include "classifiers/examples.h"
#include "lib/objective.h"
#include "lib/status.h"

namespace sluice {

// Minimises the mean over examples of sum_j (t_j - s_j)^2 / 2, with t_j 1 for the example's class
// and -1 for the others, plus lambda / 2 * sum w^2, by the normal equations of the centred data
// (Hoerl and Kennard, Technometrics 12, 1970). `parameters` gets classes x dimensions weights, then
// a bias for each class. Costs count * dimensions^2 for the products, summed in f32 over blocks of
// rows and in f64 over blocks, and dimensions^3 / 6 for the factorisation. Fails for more than
// 16384 dimensions.
Result<Minimum> SolveRidge(const Examples& examples, double lambda, std::vector<float>* parameters);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_RIDGE_H_
