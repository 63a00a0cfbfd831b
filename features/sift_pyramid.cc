#include "features/sift_pyramid.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "filters/gaussian.h"
#include "filters/resize.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

// From blur `have` to blur `want`: variances add up.
Result<Frame> Blur(const Frame& in, double have, double want, PlanePool* pool) {
  GaussianOptions options;
  options.sigma_x = options.sigma_y = std::sqrt(std::max(want * want - have * have, 0.01));
  options.truncate = 4;
  options.method = GaussianMethod::kFir;
  options.border = {BorderMode::kMirror};
  const PictureInfo info = in.info().picture();
  SLUICE_ASSIGN_OR_RETURN(Frame out, pool->Take(info.width, info.height));
  SLUICE_RETURN_IF_ERROR(FilterFrameInto(*MakeGaussian(options), in, &out));
  return out;
}

Result<SiftOctave> MakeOctave(Frame first, const SiftOptions& options, PlanePool* pool) {
  SiftOctave octave;
  octave.planes.push_back(std::move(first));
  double have = options.sigma;
  for (int i = 1; i < options.scales + 3; ++i) {
    const double want = options.sigma * std::exp2(double(i) / options.scales);
    SLUICE_ASSIGN_OR_RETURN(Frame plane, Blur(octave.planes.back(), have, want, pool));
    octave.planes.push_back(std::move(plane));
    have = want;
  }
  return octave;
}

Result<Frame> Doubled(const Frame& gray, PlanePool* pool) {
  ResizeOptions options;
  options.target.factor = 2;
  options.filter = ResizeFilter::kLinear;
  options.limits = {uint64_t{1} << 62};
  const PictureInfo info = gray.info().picture();
  SLUICE_RETURN_IF_ERROR(
      CheckSize(2 * uint64_t(info.width), 2 * uint64_t(info.height), 1, options.limits));
  SLUICE_ASSIGN_OR_RETURN(Frame out, pool->Take(2 * info.width, 2 * info.height));
  SLUICE_RETURN_IF_ERROR(FilterFrameInto(*MakeResize(options), gray, &out));
  return out;
}

}  // namespace

int SiftOctaves(int width, int height, const SiftOptions& options) {
  const int most = options.octaves > 0 ? options.octaves : kMostSiftOctaves;
  int64_t side = int64_t{std::min(width, height)} * (options.doubled ? 2 : 1);
  int octaves = 0;
  for (; octaves < most && side > 2 * kSiftBorder; side = (side + 1) / 2) ++octaves;
  return octaves;
}

Result<SiftOctave> FirstSiftOctave(const Frame& gray, const SiftOptions& options, PlanePool* pool) {
  if (!options.doubled) {
    SLUICE_ASSIGN_OR_RETURN(Frame first, Blur(gray, options.assumed, options.sigma, pool));
    return MakeOctave(std::move(first), options, pool);
  }
  SLUICE_ASSIGN_OR_RETURN(Frame doubled, Doubled(gray, pool));
  SLUICE_ASSIGN_OR_RETURN(Frame first, Blur(doubled, 2 * options.assumed, options.sigma, pool));
  pool->Give(std::move(doubled));
  return MakeOctave(std::move(first), options, pool);
}

Result<SiftOctave> NextSiftOctave(const SiftOctave& octave, const SiftOptions& options,
                                  PlanePool* pool) {
  const Frame& from = octave.planes[size_t(options.scales)];
  const int width = (octave.width() + 1) / 2;
  const int height = (octave.height() + 1) / 2;
  SLUICE_ASSIGN_OR_RETURN(Frame half, pool->Take(width, height));
  ParallelFor(height, 64, [&](int64_t begin, int64_t end) {
    for (int64_t y = begin; y < end; ++y) {
      const float* const in = from.Row<float>(2 * y);
      float* const out = half.Row<float>(y);
      for (int x = 0; x < width; ++x) out[x] = in[2 * x];
    }
  });
  return MakeOctave(std::move(half), options, pool);
}

}  // namespace sluice
