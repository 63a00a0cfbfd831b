#include "filters/convolve_method.h"

#include <algorithm>
#include <string>
#include <utility>

#include "lib/limits.h"

namespace sluice {
namespace {

std::string SizeText(int64_t width, int64_t height) {
  return std::to_string(width) + "x" + std::to_string(height);
}

}  // namespace

Padding PaddingFor(const ConvolveOptions& options, int f) {
  switch (options.pad_mode) {
    case PadMode::kValid:
      return {0, 0};
    case PadMode::kFull:
      return {f - 1, f - 1};
    case PadMode::kFixed:
      return {options.pad, options.pad};
    default:
      return {(f - 1) / 2, f / 2};
  }
}

Result<ConvolveGeometry> MakeConvolveGeometry(const ConvolveOptions& options, int dimensions,
                                              const KernelBank& bank, const PictureInfo& in) {
  const Padding x = PaddingFor(options, bank.width);
  const Padding y = dimensions == 1 ? Padding{0, 0} : PaddingFor(options, bank.height);
  const int64_t width = ConvolvedSize(in.width, bank.width, x.before, x.after, options.stride_x);
  const int64_t height = ConvolvedSize(in.height, bank.height, y.before, y.after, options.stride_y);
  if (width == 0 || height == 0) {
    return Status::Failed("a kernel of " + SizeText(bank.width, bank.height) +
                              " doesn't fit into a picture of " + SizeText(in.width, in.height),
                          "--pad same makes room");
  }
  const int64_t responses = options.channels == ChannelMode::kSum ? 1 : in.channels;
  const int64_t channels = responses * bank.count;
  const Limits addressable{uint64_t{1} << 62};
  SLUICE_RETURN_IF_ERROR(
      CheckSize(uint64_t(width), uint64_t(height), uint64_t(channels), addressable));
  SLUICE_RETURN_IF_ERROR(CheckSize(uint64_t(in.width + x.before + x.after),
                                   uint64_t(in.height + y.before + y.after), uint64_t(in.channels),
                                   addressable));
  ConvolveGeometry geometry;
  geometry.in = in;
  geometry.out = in;
  geometry.out.width = static_cast<int>(width);
  geometry.out.height = static_cast<int>(height);
  geometry.out.channels = static_cast<int>(channels);
  geometry.out.alpha = in.alpha && channels == in.channels;
  geometry.stride_x = options.stride_x;
  geometry.stride_y = options.stride_y;
  geometry.pad_left = static_cast<int>(x.before);
  geometry.pad_right = static_cast<int>(x.after);
  geometry.pad_top = static_cast<int>(y.before);
  geometry.border = options.border;
  geometry.accumulate = options.accumulate;
  geometry.bias = options.bias;
  return geometry;
}

std::unique_ptr<ConvolveMethod> MakeConvolveMethod(const ConvolveGeometry& geometry,
                                                   const KernelBank& bank) {
  if (geometry.accumulate == Accumulate::kF64) return MakeDirectConvolve(geometry, bank);
  const double taps = double(bank.planes()) * double(bank.plane_size());
  const double direct = taps * double(geometry.out.row_samples()) * geometry.out.height / 16;
  std::unique_ptr<ConvolveMethod> fixed_point = MakeFixedPointConvolve(geometry, bank);
  double cost = fixed_point ? direct / 2 : direct;
  // Where whole numbers are exact, they stay so.
  const bool exact = bank.whole && geometry.in.dtype != DType::kF32 &&
                     bank.absolute_sum * double(FullScale(geometry.in.dtype)) < 16777216.0;
  const double fft = exact ? cost : FftConvolveCost(geometry, bank);
  if (auto method = MakeLowRankConvolve(geometry, bank, std::min(cost, fft))) return method;
  if (fft < cost) return MakeFftConvolve(geometry, bank);
  return fixed_point ? std::move(fixed_point) : MakeDirectConvolve(geometry, bank);
}

}  // namespace sluice
