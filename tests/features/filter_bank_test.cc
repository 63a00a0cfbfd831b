#include "features/filter_bank.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <set>
#include <string>

namespace sluice {
namespace {

double At(const FilterBank& bank, int kernel, int x, int y) {  // from the middle, y upwards
  const int half = bank.size / 2;
  return bank.kernels[size_t(kernel)].weights[size_t((half - y) * bank.size + half + x)];
}

double Sum(const BankKernel& kernel) {
  double sum = 0;
  for (const double w : kernel.weights) sum += w;
  return sum;
}

std::vector<FilterBank> Banks() {
  return {LeungMalikBank(), SchmidBank(), MaximumResponseBank(), GaborBank(4, 6), GaborBank(1, 1)};
}

// The weights differ from `shape`(x, y) by a common factor and a common addend.
template <class Shape>
void CheckShape(const FilterBank& bank, int kernel, Shape shape) {
  INFO(bank.name << " " << bank.kernels[size_t(kernel)].name);
  const double low = shape(0, 0);
  const double high = shape(3, -2);
  const double factor = (At(bank, kernel, 3, -2) - At(bank, kernel, 0, 0)) / (high - low);
  CHECK(factor > 0);
  const double addend = At(bank, kernel, 0, 0) - factor * low;
  double largest = 0;
  double most = 0;
  for (int y = -bank.size / 2; y <= bank.size / 2; ++y) {
    for (int x = -bank.size / 2; x <= bank.size / 2; ++x) {
      largest = std::max(largest, std::abs(At(bank, kernel, x, y)));
      most = std::max(most, std::abs(At(bank, kernel, x, y) - factor * shape(x, y) - addend));
    }
  }
  CHECK(most < 1e-12 * largest);
}

TEST_CASE("G7: banks have the published numbers of kernels and responses", "[bank]") {
  CHECK(LeungMalikBank().kernels.size() == 48);
  CHECK(LeungMalikBank().responses.size() == 48);
  CHECK(SchmidBank().kernels.size() == 13);
  CHECK(SchmidBank().responses.size() == 13);
  CHECK(MaximumResponseBank().kernels.size() == 38);
  CHECK(MaximumResponseBank().responses.size() == 8);
  CHECK(GaborBank(4, 6).kernels.size() == 48);
  CHECK(GaborBank(4, 6).responses.size() == 24);
  for (const FilterBank& bank : {LeungMalikBank(), SchmidBank(), MaximumResponseBank()}) {
    CHECK(bank.size == 49);
  }
}

TEST_CASE("kernels have unit norm, mean 0 unless they are Gaussians, and a name each", "[bank]") {
  for (const FilterBank& bank : Banks()) {
    std::set<std::string> names;
    int gaussians = 0;
    for (const BankKernel& kernel : bank.kernels) {
      INFO(bank.name << " " << kernel.name);
      CHECK(names.insert(kernel.name).second);
      REQUIRE(kernel.weights.size() == size_t(bank.size) * size_t(bank.size));
      double norm = 0;
      for (const double w : kernel.weights) norm += std::abs(w);
      CHECK(norm == Approx(1).epsilon(1e-12));
      const bool gaussian = kernel.name.starts_with("gaussian");
      gaussians += gaussian ? 1 : 0;
      // Rounding errors of 2401 additions.
      CHECK(std::abs(Sum(kernel) - (gaussian ? 1.0 : 0.0)) < 1e-14);
    }
    CHECK(gaussians == (bank.name == "lm" ? 4 : bank.name == "mr8" ? 1 : 0));
  }
}

TEST_CASE("kernels follow their closed forms", "[bank]") {
  const FilterBank lm = LeungMalikBank();
  // The second scale (sigma 2) at 30 degrees: elongation 3 along, derivatives across.
  const double c = std::cos(std::numbers::pi / 6);
  const double s = std::sin(std::numbers::pi / 6);
  const auto elongated = [&](double u, double v) { return std::exp(-u * u / 72 - v * v / 8); };
  CHECK(lm.kernels[7].name == "edge 2 30");
  CheckShape(lm, 7, [&](double x, double y) {
    const double v = c * y - s * x;
    return -v * elongated(c * x + s * y, v);
  });
  CHECK(lm.kernels[25].name == "bar 2 30");
  CheckShape(lm, 25, [&](double x, double y) {
    const double v = c * y - s * x;
    return (v * v / 4 - 1) * elongated(c * x + s * y, v);
  });
  CHECK(lm.kernels[41].name == "spot 6");
  CheckShape(lm, 41, [](double x, double y) {
    const double r2 = x * x + y * y;
    return (r2 / 36 - 2) * std::exp(-r2 / 72);
  });
  CHECK(lm.kernels[47].name == "gaussian 4");
  CheckShape(lm, 47, [](double x, double y) { return std::exp(-(x * x + y * y) / 32); });
  const FilterBank schmid = SchmidBank();
  CHECK(schmid.kernels[12].name == "ring 10 4");
  CheckShape(schmid, 12, [](double x, double y) {
    const double r = std::sqrt(x * x + y * y);
    return std::cos(4 * std::numbers::pi * r / 10) * std::exp(-r * r / 200);
  });
  const FilterBank gabor = GaborBank(3, 2);
  CHECK(gabor.kernels[10].name == "cosine 8 90");
  CheckShape(gabor, 10, [](double x, double y) {  // upright crests
    const double sigma = 0.56 * 8;
    return std::cos(2 * std::numbers::pi * x / 8) *
           std::exp(-(x * x + y * y / 4) / (2 * sigma * sigma));
  });
}

TEST_CASE("a turn by 90 degrees exchanges orientations three steps apart", "[bank]") {
  const FilterBank lm = LeungMalikBank();
  for (const int scale : {0, 6, 12, 18, 24, 30}) {
    for (int k = 0; k < 3; ++k) {
      for (int y = -24; y <= 24; ++y) {
        for (int x = -24; x <= 24; ++x) {
          // Counterclockwise: what was at (x, y) comes to (-y, x).
          const double turned = At(lm, scale + k + 3, -y, x);
          REQUIRE(std::abs(turned - At(lm, scale + k, x, y)) < 1e-15);
        }
      }
    }
  }
}

}  // namespace
}  // namespace sluice
