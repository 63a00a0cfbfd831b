#include "filters/box.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include "filters/box_sums.h"
#include "filters/window_sums.h"
#include "tests/kernel_check.h"
#include "tests/reference/box.h"

namespace sluice {
namespace {

Frame Mean(const Frame& in, const BoxOptions& options) {
  Result<Frame> out = FilterFrame(*MakeBox(options), in);
  REQUIRE(out.ok());
  return std::move(out).value();
}

TEST_CASE("box equals its reference on every target, type, size, border and driver", "[box]") {
  const std::vector<std::pair<int, int>> sizes = {{1, 1}, {3, 3},  {2, 2}, {15, 15}, {4, 3},
                                                  {1, 5}, {17, 1}, {6, 9}, {16, 16}};
  int index = 0;
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const int channels : {1, 2, 3, 4, 5}) {
      for (const int width : {1, 2, 31, 66}) {
        for (int k = 0; k < 3; ++k, ++index) {
          const auto [w, h] = sizes[size_t(index) % sizes.size()];
          const Border border = AllBorders()[size_t(index) % 5];
          INFO(w << "x" << h << " border " << BorderName(border));
          const Frame in = RandomPicture(width, 13, channels, dtype);
          const Frame want = reference::Box(in, w, h, border);
          ForEachTarget([&] {
            CheckSameFrame(CheckDrivers(
                               [&] {
                                 return MakeBox({w, h, border});
                               },
                               in),
                           want, dtype == DType::kF32 ? 1e-6 : 0);
          });
        }
      }
    }
  }
}

TEST_CASE("box is exact for large boxes, beyond the picture and beyond 32-bit sums", "[box]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const auto& [w, h] :
         std::vector<std::pair<int, int>>{{41, 40}, {100, 7}, {7, 100}, {301, 300}}) {
      const Border border = AllBorders()[size_t(w + h) % 5];
      INFO(DTypeName(dtype) << " " << w << "x" << h << " border " << BorderName(border));
      const Frame in = RandomPicture(19, 6, 2, dtype);
      const Frame want = reference::Box(in, w, h, border);
      ForEachTarget([&] {
        CheckSameFrame(Mean(in, {w, h, border}), want, dtype == DType::kF32 ? 1e-5 : 0);
      });
      CheckSameFrame(CheckDrivers(
                         [&] {
                           return MakeBox({w, h, border});
                         },
                         in),
                     want, dtype == DType::kF32 ? 1e-5 : 0);
    }
  }
}

TEST_CASE("box means are exact for every sum that 16 bits can hold", "[box]") {
  ForEachTarget([&] {
    for (uint64_t count = 2; count <= 256; ++count) {
      const BoxDivider divider(count, 255);
      // A few of the larger counts have no exact multiplier; they are summed in 32 bits.
      REQUIRE((divider.fits_u16() || count > 185));
      REQUIRE((divider.fits_u16() || count != 225));
      if (!divider.fits_u16()) continue;
      const size_t sums = size_t(255 * count + 1);
      Scratch<uint16_t> in(sums);
      Scratch<uint8_t> out(sums);
      for (size_t s = 0; s < sums; ++s) in[s] = uint16_t(s);
      const uint16_t* const lines[] = {in.data()};
      MeanLines(lines, 1, sums, divider, out.data());
      size_t wrong = 0;
      for (size_t s = 0; s < sums; ++s) {
        wrong += out[s] != reference::RoundedQuotient(s, count) ? 1 : 0;
      }
      CAPTURE(count);
      REQUIRE(wrong == 0);
    }
  });
}

