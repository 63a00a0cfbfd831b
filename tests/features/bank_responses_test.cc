#include "features/bank_responses.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>

#include "features/descriptor.h"
#include "lib/parallel.h"
#include "tests/kernel_check.h"

namespace sluice {
namespace {

Frame Responses(const FilterBank& bank, const Frame& in, Border border = {BorderMode::kMirror}) {
  return MakeBankFilter(bank, border)->Apply(in.Clone().value()).value();
}

double Sample(const Frame& in, int64_t x, int64_t y, const Border& border) {
  const PictureInfo info = in.info().picture();
  x = BorderIndex(x, info.width, border.mode);
  y = BorderIndex(y, info.height, border.mode);
  return x < 0 || y < 0 ? double(border.constant) : double(in.Row<float>(y)[x]);
}

// Kernel k at a pixel, by its definition.
double Plain(const FilterBank& bank, int k, const Frame& in, int x, int y, const Border& border) {
  const int half = bank.size / 2;
  double sum = 0;
  for (int i = 0; i < bank.size; ++i) {
    for (int j = 0; j < bank.size; ++j) {
      sum += bank.kernels[size_t(k)].weights[size_t(i * bank.size + j)] *
             Sample(in, x + j - half, y + i - half, border);
    }
  }
  return sum;
}

double Plain(const FilterBank& bank, const BankResponse& response, const Frame& in, int x, int y,
             const Border& border) {
  double result = 0;
  bool first = true;
  for (const int k : response.kernels) {
    const double value = Plain(bank, k, in, x, y, border);
    switch (response.kind) {
      case ResponseKind::kKernel:
        result = value;
        break;
      case ResponseKind::kMaximum:
        result = first ? value : std::max(result, value);
        break;
      case ResponseKind::kLargest:
        result = std::max(result, std::abs(value));
        break;
      case ResponseKind::kMagnitude:
        result = std::hypot(result, value);
        break;
    }
    first = false;
  }
  return result;
}

// The largest difference from the definition, at every `step`-th pixel.
double MostOff(const FilterBank& bank, const Frame& in, const Frame& got, const Border& border,
               int step) {
  double most = 0;
  const PictureInfo info = in.info().picture();
  REQUIRE(got.info().picture().channels == int(bank.responses.size()));
  for (int i = 0; i < info.width * info.height; i += step) {
    const int x = i % info.width;
    const int y = i / info.width;
    for (size_t r = 0; r < bank.responses.size(); ++r) {
      const double value = double(got.Row<float>(y)[size_t(x) * bank.responses.size() + r]);
      most = std::max(most, std::abs(value - Plain(bank, bank.responses[r], in, x, y, border)));
    }
  }
  return most;
}

// The stated bound, for samples in [-0.25, 1.25): 2^-20 times their greatest distance from the
// mean, twice for magnitudes.
constexpr double kBound = 0x1p-20 * 1.5;

TEST_CASE("responses equal sums over kernels", "[bank]") {
  const std::vector<FilterBank> banks = {LeungMalikBank(), SchmidBank(), MaximumResponseBank(),
                                         GaborBank(2, 3)};
  for (size_t b = 0; b < banks.size(); ++b) {
    // One pixel, smaller than the kernels, one tile, several tiles.
    for (const auto& [width, height] :
         {std::pair(1, 1), std::pair(7, 20), std::pair(90, 60), std::pair(300, 250)}) {
      const Border border = AllBorders()[(b + size_t(width)) % 5];
      INFO(banks[b].name << " " << width << "x" << height << " " << BorderName(border));
      const Frame in = RandomPicture(width, height, 1, DType::kF32);
      const int step = std::max(1, width * height / 40) | 1;
      CHECK(MostOff(banks[b], in, Responses(banks[b], in, border), border, step) < kBound);
    }
  }
}

TEST_CASE("responses stay exact on bright pictures of low contrast", "[bank]") {
  Frame in = RandomPicture(80, 70, 1, DType::kF32);
  for (int y = 0; y < 70; ++y) {
    for (int x = 0; x < 80; ++x) in.Row<float>(y)[x] = 0.75f + 0x1p-10f * in.Row<float>(y)[x];
  }
  // The luminance and the Gaussians' results are rounded to f32: three times 2^-25.
  const Border border = {BorderMode::kMirror};
  CHECK(MostOff(LeungMalikBank(), in, Responses(LeungMalikBank(), in), border, 397) <
        kBound * 0x1p-10 + 3 * 0x1p-25);
}

TEST_CASE("a constant picture gives zeros, and Gaussians the constant", "[bank]") {
  for (const auto& [width, height] : {std::pair(1, 1), std::pair(60, 40), std::pair(400, 300)}) {
    Frame in = Frame::Create(FrameInfo::Picture(width, height, 1, DType::kF32)).value();
    for (int y = 0; y < height; ++y) std::fill_n(in.Row<float>(y), width, 0.3f);
    const Frame got = Responses(LeungMalikBank(), in);
    const float gray = GrayPicture(in).value().Row(0)[0];
    for (int y = 0; y < height; ++y) {
      for (int i = 0; i < width * 48; ++i) {
        REQUIRE(got.Row<float>(y)[i] == (i % 48 < 44 ? 0.0f : gray));
      }
    }
  }
}

TEST_CASE("the same bytes for any number of threads", "[bank]") {
  for (const int size : {50, 500}) {
    const Frame in = RandomPicture(size, size, 1, DType::kF32);
    SetThreads(1);
    const Frame one = Responses(MaximumResponseBank(), in);
    for (const int threads : {2, 3}) {
      SetThreads(threads);
      CheckSameFrame(Responses(MaximumResponseBank(), in), one);
    }
    SetThreads(0);
  }
}

TEST_CASE("the same bytes on every SIMD target", "[bank]") {
  const Frame in = RandomPicture(90, 70, 1, DType::kF32);
  const Frame want = Responses(MaximumResponseBank(), in);
  ForEachTarget([&] { CheckSameFrame(Responses(MaximumResponseBank(), in), want); });
}

TEST_CASE("colour counts as luminance, alpha not at all", "[bank]") {
  Frame gray = RandomPicture(40, 30, 1, DType::kU8);
  FrameInfo info = FrameInfo::Picture(40, 30, 4, DType::kU8, true);
  Frame rgba = Frame::Create(info).value();
  for (int y = 0; y < 30; ++y) {
    for (int x = 0; x < 40; ++x) {
      std::fill_n(rgba.Row<uint8_t>(y) + 4 * x, 3, gray.Row<uint8_t>(y)[x]);
      rgba.Row<uint8_t>(y)[4 * x + 3] = static_cast<uint8_t>(x);
    }
  }
  CheckSameFrame(Responses(SchmidBank(), rgba), Responses(SchmidBank(), gray));
}

TEST_CASE("a NaN reaches as far as the kernels", "[bank]") {
  Frame in = RandomPicture(400, 120, 1, DType::kF32);
  in.Row<float>(60)[100] = std::numeric_limits<float>::quiet_NaN();
  const Frame got = Responses(SchmidBank(), in);
  for (int y = 0; y < 120; ++y) {
    for (int x = 0; x < 400; ++x) {
      const bool near = std::abs(y - 60) <= 24 && std::abs(x - 100) <= 24;
      REQUIRE(std::isnan(got.Row<float>(y)[x * 13]) == near);
    }
  }
  const Border border = {BorderMode::kMirror};
  CHECK(got.Row<float>(0)[0] == Approx(Plain(SchmidBank(), 0, in, 0, 0, border)).margin(kBound));
}

TEST_CASE("maxima over orientations follow a turn of the picture by 90 degrees", "[bank]") {
  const int n = 64;
  const Frame in = RandomPicture(n, n, 1, DType::kF32);
  Frame turned = Frame::Create(in.info()).value();
  for (int y = 0; y < n; ++y) {
    for (int x = 0; x < n; ++x) turned.Row<float>(n - 1 - x)[y] = in.Row<float>(y)[x];
  }
  const Frame a = Responses(MaximumResponseBank(), in);
  const Frame b = Responses(MaximumResponseBank(), turned);
  for (int y = 0; y < n; ++y) {
    for (int x = 0; x < n; ++x) {
      for (int r = 0; r < 8; ++r) {
        REQUIRE(std::abs(a.Row<float>(y)[x * 8 + r] - b.Row<float>(n - 1 - x)[y * 8 + r]) <
                2 * kBound);
      }
    }
  }
}

TEST_CASE("banks refuse what is no picture", "[bank]") {
  Frame vector = Frame::Create(FrameInfo::Array({5}, "n", DType::kF32)).value();
  CHECK_FALSE(MakeBankFilter(SchmidBank())->Apply(std::move(vector)).ok());
}

TEST_CASE("a bank's picture has a tile for each kernel", "[bank]") {
  const Frame picture = BankPicture(LeungMalikBank()).value();
  const PictureInfo info = picture.info().picture();  // 7 x 7 tiles of 49 and gaps of 2
  CHECK(info.width == 7 * 51 + 2);
  CHECK(info.height == 7 * 51 + 2);
  CHECK(int{picture.Row<uint8_t>(2)[3 * 2]} == 128);  // the first kernel's corner is 0
}

}  // namespace
}  // namespace sluice
