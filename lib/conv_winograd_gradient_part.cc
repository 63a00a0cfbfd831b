#include <algorithm>

#include "lib/conv_winograd_gradient.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/conv_winograd_gradient_part.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/conv_tile-inl.h"
#include "lib/conv_winograd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

constexpr int kTile = 4;
constexpr int kSide = kTile + 2;
constexpr float kZeros[kMostConvVectors * kMostLanes] = {};

void TransformGradients(const WinogradGradient& work, const WinogradPlace& place, float* to) {
  const F32 d;
  const auto lanes = int64_t(hn::Lanes(d));
  const ConvProblem& p = work.problem;
  const float* pixels[kTile * kTile];
  for (int i = 0; i < kTile; ++i) {
    for (int j = 0; j < kTile; ++j) {
      const int64_t y = place.y + i;
      const int64_t x = place.x + j;
      pixels[i * kTile + j] = y < p.output[1] && x < p.output[2]
                                  ? work.d_output + place.image * p.out_image +
                                        place.z * p.out_step[0] + y * p.out_step[1] +
                                        x * p.out_step[2]
                                  : work.zeros;
    }
  }
  for (int64_t c = 0; c < p.out_channels; c += lanes) {
    const int64_t channel = std::min(c, p.out_channels - lanes);
    TransformSquare<kTile, kSide>(
        d,
        [](F32 tag, const VF32* x, VF32* y)
            HWY_ATTR { Winograd<kTile>::OutputTransposed(tag, x, y); },
        [&](int i, int j) HWY_ATTR { return hn::LoadU(d, pixels[i * kTile + j] + channel); },
        [&](int i, int j, VF32 v)
            HWY_ATTR { hn::StoreU(v, d, to + (i * kSide + j) * work.gradient_step + channel); });
  }
}

}  // namespace

void TransformGradientTiles(const WinogradGradient& work, int64_t begin, int64_t end) {
  const WinogradGrid grid = WinogradGrid::Of(work.problem, kTile);
  for (int64_t i = begin; i < end; ++i) {
    const WinogradPlace place = WinogradPlace::Of(work.problem, grid, kTile, work.first + i);
    TransformInputTile<kTile>(work.problem, work.input, place, work.zeros, work.input_step,
                              work.inputs + i * work.input_pitch);
    TransformGradients(work, place, work.gradients + i * work.gradient_pitch);
  }
}

void SumGradientPlace(const WinogradGradient& work, int64_t place, int64_t begin, int64_t end) {
  const auto lanes = int64_t(hn::Lanes(F32()));
  const int64_t tiles = (end - begin + kTileRows - 1) / kTileRows;
  const float* gradients = work.gradients + place * work.gradient_step;
  const float* inputs = work.inputs + place * work.input_step;
  float* sums = work.sums + place * work.problem.out_channels * work.input_pitch;
  for (int64_t c = 0; c < work.depth; c += kTileVectors * lanes) {
    const int64_t vectors = std::min<int64_t>(kTileVectors, (work.depth - c + lanes - 1) / lanes);
    for (int64_t tile = 0; tile < tiles; ++tile) {
      const int64_t row = begin + (end - begin) * tile / tiles;
      const int64_t rows = begin + (end - begin) * (tile + 1) / tiles - row;
      float* to = sums + row * work.input_pitch + c;
      const TileFrom from = work.first == 0 ? TileFrom{kZeros, 0} : TileFrom{to, work.input_pitch};
      RunConvTile(ChooseConvTile(GetConvTiles(), rows, vectors), work.count,
                  {gradients + row, 1, work.gradient_pitch},
                  {inputs + c, kTileVectors * lanes, work.input_pitch}, from,
                  {to, work.input_pitch});
    }
  }
}

void FinishGradient(const WinogradGradient& work, int64_t begin, int64_t end, bool add,
                    float* d_weights) {
  const F32 d;
  const auto lanes = int64_t(hn::Lanes(d));
  const ConvProblem& p = work.problem;
  const int64_t place_step = p.out_channels * work.input_pitch;
  for (int64_t o = begin; o < end; ++o) {
    for (int64_t k = 0; k < p.kernel[0]; ++k) {
      const float* sums = work.sums + o * work.input_pitch + k * p.in_channels;
      float* to = d_weights + (o * p.kernel[0] + k) * 9 * p.in_channels;
      for (int64_t c = 0; c < p.in_channels; c += lanes) {
        const int64_t count = std::min(lanes, p.in_channels - c);
        TransformSquare<kSide, 3>(
            d,
            [](F32 tag, const VF32* x, VF32* y)
                HWY_ATTR { Winograd<kTile>::WeightsTransposed(tag, x, y); },
            [&](int i, int j)
                HWY_ATTR { return hn::LoadU(d, sums + (i * kSide + j) * place_step + c); },
            [&](int i, int j, VF32 v) HWY_ATTR {
              float* out = to + (i * 3 + j) * p.in_channels + c;
              HWY_ALIGN float numbers[kMostLanes];
              hn::Store(v, d, numbers);
              for (int64_t l = 0; l < count; ++l) out[l] = add ? out[l] + numbers[l] : numbers[l];
            });
      }
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(TransformGradientTiles);
HWY_EXPORT(SumGradientPlace);
HWY_EXPORT(FinishGradient);

void TransformGradientTiles(const WinogradGradient& work, int64_t begin, int64_t end) {
  HWY_DYNAMIC_DISPATCH(TransformGradientTiles)(work, begin, end);
}

void SumGradientPlace(const WinogradGradient& work, int64_t place, int64_t begin, int64_t end) {
  HWY_DYNAMIC_DISPATCH(SumGradientPlace)(work, place, begin, end);
}

void FinishGradient(const WinogradGradient& work, int64_t begin, int64_t end, bool add,
                    float* d_weights) {
  HWY_DYNAMIC_DISPATCH(FinishGradient)(work, begin, end, add, d_weights);
}

}  // namespace sluice
#endif  // HWY_ONCE