TEST_CASE("box means are exact next to every tie of larger sums", "[box]") {
  ForEachTarget([&] {
    for (const uint64_t count : {2u, 9u, 15u, 30u, 31u, 33u, 225u, 4096u, 6561u, 20000u, 65536u}) {
      // The sums around each quotient and each tie, for all quotients or a sample of them.
      std::vector<uint32_t> sums;
      for (uint64_t q = 0; q <= 65535; q += count < 1000 ? 1 : 7) {
        for (const int64_t d : {-1, 0, 1}) {
          for (const uint64_t at : {q * count, q * count + count / 2}) {
            const int64_t sum = int64_t(at) + d;
            if (sum >= 0 && sum <= int64_t(65535 * count)) sums.push_back(uint32_t(sum));
          }
        }
      }
      Scratch<uint32_t> in(sums.size());
      Scratch<uint16_t> out(sums.size());
      std::copy(sums.begin(), sums.end(), in.data());
      const uint32_t* const lines[] = {in.data()};
      MeanLines(lines, 1, sums.size(), BoxDivider(count, 65535), out.data());
      size_t wrong = 0;
      for (size_t i = 0; i < sums.size(); ++i) {
        wrong += out[i] != reference::RoundedQuotient(sums[i], count) ? 1 : 0;
      }
      CAPTURE(count);
      REQUIRE(wrong == 0);
    }
  });
}

TEST_CASE("a window's sums of sums cover it exactly", "[box]") {
  constexpr size_t kSamples = 40;
  for (const size_t channels : {1u, 3u}) {
    for (int window = 1; window <= 600; ++window) {
      Scratch<uint32_t> line(kSamples + size_t(window - 1) * channels);
      for (size_t i = 0; i < kSamples + size_t(window - 1) * channels; ++i) {
        line[i] = uint32_t(i * i);
      }
      const WindowPlan plan = WindowPlan::For(window);
      WindowSums<uint32_t> sums(plan, window, kSamples, channels);
      const auto& terms = sums.Terms(line.data());
      CHECK(terms.size() <= 16);
      for (const size_t i : {size_t{0}, size_t{17}, kSamples - 1}) {
        uint32_t got = 0;
        for (const uint32_t* term : terms) got += term[i];
        uint32_t want = 0;
        for (int t = 0; t < window; ++t) want += line[i + size_t(t) * channels];
        CAPTURE(window, channels, i);
        REQUIRE(got == want);
      }
    }
  }
}

TEST_CASE("a box of a constant is the constant", "[box]") {
  for (const int side : {1, 2, 3, 7, 16, 33, 200}) {
    CAPTURE(side);
    for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
      Frame in = RandomPicture(40, 5, 1, dtype);
      for (int y = 0; y < 5; ++y) {
        VisitDType(dtype, [&](auto zero) {
          using T = decltype(zero);
          std::fill_n(in.Row<T>(y), 40, FromFraction<T>(0.7f));
        });
      }
      CheckSameFrame(Mean(in, {side, side, {}}), in, dtype == DType::kF32 ? 1e-5 : 0);
    }
  }
}

TEST_CASE("an f32 box keeps NaN and infinities inside the rectangles that hold them", "[box]") {
  for (const int side : {3, 7}) {
    Frame in = RandomPicture(50, 30, 1, DType::kF32);
    in.Row<float>(15)[25] = std::numeric_limits<float>::infinity();
    in.Row<float>(2)[3] = std::numeric_limits<float>::quiet_NaN();
    const Frame out = Mean(in, {side, side, {}});
    for (int y = 0; y < 30; ++y) {
      for (int x = 0; x < 50; ++x) {
        const auto near = [&](int cy, int cx) {
          return std::abs(y - cy) <= side / 2 && std::abs(x - cx) <= side / 2;
        };
        CAPTURE(side, y, x);
        REQUIRE(std::isnan(out.Row<float>(y)[x]) == near(2, 3));
        REQUIRE(std::isinf(out.Row<float>(y)[x]) == near(15, 25));
      }
    }
  }
}

TEST_CASE("box refuses sides that make no sense", "[box]") {
  const Frame in = RandomPicture(3, 3, 1, DType::kU8);
  for (const int side : {0, -1, BoxOptions::kMaxSide + 1}) {
    CHECK(FilterFrame(*MakeBox({side, 3, {}}), in).status().is_usage());
    CHECK(FilterFrame(*MakeBox({3, side, {}}), in).status().is_usage());
  }
}

}  // namespace
}  // namespace sluice
