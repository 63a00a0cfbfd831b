// What the convolution kernels compute, seen from the inside; see convolution.h for the whole.
#ifndef SLUICE_LIB_CONV_PROBLEM_H_
#define SLUICE_LIB_CONV_PROBLEM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "lib/convolution.h"

namespace sluice {

// A convolution whose arrays may have gaps: output o sums over k the products of weights[k] with
// input[o * stride + k * dilation - pad]. Unlike in ConvShape `pad` may be negative, and the output
// may be every second or third pixel of an array, which is how the transpose of a convolution with
// a stride is computed. Axes are depth, height, width; channels are those of one group and lie side
// by side.
struct ConvProblem {
  int64_t batch = 1;
  std::array<int64_t, 3> input{1, 1, 1};
  std::array<int64_t, 3> output{1, 1, 1};
  std::array<int64_t, 3> kernel{1, 1, 1};
  std::array<int64_t, 3> stride{1, 1, 1};
  std::array<int64_t, 3> dilation{1, 1, 1};
  std::array<int64_t, 3> pad{0, 0, 0};
  int64_t in_channels = 1;
  int64_t out_channels = 1;
  int64_t groups = 1;
  // Numbers from one image, and from one place along an axis, to the next.
  int64_t in_image = 0;
  std::array<int64_t, 3> in_step{0, 0, 0};
  int64_t out_image = 0;
  std::array<int64_t, 3> out_step{0, 0, 0};

  static ConvProblem Of(const ConvShape& shape);

  int64_t taps() const { return kernel[0] * kernel[1] * kernel[2]; }
  int64_t depth() const { return taps() * in_channels; }  // products in a sum
  // Outputs of one channel: batch included.
  int64_t positions() const { return batch * output[0] * output[1] * output[2]; }
};

// A convolution with a single tap, without a stride, does not know rows and images: one long row.
// Others stay what they are.
ConvProblem JoinRows(const ConvProblem& problem);

// Sees `count` neighbouring outputs of a row, which it has a multiple of, as one output with so
// many times the channels, whose kernel is as wide as theirs together. For a single group without
// dilation, whose channels are all there is between two outputs.
ConvProblem JoinPixels(const ConvProblem& problem, int64_t count);

// How many outputs are best joined like that, for fewer channels than a vector of `lanes` numbers
// has: most of it would be empty, and the zeros that widen the kernel cost less. 1 where it does
// not pay; `cost` is that of one output as it is, in vectors.
int64_t ChooseJoinedPixels(const ConvProblem& problem, int64_t lanes, int64_t cost);

// Where the weights of a ConvProblem are: that of output channel j and input channel c of group g
// and tap t is at data[g * group_stride + taps[t] + c * in_stride + j * out_stride].
struct ConvWeights {
  const float* data = nullptr;
  std::vector<int64_t> taps;
  int64_t in_stride = 0;
  int64_t out_stride = 0;
  int64_t group_stride = 0;

  static ConvWeights Of(const ConvShape& shape, const float* weights);
};

// How a problem is computed.
enum class ConvPath {
  kProduct,    // as a product of matrices, of which one is put together of patches of the input
  kDepthwise,  // conv_depthwise.h
  kOverlap,    // conv_overlap.h
  kWinograd2,  // conv_winograd.h, tiles of 2 x 2
  kWinograd4,
};

struct ConvWay {
  ConvPath path = ConvPath::kProduct;
  int64_t joined = 1;  // outputs that are seen as one, by JoinPixels
};

// The fastest way, or the fastest of those that compute plain sums.
ConvWay ChooseConvWay(const ConvProblem& problem, ConvMethod method);

// A problem's weights as a way of computing it wants them (for products, panels of as many output
// channels as the inner loop takes at a time): the number of floats they take, and packing them.
// Runs over threads.
size_t PackedConvSize(const ConvProblem& problem, ConvWay way);
void PackConvWeights(const ConvProblem& problem, ConvWay way, const ConvWeights& weights,
                     float* packed);

// Computes the whole problem over threads.
void RunConv(const ConvProblem& problem, ConvWay way, const float* packed, const float* input,
             float* output, const ConvEpilogue& epilogue);

}  // namespace sluice

#endif  // SLUICE_LIB_CONV_PROBLEM_H_
