#include "filters/multirate_design.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace sluice {
namespace {

constexpr int kLargestFactor = 32;

// From which sigma, in units of the factor, a design can be within tolerance.
constexpr double kLeastSigmaPerFactor = 2.0;

// A box of `factor` ones convolved with itself `times` - 1 times.
std::vector<double> BoxPower(int factor, int times) {
  std::vector<double> result = {1.0};
  for (int i = 0; i < times; ++i) {
    std::vector<double> next(result.size() + static_cast<size_t>(factor) - 1);
    for (size_t k = 0; k < result.size(); ++k) {
      for (size_t j = 0; j < static_cast<size_t>(factor); ++j) next[k + j] += result[k];
    }
    result = std::move(next);
  }
  return result;
}

// Weights at positions -radius ... radius.
struct Centred {
  explicit Centred(int r) : radius(r), weights(2 * static_cast<size_t>(r) + 1) {}
  double& operator[](int i) { return weights.data()[i + radius]; }
  double at(int i) const { return std::abs(i) > radius ? 0.0 : weights.data()[i + radius]; }
  int radius;
  std::vector<double> weights;
};

// The effective kernel at fine positions n with n mod factor = phase when the coarse filter is a
// single weight of 1: decimation, then interpolation.
Centred DecimateInterpolate(const MultirateAxis& axis, int phase) {
  const int reach = axis.reach();
  const double to_decimate = std::pow(axis.factor, -4);
  const double to_interpolate = std::pow(axis.factor, -3);
  const auto spline = [&](int i) {
    return std::abs(i) > reach ? 0.0 : axis.spline.data()[i + reach];
  };
  Centred kernel(2 * reach);
  for (int m = -4; m <= 4; ++m) {  // the coarse positions that can reach the phase
    const double weight = spline(phase - m * axis.factor) * to_interpolate;
    if (weight == 0.0) continue;
    for (int i = -reach; i <= reach; ++i) {
      kernel[m * axis.factor + i - phase] += weight * spline(i) * to_decimate;
    }
  }
  return kernel;
}

// Solves a symmetric positive definite Toeplitz system in place by a banded Cholesky factorisation.
// `row` is the first row of the matrix up to its last element that is not 0.
class BandedToeplitz {
 public:
  BandedToeplitz(const std::vector<double>& row, size_t size)
      : size_(size), band_(row.size()), factor_(size * row.size()) {
    for (size_t i = 0; i < size; ++i) {
      const size_t first = i + 1 > band_ ? i + 1 - band_ : 0;
      for (size_t j = first; j <= i; ++j) {
        double sum = row[i - j];
        for (size_t k = std::max(first, j + 1 > band_ ? j + 1 - band_ : 0); k < j; ++k) {
          sum -= L(i, k) * L(j, k);
        }
        L(i, j) = i == j ? std::sqrt(sum) : sum / L(j, j);
      }
    }
  }

  std::vector<double> Solve(std::vector<double> b) const {
    for (size_t i = 0; i < size_; ++i) {
      for (size_t k = i + 1 > band_ ? i + 1 - band_ : 0; k < i; ++k) b[i] -= L(i, k) * b[k];
      b[i] /= L(i, i);
    }
    for (size_t i = size_; i-- > 0;) {
      for (size_t k = i + 1; k < std::min(size_, i + band_); ++k) b[i] -= L(k, i) * b[k];
      b[i] /= L(i, i);
    }
    return b;
  }

 private:
  double& L(size_t i, size_t j) { return factor_[i * band_ + (i - j)]; }
  double L(size_t i, size_t j) const { return factor_[i * band_ + (i - j)]; }

  size_t size_;
  size_t band_;
  std::vector<double> factor_;
};

double Sum(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double v : values) sum += v;
  return sum;
}

}  // namespace

MultirateAxis DesignMultirateAxis(const std::vector<double>& gaussian, int factor, int radius) {
  MultirateAxis axis;
  axis.factor = factor;
  axis.spline = BoxPower(factor, 4);
  Centred wanted(static_cast<int>(gaussian.size() / 2));
  wanted.weights = gaussian;
  std::vector<Centred> kernels;
  kernels.reserve(static_cast<size_t>(factor));
  for (int phase = 0; phase < factor; ++phase) kernels.push_back(DecimateInterpolate(axis, phase));

  // Normal equations: shifting a coarse weight shifts its kernels, so the matrix is Toeplitz.
  const size_t taps = 2 * static_cast<size_t>(radius) + 1;
  const int width = kernels[0].radius;
  std::vector<double> row(std::min(taps, static_cast<size_t>(2 * width / factor) + 1));
  std::vector<double> right(taps);
  for (const Centred& kernel : kernels) {
    for (int i = -width; i <= width; ++i) {
      for (size_t shift = 0; shift < row.size(); ++shift) {
        row[shift] += kernel.at(i) * kernel.at(i - static_cast<int>(shift) * factor);
      }
      for (int j = -radius; j <= radius; ++j) {
        right.data()[j + radius] += kernel.at(i) * wanted.at(i + j * factor);
      }
    }
  }
  // The least squares solution among those with sum 1 (one Lagrange multiplier).
  const BandedToeplitz matrix(row, taps);
  axis.coarse = matrix.Solve(right);
  const std::vector<double> correction = matrix.Solve(std::vector<double>(taps, 1.0));
  const double scale = (1.0 - Sum(axis.coarse)) / Sum(correction);
  for (size_t j = 0; j < taps; ++j) axis.coarse[j] += scale * correction[j];

  for (const Centred& kernel : kernels) {
    double error = 0.0;
    const int end = std::max(wanted.radius, radius * factor + width);
    for (int i = -end; i <= end; ++i) {
      double effective = 0.0;
      const int nearest = i / factor;
      const int reached = width / factor + 1;
      for (int j = std::max(-radius, nearest - reached); j <= std::min(radius, nearest + reached);
           ++j) {
        effective += axis.coarse.data()[j + radius] * kernel.at(i - j * factor);
      }
      error += std::abs(effective - wanted.at(i));
    }
    axis.error = std::max(axis.error, error);
  }
  return axis;
}

MultirateAxis FineAxis(std::vector<double> weights) {
  MultirateAxis axis;
  axis.spline = {1.0};
  axis.coarse = std::move(weights);
  return axis;
}

std::optional<MultirateAxis> ChooseMultirateAxis(const std::vector<double>& gaussian,
                                                 double sigma) {
  for (int factor = kLargestFactor; factor >= 2; factor /= 2) {
    if (sigma < kLeastSigmaPerFactor * factor) continue;
    const int fine_radius = static_cast<int>(gaussian.size() / 2);
    const int radius = (fine_radius + factor - 1) / factor;
    for (const int coarse_radius : {radius, radius + 1}) {
      MultirateAxis axis = DesignMultirateAxis(gaussian, factor, coarse_radius);
      // A kernel with sum 0 and absolute sum e changes a value between 0 and 255 by at most
      // 255 e / 2; two axes of equal error add theirs.
      if (axis.error * 255.0 <= kMultirateTolerance) return axis;
    }
  }
  return std::nullopt;
}

}  // namespace sluice
