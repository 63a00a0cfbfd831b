// A net as an ONNX file, for peers that read those.
#ifndef SLUICE_BENCH_NETS_ONNX_FILE_H_
#define SLUICE_BENCH_NETS_ONNX_FILE_H_

#include <cstdint>
#include <span>
#include <string>

#include "lib/status.h"
#include "nets/net.h"

namespace sluice::bench {

// The bytes of a model (operator set 13) with one input "x" of batch x channels x height x width
// and one output "y". Where a vector comes of a picture its weights are put into ONNX's order.
// Fails for layers that pictures' classic nets do not have.
Result<std::string> OnnxFile(const Net& net, std::span<const float> learnt,
                             std::span<const float> followed, int64_t batch);

}  // namespace sluice::bench

#endif  // SLUICE_BENCH_NETS_ONNX_FILE_H_
