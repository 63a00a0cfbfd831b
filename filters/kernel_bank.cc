#include "filters/kernel_bank.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace sluice {
namespace {

std::string ShapeText(const std::vector<int>& shape) {
  std::string text;
  for (const int n : shape) text += (text.empty() ? "" : "x") + std::to_string(n);
  return text;
}

const char* InputName(int dimensions) {
  return dimensions == 1 ? "a signal" : dimensions == 2 ? "a picture" : "a volume";
}

// One kernel's dimensions and where its weights lie in the array as given.
struct Layout {
  int depth = 1, height = 1, width = 1;
  int channels = 1;  // 1: the same plane for every channel
  bool channels_first = false;
};

// What the dimensions of `kernel` mean for this input.
Result<Layout> LayoutFor(const Kernel& kernel, ChannelMode mode, int dimensions, int channels) {
  std::vector<int> shape = kernel.shape;
  Layout layout;
  // Text has planes first, files have channels last.
  const bool has_channels = mode == ChannelMode::kSum && int(shape.size()) == dimensions + 1;
  if (has_channels) {
    layout.channels_first = kernel.planes_first;
    const auto at = layout.channels_first ? shape.begin() : shape.end() - 1;
    layout.channels = *at;
    shape.erase(at);
    if (layout.channels != channels) {
      return Status::Failed("the kernel has " + std::to_string(layout.channels) +
                            " planes for channels, the input has " + std::to_string(channels) +
                            " channels");
    }
  }
  // A one-row kernel given as a table still is one for a signal.
  while (int(shape.size()) > dimensions && shape.front() == 1) shape.erase(shape.begin());
  if (int(shape.size()) > dimensions) {
    return Status::Failed(
        "a kernel of " + ShapeText(kernel.shape) + " doesn't fit " + InputName(dimensions),
        mode == ChannelMode::kEach && int(shape.size()) == dimensions + 1
            ? "--channels sum gives each channel a plane of its own"
            : "");
  }
  shape.insert(shape.begin(), 3 - shape.size(), 1);
  layout.depth = shape[0];
  layout.height = shape[1];
  layout.width = shape[2];
  return layout;
}

// Writes the weights as [depth][channels][height][width], turned round if asked.
void AppendPlanes(const Kernel& kernel, const Layout& layout, int channels, bool flip,
                  std::vector<double>* weights) {
  const auto at = [&](int z, int c, int y, int x) {
    if (layout.channels == 1) c = 0;
    if (flip) {
      z = layout.depth - 1 - z;
      y = layout.height - 1 - y;
      x = layout.width - 1 - x;
    }
    const size_t row = size_t(z) * size_t(layout.height) + size_t(y);
    const size_t rows = size_t(layout.depth) * size_t(layout.height);
    const size_t index =
        layout.channels_first
            ? (size_t(c) * rows + row) * size_t(layout.width) + size_t(x)
            : (row * size_t(layout.width) + size_t(x)) * size_t(layout.channels) + size_t(c);
    return kernel.weights[index];
  };
  for (int z = 0; z < layout.depth; ++z) {
    for (int c = 0; c < channels; ++c) {
      for (int y = 0; y < layout.height; ++y) {
        for (int x = 0; x < layout.width; ++x) weights->push_back(at(z, c, y, x));
      }
    }
  }
}

bool IsWhole(double w) { return w == std::round(w) && std::abs(w) < double(1 << 24); }

}  // namespace

Result<KernelBank> MakeKernelBank(const ConvolveOptions& options, int dimensions, int channels) {
  if (options.kernels.empty()) return Status::Usage("a convolution needs a kernel");
  KernelBank bank;
  bank.count = static_cast<int>(options.kernels.size());
  bank.channels = options.channels == ChannelMode::kSum ? channels : 1;
  for (const Kernel& kernel : options.kernels) {
    SLUICE_ASSIGN_OR_RETURN(const Layout layout,
                            LayoutFor(kernel, options.channels, dimensions, channels));
    if (bank.weights.empty()) {
      bank.depth = layout.depth;
      bank.height = layout.height;
      bank.width = layout.width;
    } else if (layout.depth != bank.depth || layout.height != bank.height ||
               layout.width != bank.width) {
      return Status::Usage("kernels applied together need one shape, got " +
                           ShapeText(options.kernels[0].shape) + " and " + ShapeText(kernel.shape));
    }
    const auto begin = static_cast<ptrdiff_t>(bank.weights.size());
    AppendPlanes(kernel, layout, bank.channels, options.flip, &bank.weights);
    double sum = 0;
    double absolute_sum = 0;
    std::for_each(bank.weights.begin() + begin, bank.weights.end(), [&](double w) {
      sum += w;
      absolute_sum += std::abs(w);
    });
    if (options.normalize && !(std::abs(sum) > 1e-12 * absolute_sum)) {
      return Status::Usage("cannot normalize a kernel whose weights sum to 0");
    }
    bank.absolute_sum = std::max(bank.absolute_sum, absolute_sum);
    bank.multiplier.push_back(options.normalize ? options.scale / sum : options.scale);
  }
  bank.whole = std::all_of(bank.weights.begin(), bank.weights.end(), IsWhole);
  if (!bank.whole) {
    const size_t size = bank.weights.size() / size_t(bank.count);
    for (size_t i = 0; i < bank.weights.size(); ++i) bank.weights[i] *= bank.multiplier[i / size];
    bank.multiplier.assign(bank.multiplier.size(), 1.0);
  }
  // Far from where f32 ends, so that no weight becomes infinite.
  const auto too_large = [](double w) { return !(std::abs(w) < 1e30); };
  if (std::any_of(bank.weights.begin(), bank.weights.end(), too_large) ||
      std::any_of(bank.multiplier.begin(), bank.multiplier.end(), too_large)) {
    return Status::Usage("a kernel's weights must be below 1e30");
  }
  return bank;
}

}  // namespace sluice
