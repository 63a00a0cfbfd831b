// Convolution kernels as people give them: text on the command line, text files, arrays, pictures.
#ifndef SLUICE_FILTERS_KERNEL_H_
#define SLUICE_FILTERS_KERNEL_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/frame.h"
#include "lib/status.h"

namespace sluice {

// The weights of one kernel in C order. What its dimensions mean depends on what it is applied to
// (see kernel_bank.h).
struct Kernel {
  std::vector<int> shape;       // one to four dimensions, each at least 1
  std::vector<double> weights;  // finite
  bool planes_first = false;    // a third dimension counts planes, as in text; else it is channels
};

// The most weights that a kernel may have.
inline constexpr int64_t kMaxKernelWeights = int64_t{1} << 24;

// A kernel from text: numbers ("1", "-.5", "1e-3", "1/9") separated by blanks or commas; rows
// separated by ";" or line ends, planes by "|". Text after "#" to the end of the line is ignored.
// The shape is {columns}, {rows, columns} or {planes, rows, columns}. Fails unless all rows have as
// many numbers and all planes as many rows, all numbers are finite and there is at least one.
Result<Kernel> ParseKernel(std::string_view text);

// The kernels in an array or a picture: u8 and u16 samples as the integers they are. When `bank` is
// set, the first dimension counts kernels; otherwise there is one. A trailing dimension of one
// channel does not count.
Result<std::vector<Kernel>> KernelsFromFrame(const Frame& frame, bool bank);

// The kernels in a file: text, or frames of any format that sluice reads, one or several.
Result<std::vector<Kernel>> LoadKernels(const std::string& path, bool bank);

}  // namespace sluice

#endif  // SLUICE_FILTERS_KERNEL_H_
