#include "filters/depth.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "tests/kernel_check.h"
#include "tests/reference/depth.h"

namespace sluice {
namespace {

constexpr DType kTypes[] = {DType::kU8, DType::kU16, DType::kF32};

// One row with every sample of the type.
template <class T>
Frame AllSamples() {
  constexpr int kCount = static_cast<int>(DTypeTraits<T>::kFullScale) + 1;
  Frame frame = Frame::Create(FrameInfo::Picture(kCount, 1, 1, kDTypeOf<T>)).value();
  for (int i = 0; i < kCount; ++i) frame.Row<T>(0)[i] = static_cast<T>(i);
  return frame;
}

Frame Convert(const Frame& in, DType to) { return FilterFrame(*MakeDepth(to), in).value(); }

TEST_CASE("depth equals its reference on every target, type, size and driver", "[depth]") {
  for (const DType from : kTypes) {
    for (const DType to : kTypes) {
      for (const int width : {1, 3, 16, 33, 65}) {
        const Frame in = RandomPicture(width, 4, 3, from);
        const Frame want = reference::Depth(in, to);
        ForEachTarget(
            [&] { CheckSameFrame(CheckDrivers([&] { return MakeDepth(to); }, in), want); });
      }
    }
  }
}

TEST_CASE("depth is right for every sample, and back", "[depth]") {
  const Frame all8 = AllSamples<uint8_t>();
  const Frame all16 = AllSamples<uint16_t>();
  ForEachTarget([&] {
    for (const DType to : kTypes) {
      CheckSameFrame(Convert(all8, to), reference::Depth(all8, to));
      CheckSameFrame(Convert(all16, to), reference::Depth(all16, to));
      CheckSameFrame(Convert(Convert(all8, to), DType::kU8), all8);
    }
    CheckSameFrame(Convert(Convert(all16, DType::kF32), DType::kU16), all16);
    // The same numbers from u8 as from u16.
    CheckSameFrame(Convert(Convert(all8, DType::kU16), DType::kF32), Convert(all8, DType::kF32));
  });
}

// What `--depth u8` relies on after a filter that has rounded to u16: k + 1/2 in u8 is 257 k + 128
// + 1/2 in u16, a tie there too, and the lower neighbour is even in both if k is, else the upper.
TEST_CASE("rounding to u16 and then to u8 is rounding once", "[depth]") {
  constexpr int kParts = 8;  // of a step of u16
  constexpr int kCount = 65535 * kParts + 1;
  Frame twice = Frame::Create(FrameInfo::Picture(kCount, 1, 1, DType::kU16)).value();
  Frame once = Frame::Create(FrameInfo::Picture(kCount, 1, 1, DType::kU8)).value();
  for (int i = 0; i < kCount; ++i) {
    const double value = double(i) / kParts;
    twice.Row<uint16_t>(0)[i] = static_cast<uint16_t>(std::nearbyint(value));
    // Exact: i and the divisor are whole, and 2 i / divisor is a whole number at ties.
    const int divisor = 257 * kParts;
    const int whole = i / divisor;
    const int rest = 2 * (i % divisor);
    const int up = rest > divisor || (rest == divisor && whole % 2 == 1) ? 1 : 0;
    once.Row<uint8_t>(0)[i] = static_cast<uint8_t>(whole + up);
  }
  ForEachTarget([&] { CheckSameFrame(Convert(twice, DType::kU8), once); });
}

TEST_CASE("depth saturates, rounds ties to even and turns NaN into 0", "[depth]") {
  const float inf = std::numeric_limits<float>::infinity();
  const std::vector<float> samples = {-inf, -1e30f, -0.5f, -0.0f, 0.0f, 1e-45f,
                                      0.5f, 1.0f,   1.5f,  1e30f, inf,  NAN};
  const std::vector<int> want = {0, 0, 0, 0, 0, 0, 128, 255, 255, 255, 255, 0};
  Frame in = Frame::Create(FrameInfo::Picture(static_cast<int>(samples.size()), 1, 1, DType::kF32))
                 .value();
  std::copy(samples.begin(), samples.end(), in.Row<float>(0));
  ForEachTarget([&] {
    const Frame out = Convert(in, DType::kU8);
    for (size_t i = 0; i < samples.size(); ++i) {
      INFO("sample " << samples[i]);
      CHECK(int(out.Row<uint8_t>(0)[i]) == want[i]);
    }
  });
}

TEST_CASE("depth takes arrays of any shape", "[depth]") {
  for (const FrameInfo& info : {FrameInfo::Array({7}, "n", DType::kU8),
                                FrameInfo::Array({3, 4, 5, 2}, "dhwc", DType::kU8)}) {
    Frame in = Frame::Create(info).value();
    for (int64_t row = 0; row < info.row_count(); ++row) {
      for (int64_t i = 0; i < info.row_samples(); ++i) {
        in.Row<uint8_t>(row)[i] = static_cast<uint8_t>(row * 31 + i * 7);
      }
    }
    const Frame want = reference::Depth(in, DType::kF32);
    const std::unique_ptr<Stage> stage = MakeDepthStage(DType::kF32);
    const auto rows = stage->Connect(MakeFrameReader(in.Clone().value())).value().release();
    const std::unique_ptr<RowReader> owned(rows);
    CheckSameFrame(ReadFrame(*owned).value(), want);
  }
}

}  // namespace
}  // namespace sluice
