#include "lib/conv_winograd_part.h"

#include <algorithm>
#include <type_traits>

#include "lib/buffer.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/conv_winograd_part.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/conv_epilogue-inl.h"
#include "lib/conv_tile-inl.h"
#include "lib/conv_winograd-inl.h"
#include "lib/gemm_pack-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

constexpr float kZeros[kMostConvVectors * kMostLanes] = {};

// Products that wait for the transform of the output (480 KiB), which decides how many output
// channels are computed at a time.
constexpr int64_t kProducts = 120 * 1024;

template <int kTile>
class Part {
 public:
  Part(const ConvProblem& problem, const ConvArrays& arrays, const WinogradPart& part)
      : p_(problem),
        arrays_(arrays),
        part_(part),
        grid_(WinogradGrid::Of(problem, kTile)),
        tile_kinds_(GetConvTiles()),
        lanes_(int64_t(hn::Lanes(F32()))),
        width_(TileColumns()),
        depth_(problem.kernel[0] * problem.in_channels),
        pitch_(int64_t(RowStride(size_t(depth_), sizeof(float)) / sizeof(float))) {
    const int64_t tiles = part.end - part.begin;
    const int64_t least = std::max<int64_t>(1, kProducts / (kPlaces * tiles * width_ * 2));
    columns_ =
        std::min(least * 2 * width_, (part.column1 - part.column0 + width_ - 1) / width_ * width_);
    // One vector more, so that the places of a tile do not share cache sets.
    input_step_ = tiles * pitch_ + 16;
    product_step_ = tiles * columns_ + 16;
  }

  size_t Scratch() const {
    return size_t(kPlaces * (input_step_ + product_step_) + p_.in_channels + lanes_);
  }

  void Run(float* scratch) {
    inputs_ = scratch;
    products_ = inputs_ + kPlaces * input_step_;
    zeros_ = products_ + kPlaces * product_step_;
    std::fill_n(zeros_, p_.in_channels, 0.0f);
    for (int64_t i = part_.begin; i < part_.end; ++i) TransformInput(i);
    for (int64_t j = part_.column0; j < part_.column1; j += columns_) {
      const int64_t end = std::min(j + columns_, part_.column1);
      Multiply(j, end);
      for (int64_t i = part_.begin; i < part_.end; ++i) FinishTile(i, j, end);
    }
  }

 private:
  static constexpr int kSide = kTile + 2;  // of a transformed tile
  static constexpr int kPlaces = kSide * kSide;

  WinogradPlace PlaceOf(int64_t tile) const { return WinogradPlace::Of(p_, grid_, kTile, tile); }

  void TransformInput(int64_t tile) const {
    TransformInputTile<kTile>(p_, arrays_.input, PlaceOf(tile), zeros_, input_step_,
                              inputs_ + (tile - part_.begin) * pitch_);
  }

  // The products of all places, for output channels [begin, end): panels in the order in which they
  // lie, each with all tiles.
  void Multiply(int64_t begin, int64_t end) const {
    const int64_t panels = (p_.out_channels + width_ - 1) / width_;
    const int64_t tiles = part_.end - part_.begin;
    const int64_t down = (tiles + kTileRows - 1) / kTileRows;
    const int64_t panel_stride = depth_ * width_;
    for (int64_t place = 0; place < kPlaces; ++place) {
      const float* weights = arrays_.packed + place * panels * panel_stride;
      const float* input = inputs_ + place * input_step_;
      float* product = products_ + place * product_step_;
      for (int64_t j = begin; j < end; j += width_) {
        const int64_t vectors = std::min<int64_t>(kTileVectors, (end - j + lanes_ - 1) / lanes_);
        const Panels b = {weights + j / width_ * panel_stride, panel_stride, width_};
        for (int64_t i = 0; i < down; ++i) {
          const int64_t row = tiles * i / down;
          const ConvTileChoice choice =
              ChooseConvTile(tile_kinds_, tiles * (i + 1) / down - row, vectors);
          RunConvTile(choice, depth_, {input + row * pitch_, pitch_, 1}, b, {kZeros, 0},
                      {product + row * columns_ + j - begin, columns_});
        }
      }
    }
  }

