#include "lib/conv_problem.h"

#include <algorithm>

namespace sluice {

ConvProblem ConvProblem::Of(const ConvShape& shape) {
  ConvProblem p;
  p.batch = shape.batch;
  p.input = shape.input;
  for (size_t a = 0; a < 3; ++a) p.output[a] = shape.output(int(a));
  p.kernel = shape.kernel;
  p.stride = shape.stride;
  p.dilation = shape.dilation;
  p.pad = shape.pad_before;
  p.groups = shape.groups;
  p.in_channels = shape.in_channels / shape.groups;
  p.out_channels = shape.out_channels / shape.groups;
  p.in_step = {p.input[1] * p.input[2] * shape.in_channels, p.input[2] * shape.in_channels,
               shape.in_channels};
  p.in_image = p.input[0] * p.in_step[0];
  p.out_step = {p.output[1] * p.output[2] * shape.out_channels, p.output[2] * shape.out_channels,
                shape.out_channels};
  p.out_image = p.output[0] * p.out_step[0];
  return p;
}

ConvProblem JoinRows(const ConvProblem& problem) {
  ConvProblem p = problem;
  for (size_t a = 0; a < 3; ++a) {
    if (p.kernel[a] != 1 || p.stride[a] != 1 || p.pad[a] != 0 || p.input[a] != p.output[a])
      return p;
  }
  const auto dense = [&](const std::array<int64_t, 3>& step, int64_t image) {
    return step[1] == p.input[2] * step[2] && step[0] == p.input[1] * step[1] &&
           image == p.input[0] * step[0];
  };
  if (!dense(p.in_step, p.in_image) || !dense(p.out_step, p.out_image)) return p;
  p.input = p.output = {1, 1, p.positions()};
  p.batch = 1;
  return p;
}

ConvProblem JoinPixels(const ConvProblem& problem, int64_t count) {
  ConvProblem p = problem;
  p.output[2] /= count;
  p.out_step[2] *= count;
  p.out_channels *= count;
  p.kernel[2] += (count - 1) * p.stride[2];
  p.stride[2] *= count;
  return p;
}

int64_t ChooseJoinedPixels(const ConvProblem& p, int64_t lanes, int64_t cost) {
  if (p.groups > 1 || p.out_channels >= lanes || p.dilation[2] > 1 ||
      p.in_step[2] != p.in_channels || p.out_step[2] != p.out_channels) {
    return 1;
  }
  int64_t best = 1;
  double least = 0.9 * double(cost);
  for (int64_t n = 2; n <= std::min(lanes / p.out_channels, p.output[2]); ++n) {
    const int64_t line = (p.kernel[2] + (n - 1) * p.stride[2]) * p.in_channels;
    if (p.output[2] % n != 0 || double(line) / double(n) >= least) continue;
    least = double(line) / double(n);
    best = n;
  }
  return best;
}

ConvWeights ConvWeights::Of(const ConvShape& shape, const float* weights) {
  const int64_t channels = shape.in_channels / shape.groups;
  const int64_t taps = shape.kernel[0] * shape.kernel[1] * shape.kernel[2];
  ConvWeights w;
  w.data = weights;
  for (int64_t t = 0; t < taps; ++t) w.taps.push_back(t * channels);
  w.in_stride = 1;
  w.out_stride = taps * channels;
  w.group_stride = shape.out_channels / shape.groups * w.out_stride;
  return w;
}

}  // namespace sluice
