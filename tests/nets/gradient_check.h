// Derivatives of a net against central differences, for any layer.
#ifndef SLUICE_TESTS_NETS_GRADIENT_CHECK_H_
#define SLUICE_TESTS_NETS_GRADIENT_CHECK_H_

#include <cstdint>
#include <string>

namespace sluice {

struct GradientCheck {
  int64_t batch = 3;
  double step = 1e-2;  // of the differences; numbers are about 1
  double spread = 1;   // of the normal inputs
  uint64_t seed = 1;
  int most = 300;  // numbers of each list that are moved, evenly spread
};

// The largest difference between backpropagation and central differences over the derivatives by
// all inputs and parameters, relative to the largest derivative of the list. The function is the
// weighted sum of the net's outputs, with fixed random weights: for layers that are smooth, or
// whose corners the inputs of this seed keep away from. Parameters are random, too (scales and
// running variances about 1). Outputs are f32 and summed in f64: expect about 1e-3.
double WorstGradient(const std::string& net, const GradientCheck& check = {});

}  // namespace sluice

#endif  // SLUICE_TESTS_NETS_GRADIENT_CHECK_H_
