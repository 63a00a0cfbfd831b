#include <algorithm>
#include <vector>

#include "lib/conv_direct.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/conv_direct_band.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/conv_clamp-inl.h"
#include "lib/conv_epilogue-inl.h"
#include "lib/conv_patches-inl.h"
#include "lib/conv_tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

constexpr float kZeros[kMostConvVectors * kMostLanes] = {};

// Weights (480 KiB) that stay in the second cache while all pixels go by.
constexpr int64_t kWeights = 120 * 1024;

class Band {
 public:
  Band(const ConvProblem& problem, const ConvArrays& arrays, const ConvBand& band)
      : p_(problem),
        arrays_(arrays),
        band_(band),
        tile_kinds_(GetConvTiles()),
        lanes_(int64_t(hn::Lanes(F32()))),
        width_(TileColumns()) {
    const std::array<int64_t, 3> begin = {band.z, band.y0, band.x0};
    const std::array<int64_t, 3> end = {band.z + 1, band.y1, band.x1};
    bool inside = true;
    for (size_t a = 0; a < 3; ++a) {
      first_[a] = begin[a] * p_.stride[a] - p_.pad[a];
      size_[a] = (end[a] - 1 - begin[a]) * p_.stride[a] + (p_.kernel[a] - 1) * p_.dilation[a] + 1;
      inside = inside && first_[a] >= 0 && first_[a] + size_[a] <= p_.input[a];
    }
    // Pixels of a tile whose distance is a multiple of 2 KiB would share cache sets.
    const auto collides = [&](int64_t pixel) { return pixel * p_.stride[2] % 512 == 0; };
    copied_ = !inside || collides(p_.in_step[2]) || (p_.groups > 1 && p_.kernel[2] > 1);
    if (copied_) {
      const int64_t channels = p_.in_channels;
      step_[2] = collides(channels) ? channels + 16 : channels;
      step_[1] = (size_[2] * step_[2] + 15) / 16 * 16;
      step_[0] = size_[1] * step_[1];
    } else {
      step_ = p_.in_step;
    }
  }

  size_t Scratch() const { return copied_ ? size_t(size_[0] * step_[0]) : 0; }

  void Run(float* scratch) {
    const float* input = arrays_.input + band_.image * p_.in_image + band_.group * p_.in_channels;
    if (copied_) {
      CopyInput(input, scratch);
      input_ = scratch;
    } else {
      input_ =
          input + first_[0] * p_.in_step[0] + first_[1] * p_.in_step[1] + first_[2] * p_.in_step[2];
    }
    FindRuns();
    activation_ = ClampOf(arrays_.epilogue.activation, &clamp_);
    const int64_t unit = width_ * kMostConvVectors / kTileVectors;
    const int64_t columns = std::max<int64_t>(1, kWeights / (p_.depth() * unit)) * unit;
    for (int64_t j = band_.column0; j < band_.column1; j += columns) {
      const int64_t end = std::min(j + columns, band_.column1);
      for (int64_t y = band_.y0; y < band_.y1; ++y) RunRow(y, j, end);
    }
  }

 private:
  void CopyInput(const float* input, float* to) const {
    for (int64_t z = 0; z < size_[0]; ++z) {
      const int64_t in_z = first_[0] + z;
      // Between the taps of a kernel with dilation nothing is read.
      if (z % p_.dilation[0] != 0) continue;
      for (int64_t y = 0; y < size_[1]; ++y) {
        const int64_t in_y = first_[1] + y;
        float* row = to + z * step_[0] + y * step_[1];
        const bool inside = in_z >= 0 && in_z < p_.input[0] && in_y >= 0 && in_y < p_.input[1];
        const int64_t begin = inside ? std::clamp<int64_t>(-first_[2], 0, size_[2]) : size_[2];
        const int64_t end = std::clamp(p_.input[2] - first_[2], begin, size_[2]);
        ZeroNumbers(begin * step_[2], row);
        ZeroNumbers((size_[2] - end) * step_[2], row + end * step_[2]);
        if (begin == end) continue;
        const float* from = input + in_z * p_.in_step[0] + in_y * p_.in_step[1] +
                            (first_[2] + begin) * p_.in_step[2];
        if (step_[2] == p_.in_step[2]) {
          CopyNumbers(from, (end - begin) * step_[2], row + begin * step_[2]);
          continue;
        }
        for (int64_t x = begin; x < end; ++x, from += p_.in_step[2]) {
          CopyNumbers(from, p_.in_channels, row + x * step_[2]);
        }
      }
    }
  }

  void FindRuns() {
    const bool lines = p_.dilation[2] == 1 && step_[2] == p_.in_channels;
    run_depth_ = lines ? p_.kernel[2] * p_.in_channels : p_.in_channels;
    for (int64_t z = 0; z < p_.kernel[0]; ++z) {
      for (int64_t y = 0; y < p_.kernel[1]; ++y) {
        for (int64_t x = 0; x < (lines ? 1 : p_.kernel[2]); ++x) {
          runs_.push_back(z * p_.dilation[0] * step_[0] + y * p_.dilation[1] * step_[1] +
                          x * p_.dilation[2] * step_[2]);
        }
      }
    }
  }

