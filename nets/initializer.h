// How weights begin.
#ifndef SLUICE_NETS_INITIALIZER_H_
#define SLUICE_NETS_INITIALIZER_H_

#include <cstdint>

namespace sluice {

// Normal numbers around 0.
struct Initializer {
  enum class Kind {
    kUsual,   // kHe, and kXavier for layers whose result is the net's
    kZero,    // 0
    kNormal,  // of standard deviation `spread`
    // Variance 1 / fan_in, which keeps the spread of what passes layers without activation or with
    // tanh. Glorot and Bengio, AISTATS 2010, who take the mean of fan_in and fan_out for fan_in.
    kXavier,
    // Variance 2 / fan_in: relu makes half of the numbers 0. He et al., ICCV 2015.
    kHe,
  };
  Kind kind = Kind::kUsual;
  double spread = 0;
};

// The standard deviation of the weights of a layer with `fan_in` numbers for each result.
double InitialSpread(const Initializer& initializer, int64_t fan_in, bool result);

}  // namespace sluice

#endif  // SLUICE_NETS_INITIALIZER_H_