  void FinishTile(int64_t tile, int64_t begin, int64_t end) const {
    switch (arrays_.epilogue.activation) {
      case ConvActivation::kNone:
        return FinishTileAs<ConvActivation::kNone>(tile, begin, end);
      case ConvActivation::kRelu:
        return FinishTileAs<ConvActivation::kRelu>(tile, begin, end);
      case ConvActivation::kLeakyRelu:
        return FinishTileAs<ConvActivation::kLeakyRelu>(tile, begin, end);
      case ConvActivation::kRelu6:
        return FinishTileAs<ConvActivation::kRelu6>(tile, begin, end);
      case ConvActivation::kSwish:
        return FinishTileAs<ConvActivation::kSwish>(tile, begin, end);
      case ConvActivation::kHardSwish:
        return FinishTileAs<ConvActivation::kHardSwish>(tile, begin, end);
    }
  }

  template <ConvActivation kActivation>
  void FinishTileAs(int64_t tile, int64_t begin, int64_t end) const {
    const F32 d;
    const WinogradPlace place = PlaceOf(tile);
    const int64_t rows = std::min<int64_t>(kTile, p_.output[1] - place.y);
    const int64_t columns = std::min<int64_t>(kTile, p_.output[2] - place.x);
    const int64_t first = place.image * p_.out_image + place.z * p_.out_step[0] +
                          place.y * p_.out_step[1] + place.x * p_.out_step[2];
    const VF32 slope = hn::Set(d, arrays_.epilogue.slope);
    const float* bias = arrays_.epilogue.bias;
    const float* residual = arrays_.epilogue.residual;
    for (int64_t c = begin; c < end; c += lanes_) {
      const int64_t count = std::min(lanes_, end - c);
      const VF32 start = bias == nullptr ? hn::Zero(d) : LoadSome(d, bias + c, count);
      const float* from = products_ + (tile - part_.begin) * columns_ + c - begin;
      TransformSquare<kSide, kTile>(
          d, [](F32 tag, const VF32* x, VF32* y) HWY_ATTR { Winograd<kTile>::Output(tag, x, y); },
          [&](int i, int j)
              HWY_ATTR { return hn::Load(d, from + (i * kSide + j) * product_step_); },
          [&](int i, int j, VF32 v) HWY_ATTR {
            if (i >= rows || j >= columns) return;
            const int64_t to = first + i * p_.out_step[1] + j * p_.out_step[2] + c;
            VF32 sum = start;
            if (residual != nullptr) sum = hn::Add(sum, LoadSome(d, residual + to, count));
            sum = Activate<kActivation>(d, hn::Add(sum, v), slope);
            if (count == lanes_) {
              hn::StoreU(sum, d, arrays_.output + to);
            } else {
              HWY_ALIGN float numbers[kMostLanes];
              hn::Store(sum, d, numbers);
              std::copy_n(numbers, count, arrays_.output + to);
            }
          });
    }
  }

  HWY_INLINE VF32 LoadSome(F32 d, const float* from, int64_t count) const {
    if (count == lanes_) return hn::LoadU(d, from);
    HWY_ALIGN float numbers[kMostLanes] = {};
    std::copy_n(from, count, numbers);
    return hn::Load(d, numbers);
  }

  const ConvProblem& p_;
  const ConvArrays& arrays_;
  const WinogradPart part_;
  const WinogradGrid grid_;
  const ConvTiles& tile_kinds_;
  const int64_t lanes_;  // of a vector
  const int64_t width_;  // of a panel
  const int64_t depth_;  // of the products: input channels of all taps along the depth
  const int64_t pitch_;  // of a tile's transformed input at one place
  int64_t columns_;      // output channels computed at a time
  int64_t input_step_;   // from place to place
  int64_t product_step_;
  float* inputs_ = nullptr;
  float* products_ = nullptr;
  float* zeros_ = nullptr;  // a pixel outside the input
};

