#include "lib/conv_overlap.h"

#include <algorithm>
#include <limits>

#include "lib/conv_direct.h"
#include "lib/parallel.h"
#include "lib/thread_scratch.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/conv_overlap.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/conv_epilogue-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

constexpr int64_t kMostLanes = HWY_MAX_BYTES / 4;

}  // namespace

double OverlapCost(const ConvProblem& p) {
  const auto lanes = int64_t(hn::Lanes(F32()));
  if (p.groups > 1 || p.stride[2] != 1 || p.dilation[2] != 1 || p.kernel[2] == 1 ||
      p.out_channels >= lanes) {
    return std::numeric_limits<double>::infinity();
  }
  const int64_t vectors = (p.kernel[2] * p.out_channels + lanes - 1) / lanes;
  // An addition takes some twice the time of a multiply-add, for its numbers come from memory.
  const double additions = 2.0 * double(p.output[2] * (p.kernel[2] + 2));
  return double(p.input[2] * p.in_channels * vectors) +
         additions / double(p.kernel[0] * p.kernel[1]);
}

// A row of outputs from the products of a row of input pixels, `pitch` numbers apart.
void AddOverlaps(const ConvProblem& p, const ConvEpilogue& epilogue, const float* products,
                 int64_t pitch, const float* residual, float* output) {
  const F32 d;
  const int64_t channels = p.out_channels;
  const auto mask = hn::FirstN(d, size_t(channels));
  HWY_ALIGN float start[kMostLanes] = {};
  if (epilogue.bias != nullptr) std::copy_n(epilogue.bias, channels, start);
  const VF32 bias = hn::Load(d, start);
  for (int64_t x = 0; x < p.output[2]; ++x) {
    VF32 sum = bias;
    if (residual != nullptr) {
      std::copy_n(residual + x * p.out_step[2], channels, start);
      sum = hn::Add(sum, hn::Load(d, start));
    }
    const int64_t first = std::max<int64_t>(0, p.pad[2] - x);
    const int64_t end = std::min(p.kernel[2], p.input[2] + p.pad[2] - x);
    for (int64_t k = first; k < end; ++k) {
      sum = hn::Add(sum, hn::LoadU(d, products + (x + k - p.pad[2]) * pitch + k * channels));
    }
    hn::BlendedStore(sum, mask, d, output + x * p.out_step[2]);
  }
  if (epilogue.activation == ConvActivation::kNone) return;
  ActivateRows({output, p.out_step[2], output, p.out_step[2], p.output[2], channels},
               epilogue.activation, epilogue.slope);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {
namespace {

HWY_EXPORT(OverlapCost);
HWY_EXPORT(AddOverlaps);

// Products (128 KiB) that wait in the second cache to be added up, and input under them (256 KiB).
constexpr int64_t kProducts = 32 * 1024;
constexpr int64_t kBandNumbers = 64 * 1024;
constexpr int64_t kMostLanes = 64;

}  // namespace

double OverlapCost(const ConvProblem& problem) {
  return HWY_DYNAMIC_DISPATCH(OverlapCost)(problem);
}

ConvProblem OverlapProblem(const ConvProblem& problem) {
  ConvProblem p = problem;
  p.out_channels *= p.kernel[2];
  p.kernel[2] = 1;
  p.pad[2] = 0;
  p.output[2] = p.input[2];
  return p;
}

void RunOverlap(const ConvProblem& problem, const ConvArrays& arrays) {
  ConvProblem p = OverlapProblem(problem);
  p.out_step[2] = (p.out_channels + 15) / 16 * 16;
  p.out_step[1] = p.output[2] * p.out_step[2];
  p.out_step[0] = 0;
  const int64_t row = p.input[2] * p.in_channels * p.stride[1];
  const int64_t rows_each =
      std::clamp<int64_t>(std::min(kProducts / p.out_step[1], kBandNumbers / row), 1, p.output[1]);
  const int64_t bands = (p.output[1] + rows_each - 1) / rows_each;
  ParallelFor(p.batch * p.output[0] * bands, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int64_t y0 = i % bands * rows_each;
      ConvBand band;
      band.z = i / bands % p.output[0];
      band.y1 = std::min(rows_each, problem.output[1] - y0);
      band.x1 = p.output[2];
      band.column1 = p.out_channels;
      // The rows of the band are all there is of one image.
      ConvProblem rows = p;
      rows.output[1] = band.y1;
      rows.pad[1] -= y0 * p.stride[1];
      const int64_t image = i / bands / p.output[0];
      // What is read beyond the channels is of no use but has to be there.
      const int64_t size = band.y1 * p.out_step[1] + kMostLanes;
      float* products = ThreadScratch(size_t(size) + ConvBandScratch(rows, band));
      ConvArrays inner = {arrays.packed, arrays.input + image * p.in_image, products, {}};
      RunConvBand(rows, inner, band, products + size);
      for (int64_t y = 0; y < band.y1; ++y) {
        const int64_t place = image * problem.out_image + band.z * problem.out_step[0] +
                              (y0 + y) * problem.out_step[1];
        const float* residual = arrays.epilogue.residual;
        HWY_DYNAMIC_DISPATCH(AddOverlaps)
        (problem, arrays.epilogue, products + y * p.out_step[1], p.out_step[2],
         residual == nullptr ? nullptr : residual + place, arrays.output + place);
      }
    }
  });
}

}  // namespace sluice
#endif  // HWY_ONCE
