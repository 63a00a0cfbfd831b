// The inner loops of SIFT against plain ones.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "features/sift_descriptor.h"
#include "features/sift_extrema.h"
#include "filters/depth.h"
#include "filters/gaussian.h"
#include "tests/golden.h"
#include "tests/kernel_check.h"
#include "tests/reference/sift.h"

namespace sluice {
namespace {

TEST_CASE("descriptors are those of a plain loop on every target", "[sift]") {
  const Frame textures = GoldenPicture(ReadGolden("sift.txt")[0], 112, 88, DType::kU8);
  const Frame gray = FilterFrame(*MakeDepth(DType::kF32), textures).value();
  GaussianOptions blur;
  blur.sigma_x = blur.sigma_y = 1.2;
  SiftOctave octave;
  octave.planes.push_back(FilterFrame(*MakeGaussian(blur), gray).value());
  const auto plane = std::as_const(octave.planes[0]).view<float>();
  for (const auto& [x, y, scale, angle] : {std::tuple{56.25, 44.5, 2.0, 0.0},
                                           {50.0, 40.0, 1.6, 90.0},
                                           {60.7, 41.1, 2.7, 33.3},
                                           {3.5, 80.2, 2.2, 201.5},
                                           {108.9, 82.0, 3.1, 359.9},
                                           {110.0, 86.0, 1.7, 135.0}}) {
    SiftExtremum extremum;
    extremum.x = x;
    extremum.y = y;
    extremum.scale = scale;
    const std::vector<double> want = ReferenceSift(plane, x, y, scale, angle);
    std::optional<std::vector<float>> first;
    ForEachTarget([&] {
      std::vector<float> got(128);
      DescribeSift(octave, extremum, angle, got.data());
      // Sums in f32 of up to some hundred votes.
      for (size_t i = 0; i < 128; ++i) CHECK(std::abs(double(got[i]) - want[i]) < 2e-5);
      if (!first) first = got;
      CHECK(got == *first);
    });
  }
}

TEST_CASE("extrema are those of a plain loop on every target", "[sift]") {
  // Whole numbers: many are equal.
  constexpr int kColumns = 70;
  std::vector<std::vector<float>> rows;
  for (uint64_t r = 0; r < 9; ++r) {
    const Frame noise = RandomPicture(kColumns + 32, 1, 1, DType::kU8, r);
    rows.emplace_back();
    for (int x = 0; x < kColumns + 32; ++x) {
      rows.back().push_back(static_cast<float>(noise.Row<uint8_t>(0)[x] / 64) -
                            (r == 4 ? 1.5f : 1));
    }
  }
  for (int x = 3; x < kColumns; x += 7) rows[4][size_t(x)] = x % 2 == 0 ? 4 : -4;
  rows[4][10] = rows[4][11] = rows[5][12] = 9;
  rows[8][24] = rows[3][30] = -4;
  std::vector<int32_t> want;
  for (int x = 1; x < kColumns; ++x) {
    const float centre = rows[4][size_t(x)];
    bool extreme = std::abs(centre) > 1;
    for (int i = 0; i < 27; ++i) {
      const float other = rows[size_t(i / 3)][size_t(x + i % 3 - 1)];
      const float more = centre > 0 ? centre - other : other - centre;
      if (i < 13 ? more <= 0 : i > 13 && more < 0) extreme = false;
    }
    if (extreme) want.push_back(x);
  }
  REQUIRE(want.size() > 5);
  const float* pointers[9];
  for (size_t i = 0; i < 9; ++i) pointers[i] = rows[i].data();
  ForEachTarget([&] {
    std::vector<int32_t> got(kColumns);
    got.resize(FindExtrema(pointers, 1, kColumns, 1, got.data()));
    CHECK(got == want);
  });
}

}  // namespace
}  // namespace sluice
