#include "filters/normalize.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>

#include "filters/distribution.h"
#include "tests/kernel_check.h"
#include "tests/reference/normalize.h"

namespace sluice {
namespace {

Frame Normalized(const Frame& in, const NormalizeOptions& options = {}) {
  return MakeNormalize(options)->Apply(in.Clone().value()).value();
}

TEST_CASE("normalize stretches to full scale as its reference does", "[normalize]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const int channels : {1, 2, 3, 4, 5}) {
      for (const bool per_channel : {false, true}) {
        for (const bool alpha : {false, true}) {
          Frame in = RandomPicture(29, 6, channels, dtype);
          in.info().alpha = alpha;
          const int colours = Colours(in.info()).end;
          NormalizeOptions options;
          options.per_channel = per_channel;
          Frame want = in.Clone().value();
          for (int c = 0; c < colours; c += per_channel ? 1 : colours) {
            const int end = per_channel ? c + 1 : colours;
            const auto samples = reference::FiniteSamples(in, c, end);
            const auto [low, high] = std::minmax_element(samples.begin(), samples.end());
            reference::StretchRange(&want, c, end, *low, *high);
          }
          ForEachTarget([&] { CheckSameFrame(Normalized(in, options), want); });
        }
      }
    }
  }
}

TEST_CASE("normalize by percentiles saturates what is beyond them", "[normalize]") {
  Image<uint8_t> image = Image<uint8_t>::Create(101, 1, 1).value();
  for (int i = 0; i <= 100; ++i) image.Row(0)[i] = static_cast<uint8_t>(i + 50);
  NormalizeOptions options;
  options.low_percent = 10;
  options.high_percent = 90;
  const Frame out = Normalized(Frame::FromImage(std::move(image)), options);
  CHECK(out.Row<uint8_t>(0)[0] == 0);
  CHECK(out.Row<uint8_t>(0)[10] == 0);
  CHECK(out.Row<uint8_t>(0)[50] == 128);  // 127.5 to even
  CHECK(out.Row<uint8_t>(0)[90] == 255);
  CHECK(out.Row<uint8_t>(0)[100] == 255);
}

TEST_CASE("normalize gives the mean and the deviation that are asked for", "[normalize]") {
  const Frame in = RandomPicture(60, 40, 3, DType::kF32);
  NormalizeOptions options;
  options.by = NormalizeOptions::By::kMoments;
  options.mean = 0.25;
  options.deviation = 2;
  const Distribution all = Distribution::Of(Normalized(in, options), {0, 3}).value();
  CHECK(all.mean() == Approx(0.25).margin(1e-5));
  CHECK(all.deviation() == Approx(2).epsilon(1e-5));
  options.per_channel = true;
  const Distribution second = Distribution::Of(Normalized(in, options), {1, 2}).value();
  CHECK(second.mean() == Approx(0.25).margin(1e-5));
  CHECK(second.deviation() == Approx(2).epsilon(1e-5));
}

TEST_CASE("normalize leaves constants, NaN and infinity as they are", "[normalize]") {
  Frame in = Frame::Create(FrameInfo::Picture(5, 1, 1, DType::kF32)).value();
  std::fill_n(in.Row<float>(0), 5, 0.3f);
  CheckSameFrame(Normalized(in), in);
  const float infinity = std::numeric_limits<float>::infinity();
  const float values[] = {std::nanf(""), -infinity, infinity, 2.0f, 4.0f};
  std::copy(std::begin(values), std::end(values), in.Row<float>(0));
  const Frame out = Normalized(in);
  CHECK(std::isnan(out.Row<float>(0)[0]));
  CHECK(out.Row<float>(0)[1] == -infinity);
  CHECK(out.Row<float>(0)[2] == infinity);
  CHECK(out.Row<float>(0)[3] == 0);
  CHECK(out.Row<float>(0)[4] == 1);
}

TEST_CASE("normalize takes vectors and refuses percentiles that make no sense", "[normalize]") {
  Frame vector = Frame::Create(FrameInfo::Array({3}, "n", DType::kF32)).value();
  for (int i = 0; i < 3; ++i) vector.Row<float>(0)[i] = static_cast<float>(i);
  CHECK(Normalized(vector).Row<float>(0)[1] == 0.5f);
  NormalizeOptions options;
  options.low_percent = 60;
  options.high_percent = 40;
  CHECK(MakeNormalize(options)->Apply(std::move(vector)).status().is_usage());
}

}  // namespace
}  // namespace sluice
