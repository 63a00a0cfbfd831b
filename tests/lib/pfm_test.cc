#include <catch2/catch.hpp>
#include <cstring>

#include "lib/codec.h"
#include "tests/kernel_check.h"
#include "tests/lib/codec_check.h"
#include "tests/lib/hostile_check.h"

namespace sluice {
namespace {

std::string Floats(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

TEST_CASE("PFM rows go from the bottom up, in either byte order", "[pfm]") {
  const Frame little = Decode(DecodePfm, AsBytes("Pf\n2 2\n-1.0\n" + Floats({1, 2, 3, 4}))).value();
  CHECK(little.info().Describe() == "2x2 gray f32 picture");
  CHECK(little.info().format == "PFM");
  CHECK(little.Row<float>(0)[0] == 3);
  CHECK(little.Row<float>(1)[1] == 2);
  std::string swapped = Floats({1, 2, 3, 4});
  for (size_t i = 0; i < swapped.size(); i += 4) {
    std::swap(swapped[i], swapped[i + 3]);
    std::swap(swapped[i + 1], swapped[i + 2]);
  }
  for (const std::string scale : {"1", "1.0", "0.5", "2e-3", "255.000000"}) {
    CheckSameFrame(Decode(DecodePfm, AsBytes("Pf 2 2 " + scale + "\n" + swapped)).value(), little);
  }
}

TEST_CASE("PFM pictures come back as they were", "[pfm]") {
  for (const int channels : {1, 3}) {
    for (const int width : {1, 5, 33}) {
      const Frame want = RandomPicture(width, 7, channels, DType::kF32);
      CheckSameFrame(Decode(DecodePfm, Encode(EncodePfm, want)).value(), want);
    }
  }
}

TEST_CASE("what PFM can't hold is refused with a hint", "[pfm]") {
  const Status depth = EncodeError(EncodePfm, RandomPicture(2, 2, 1, DType::kU8));
  CHECK(depth.message() == "PFM holds f32 pictures of 1 or 3 channels, not a 2x2 gray u8 picture");
  CHECK(depth.hint() == "sluice convert --depth f32");
  CHECK(EncodeError(EncodePfm, RandomPicture(2, 2, 4, DType::kF32)).hint() ==
        "-f npy holds any array");
}

TEST_CASE("damaged PFM files are errors with a reason", "[pfm]") {
  const auto error = [](const std::string& text) {
    return Decode(DecodePfm, AsBytes(text)).status().message();
  };
  CHECK(error("Pf\n2 2\n0\n") == "PFM scale: expected a number that is not 0, found \"0\"");
  CHECK(error("Pf\n2 2\nnan\n") == "PFM scale: expected a number that is not 0, found \"nan\"");
  CHECK(error("Pf\n2 2\nx\n") == "PFM scale: expected a number that is not 0, found \"x\"");
  CHECK(error("Pf\n100000 100000\n-1\n") ==
        "too large: 100000x100000 pixels, the limit is 536870912 pixels");
  CHECK(error("Pf\n2 2\n-1\nabc") == "truncated: wanted 16 bytes of samples, got 3");
  CheckEveryTruncation(DecodePfm, AsBytes("PF\n2 1\n-1.0\n" + Floats({1, 2, 3, 4, 5, 6})));
}

}  // namespace
}  // namespace sluice
