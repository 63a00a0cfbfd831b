#include "bench/bench_support.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <tuple>

#include "lib/parallel.h"
#include "lib/saturate.h"

namespace sluice::bench {

namespace {

Frame DrawPicture(int channels, DType dtype, int width, int height) {
  Frame frame = Frame::Create(FrameInfo::Picture(width, height, channels, dtype)).value();
  uint64_t state = 1;
  for (int y = 0; y < height; ++y) {
    VisitDType(dtype, [&](auto zero) {
      using T = decltype(zero);
      T* row = frame.Row<T>(y);
      for (int x = 0; x < width; ++x) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        const float noise = static_cast<float>(state >> 40) / 16777216.0f - 0.5f;
        const float disc = std::hypot(x % 512 - 256.0f, y % 512 - 256.0f) < 150.0f ? 0.25f : 0.0f;
        const float texture = (x / 8 + y / 8) % 2 == 0 && (x / 512) % 2 == 0 ? 0.08f : 0.0f;
        const float slope = static_cast<float>(x + y) / static_cast<float>(width + height) * 0.5f;
        for (int c = 0; c < channels; ++c) {
          const float value = 0.1f + slope + disc + texture + 0.04f * noise + 0.02f * float(c);
          row[x * channels + c] = FromFraction<T>(value);
        }
      }
    });
  }
  return frame;
}

}  // namespace

Frame BenchPicture(int channels, DType dtype, int width, int height) {
  // Drawn once: every benchmark is set up several times.
  static std::map<std::tuple<int, DType, int, int>, Frame> drawn;
  const auto [entry, is_new] = drawn.try_emplace({channels, dtype, width, height});
  if (is_new) entry->second = DrawPicture(channels, dtype, width, height);
  return entry->second.Clone().value();
}

void SetPixelCounters(benchmark::State& state, int width, int height) {
  const double megapixels = double(width) * double(height) / 1e6;
  state.counters["MP/s"] =
      benchmark::Counter(megapixels * double(state.iterations()), benchmark::Counter::kIsRate);
}

void RunFilter(benchmark::State& state, const std::function<std::unique_ptr<RowFilter>()>& make,
               int channels, DType dtype, int threads) {
  SetThreads(threads);
  const Frame in = BenchPicture(channels, dtype);
  const std::unique_ptr<RowFilter> filter = make();
  Frame out = FilterFrame(*filter, in).value();
  for (auto _ : state) {
    // The result's memory is reused, as it is between the frames of a stream.
    if (!FilterFrameInto(*filter, in, &out).ok()) state.SkipWithError("filter failed");
    benchmark::ClobberMemory();
  }
  SetPixelCounters(state);
  SetThreads(0);
}

#ifdef SLUICE_HAVE_OPENCV
cv::Mat BenchMat(int channels, DType dtype, int width, int height) {
  const int depth = dtype == DType::kU8 ? CV_8U : dtype == DType::kU16 ? CV_16U : CV_32F;
  const Frame frame = BenchPicture(channels, dtype, width, height);
  cv::Mat mat(height, width, CV_MAKETYPE(depth, channels));
  const size_t bytes = size_t(frame.info().row_samples()) * SampleSize(dtype);
  for (int y = 0; y < height; ++y) std::memcpy(mat.ptr(y), frame.RowBytes(y), bytes);
  return mat;
}

void RunOpenCv(benchmark::State& state, const std::function<void(const cv::Mat&, cv::Mat&)>& body,
               int channels, DType dtype, int threads) {
  cv::setNumThreads(threads);
  const cv::Mat in = BenchMat(channels, dtype);
  cv::Mat out;
  body(in, out);
  for (auto _ : state) {
    body(in, out);
    benchmark::ClobberMemory();
  }
  SetPixelCounters(state);
}
#endif

}  // namespace sluice::bench
