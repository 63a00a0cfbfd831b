#include "filters/flip.h"

#include <catch2/catch.hpp>

#include "tests/kernel_check.h"
#include "tests/reference/geometry.h"

namespace sluice {
namespace {

TEST_CASE("flips mirror every type, size and number of channels", "[flip]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const int channels : {1, 2, 3, 4, 5}) {
      for (const int width : {1, 2, 15, 16, 17, 33, 67}) {
        const Frame in = RandomPicture(width, 4, channels, dtype);
        const Frame mirrored = reference::Rearranged(
            in, width, 4, [&](int x, int y) { return std::make_pair(width - 1 - x, y); });
        ForEachTarget(
            [&] { CheckSameFrame(FilterFrame(*MakeFlipHorizontal(), in).value(), mirrored); });
        const Frame turned = reference::Rearranged(
            in, width, 4, [](int x, int y) { return std::make_pair(x, 3 - y); });
        CheckSameFrame(MakeFlipVertical()->Apply(in.Clone().value()).value(), turned);
      }
    }
  }
}

TEST_CASE("horizontal flips are the same from every driver", "[flip]") {
  CheckDrivers(MakeFlipHorizontal, RandomPicture(50, 11, 3, DType::kU8));
}

TEST_CASE("a vertical flip keeps the middle row and turns a volume's slices", "[flip]") {
  const Frame in = RandomPicture(9, 5, 1, DType::kU8);
  const Frame out = MakeFlipVertical()->Apply(in.Clone().value()).value();
  CHECK(out.Row<uint8_t>(2)[4] == in.Row<uint8_t>(2)[4]);
  CHECK(out.Row<uint8_t>(0)[4] == in.Row<uint8_t>(4)[4]);

  Frame volume = Frame::Create(FrameInfo::Array({2, 3, 1, 1}, "dhwc", DType::kU8)).value();
  for (int i = 0; i < 6; ++i) volume.Row<uint8_t>(i)[0] = static_cast<uint8_t>(i);
  const Frame turned = MakeFlipVertical()->Apply(std::move(volume)).value();
  const std::vector<int> want = {2, 1, 0, 5, 4, 3};
  for (int i = 0; i < 6; ++i) CHECK(turned.Row<uint8_t>(i)[0] == want[static_cast<size_t>(i)]);

  Frame vector = Frame::Create(FrameInfo::Array({4}, "n", DType::kF32)).value();
  CHECK(MakeFlipVertical()->Apply(std::move(vector)).status().is_usage());
}

}  // namespace
}  // namespace sluice
