// Gradients of weights: d_weights = d_output^T patches, a product of matrices whose sums run over
// all output positions. They are added in pieces fixed by the shape, in order.
#include <algorithm>

#include "lib/buffer.h"
#include "lib/conv_bias_gradient.h"
#include "lib/conv_depthwise.h"
#include "lib/conv_gradient_part.h"
#include "lib/conv_problem.h"
#include "lib/conv_winograd.h"
#include "lib/conv_winograd_gradient.h"
#include "lib/convolution.h"
#include "lib/parallel.h"
#include "lib/thread_scratch.h"

namespace sluice {
namespace {

// Where the weights themselves are too few to be shared among threads, the positions are: so many
// parts are wanted.
constexpr int64_t kParts = 16;
// Positions worth a part of a sum over outputs.
constexpr int64_t kBiasPositions = 256;

int64_t CeilDivide(int64_t a, int64_t b) { return (a + b - 1) / b; }

// Equal pieces of [0, count), each a multiple of `unit` but for the last.
struct Pieces {
  int64_t count = 1;
  int64_t each = 1;
};

Pieces Cut(int64_t count, int64_t pieces, int64_t unit) {
  const int64_t each = std::max<int64_t>(1, CeilDivide(CeilDivide(count, pieces), unit)) * unit;
  return {std::max<int64_t>(1, CeilDivide(count, each)), each};
}

// d_bias = sums of `count` rows of sums, in order.
void FinishBias(const float* sums, int64_t count, int64_t channels, bool add, float* d_bias) {
  for (int64_t j = 0; j < channels; ++j) {
    double sum = 0;
    for (int64_t i = 0; i < count; ++i) sum += double(sums[i * channels + j]);
    d_bias[j] = add ? d_bias[j] + float(sum) : float(sum);
  }
}

Status SumBias(const ConvProblem& p, const float* d_output, bool add, float* d_bias) {
  const int64_t channels = p.groups * p.out_channels;
  const Pieces pieces = Cut(p.positions(), kParts, kBiasPositions);
  SLUICE_ASSIGN_OR_RETURN(Buffer sums,
                          Buffer::Allocate(size_t(pieces.count * channels) * sizeof(float)));
  auto* numbers = reinterpret_cast<float*>(sums.data());
  ParallelFor(pieces.count, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      SumConvOutputs(d_output, channels, i * pieces.each,
                     std::min((i + 1) * pieces.each, p.positions()), numbers + i * channels);
    }
  });
  FinishBias(numbers, pieces.count, channels, add, d_bias);
  return Status::Ok();
}

// Pieces of rows, added in order.
Status SumDepthwise(const ConvProblem& p, const float* input, const float* d_output, bool add,
                    float* d_weights) {
  const int64_t rows = p.batch * p.output[0] * p.output[1];
  const int64_t size = p.taps() * p.groups;
  const Pieces pieces = Cut(rows, kParts, 1);
  SLUICE_ASSIGN_OR_RETURN(Buffer sums,
                          Buffer::Allocate(size_t(pieces.count * size) * sizeof(float)));
  auto* numbers = reinterpret_cast<float*>(sums.data());
  ParallelFor(pieces.count, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      SumDepthwiseGradient(p, input, d_output, i * pieces.each,
                           std::min((i + 1) * pieces.each, rows), numbers + i * size);
    }
  });
  for (int64_t i = 1; i < pieces.count; ++i) {
    for (int64_t j = 0; j < size; ++j) numbers[j] += numbers[i * size + j];
  }
  for (int64_t c = 0; c < p.groups; ++c) {
    for (int64_t t = 0; t < p.taps(); ++t) {
      float& to = d_weights[c * p.taps() + t];
      const float sum = numbers[t * p.groups + c];
      to = add ? to + sum : sum;
    }
  }
  return Status::Ok();
}

