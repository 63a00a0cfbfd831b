// Kernels made ready for one kind of input: oriented, scaled, one plane for each plane of the
// input.
#ifndef SLUICE_FILTERS_KERNEL_BANK_H_
#define SLUICE_FILTERS_KERNEL_BANK_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "filters/convolve.h"
#include "lib/status.h"

namespace sluice {

// `count` kernels, each a sum over `depth` slices and `channels` channels of planes of
// height x width weights. Response k is multiplier[k] * correlation with weights of kernel k.
struct KernelBank {
  int count = 0;
  int depth = 1;
  int channels = 1;  // planes summed for each slice; 1 also when each channel stays by itself
  int height = 1;
  int width = 1;
  // [count][depth][channels][height][width]. Kernels given in whole numbers keep them here, so that
  // their sums are exact; what they are divided by goes into the multiplier.
  std::vector<double> weights;
  std::vector<double> multiplier;
  bool whole = false;       // all weights are whole numbers
  double absolute_sum = 0;  // of the weights of a kernel, the largest

  int planes() const { return depth * channels; }
  size_t plane_size() const { return size_t(height) * size_t(width); }
  const double* Plane(int kernel, int plane) const {
    return weights.data() + (size_t(kernel) * size_t(planes()) + size_t(plane)) * plane_size();
  }
};

// The kernels of `options` for an input with `channels` channels, with up to `dimensions`
// dimensions besides the channels: 1 for a signal, 2 for a picture, 3 for a volume. Fails when they
// don't fit it or one another, or when a sum to divide by is 0.
Result<KernelBank> MakeKernelBank(const ConvolveOptions& options, int dimensions, int channels);

}  // namespace sluice

#endif  // SLUICE_FILTERS_KERNEL_BANK_H_
