// Local response normalisation (Krizhevsky, Sutskever and Hinton, NIPS 2012).
#ifndef SLUICE_NETS_RESPONSE_NORM_H_
#define SLUICE_NETS_RESPONSE_NORM_H_

#include <memory>

#include "nets/layers.h"

namespace sluice {

// lrn [SIZE] [alpha 1e-4] [beta 0.75] [k 2]: y_c = x_c / (k + alpha sum x_j^2)^beta at each
// place, over the SIZE (5) channels j around c, from c - SIZE / 2 on, that there are. As in the
// paper alpha multiplies the sum; PyTorch's and Caffe's alpha, the mean: theirs is SIZE times this
// one.
Result<std::unique_ptr<Layer>> MakeResponseNorm(LayerArguments& arguments,
                                                const LayerInputs& inputs);

}  // namespace sluice

#endif  // SLUICE_NETS_RESPONSE_NORM_H_
