// Convolution with kernels that are sums of few products of a column and a row: for each a
// vertical pass straight from the window, then one horizontal pass over all of them.
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "filters/convolve_method.h"
#include "filters/low_rank.h"
#include "filters/response_rows.h"
#include "filters/weighted_sum.h"
#include "lib/border.h"
#include "lib/saturate.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// One kernel's terms in f32.
struct Terms {
  std::vector<std::vector<float>> columns;
  std::vector<float> rows;  // of all terms, one after the other
};

class LowRankConvolve : public ConvolveMethod {
 public:
  LowRankConvolve(const ConvolveGeometry& geometry, const KernelBank& bank,
                  std::vector<Terms> kernels)
      : geometry_(geometry), bank_(bank), kernels_(std::move(kernels)) {}

  void Rows(const RowWindow* slices, RowRange out, const RowBand& band) const override {
    VisitDType(geometry_.in.dtype, [&](auto zero) { RowsOf<decltype(zero)>(*slices, out, band); });
  }

 private:
  template <class T>
  void RowsOf(const RowWindow& in, RowRange out, const RowBand& band) const {
    size_t most_terms = 0;
    for (const Terms& terms : kernels_) most_terms = std::max(most_terms, terms.columns.size());
    const int channels = geometry_.in.channels;
    const size_t stride =
        RowStride(size_t(geometry_.pad_left + geometry_.in.width + geometry_.pad_right) *
                          size_t(channels) +
                      kRowAlignment,
                  sizeof(float)) /
        sizeof(float);
    Scratch<float> padded(stride * most_terms * kSumRows);
    const auto padded_row = [&](size_t term, int k) {
      return padded.data() + (term * kSumRows + size_t(k)) * stride;
    };
    const ResponseRows responses(geometry_, bank_);
    Scratch<float> sums(responses.samples() + kRowAlignment);
    std::vector<const T*> window(size_t(bank_.height) + kSumRows - 1);
    std::vector<const float*> shifted(most_terms * size_t(bank_.width));

    const int block = geometry_.stride_y == 1 ? kSumRows : 1;
    for (int y = out.begin; y < out.end; y += block) {
      const int made = std::min(block, out.end - y);
      const RowRange needed = geometry_.InputRows({y, y + made}, bank_.height);
      for (int r = 0; r < needed.size(); ++r) window[size_t(r)] = in.Row<T>(needed.begin + r);
      for (int k = 0; k < bank_.count; ++k) {
        const Terms& terms = kernels_[size_t(k)];
        for (size_t t = 0; t < terms.columns.size(); ++t) {
          float* rows[kSumRows];
          for (int i = 0; i < kSumRows; ++i) rows[i] = padded_row(t, i);
          Vertical(window.data(), terms.columns[t], made, rows);
        }
        for (int i = 0; i < made; ++i) {
          for (size_t t = 0; t < terms.columns.size(); ++t) {
            for (int j = 0; j < bank_.width; ++j) {
              shifted[t * size_t(bank_.width) + size_t(j)] =
                  padded_row(t, i) + ptrdiff_t{j} * channels;
            }
          }
          WeightedSum(shifted.data(), terms.rows.data(), static_cast<int>(terms.rows.size()),
                      responses.samples(), sums.data());
          responses.Write(sums.data(), k, 0, responses.samples(), band, y + i);
        }
      }
    }
  }

  // The vertical pass of one term for `made` rows, with their borders.
  template <class T>
  void Vertical(const T* const* window, const std::vector<float>& column, int made,
                float* const* padded) const {
    const auto samples = static_cast<size_t>(geometry_.in.row_samples());
    const int taps = static_cast<int>(column.size());
    float* bodies[kSumRows];
    for (int i = 0; i < kSumRows; ++i) {
      bodies[i] = padded[i] + ptrdiff_t{geometry_.pad_left} * geometry_.in.channels;
    }
    if (made == kSumRows) {
      WeightedSumRows(window, column.data(), taps, samples, bodies);
    } else {
      for (int i = 0; i < made; ++i) {
        WeightedSum(window + i, column.data(), taps, samples, bodies[i]);
      }
    }
    // What the pass makes of columns of the border's constant.
    float constant = 0;
    for (const float w : column) {
      constant += static_cast<float>(FromFraction<T>(geometry_.border.constant)) * w;
    }
    for (int i = 0; i < made; ++i) {
      PadRow(bodies[i], geometry_.in.width, geometry_.in.channels, geometry_.pad_left,
             geometry_.pad_right, geometry_.border.mode, constant, padded[i]);
    }
  }

  ConvolveGeometry geometry_;
  KernelBank bank_;
  std::vector<Terms> kernels_;
};

double Sum(const std::vector<double>& weights) {
  double sum = 0;
  for (const double w : weights) sum += std::abs(w);
  return sum;
}

// The most terms that cost less than `other_cost`. Measured: a tap costs 1.4 times as much as in
// the direct method, where loads are shared, and the row between the passes as much as 8 taps.
int MaxTerms(const ConvolveGeometry& geometry, const KernelBank& bank, double other_cost) {
  const double vectors = double(geometry.out.row_samples()) * geometry.out.height / 16;
  const double per_term = 1.4 * (bank.height + bank.width);
  return static_cast<int>(std::clamp((other_cost / vectors - 8) / per_term, 0.0, 64.0));
}

}  // namespace

std::unique_ptr<ConvolveMethod> MakeLowRankConvolve(const ConvolveGeometry& geometry,
                                                    const KernelBank& bank, double other_cost) {
  if (bank.planes() != 1 || geometry.stride_x != 1) return nullptr;
  const double full_scale = FullScale(geometry.in.dtype);
  const bool integers = geometry.in.dtype != DType::kF32;
  std::vector<Terms> kernels;
  for (int k = 0; k < bank.count; ++k) {
    const std::vector<double> plane(bank.Plane(k, 0), bank.Plane(k, 0) + bank.plane_size());
    // 1/64 of a step of an integer sample, or a f32 rounding error.
    const double max_error =
        integers && !bank.whole ? 1.0 / 64 / full_scale : std::ldexp(Sum(plane), -22);
    const int max_terms = MaxTerms(geometry, bank, other_cost);
    std::optional<std::vector<RankOneTerm>> terms =
        FactorKernel(plane.data(), bank.height, bank.width, max_terms, max_error);
    if (!terms) return nullptr;
    // One term of whole numbers is exact in f32, as long as sums stay below 2^24; several are not.
    if (integers && bank.whole && terms->size() > 1) return nullptr;
    Terms floats;
    for (const RankOneTerm& term : *terms) {
      floats.columns.emplace_back(term.column.begin(), term.column.end());
      floats.rows.insert(floats.rows.end(), term.row.begin(), term.row.end());
    }
    kernels.push_back(std::move(floats));
  }
  return std::make_unique<LowRankConvolve>(geometry, bank, std::move(kernels));
}

}  // namespace sluice
