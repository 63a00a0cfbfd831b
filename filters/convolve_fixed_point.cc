// Convolution of u8 pictures in 16-bit fixed point: exact for kernels of whole numbers, twice as
// many products an instruction as f32.
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "filters/convolve_method.h"
#include "filters/correlate_u8.h"
#include "filters/fixed_point.h"
#include "lib/border.h"
#include "lib/saturate.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// How far fixed-point weights may put a result off, in steps of a u8 sample, before it is rounded.
constexpr double kMaxError = 1.0 / 64;

// A kernel's weights as CorrelatePairs wants them.
struct PairWeights {
  std::vector<int32_t> even;  // output rows that begin with the first row of a pair
  std::vector<int32_t> odd;   // and with the second
  PairFinish finish;
};

// Tap pairs that either parity needs.
int TapPairs(int kernel_height) { return kernel_height / 2 + 1; }

// In integers where that is as good: weights in fixed point have no halves to round to even.
PairFinish MakeFinish(int shift, double multiplier, double bias) {
  PairFinish finish;
  const double scaled_bias = std::ldexp(bias, shift);
  finish.shifts = multiplier == 1.0 && std::abs(scaled_bias) < double(1 << 29) &&
                  (shift > 0 || scaled_bias == std::round(scaled_bias));
  finish.shift = shift;
  if (finish.shifts) {
    const double half = shift > 0 ? std::ldexp(0.5, shift) : 0.0;
    finish.rounding = static_cast<int32_t>(std::round(scaled_bias) + half);
  }
  finish.multiplier = static_cast<float>(std::ldexp(multiplier, -shift));
  finish.bias = static_cast<float>(bias);
  return finish;
}

PairWeights PackWeights(const FixedPoint& fixed, int height, int width, PairFinish finish) {
  PairWeights packed;
  const auto weight = [&](int r, int j) {
    return r >= 0 && r < height ? fixed.weights[size_t(r) * size_t(width) + size_t(j)] : int16_t{0};
  };
  for (int t = 0; t < TapPairs(height); ++t) {
    for (int j = 0; j < width; ++j) {
      packed.even.push_back(PackPair(weight(2 * t, j), weight(2 * t + 1, j)));
      packed.odd.push_back(PackPair(weight(2 * t - 1, j), weight(2 * t, j)));
    }
  }
  packed.finish = finish;
  return packed;
}

class FixedPointConvolve : public ConvolveMethod {
 public:
  FixedPointConvolve(const ConvolveGeometry& geometry, int kernel_height, int kernel_width,
                     std::vector<PairWeights> kernels)
      : geometry_(geometry),
        height_(kernel_height),
        width_(kernel_width),
        kernels_(std::move(kernels)) {}

  void Rows(const RowWindow* slices, RowRange out, const RowBand& band) const override {
    const int channels = geometry_.in.channels;
    const int padded_width = geometry_.pad_left + geometry_.in.width + geometry_.pad_right;
    const size_t row_size = size_t(padded_width) * size_t(channels) + kPairSlack;
    const int taps = TapPairs(height_);
    // A ring of pairs; the pairs of the band are counted from its first input row.
    const int capacity = taps + 1;
    const size_t stride = RowStride(row_size, sizeof(int32_t)) / sizeof(int32_t);
    Scratch<int32_t> ring(stride * size_t(capacity));
    const RowRange needed = geometry_.InputRows(out, height_);
    int ready = 0;
    const auto pair_at = [&](int t) { return ring.data() + size_t(t % capacity) * stride; };
    const auto make_pair = [&](int t) {
      // Past the last row only rows that are not wanted look.
      const auto row = [&](int y) {
        return slices->Row<uint8_t>(std::min(needed.begin + y, needed.end - 1));
      };
      int32_t* const body = pair_at(t) + ptrdiff_t{geometry_.pad_left} * channels;
      PackRowPair(row(2 * t), row(2 * t + 1), size_t(geometry_.in.row_samples()), body);
      const auto constant = int16_t{FromFraction<uint8_t>(geometry_.border.constant)};
      PadRow(body, geometry_.in.width, channels, geometry_.pad_left, geometry_.pad_right,
             geometry_.border.mode, PackPair(constant, constant), pair_at(t));
    };
    std::vector<const int32_t*> pairs(static_cast<size_t>(capacity));
    for (int y = out.begin; y < out.end; y += kPairBlockRows) {
      const int first = (y - out.begin) / 2;
      for (; ready < first + capacity; ++ready) make_pair(ready);
      for (int t = 0; t < capacity; ++t) pairs[size_t(t)] = pair_at(first + t);
      Block(pairs.data(), {y, std::min(y + kPairBlockRows, out.end)}, band);
    }
  }

 private:
  void Block(const int32_t* const* pairs, RowRange made, const RowBand& band) const {
    const auto samples = static_cast<size_t>(geometry_.out.row_samples()) / kernels_.size();
    const bool direct = kernels_.size() == 1 && made.size() == kPairBlockRows;
    PairCorrelation c;
    c.pairs = pairs;
    c.taps = TapPairs(height_);
    c.width = width_;
    c.step = size_t(geometry_.in.channels);
    c.count = samples;
    uint8_t* out[kPairBlockRows];
    Scratch<uint8_t> spare(direct ? 0 : kPairBlockRows * RowStride(samples, 1));
    for (int i = 0; i < kPairBlockRows; ++i) {
      out[i] = direct ? band.Row<uint8_t>(made.begin + i)
                      : spare.data() + size_t(i) * RowStride(samples, 1);
    }
    c.out = out;
    for (size_t k = 0; k < kernels_.size(); ++k) {
      c.even_weights = kernels_[k].even.data();
      c.odd_weights = kernels_[k].odd.data();
      c.finish = kernels_[k].finish;
      CorrelatePairs(c);
      for (int i = 0; i < made.size() && !direct; ++i) {
        Interleave(out[i], k, band.Row<uint8_t>(made.begin + i));
      }
    }
  }

  // Puts the responses of kernel k beside those of the others.
  void Interleave(const uint8_t* responses, size_t k, uint8_t* row) const {
    const auto pixel = static_cast<size_t>(geometry_.in.channels);
    uint8_t* to = row + k * pixel;
    for (int x = 0; x < geometry_.out.width; ++x, to += pixel * kernels_.size()) {
      std::copy_n(responses + size_t(x) * pixel, pixel, to);
    }
  }

  ConvolveGeometry geometry_;
  int height_;
  int width_;
  std::vector<PairWeights> kernels_;
};

}  // namespace

std::unique_ptr<ConvolveMethod> MakeFixedPointConvolve(const ConvolveGeometry& geometry,
                                                       const KernelBank& bank) {
  if (geometry.in.dtype != DType::kU8 || bank.planes() != 1 || geometry.stride_x != 1 ||
      geometry.stride_y != 1) {
    return nullptr;
  }
  std::vector<PairWeights> kernels;
  for (int k = 0; k < bank.count; ++k) {
    const double* const plane = bank.Plane(k, 0);
    const std::optional<FixedPoint> fixed =
        ToFixedPoint(std::vector<double>(plane, plane + bank.plane_size()), kMaxError);
    if (!fixed) return nullptr;
    const PairFinish finish =
        MakeFinish(fixed->shift, bank.multiplier[size_t(k)], double(geometry.bias) * 255);
    kernels.push_back(PackWeights(*fixed, bank.height, bank.width, finish));
  }
  return std::make_unique<FixedPointConvolve>(geometry, bank.height, bank.width,
                                              std::move(kernels));
}

}  // namespace sluice
