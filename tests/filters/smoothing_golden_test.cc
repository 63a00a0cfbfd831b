// Smoothing filters and the Laplacians against tests/golden/make_smoothing.py.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <memory>
#include <string>

#include "filters/box.h"
#include "filters/gaussian.h"
#include "filters/laplacian.h"
#include "filters/median.h"
#include "filters/sharpen.h"
#include "tests/golden.h"
#include "tests/kernel_check.h"

namespace sluice {
namespace {

constexpr int kWidth = 7;
constexpr int kHeight = 5;

Border GoldenBorder(const GoldenBlock& block) {
  for (Border border : AllBorders()) {
    if (BorderName(border) != block.header.back()) continue;
    border.constant = 0.2f;  // 51 of 255
    return border;
  }
  FAIL("no border rule is called " << block.header.back());
  return {};
}

std::unique_ptr<RowFilter> GoldenFilter(const GoldenBlock& block) {
  const std::string& name = block.header[0];
  const double a = block.parameter(1);
  const double b = block.parameter(2);
  const double c = block.parameter(3);
  const Border border = GoldenBorder(block);
  if (name == "gaussian") {
    GaussianOptions o;
    o.sigma_x = o.sigma_y = a;
    o.order_x = int(b);
    o.order_y = int(c);
    o.border = border;
    return MakeGaussian(o);
  }
  if (name == "log" || name == "laplacian") return MakeLaplacian({a, border});
  if (name == "box") return MakeBox({int(a), int(b), border});
  if (name == "sharpen") return MakeSharpen({a, float(b), float(c), border});
  if (name == "median") return MakePercentile({int(a), int(b), 50, border});
  FAIL("no filter is called " << name);
  return nullptr;
}

// How far a result may be from SciPy's f64, in 8-bit steps, where it keeps u8: the filters that
// promise the exact value, rounded, give just that.
double StepsOfU8(const std::string& name) {
  // Half a step of rounding at the end, and the roundings of the products in fixed point.
  if (name == "gaussian") return 0.56;
  // Half a step of rounding, and what f32 adds to it.
  if (name == "sharpen") return 0.5 + 1e-4;
  return 0;
}

// Sums of some ten terms in f32 of at most full scale: a few times 2^-24.
constexpr double kF32 = 4.0 / (1 << 24);

TEST_CASE("smoothing filters are SciPy's for f32", "[gaussian][box][sharpen][laplacian][median]") {
  const std::vector<GoldenBlock> blocks = ReadGolden("smoothing.txt");
  const Frame in = GoldenPicture(blocks[0], kWidth, kHeight, DType::kF32, 1 / 255.0);
  std::map<std::string, int> cases;
  for (size_t i = 1; i < blocks.size(); ++i) {
    const Frame want = GoldenPicture(blocks[i], kWidth, kHeight, DType::kF32, 1 / 255.0);
    const std::string& name = blocks[i].header[0];
    CAPTURE(blocks[i].header);
    ForEachTarget([&] {
      CheckSameFrame(FilterFrame(*GoldenFilter(blocks[i]), in).value(), want,
                     name == "median" ? 0 : kF32);
    });
    ++cases[name];
  }
  CHECK(cases == std::map<std::string, int>{{"gaussian", 15 + 25},
                                            {"laplacian", 5},
                                            {"log", 5},
                                            {"box", 10},
                                            {"sharpen", 5},
                                            {"median", 10}});
}

TEST_CASE("smoothing filters are SciPy's, rounded, for u8", "[gaussian][box][sharpen][median]") {
  const std::vector<GoldenBlock> blocks = ReadGolden("smoothing.txt");
  const Frame in = GoldenPicture(blocks[0], kWidth, kHeight, DType::kU8);
  for (size_t i = 1; i < blocks.size(); ++i) {
    const std::string& name = blocks[i].header[0];
    CAPTURE(blocks[i].header);
    const Frame out = FilterFrame(*GoldenFilter(blocks[i]), in).value();
    if (out.info().dtype == DType::kF32) {  // derivatives: f32 from u8, too
      CheckSameFrame(out, GoldenPicture(blocks[i], kWidth, kHeight, DType::kF32, 1 / 255.0), kF32);
      continue;
    }
    GoldenBlock want = blocks[i];
    const double steps = StepsOfU8(name);
    for (size_t n = 0; n < want.numbers.size(); ++n) {
      const double exact = std::clamp(want.numbers[n], 0.0, 255.0);
      const double got = out.Row<uint8_t>(int64_t(n / kWidth))[n % kWidth];
      CAPTURE(n, exact, got);
      if (steps == 0) {
        REQUIRE(got == std::nearbyint(exact));  // half to even
      } else {
        REQUIRE(std::abs(got - exact) <= steps);
      }
    }
  }
}

}  // namespace
}  // namespace sluice