  // Columns [begin, end) of a row, in nearly equal tiles rather than whole tiles and a small rest.
  void RunRow(int64_t y, int64_t begin, int64_t end) const {
    const int64_t panel_stride = p_.depth() * width_;
    const int64_t panels = (p_.out_channels + width_ - 1) / width_;
    const float* weights = arrays_.packed + band_.group * panels * panel_stride;
    const int64_t pixels = band_.x1 - band_.x0;
    const int64_t tiles = (pixels + kTileRows - 1) / kTileRows;
    for (int64_t tile = 0; tile < tiles; ++tile) {
      const int64_t x = pixels * tile / tiles;
      const int64_t count = pixels * (tile + 1) / tiles - x;
      const Broadcast a = {
          input_ + (y - band_.y0) * p_.stride[1] * step_[1] + x * p_.stride[2] * step_[2],
          p_.stride[2] * step_[2], 1};
      const int64_t place = band_.image * p_.out_image + band_.z * p_.out_step[0] +
                            y * p_.out_step[1] + (band_.x0 + x) * p_.out_step[2] +
                            band_.group * p_.out_channels;
      for (int64_t j = begin; j < end;) {
        const ConvTileChoice choice =
            ChooseConvTile(tile_kinds_, count, (end - j + lanes_ - 1) / lanes_);
        const int64_t width = choice.vectors * lanes_;
        const Panels b = {weights + j / width_ * panel_stride, panel_stride, width_};
        // Of the pixels that come next, in the order in which they lie, each tile fetches a share.
        const bool dense = begin == 0 && end == p_.out_step[2];
        const float* next = arrays_.output + place + count * (p_.out_step[2] + j);
        ConvRuns runs = {runs_.data(), int64_t(runs_.size()), run_depth_, dense ? next : nullptr,
                         count * width};
        if (arrays_.epilogue.residual != nullptr && j + width <= end) {
          runs.last = {arrays_.epilogue.residual + place + j, p_.out_step[2]};
          if (dense) runs.next_last = arrays_.epilogue.residual + (next - arrays_.output);
        }
        RunTile(choice.function, runs, a, b, place, count, j, std::min(width, end - j), width);
        j += width;
      }
    }
  }

  void RunTile(ConvTileFunction tile, const ConvRuns& runs, Broadcast a, Panels b, int64_t place,
               int64_t rows, int64_t column, int64_t columns, int64_t width) const {
    const float* bias = arrays_.epilogue.bias;
    if (bias != nullptr) bias += band_.group * p_.out_channels + column;
    const float* residual = arrays_.epilogue.residual;
    if (residual != nullptr) residual += place + column;
    float* to = arrays_.output + place + column;
    const int64_t stride = p_.out_step[2];
    HWY_ALIGN float sums[kConvTileSize];
    TileFrom from = {bias == nullptr ? kZeros : bias, 0};
    if (residual != nullptr && columns < width) {
      from = {sums, width};
      for (int64_t r = 0; r < rows; ++r)
        StartSums(bias, residual + r * stride, columns, sums + r * width);
    } else if (columns < width && bias != nullptr) {
      from = {sums, 0};
      StartSums(bias, nullptr, columns, sums);
    }
    tile(runs, a, b, from, {to, stride}, columns, clamp_);
    if (activation_ == ConvActivation::kNone) return;
    ActivateRows({to, stride, to, stride, rows, columns}, activation_, arrays_.epilogue.slope);
  }

  // sums = bias + residual, each of which may be null.
  static void StartSums(const float* bias, const float* residual, int64_t columns, float* sums) {
    if (residual == nullptr) {
      std::copy_n(bias, columns, sums);
    } else if (bias == nullptr) {
      std::copy_n(residual, columns, sums);
    } else {
      for (int64_t j = 0; j < columns; ++j) sums[j] = bias[j] + residual[j];
    }
  }

  const ConvProblem& p_;
  const ConvArrays& arrays_;
  const ConvBand band_;
  const ConvTiles& tile_kinds_;
  const int64_t lanes_;           // of a vector
  const int64_t width_;           // of a panel
  std::array<int64_t, 3> first_;  // of the pixels under the kernel, from the input's first
  std::array<int64_t, 3> size_;   // of these pixels
  std::array<int64_t, 3> step_;   // from one to the next
  bool copied_ = false;           // whether they are a copy
  const float* input_ = nullptr;  // the first of them
  std::vector<int64_t> runs_;
  int64_t run_depth_ = 0;
  ConvClamp clamp_;
  ConvActivation activation_ = ConvActivation::kNone;  // what is left to do after the clamp
};

}  // namespace

size_t ConvBandScratch(const ConvProblem& problem, const ConvBand& band) {
  return Band(problem, ConvArrays{}, band).Scratch();
}

void RunConvBand(const ConvProblem& problem, const ConvArrays& arrays, const ConvBand& band,
                 float* scratch) {
  Band(problem, arrays, band).Run(scratch);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(ConvBandScratch);
HWY_EXPORT(RunConvBand);

size_t ConvBandScratch(const ConvProblem& problem, const ConvBand& band) {
  return HWY_DYNAMIC_DISPATCH(ConvBandScratch)(problem, band);
}

void RunConvBand(const ConvProblem& problem, const ConvArrays& arrays, const ConvBand& band,
                 float* scratch) {
  HWY_DYNAMIC_DISPATCH(RunConvBand)(problem, arrays, band, scratch);
}

}  // namespace sluice
#endif  // HWY_ONCE
