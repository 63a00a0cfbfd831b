// Max-unpooling (Zeiler, Taylor and Fergus, ICCV 2011).
#ifndef SLUICE_NETS_MAX_UNPOOL_H_
#define SLUICE_NETS_MAX_UNPOOL_H_

#include <memory>

#include "nets/layers.h"

namespace sluice {

// maxunpool NAME, of a maxpool before: a result of the shape of what was pooled, with each number
// where the greatest one of its window was (the first, of several; numbers that meet are added) and
// 0 everywhere else. The places are found again in what was pooled, its second input; derivatives
// by that are 0.
Result<std::unique_ptr<Layer>> MakeMaxUnpool(LayerArguments& arguments, const LayerInputs& inputs);

}  // namespace sluice

#endif  // SLUICE_NETS_MAX_UNPOOL_H_
