#include "filters/otsu.h"

#include <catch2/catch.hpp>

#include "tests/kernel_check.h"

namespace sluice {
namespace {

Frame Gray(const std::vector<int>& samples, DType dtype, float scale) {
  Frame frame = Frame::Create(FrameInfo::Picture(int(samples.size()), 1, 1, dtype)).value();
  VisitDType(dtype, [&](auto zero) {
    using T = decltype(zero);
    for (size_t i = 0; i < samples.size(); ++i) {
      frame.Row<T>(0)[i] = static_cast<T>(float(samples[i]) * scale);
    }
  });
  return frame;
}

// The between-class variance of splitting at each level, straight from Otsu's definition.
int BestLevel(const std::vector<int>& samples) {
  double best = -1;
  int best_level = 0;
  for (int t = 0; t < 255; ++t) {
    double n[2] = {0, 0};
    double sum[2] = {0, 0};
    for (const int v : samples) {
      n[v > t] += 1;
      sum[v > t] += v;
    }
    if (n[0] == 0 || n[1] == 0) continue;
    const double d = sum[0] / n[0] - sum[1] / n[1];
    if (n[0] * n[1] * d * d > best) {
      best = n[0] * n[1] * d * d;
      best_level = t;
    }
  }
  return best_level;
}

TEST_CASE("Otsu's threshold splits as the definition does", "[otsu]") {
  const std::vector<int> samples = {3,   9,   10,  12,  30,  31,  33, 90,
                                    140, 141, 150, 155, 156, 200, 9,  8};
  const int level = BestLevel(samples);
  const float u8 = OtsuThreshold(Gray(samples, DType::kU8, 1)) * 255.0f;
  const float u16 = OtsuThreshold(Gray(samples, DType::kU16, 257)) * 255.0f;
  int next_above = 255;
  for (const int v : samples) {
    if (v > level) next_above = std::min(next_above, v);
  }
  CHECK(u8 >= float(level));
  CHECK(u8 < float(next_above));
  CHECK(u16 >= float(level));
  CHECK(u16 < float(next_above));
  const float f32 = OtsuThreshold(Gray(samples, DType::kF32, 1.0f / 255.0f)) * 255.0f;
  CHECK(f32 >= float(level));
  CHECK(f32 < float(next_above));
}

TEST_CASE("a constant picture has nothing above Otsu's threshold", "[otsu]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    const Frame in = Gray({7, 7, 7, 7}, dtype, 1);
    const Frame out = MakeOtsu(false)->Apply(in.Clone().value()).value();
    CheckSameFrame(out, Gray({0, 0, 0, 0}, dtype, 1));
  }
}

}  // namespace
}  // namespace sluice
