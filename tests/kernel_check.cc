#include "tests/kernel_check.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>

#include "hwy/targets.h"
#include "lib/parallel.h"
#include "lib/row_reader.h"

namespace sluice {

Frame RandomPicture(int width, int height, int channels, DType dtype, uint64_t seed) {
  Frame frame = Frame::Create(FrameInfo::Picture(width, height, channels, dtype)).value();
  // SplitMix64, kept apart from the library's own generator.
  uint64_t state = seed * 0x9E3779B97F4A7C15u + uint64_t(width) * 1000003u +
                   uint64_t(height) * 97u + uint64_t(channels);
  const auto next = [&state] {
    uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  };
  for (int y = 0; y < height; ++y) {
    VisitDType(dtype, [&](auto zero) {
      using T = decltype(zero);
      T* row = frame.Row<T>(y);
      for (int i = 0; i < width * channels; ++i) {
        if constexpr (std::is_same_v<T, float>) {
          row[i] = static_cast<float>(next() >> 40) / 16777216.0f * 1.5f - 0.25f;
        } else {
          row[i] = static_cast<T>(next() >> 32);
        }
      }
    });
  }
  return frame;
}

std::vector<Border> AllBorders() {
  return {{BorderMode::kClamp, 0},
          {BorderMode::kMirror, 0},
          {BorderMode::kReflect, 0},
          {BorderMode::kWrap, 0},
          {BorderMode::kConstant, 0.25f}};
}

std::string BorderName(const Border& border) {
  static const char* const names[] = {"clamp", "mirror", "reflect", "wrap", "constant"};
  return names[static_cast<int>(border.mode)];
}

void ForEachTarget(const std::function<void()>& body) {
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    INFO("SIMD target " << hwy::TargetName(target));
    body();
  }
  hwy::SetSupportedTargetsForTest(0);
}

void CheckSameFrame(const Frame& got, const Frame& want, double tolerance) {
  REQUIRE(got.info().Describe() == want.info().Describe());
  for (int64_t row = 0; row < want.info().row_count(); ++row) {
    VisitDType(want.info().dtype, [&](auto zero) {
      using T = decltype(zero);
      const T* g = got.Row<T>(row);
      const T* w = want.Row<T>(row);
      for (int64_t i = 0; i < want.info().row_samples(); ++i) {
        const auto a = static_cast<double>(g[i]);
        const auto b = static_cast<double>(w[i]);
        const bool same =
            a == b || (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= tolerance;
        if (same) continue;
        FAIL(want.info().Describe() << ": row " << row << " sample " << i << ": got " << a
                                    << ", want " << b << " within " << tolerance);
      }
    });
  }
  SUCCEED();
}

Frame CheckDrivers(const std::function<std::unique_ptr<RowFilter>()>& make, const Frame& in) {
  SetThreads(1);
  Result<Frame> whole = FilterFrame(*make(), in);
  INFO("in memory: " << whole.status().message());
  REQUIRE(whole.ok());
  for (const int threads : {1, 2, 3}) {
    SetThreads(threads);
    CheckSameFrame(FilterFrame(*make(), in).value(), *whole);
    for (const int strip : {0, 1, 3, 7}) {
      INFO(threads << " threads, strips of " << strip << " rows");
      SetStripRows(strip);
      std::unique_ptr<Stage> stage = MakeRowStage(make());
      auto rows = stage->Connect(MakeFrameReader(in.Clone().value()));
      REQUIRE(rows.ok());
      Result<Frame> streamed = ReadFrame(**rows);
      REQUIRE(streamed.ok());
      CheckSameFrame(*streamed, *whole);
    }
  }
  SetStripRows(0);
  SetThreads(0);
  return std::move(whole).value();
}

}  // namespace sluice
