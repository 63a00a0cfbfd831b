// The transpose of a convolution, as convolutions. With a stride s, the input pixels i that leave
// the same rest i mod s form a grid on which only every s-th tap (or so) falls, and there the
// transpose is a convolution of d_output with these taps, mirrored, of stride 1: every pixel is one
// sum, with nothing scattered and no product with a zero in between.
#include <algorithm>
#include <numeric>

#include "lib/buffer.h"
#include "lib/conv_problem.h"
#include "lib/convolution.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

// Along one axis, the input pixels first + j * stride, j < count: the sum over taps t < taps of the
// weight of kernel tap0 - t * tap_step with d_output[j + t * dilation - pad].
struct AxisPhase {
  int64_t first = 0;
  int64_t count = 0;
  int64_t taps = 0;
  int64_t tap0 = 0;
  int64_t tap_step = 0;
  int64_t dilation = 1;
  int64_t pad = 0;
};

AxisPhase PhaseOf(const ConvShape& shape, size_t axis, int64_t first) {
  const int64_t stride = shape.stride[axis];
  const int64_t dilation = shape.dilation[axis];
  const int64_t place = first + shape.pad_before[axis];
  AxisPhase phase;
  phase.first = first;
  phase.count = (shape.input[axis] - first + stride - 1) / stride;
  phase.tap_step = stride / std::gcd(stride, dilation);
  phase.dilation = dilation / std::gcd(stride, dilation);
  // The first tap that falls on an output; they come back after tap_step.
  int64_t tap = 0;
  const int64_t end = std::min(phase.tap_step, shape.kernel[axis]);
  while (tap < end && (place - tap * dilation) % stride != 0) ++tap;
  if (tap == end) return phase;
  phase.taps = (shape.kernel[axis] - tap - 1) / phase.tap_step + 1;
  phase.tap0 = tap + (phase.taps - 1) * phase.tap_step;
  phase.pad = (phase.taps - 1) * phase.dilation - (place - tap * dilation) / stride;
  return phase;
}

// The convolution that gives the pixels of one phase on each axis, with batch and strides.
ConvProblem PhaseProblem(const ConvShape& shape, const std::array<AxisPhase, 3>& phases) {
  const ConvProblem forward = ConvProblem::Of(shape);
  ConvProblem p;
  p.batch = shape.batch;
  p.input = forward.output;
  for (size_t a = 0; a < 3; ++a) {
    p.output[a] = phases[a].count;
    p.kernel[a] = phases[a].taps;
    p.dilation[a] = phases[a].dilation;
    p.pad[a] = phases[a].pad;
    p.out_step[a] = forward.in_step[a] * shape.stride[a];
  }
  p.groups = forward.groups;
  p.in_channels = forward.out_channels;
  p.out_channels = forward.in_channels;
  p.in_step = forward.out_step;
  p.in_image = forward.out_image;
  p.out_image = forward.in_image;
  return p;
}

ConvWeights PhaseWeights(const ConvShape& shape, const float* weights,
                         const std::array<AxisPhase, 3>& phases) {
  const int64_t channels = shape.in_channels / shape.groups;
  const int64_t taps = shape.kernel[0] * shape.kernel[1] * shape.kernel[2];
  ConvWeights w;
  w.data = weights;
  for (int64_t z = 0; z < phases[0].taps; ++z) {
    for (int64_t y = 0; y < phases[1].taps; ++y) {
      for (int64_t x = 0; x < phases[2].taps; ++x) {
        const int64_t kz = phases[0].tap0 - z * phases[0].tap_step;
        const int64_t ky = phases[1].tap0 - y * phases[1].tap_step;
        const int64_t kx = phases[2].tap0 - x * phases[2].tap_step;
        w.taps.push_back(((kz * shape.kernel[1] + ky) * shape.kernel[2] + kx) * channels);
      }
    }
  }
  w.in_stride = taps * channels;
  w.out_stride = 1;
  w.group_stride = shape.out_channels / shape.groups * taps * channels;
  return w;
}

// Where no tap falls.
void Clear(const ConvProblem& p, float* output) {
  const int64_t rows = p.batch * p.output[0] * p.output[1];
  ParallelFor(rows, 16, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int64_t plane = i / p.output[1];
      float* row = output + plane / p.output[0] * p.out_image +
                   plane % p.output[0] * p.out_step[0] + i % p.output[1] * p.out_step[1];
      for (int64_t x = 0; x < p.output[2]; ++x) {
        std::fill_n(row + x * p.out_step[2], p.groups * p.out_channels, 0.0f);
      }
    }
  });
}

}  // namespace

Status ConvolveBackwardData(const ConvShape& shape, const float* weights, const float* d_output,
                            float* d_input, bool add, ConvMethod method) {
  SLUICE_RETURN_IF_ERROR(shape.Check());
  const ConvProblem forward = ConvProblem::Of(shape);
  std::array<int64_t, 3> phases;
  for (size_t a = 0; a < 3; ++a) phases[a] = std::min(shape.stride[a], shape.input[a]);
  Buffer packed;
  for (int64_t i = 0; i < phases[0] * phases[1] * phases[2]; ++i) {
    const std::array<AxisPhase, 3> phase = {PhaseOf(shape, 0, i / phases[2] / phases[1]),
                                            PhaseOf(shape, 1, i / phases[2] % phases[1]),
                                            PhaseOf(shape, 2, i % phases[2])};
    const ConvProblem p = PhaseProblem(shape, phase);
    float* output = d_input;
    for (size_t a = 0; a < 3; ++a) output += phase[a].first * forward.in_step[a];
    if (p.taps() == 0) {
      if (!add) Clear(p, output);
      continue;
    }
    const ConvWay way = ChooseConvWay(p, method);
    const size_t bytes = PackedConvSize(p, way) * sizeof(float);
    if (bytes > packed.size()) {
      SLUICE_ASSIGN_OR_RETURN(packed, Buffer::Allocate(bytes));
    }
    auto* numbers = reinterpret_cast<float*>(packed.data());
    PackConvWeights(p, way, PhaseWeights(shape, weights, phase), numbers);
    ConvEpilogue epilogue;
    if (add) epilogue.residual = output;
    RunConv(p, way, numbers, d_output, output, epilogue);
  }
  return Status::Ok();
}

}  // namespace sluice
