#include "lib/conv_part.h"

#include <algorithm>

#include "lib/buffer.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/conv_part.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/conv_epilogue-inl.h"
#include "lib/conv_patches-inl.h"
#include "lib/conv_tile-inl.h"
#include "lib/gemm_pack-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// Numbers of a patch that are summed before the next ones are put together, and the weights
// (480 KiB) that stay in the second cache while all positions go by.
constexpr int64_t kDepth = 512;
constexpr int64_t kWeights = 120 * 1024;

constexpr float kZeros[kMostConvVectors * kMostLanes] = {};

// Blocks of equal depth, rather than whole blocks and a small rest.
int64_t BlockDepth(int64_t depth) {
  const int64_t blocks = (depth + kDepth - 1) / kDepth;
  return (depth + blocks - 1) / blocks;
}

// Rows of a block of patches start at multiples of the alignment that are no multiple of 2 KiB.
int64_t PatchPitch(int64_t depth) {
  return int64_t(RowStride(size_t(depth), sizeof(float)) / sizeof(float));
}

class Part {
 public:
  Part(const ConvProblem& problem, const ConvArrays& arrays, const ConvPart& part)
      : p_(problem),
        arrays_(arrays),
        part_(part),
        tile_kinds_(GetConvTiles()),
        lanes_(int64_t(hn::Lanes(F32()))),
        width_(TileColumns()),
        pitch_(PatchPitch(BlockDepth(problem.depth()))),
        tiles_((part.end - part.begin + kTileRows - 1) / kTileRows) {}

  size_t Scratch() const { return size_t((part_.end - part_.begin) * pitch_); }

  void Run(float* patches) {
    patches_ = patches;
    const int64_t panels = (p_.out_channels + width_ - 1) / width_;
    weights_ = arrays_.packed + part_.group * panels * p_.depth() * width_;
    first_ = part_.group * p_.out_channels;
    ConvPosition position = ConvPosition::Of(p_, part_.begin);
    for (int64_t i = 0; i < part_.end - part_.begin; ++i, position.Next(p_)) {
      outputs_[i] = position.OutputOffset(p_) + first_;
    }
    const int64_t depth = BlockDepth(p_.depth());
    const int64_t columns =
        std::max<int64_t>(1, kWeights / (depth * width_ * kMostConvVectors / kTileVectors)) *
        width_ * kMostConvVectors / kTileVectors;
    for (k_ = 0; k_ < p_.depth(); k_ += depth_) {
      depth_ = std::min(depth, p_.depth() - k_);
      CopyPatches();
      for (int64_t j = part_.column0; j < part_.column1; j += columns) {
        for (int64_t tile = 0; tile < tiles_; ++tile) {
          RunTiles(tile, j, std::min(j + columns, part_.column1));
        }
      }
    }
  }

 private:
  void CopyPatches() {
    const float* input = arrays_.input + part_.group * p_.in_channels;
    ConvPosition position = ConvPosition::Of(p_, part_.begin);
    for (int64_t i = 0; i < part_.end - part_.begin; ++i, position.Next(p_)) {
      CopyPatch(p_, input, position, k_, k_ + depth_, patches_ + i * pitch_);
    }
  }

  // Rows of nearly equal tiles, rather than whole tiles and a small rest.
  int64_t TileRow(int64_t tile) const { return (part_.end - part_.begin) * tile / tiles_; }

  // A row of tiles over columns [begin, end).
  void RunTiles(int64_t tile, int64_t begin, int64_t end) const {
    const int64_t row = TileRow(tile);
    const int64_t rows = TileRow(tile + 1) - row;
    const int64_t panel_stride = p_.depth() * width_;
    while (begin < end) {
      const ConvTileChoice choice =
          ChooseConvTile(tile_kinds_, rows, (end - begin + lanes_ - 1) / lanes_);
      const int64_t width = choice.vectors * lanes_;
      const Panels b = {weights_ + begin / width_ * panel_stride + k_ * width_, panel_stride,
                        width_};
      RunTile(choice, row, rows, begin, std::min(width, end - begin), width, b);
      begin += width;
    }
  }

