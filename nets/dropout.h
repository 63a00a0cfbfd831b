// Dropout (Srivastava et al., JMLR 2014).
#ifndef SLUICE_NETS_DROPOUT_H_
#define SLUICE_NETS_DROPOUT_H_

#include <memory>

#include "nets/layers.h"

namespace sluice {

// dropout P: while training, each number is 0 with probability P, else divided by 1 - P, so that
// its expectation stays; otherwise nothing happens. 0 <= P < 1. Which ones depends on the pass's
// random sequence and their places alone.
Result<std::unique_ptr<Layer>> MakeDropout(LayerArguments& arguments, const LayerInputs& inputs);

}  // namespace sluice

#endif  // SLUICE_NETS_DROPOUT_H_