template <int kTile>
void PackPanelsFor(const ConvProblem& p, const ConvWeights& weights, int64_t begin, int64_t end,
                   float* scratch, float* packed) {
  constexpr int kSide = kTile + 2;
  const F32 d;
  const auto lanes = int64_t(hn::Lanes(d));
  const int64_t width = TileColumns();
  const int64_t panels = (p.out_channels + width - 1) / width;
  const int64_t channels = p.in_channels;
  const int64_t depth = p.kernel[0] * channels;
  for (int64_t panel = begin; panel < end; ++panel) {
    const int64_t columns = std::min(width, p.out_channels - panel * width);
    const float* from = weights.data + panel * width * weights.out_stride;
    for (int64_t tap = 0; tap < p.taps(); ++tap) {
      PackPanels(from + weights.taps[size_t(tap)], weights.in_stride, weights.out_stride, channels,
                 columns, width, scratch + tap * channels * width);
    }
    for (int64_t z = 0; z < p.kernel[0]; ++z) {
      const float* taps = scratch + z * 9 * channels * width;
      float* to = packed + (panel * depth + z * channels) * width;
      for (int64_t k = 0; k < channels * width; k += lanes) {
        TransformSquare<3, kSide>(
            d,
            [](F32 tag, const VF32* x, VF32* y) HWY_ATTR { Winograd<kTile>::Weights(tag, x, y); },
            [&](int i, int j)
                HWY_ATTR { return hn::Load(d, taps + (i * 3 + j) * channels * width + k); },
            [&](int i, int j, VF32 v)
                HWY_ATTR { hn::Store(v, d, to + (i * kSide + j) * panels * depth * width + k); });
      }
    }
  }
}

}  // namespace

size_t WinogradPartScratch(const ConvProblem& problem, int tile, const WinogradPart& part) {
  const ConvArrays arrays;
  return tile == 4 ? Part<4>(problem, arrays, part).Scratch()
                   : Part<2>(problem, arrays, part).Scratch();
}

void RunWinogradPart(const ConvProblem& problem, const ConvArrays& arrays, int tile,
                     const WinogradPart& part, float* scratch) {
  if (tile == 4) {
    Part<4>(problem, arrays, part).Run(scratch);
  } else {
    Part<2>(problem, arrays, part).Run(scratch);
  }
}

void PackWinogradPanels(const ConvProblem& problem, const ConvWeights& weights, int tile,
                        int64_t begin, int64_t end, float* scratch, float* packed) {
  const auto pack = tile == 4 ? &PackPanelsFor<4> : &PackPanelsFor<2>;
  pack(problem, weights, begin, end, scratch, packed);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(WinogradPartScratch);
HWY_EXPORT(RunWinogradPart);
HWY_EXPORT(PackWinogradPanels);

size_t WinogradPartScratch(const ConvProblem& problem, int tile, const WinogradPart& part) {
  return HWY_DYNAMIC_DISPATCH(WinogradPartScratch)(problem, tile, part);
}

void RunWinogradPart(const ConvProblem& problem, const ConvArrays& arrays, int tile,
                     const WinogradPart& part, float* scratch) {
  HWY_DYNAMIC_DISPATCH(RunWinogradPart)(problem, arrays, tile, part, scratch);
}

void PackWinogradPanels(const ConvProblem& problem, const ConvWeights& weights, int tile,
                        int64_t begin, int64_t end, float* scratch, float* packed) {
  HWY_DYNAMIC_DISPATCH(PackWinogradPanels)(problem, weights, tile, begin, end, scratch, packed);
}

}  // namespace sluice
#endif  // HWY_ONCE