// Pieces of blocks, added in order.
Status SumPieces(const ConvProblem& p, const float* input, const float* d_output, bool add,
                 float* d_weights, float* d_bias) {
  const int64_t channels = p.groups * p.out_channels;
  const int64_t size = channels * p.depth();
  const Pieces depth = Cut(p.depth(), CeilDivide(p.depth(), kGradientDepth), 16);
  const int64_t parts = depth.count * p.groups;
  const Pieces pieces = Cut(ConvGradientBlocks::Of(p).count, CeilDivide(kParts, parts), 1);
  // The first piece's sums go where they belong, those of the others beside one another.
  const int64_t bias_size = d_bias == nullptr ? 0 : pieces.count * channels;
  SLUICE_ASSIGN_OR_RETURN(
      Buffer memory,
      Buffer::Allocate(size_t((pieces.count - 1) * size + bias_size) * sizeof(float)));
  auto* sums = reinterpret_cast<float*>(memory.data());
  float* bias_sums = sums + (pieces.count - 1) * size;
  ParallelFor(parts * pieces.count, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int64_t piece = i / parts;
      ConvGradientPart part;
      part.group = i % parts / depth.count;
      part.k0 = i % depth.count * depth.each;
      part.k1 = std::min(part.k0 + depth.each, p.depth());
      part.begin = piece * pieces.each;
      part.end = std::min(part.begin + pieces.each, ConvGradientBlocks::Of(p).count);
      float* to = piece == 0 ? d_weights : sums + (piece - 1) * size;
      float* bias = d_bias == nullptr || part.k0 > 0
                        ? nullptr
                        : bias_sums + piece * channels + part.group * p.out_channels;
      RunConvGradientPart(p, input, d_output, part, add && piece == 0, to, bias,
                          ThreadScratch(ConvGradientScratch(p, part)));
    }
  });
  ParallelFor(pieces.count > 1 ? size : 0, 1 << 15, [&](int64_t begin, int64_t end) {
    for (int64_t piece = 0; piece + 1 < pieces.count; ++piece) {
      for (int64_t i = begin; i < end; ++i) d_weights[i] += sums[piece * size + i];
    }
  });
  if (d_bias != nullptr) FinishBias(bias_sums, pieces.count, channels, add, d_bias);
  return Status::Ok();
}

Status SumProducts(const ConvProblem& problem, const float* input, const float* d_output, bool add,
                   float* d_weights, float* d_bias) {
  const ConvProblem p = JoinRows(problem);
  const int64_t joined = ChooseJoinedForGradient(p);
  if (joined == 1) return SumPieces(p, input, d_output, add, d_weights, d_bias);
  const ConvProblem wide = JoinPixels(p, joined);
  const int64_t size = wide.out_channels * wide.depth();
  SLUICE_ASSIGN_OR_RETURN(Buffer memory,
                          Buffer::Allocate(size_t(size + wide.out_channels) * sizeof(float)));
  auto* sums = reinterpret_cast<float*>(memory.data());
  float* bias_sums = d_bias == nullptr ? nullptr : sums + size;
  SLUICE_RETURN_IF_ERROR(SumPieces(wide, input, d_output, false, sums, bias_sums));
  if (d_bias != nullptr) FinishBias(bias_sums, joined, p.out_channels, add, d_bias);
  // Output channel (n, o) of the wide convolution has the kernel of o, n strides further on.
  const int64_t line = p.kernel[2] * p.in_channels;
  const int64_t wide_line = wide.kernel[2] * p.in_channels;
  const int64_t shift = p.stride[2] * p.in_channels;
  for (int64_t i = 0; i < p.out_channels * p.depth(); ++i) {
    const int64_t o = i / p.depth();
    const int64_t k = i % p.depth();
    float sum = 0;
    for (int64_t n = 0; n < joined; ++n) {
      sum += sums[(n * p.out_channels + o) * wide.depth() + k / line * wide_line + k % line +
                  n * shift];
    }
    d_weights[i] = add ? d_weights[i] + sum : sum;
  }
  return Status::Ok();
}

}  // namespace

Status ConvolveBackwardWeights(const ConvShape& shape, const float* input, const float* d_output,
                               float* d_weights, float* d_bias, bool add, ConvMethod method) {
  SLUICE_RETURN_IF_ERROR(shape.Check());
  const ConvProblem p = ConvProblem::Of(shape);
  if (IsDepthwise(p) && p.out_channels == 1) {
    SLUICE_RETURN_IF_ERROR(SumDepthwise(p, input, d_output, add, d_weights));
    return d_bias == nullptr ? Status::Ok() : SumBias(p, d_output, add, d_bias);
  }
  if (method == ConvMethod::kFastest && WinogradTile(p) == 4) {
    SLUICE_RETURN_IF_ERROR(WinogradBackwardWeights(p, input, d_output, add, d_weights));
    return d_bias == nullptr ? Status::Ok() : SumBias(p, d_output, add, d_bias);
  }
  return SumProducts(p, input, d_output, add, d_weights, d_bias);
}

}  // namespace sluice