  void RunTile(ConvTileChoice tile, int64_t row, int64_t rows, int64_t column, int64_t columns,
               int64_t width, Panels b) const {
    const int64_t stride = p_.out_step[2];
    const Broadcast a = {patches_ + row * pitch_, pitch_, 1};
    const bool direct =
        columns == width && outputs_[row + rows - 1] - outputs_[row] == (rows - 1) * stride;
    float* to = arrays_.output + outputs_[row] + column;
    HWY_ALIGN float sums[kConvTileSize];
    TileFrom from = {sums, width};
    if (k_ > 0 && direct) {
      from = {to, stride};
    } else if (k_ == 0 && direct && arrays_.epilogue.residual == nullptr) {
      const float* bias = arrays_.epilogue.bias;
      from = {bias == nullptr ? kZeros : bias + first_ + column, 0};
    } else {
      StartSums(row, rows, column, columns, width, sums);
    }
    RunConvTile(tile, depth_, a, b, from, direct ? TileTo{to, stride} : TileTo{sums, width});
    const bool last = k_ + depth_ == p_.depth();
    const ConvActivation activation = last ? arrays_.epilogue.activation : ConvActivation::kNone;
    if (direct) {
      if (activation == ConvActivation::kNone) return;
      ActivateRows({to, stride, to, stride, rows, columns}, activation, arrays_.epilogue.slope);
      return;
    }
    for (int64_t r = 0; r < rows; ++r) {
      ActivateRows({sums + r * width, width, arrays_.output + outputs_[row + r] + column, stride, 1,
                    columns},
                   activation, arrays_.epilogue.slope);
    }
  }

  // What sums start from: bias and residual, or what there is of them.
  void StartSums(int64_t row, int64_t rows, int64_t column, int64_t columns, int64_t width,
                 float* sums) const {
    const float* bias = arrays_.epilogue.bias;
    for (int64_t r = 0; r < rows; ++r) {
      float* sum = sums + r * width;
      const int64_t place = outputs_[row + r] + column;
      if (k_ > 0) {
        std::copy_n(arrays_.output + place, columns, sum);
      } else {
        if (bias != nullptr) {
          std::copy_n(bias + first_ + column, columns, sum);
        } else {
          std::fill_n(sum, columns, 0.0f);
        }
        if (const float* residual = arrays_.epilogue.residual; residual != nullptr) {
          for (int64_t j = 0; j < columns; ++j) sum[j] += residual[place + j];
        }
      }
      std::fill(sum + columns, sum + width, 0.0f);
    }
  }

  const ConvProblem& p_;
  const ConvArrays& arrays_;
  const ConvPart part_;
  const ConvTiles& tile_kinds_;
  const int64_t lanes_;  // of a vector
  const int64_t width_;  // of a panel
  const int64_t pitch_;  // of a patch
  const int64_t tiles_;  // rows of them
  const float* weights_ = nullptr;
  float* patches_ = nullptr;
  int64_t first_ = 0;  // output channel of the group
  int64_t k_ = 0;      // of this block: its first number, and how many
  int64_t depth_ = 0;
  int64_t outputs_[kMostConvPositions];  // where each position's channels of the group are
};

}  // namespace

size_t ConvPartScratch(const ConvProblem& problem, const ConvPart& part) {
  return Part(problem, ConvArrays{}, part).Scratch();
}

void RunConvPart(const ConvProblem& problem, const ConvArrays& arrays, const ConvPart& part,
                 float* scratch) {
  Part(problem, arrays, part).Run(scratch);
}

int64_t ConvPanelWidth() { return TileColumns(); }

void PackConvPanels(const ConvProblem& problem, const ConvWeights& weights, int64_t begin,
                    int64_t end, float* packed) {
  const int64_t width = TileColumns();
  const int64_t panels = (problem.out_channels + width - 1) / width;
  for (int64_t i = begin; i < end; ++i) {
    const int64_t column = i % panels * width;
    const int64_t columns = std::min(width, problem.out_channels - column);
    const float* from =
        weights.data + i / panels * weights.group_stride + column * weights.out_stride;
    float* to = packed + i * problem.depth() * width;
    for (const int64_t tap : weights.taps) {
      PackPanels(from + tap, weights.in_stride, weights.out_stride, problem.in_channels, columns,
                 width, to);
      to += problem.in_channels * width;
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(ConvPartScratch);
HWY_EXPORT(RunConvPart);
HWY_EXPORT(ConvPanelWidth);
HWY_EXPORT(PackConvPanels);

size_t ConvPartScratch(const ConvProblem& problem, const ConvPart& part) {
  return HWY_DYNAMIC_DISPATCH(ConvPartScratch)(problem, part);
}

void RunConvPart(const ConvProblem& problem, const ConvArrays& arrays, const ConvPart& part,
                 float* scratch) {
  HWY_DYNAMIC_DISPATCH(RunConvPart)(problem, arrays, part, scratch);
}

int64_t ConvPanelWidth() { return HWY_DYNAMIC_DISPATCH(ConvPanelWidth)(); }

void PackConvPanels(const ConvProblem& problem, const ConvWeights& weights, int64_t begin,
                    int64_t end, float* packed) {
  HWY_DYNAMIC_DISPATCH(PackConvPanels)(problem, weights, begin, end, packed);
}

}  // namespace sluice
#endif  // HWY_ONCE
