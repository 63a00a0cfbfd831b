#include "filters/working_space.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "filters/depth.h"
#include "lib/scratch.h"
#include "tests/kernel_check.h"

namespace sluice {
namespace {

double ToLinear(double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); }
double ToSrgb(double v) {
  return v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
}

Frame There(const WorkingSpace& space, const Frame& in) {
  return FilterFrame(*MakeToWorking(space), in).value();
}
Frame Back(const WorkingSpace& space, DType to, const Frame& in) {
  return FilterFrame(*MakeFromWorking(space, to), in).value();
}

Frame WithAlpha(int width, int height, int channels, DType dtype) {
  Frame frame = RandomPicture(width, height, channels, dtype);
  frame.info().alpha = true;
  return frame;
}

TEST_CASE("the sRGB curve and its inverse", "[working_space]") {
  std::vector<float> samples;
  for (int i = 0; i <= 4096; ++i) samples.push_back(static_cast<float>(i) / 4096.0f);
  for (const float v : {0.04045f, 0.0031308f, 1e-30f, 2.0f, 100.0f, 1e10f}) samples.push_back(v);
  Scratch<float> in(samples.size());
  Scratch<float> out(samples.size());
  std::copy(samples.begin(), samples.end(), in.data());
  const auto check = [&](double (*curve)(double)) {
    for (size_t i = 0; i < samples.size(); ++i) {
      const double want = curve(static_cast<double>(samples[i]));
      INFO("sample " << samples[i]);
      CHECK(static_cast<double>(out[i]) == Approx(want).epsilon(1e-6));
    }
  };
  ForEachTarget([&] {
    SrgbToLinear(in.data(), samples.size(), out.data());
    check(ToLinear);
    LinearToSrgb(in.data(), samples.size(), out.data());
    check(ToSrgb);
  });
}

TEST_CASE("the sRGB curve is mirrored, and lets odd numbers through", "[working_space]") {
  const float inf = std::numeric_limits<float>::infinity();
  const std::vector<float> samples = {-0.5f, 0.5f, -0.0f, inf, -inf, NAN};
  Scratch<float> in(samples.size());
  Scratch<float> out(samples.size());
  std::copy(samples.begin(), samples.end(), in.data());
  ForEachTarget([&] {
    for (const auto curve : {SrgbToLinear, LinearToSrgb}) {
      curve(in.data(), samples.size(), out.data());
      CHECK(out[0] == -out[1]);
      CHECK(out[2] == 0.0f);
      CHECK(out[3] == inf);
      CHECK(out[4] == -inf);
      CHECK(std::isnan(out[5]));
    }
  });
}

TEST_CASE("every target computes the same bytes", "[working_space]") {
  for (const bool linear : {false, true}) {
    const WorkingSpace space{true, linear};
    for (const int channels : {2, 4, 5}) {
      const Frame in = WithAlpha(37, 3, channels, DType::kU8);
      const Frame want = There(space, in);
      ForEachTarget(
          [&] { CheckSameFrame(CheckDrivers([&] { return MakeToWorking(space); }, in), want); });
      const Frame back = Back(space, DType::kU16, want);
      ForEachTarget([&] {
        CheckSameFrame(CheckDrivers([&] { return MakeFromWorking(space, DType::kU16); }, want),
                       back);
      });
    }
  }
}

TEST_CASE("into the working space and back gives the samples back", "[working_space]") {
  for (const bool premultiply : {false, true}) {
    for (const bool linear : {false, true}) {
      const WorkingSpace space{premultiply, linear};
      for (const int channels : {1, 2, 3, 4}) {
        Frame in = RandomPicture(61, 7, channels, DType::kU8);
        in.info().alpha = channels % 2 == 0;
        if (in.info().alpha) {  // a colour under alpha 0 is lost on purpose
          for (int y = 0; y < 7; ++y) {
            for (int x = 0; x < 61; ++x) {
              uint8_t& alpha = in.Row<uint8_t>(y)[x * channels + channels - 1];
              alpha = std::max<uint8_t>(alpha, 1);
            }
          }
        }
        CheckSameFrame(Back(space, DType::kU8, There(space, in)), in);
      }
    }
  }
}

TEST_CASE("colours are weighted by alpha, and 0 where it is 0", "[working_space]") {
  Frame in = Frame::Create(FrameInfo::Picture(2, 1, 4, DType::kU8, true)).value();
  const std::vector<uint8_t> samples = {255, 51, 0, 51, 200, 100, 50, 0};
  std::copy(samples.begin(), samples.end(), in.Row<uint8_t>(0));
  const WorkingSpace space{true, false};
  const Frame there = There(space, in);
  CHECK(there.info().alpha);
  const std::vector<float> want = {0.2f, 0.04f, 0, 0.2f, 0, 0, 0, 0};
  for (size_t i = 0; i < want.size(); ++i) CHECK(there.Row<float>(0)[i] == Approx(want[i]));
  const Frame back = Back(space, DType::kU8, there);
  const std::vector<int> returned = {255, 51, 0, 51, 0, 0, 0, 0};
  for (size_t i = 0; i < returned.size(); ++i) {
    CHECK(int(back.Row<uint8_t>(0)[i]) == returned[i]);
  }
}

TEST_CASE("alpha is not bent by the sRGB curve", "[working_space]") {
  Frame in = Frame::Create(FrameInfo::Picture(1, 1, 2, DType::kU8, true)).value();
  in.Row<uint8_t>(0)[0] = 128;
  in.Row<uint8_t>(0)[1] = 51;
  const Frame there = There({false, true}, in);
  CHECK(there.Row<float>(0)[0] == Approx(ToLinear(128 / 255.0)));
  CHECK(there.Row<float>(0)[1] == Approx(0.2));
}

}  // namespace
}  // namespace sluice
