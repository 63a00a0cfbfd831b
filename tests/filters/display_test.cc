#include "filters/display.h"

#include <catch2/catch.hpp>
#include <limits>

#include "tests/kernel_check.h"

namespace sluice {
namespace {

Frame F32Row(const std::vector<float>& values) {
  Frame frame =
      Frame::Create(FrameInfo::Picture(static_cast<int>(values.size()), 1, 1, DType::kF32)).value();
  std::copy(values.begin(), values.end(), frame.Row<float>(0));
  return frame;
}

TEST_CASE("display gives u8 RGB of every type and number of channels", "[display]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const int channels : {1, 2, 3, 4, 6}) {
      for (const bool alpha : {false, true}) {
        Frame in = RandomPicture(13, 5, channels, dtype);
        in.info().alpha = alpha;
        const Displayed out = ForDisplay(std::move(in)).value();
        CHECK(out.picture.info().picture().channels == 3);
        CHECK(out.picture.info().dtype == DType::kU8);
        CHECK(!out.picture.info().alpha);
        CHECK(out.changed.empty() == (dtype != DType::kF32));
      }
    }
  }
  Frame vector = Frame::Create(FrameInfo::Array({4}, "n", DType::kF32)).value();
  CHECK(ForDisplay(std::move(vector)).status().is_usage());
}

TEST_CASE("display keeps colours and mixes in the background by alpha", "[display]") {
  Frame in = Frame::Create(FrameInfo::Picture(3, 1, 4, DType::kU8, true)).value();
  const uint8_t pixels[] = {10, 20, 30, 255, 10, 20, 30, 0, 200, 100, 0, 51};
  std::copy(std::begin(pixels), std::end(pixels), in.Row<uint8_t>(0));
  DisplayOptions options;
  options.background = {250, 150, 50};
  const Displayed out = ForDisplay(std::move(in), options).value();
  const std::vector<int> want = {10, 20, 30, 250, 150, 50, 240, 140, 40};
  for (size_t i = 0; i < want.size(); ++i) CHECK(out.picture.Row<uint8_t>(0)[i] == want[i]);
}

TEST_CASE("display stretches what would not be seen, and says so", "[display]") {
  const Displayed inside = ForDisplay(F32Row({0, 0.5f, 1})).value();
  CHECK(inside.changed.empty());
  CHECK(inside.picture.Row<uint8_t>(0)[3] == 128);
  const Displayed outside =
      ForDisplay(F32Row({-3, 1, 5, std::numeric_limits<float>::quiet_NaN()})).value();
  CHECK(outside.changed == "values from -3 to 5 stretched");
  CHECK(outside.picture.Row<uint8_t>(0)[0] == 0);
  CHECK(outside.picture.Row<uint8_t>(0)[3] == 128);
  CHECK(outside.picture.Row<uint8_t>(0)[6] == 255);
  CHECK(outside.picture.Row<uint8_t>(0)[9] == 0);

  Frame labels = Frame::Create(FrameInfo::Picture(3, 1, 1, DType::kU8)).value();
  for (int i = 0; i < 3; ++i) labels.Row<uint8_t>(0)[i] = static_cast<uint8_t>(i);
  DisplayOptions dark;
  dark.stretch_dark = true;
  CHECK(ForDisplay(labels.Clone().value()).value().picture.Row<uint8_t>(0)[6] == 2);
  CHECK(ForDisplay(std::move(labels), dark).value().picture.Row<uint8_t>(0)[6] == 255);
}

}  // namespace
}  // namespace sluice
