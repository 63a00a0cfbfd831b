#include "features/filter_bank.h"

#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <numbers>
#include <numeric>
#include <utility>

namespace sluice {
namespace {

constexpr int kSize = 49;
constexpr int kOrientations = 6;
constexpr double kElongation = 3;

// weight(x, y) at the places of a kernel, y upwards.
template <class Weight>
std::vector<double> Sample(int size, Weight weight) {
  const int half = size / 2;
  std::vector<double> weights;
  weights.reserve(size_t(size) * size_t(size));
  for (int y = half; y >= -half; --y) {
    for (int x = -half; x <= half; ++x) weights.push_back(weight(double(x), double(y)));
  }
  return weights;
}

std::vector<double> UnitNorm(std::vector<double> weights) {
  double norm = 0;
  for (const double w : weights) norm += std::abs(w);
  for (double& w : weights) w /= norm;
  return weights;
}

std::vector<double> ZeroMean(std::vector<double> weights) {
  const double mean =
      std::accumulate(weights.begin(), weights.end(), 0.0) / static_cast<double>(weights.size());
  for (double& w : weights) w -= mean;
  return UnitNorm(std::move(weights));
}

// A Gaussian's derivative of the given order (0 to 2), but for a factor.
double GaussianDerivative(double x, double sigma, int order) {
  const double variance = sigma * sigma;
  const double value = std::exp(-x * x / (2 * variance));
  if (order == 0) return value;
  return order == 1 ? -value * x / variance : value * (x * x - variance) / (variance * variance);
}

// A Gaussian three times as long as wide, derived across.
std::vector<double> Oriented(double sigma, int order, double angle) {
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  return ZeroMean(Sample(kSize, [&](double x, double y) {
    return GaussianDerivative(c * x + s * y, kElongation * sigma, 0) *
           GaussianDerivative(c * y - s * x, sigma, order);
  }));
}

std::vector<double> Gaussian(double sigma) {
  return UnitNorm(Sample(kSize, [&](double x, double y) {
    return GaussianDerivative(x, sigma, 0) * GaussianDerivative(y, sigma, 0);
  }));
}

std::vector<double> LaplacianOfGaussian(double sigma) {
  return ZeroMean(Sample(kSize, [&](double x, double y) {
    return GaussianDerivative(x, sigma, 2) * GaussianDerivative(y, sigma, 0) +
           GaussianDerivative(x, sigma, 0) * GaussianDerivative(y, sigma, 2);
  }));
}

std::string NumberText(double value) {
  std::string text = std::to_string(std::round(value * 1000) / 1000);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

// Edges (order 1) or bars (2): at each scale the six angles.
void AddOriented(const std::vector<double>& scales, int order, FilterBank* bank) {
  for (const double sigma : scales) {
    for (int k = 0; k < kOrientations; ++k) {
      bank->kernels.push_back({(order == 1 ? "edge " : "bar ") + NumberText(sigma) + " " +
                                   std::to_string(180 * k / kOrientations),
                               Oriented(sigma, order, std::numbers::pi * k / kOrientations)});
    }
  }
}

// Each kernel from `first` on is a response.
void AddPlainResponses(size_t first, FilterBank* bank) {
  for (size_t k = first; k < bank->kernels.size(); ++k) {
    bank->responses.push_back(
        {bank->kernels[k].name, ResponseKind::kKernel, {static_cast<int>(k)}});
  }
}

}  // namespace

FilterBank LeungMalikBank() {
  FilterBank bank{"lm", kSize, {}, {}};
  std::vector<double> scales;
  for (int k = 1; k <= 4; ++k) scales.push_back(std::pow(std::numbers::sqrt2, k));
  const std::vector<double> oriented_scales(scales.begin(), scales.end() - 1);
  AddOriented(oriented_scales, 1, &bank);
  AddOriented(oriented_scales, 2, &bank);
  for (const double factor : {1.0, 3.0}) {
    for (const double sigma : scales) {
      bank.kernels.push_back(
          {"spot " + NumberText(factor * sigma), LaplacianOfGaussian(factor * sigma)});
    }
  }
  for (const double sigma : scales) {
    bank.kernels.push_back({"gaussian " + NumberText(sigma), Gaussian(sigma)});
  }
  AddPlainResponses(0, &bank);
  return bank;
}

FilterBank SchmidBank() {
  FilterBank bank{"schmid", kSize, {}, {}};
  for (const auto& [sigma, taus] :
       {std::pair(2, 1), std::pair(4, 2), std::pair(6, 3), std::pair(8, 3), std::pair(10, 4)}) {
    for (int tau = 1; tau <= taus; ++tau) {
      const double s = sigma;
      bank.kernels.push_back({"ring " + std::to_string(sigma) + " " + std::to_string(tau),
                              ZeroMean(Sample(kSize, [&, tau = tau](double x, double y) {
                                const double r = std::hypot(x, y);
                                return std::cos(std::numbers::pi * tau * r / s) *
                                       std::exp(-r * r / (2 * s * s));
                              }))});
    }
  }
  AddPlainResponses(0, &bank);
  return bank;
}

FilterBank MaximumResponseBank() {
  FilterBank bank{"mr8", kSize, {}, {}};
  const std::vector<double> scales = {1, 2, 4};
  AddOriented(scales, 1, &bank);
  AddOriented(scales, 2, &bank);
  const int groups = static_cast<int>(bank.kernels.size()) / kOrientations;
  for (int group = 0; group < groups; ++group) {
    std::vector<int> members(kOrientations);
    std::iota(members.begin(), members.end(), group * kOrientations);
    const std::string& first = bank.kernels[size_t(members.front())].name;
    // An edge turned by 180 degrees only changes its sign, a bar stays as it is.
    const ResponseKind kind = group < groups / 2 ? ResponseKind::kLargest : ResponseKind::kMaximum;
    bank.responses.push_back({first.substr(0, first.rfind(' ')), kind, std::move(members)});
  }
  const size_t plain = bank.kernels.size();
  bank.kernels.push_back({"gaussian 10", Gaussian(10)});
  bank.kernels.push_back({"spot 10", LaplacianOfGaussian(10)});
  AddPlainResponses(plain, &bank);
  return bank;
}

FilterBank GaborBank(int scales, int orientations) {
  constexpr double kShortest = 4;
  constexpr double kSigma = 0.56;  // of a wavelength
  constexpr double kLength = 2;    // sigma along the crests, of that across
  const auto wavelength = [](int k) { return kShortest * std::pow(std::numbers::sqrt2, k); };
  const double widest = kSigma * wavelength(scales - 1);
  FilterBank bank{"gabor", 2 * static_cast<int>(std::ceil(3 * kLength * widest)) + 1, {}, {}};
  for (int scale = 0; scale < scales; ++scale) {
    const double sigma = kSigma * wavelength(scale);
    for (int k = 0; k < orientations; ++k) {
      const double angle = std::numbers::pi * k / orientations;
      const double c = std::cos(angle);
      const double s = std::sin(angle);
      const auto wave = [&](double phase) {
        return ZeroMean(Sample(bank.size, [&](double x, double y) {
          const double across = c * y - s * x;
          return GaussianDerivative(across, sigma, 0) *
                 GaussianDerivative(c * x + s * y, kLength * sigma, 0) *
                 std::cos(2 * std::numbers::pi * across / wavelength(scale) - phase);
        }));
      };
      const std::string name =
          NumberText(wavelength(scale)) + " " + NumberText(180.0 * k / orientations);
      const int first = static_cast<int>(bank.kernels.size());
      bank.kernels.push_back({"cosine " + name, wave(0)});
      bank.kernels.push_back({"sine " + name, wave(std::numbers::pi / 2)});
      bank.responses.push_back({"wave " + name, ResponseKind::kMagnitude, {first, first + 1}});
    }
  }
  return bank;
}

const std::vector<std::string>& BankNames() {
  static const std::vector<std::string> names = {"lm", "schmid", "mr8", "gabor"};
  return names;
}

FilterBank MakeFilterBank(BankKind kind, int scales, int orientations) {
  switch (kind) {
    case BankKind::kLm:
      return LeungMalikBank();
    case BankKind::kSchmid:
      return SchmidBank();
    case BankKind::kMr8:
      return MaximumResponseBank();
    case BankKind::kGabor:
      return GaborBank(scales, orientations);
  }
  return {};
}

}  // namespace sluice
