#include <string>

#include "lib/convolution.h"

namespace sluice {
namespace {

constexpr int64_t kMostElements = int64_t{1} << 48;
// Below this, sums and products of a few sizes along one axis cannot overflow.
constexpr int64_t kMostAlongAxis = int64_t{1} << 30;

std::string Text(const std::array<int64_t, 3>& sizes) {
  return std::to_string(sizes[0]) + "x" + std::to_string(sizes[1]) + "x" + std::to_string(sizes[2]);
}

// Multiplies `product` by `factor` unless the result would exceed `most`.
bool MultiplyWithin(int64_t& product, int64_t factor, int64_t most) {
  return !__builtin_mul_overflow(product, factor, &product) && product <= most;
}

Status CheckSizes(const char* what, const std::array<int64_t, 3>& sizes, int64_t least) {
  for (const int64_t size : sizes) {
    if (size >= least && size <= kMostAlongAxis) continue;
    return Status::Usage("convolution: expected " + std::string(what) + " from " +
                         std::to_string(least) + " to 2^30 along each axis, got " + Text(sizes));
  }
  return Status::Ok();
}

}  // namespace

int64_t ConvShape::output(int axis) const {
  const auto a = size_t(axis);
  const int64_t reach = dilation[a] * (kernel[a] - 1) + 1;
  const int64_t room = input[a] + pad_before[a] + pad_after[a] - reach;
  return room < 0 ? 0 : room / stride[a] + 1;
}

Status ConvShape::Check() const {
  SLUICE_RETURN_IF_ERROR(CheckSizes("input sizes", input, 1));
  SLUICE_RETURN_IF_ERROR(CheckSizes("kernel sizes", kernel, 1));
  SLUICE_RETURN_IF_ERROR(CheckSizes("strides", stride, 1));
  SLUICE_RETURN_IF_ERROR(CheckSizes("dilations", dilation, 1));
  SLUICE_RETURN_IF_ERROR(CheckSizes("padding", pad_before, 0));
  SLUICE_RETURN_IF_ERROR(CheckSizes("padding", pad_after, 0));
  if (batch < 1 || in_channels < 1 || out_channels < 1 || groups < 1) {
    return Status::Usage("convolution: expected batch, channels and groups of at least 1, got " +
                         std::to_string(batch) + ", " + std::to_string(in_channels) + " and " +
                         std::to_string(out_channels) + ", " + std::to_string(groups));
  }
  if (in_channels % groups != 0 || out_channels % groups != 0) {
    return Status::Usage("convolution: expected numbers of channels that " +
                         std::to_string(groups) + " groups divide, got " +
                         std::to_string(in_channels) + " in and " + std::to_string(out_channels) +
                         " out");
  }
  int64_t in = batch;
  int64_t out = batch;
  int64_t weights = out_channels;
  bool fits = true;
  for (size_t a = 0; a < 3; ++a) {
    const int64_t extent = output(int(a));
    if (extent < 1) {
      return Status::Usage(
          "convolution: kernel " + Text(kernel) + " with dilation " + Text(dilation) +
          " is larger than the padded input " +
          Text({input[0] + pad_before[0] + pad_after[0], input[1] + pad_before[1] + pad_after[1],
                input[2] + pad_before[2] + pad_after[2]}));
    }
    fits = fits && MultiplyWithin(in, input[a], kMostElements) &&
           MultiplyWithin(out, extent, kMostElements) &&
           MultiplyWithin(weights, kernel[a], kMostElements);
  }
  int64_t depth = weights;
  fits = fits && MultiplyWithin(in, in_channels, kMostElements) &&
         MultiplyWithin(weights, in_channels / groups, kMostElements);
  // Multiply-adds too are counted in 64 bits.
  depth = weights / out_channels;
  fits = fits && MultiplyWithin(out, out_channels, kMostElements);
  int64_t work = out;
  fits = fits && MultiplyWithin(work, depth, int64_t{1} << 62);
  if (!fits) {
    return Status::Usage("convolution: input " + std::to_string(batch) + "x" + Text(input) + "x" +
                         std::to_string(in_channels) + " with kernel " + Text(kernel) + "x" +
                         std::to_string(out_channels) + " has more than 2^48 elements");
  }
  return Status::Ok();
}

int64_t ConvShape::input_size() const {
  return batch * input[0] * input[1] * input[2] * in_channels;
}

int64_t ConvShape::output_size() const {
  return batch * output(0) * output(1) * output(2) * out_channels;
}

int64_t ConvShape::weight_count() const {
  return out_channels * kernel[0] * kernel[1] * kernel[2] * (in_channels / groups);
}

int64_t ConvShape::multiply_adds() const { return output_size() * (weight_count() / out_channels); }

}  // namespace sluice
