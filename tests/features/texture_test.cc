#include "features/texture.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "features/bank_responses.h"
#include "lib/parallel.h"
#include "tests/golden.h"
#include "tests/kernel_check.h"

namespace sluice {
namespace {

const std::vector<ResponseStatistic> kAll = {ResponseStatistic::kMean, ResponseStatistic::kAbsolute,
                                             ResponseStatistic::kStandardDeviation,
                                             ResponseStatistic::kEnergy};

std::vector<float> Describe(TextureOptions options, const Frame& in) {
  const auto texture = MakeTexture(std::move(options));
  std::vector<float> out(size_t(texture->Size(in.info().picture()).value()));
  REQUIRE(texture->Describe(in, out.data()).ok());
  return out;
}

TextureOptions Options(FilterBank bank, std::vector<ResponseStatistic> statistics) {
  TextureOptions options;
  options.bank = std::move(bank);
  options.statistics = std::move(statistics);
  return options;
}

TEST_CASE("statistics are those of the responses, one after the other", "[texture]") {
  for (const int size : {1, 5, 450}) {
    const Frame in = RandomPicture(size, size, 1, DType::kF32);
    const Frame responses = MakeBankFilter(SchmidBank())->Apply(in.Clone().value()).value();
    const std::vector<float> got = Describe(Options(SchmidBank(), kAll), in);
    REQUIRE(got.size() == 4 * 13);
    for (size_t r = 0; r < 13; ++r) {
      double sum = 0, absolute = 0, squares = 0;
      for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size; ++x) {
          const double value = double(responses.Row<float>(y)[size_t(x) * 13 + r]);
          sum += value;
          absolute += std::abs(value);
          squares += value * value;
        }
      }
      const double n = double(size) * size;
      // Sums of a row are in f32: a relative error of 2^-24 for each of up to 30 additions a lane.
      const double error = 30 * 0x1p-24 * (absolute / n);
      CHECK(std::abs(double(got[r]) - sum / n) < error + 1e-12);
      CHECK(std::abs(double(got[13 + r]) - absolute / n) < error + 1e-12);
      const double variance = squares / n - sum / n * (sum / n);
      CHECK(double(got[26 + r]) ==
            Approx(std::sqrt(std::max(0.0, variance))).epsilon(1e-5).margin(1e-8));
      CHECK(double(got[39 + r]) == Approx(squares / n).epsilon(1e-5).margin(1e-14));
    }
  }
}

TEST_CASE("G7: responses and their statistics are those of the published banks", "[texture]") {
  const std::vector<GoldenBlock> blocks = ReadGolden("banks.txt");
  const int width = 24;
  const Frame picture = GoldenPicture(blocks.at(0), width, 20, DType::kU8);
  // The stated bound of responses, 2^-20 times the range, twice for magnitudes; squares of numbers
  // below 1 are off by no more than twice that.
  constexpr double kBound = 0x1p-19;
  for (size_t b = 1; b < blocks.size(); ++b) {
    const std::string& name = blocks[b].header.at(1);
    INFO(blocks[b].header[0] << " " << name);
    const auto place = std::find(BankNames().begin(), BankNames().end(), name);
    const FilterBank bank = MakeFilterBank(BankKind(place - BankNames().begin()), 2, 3);
    const std::vector<double>& expected = blocks[b].numbers;
    std::vector<float> got;
    if (blocks[b].header[0] == "texture") {
      got = Describe(Options(bank, kAll), picture);
    } else {
      const Frame responses = MakeBankFilter(bank)->Apply(picture.Clone().value()).value();
      const size_t count = bank.responses.size();
      for (size_t i = 0; i < expected.size() / count; ++i) {
        const int at = int(i) * 37;
        const auto* const row = responses.Row<float>(at / width) + size_t(at % width) * count;
        got.insert(got.end(), row, row + count);
      }
    }
    REQUIRE(got.size() == expected.size());
    double most = 0;
    for (size_t i = 0; i < got.size(); ++i) {
      most = std::max(most, std::abs(double(got[i]) - expected[i]));
    }
    CHECK(most < kBound);
  }
}

TEST_CASE("G7: the means of the 48 filters are 48 numbers, wherever things are", "[texture]") {
  // With the border wrapped round, a shifted picture has the same responses elsewhere.
  TextureOptions options = Options(LeungMalikBank(), {ResponseStatistic::kAbsolute});
  options.border = {BorderMode::kWrap};
  const Frame in = RandomPicture(60, 50, 1, DType::kF32);
  Frame moved = Frame::Create(in.info()).value();
  for (int y = 0; y < 50; ++y) {
    for (int x = 0; x < 60; ++x)
      moved.Row<float>((y + 13) % 50)[(x + 41) % 60] = in.Row<float>(y)[x];
  }
  const std::vector<float> a = Describe(options, in);
  const std::vector<float> b = Describe(options, moved);
  REQUIRE(a.size() == 48);
  for (size_t i = 0; i < a.size(); ++i) CHECK(a[i] == Approx(b[i]).margin(2e-6));
}

TEST_CASE("texture doesn't depend on threads", "[texture]") {
  for (const int size : {64, 700}) {
    const Frame in = RandomPicture(size, size, 3, DType::kU8);
    SetThreads(1);
    const std::vector<float> one = Describe(Options(LeungMalikBank(), kAll), in);
    SetThreads(3);
    CHECK(Describe(Options(LeungMalikBank(), kAll), in) == one);
    SetThreads(0);
  }
}

TEST_CASE("contrast is normalised, a constant picture has none", "[texture]") {
  Frame in = RandomPicture(70, 40, 1, DType::kF32);
  TextureOptions options = Options(MaximumResponseBank(), kAll);
  options.normalize = true;
  const std::vector<float> a = Describe(options, in);
  for (int y = 0; y < 40; ++y) {
    for (int x = 0; x < 70; ++x) in.Row<float>(y)[x] = 0.5f + 0.125f * in.Row<float>(y)[x];
  }
  const std::vector<float> b = Describe(options, in);
  for (size_t i = 0; i < a.size(); ++i) CHECK(a[i] == Approx(b[i]).epsilon(1e-4).margin(1e-6));
  for (int y = 0; y < 40; ++y) std::fill_n(in.Row<float>(y), 70, 0.7f);
  CHECK(Describe(options, in) == std::vector<float>(32, 0.0f));
}

TEST_CASE("texture refuses samples that are not finite", "[texture]") {
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    Frame in = RandomPicture(30, 30, 1, DType::kF32);
    in.Row<float>(4)[5] = bad;
    for (const bool normalize : {false, true}) {
      TextureOptions options = Options(SchmidBank(), kAll);
      options.normalize = normalize;
      std::vector<float> out(4 * 13);
      CHECK_FALSE(MakeTexture(options)->Describe(in, out.data()).ok());
    }
  }
}

}  // namespace
}  // namespace sluice
