// Gray, flips and turns: what mostly moves memory.
#include <memory>
#include <utility>

#include "bench/bench_support.h"
#include "filters/flip.h"
#include "filters/gray.h"
#include "filters/rotate.h"
#include "lib/parallel.h"

namespace sluice::bench {
namespace {

void Gray(benchmark::State& state, DType dtype, int threads) {
  RunFilter(
      state, [] { return MakeGray(GrayWeights::k601); }, 3, dtype, threads);
}
BENCHMARK_CAPTURE(Gray, sluice_u8_t1, DType::kU8, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Gray, sluice_u8_t2, DType::kU8, 2)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Gray, sluice_u16_t1, DType::kU16, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Gray, sluice_f32_t1, DType::kF32, 1)->Unit(benchmark::kMillisecond);

void Flip(benchmark::State& state, int channels, int threads) {
  RunFilter(state, MakeFlipHorizontal, channels, DType::kU8, threads);
}
BENCHMARK_CAPTURE(Flip, sluice_gray_t1, 1, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Flip, sluice_rgb_t1, 3, 1)->Unit(benchmark::kMillisecond);

void Rotate(benchmark::State& state, double degrees, int channels, int threads) {
  SetThreads(threads);
  const Frame in = BenchPicture(channels, DType::kU8);
  const std::unique_ptr<FrameFilter> filter = MakeRotate({degrees, false, {}});
  for (auto _ : state) {
    state.PauseTiming();
    Frame copy = in.Clone().value();
    state.ResumeTiming();
    benchmark::DoNotOptimize(filter->Apply(std::move(copy)));
  }
  SetPixelCounters(state);
  SetThreads(0);
}
BENCHMARK_CAPTURE(Rotate, sluice_90_gray_t1, 90, 1, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Rotate, sluice_90_rgb_t1, 90, 3, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Rotate, sluice_10_gray_t1, 10, 1, 1)->Unit(benchmark::kMillisecond);

#ifdef SLUICE_HAVE_OPENCV
void GrayOpenCv(benchmark::State& state, DType dtype) {
  RunOpenCv(
      state, [](const cv::Mat& in, cv::Mat& out) { cv::cvtColor(in, out, cv::COLOR_RGB2GRAY); }, 3,
      dtype, 1);
}
BENCHMARK_CAPTURE(GrayOpenCv, opencv_u8_t1, DType::kU8)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(GrayOpenCv, opencv_u16_t1, DType::kU16)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(GrayOpenCv, opencv_f32_t1, DType::kF32)->Unit(benchmark::kMillisecond);

void FlipOpenCv(benchmark::State& state, int channels) {
  RunOpenCv(
      state, [](const cv::Mat& in, cv::Mat& out) { cv::flip(in, out, 1); }, channels, DType::kU8,
      1);
}
BENCHMARK_CAPTURE(FlipOpenCv, opencv_gray_t1, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(FlipOpenCv, opencv_rgb_t1, 3)->Unit(benchmark::kMillisecond);

void RotateOpenCv(benchmark::State& state, double degrees, int channels) {
  RunOpenCv(
      state,
      [degrees](const cv::Mat& in, cv::Mat& out) {
        if (degrees == 90) return cv::rotate(in, out, cv::ROTATE_90_CLOCKWISE);
        const cv::Point2f middle(static_cast<float>(in.cols - 1) / 2,
                                 static_cast<float>(in.rows - 1) / 2);
        cv::warpAffine(in, out, cv::getRotationMatrix2D(middle, -degrees, 1), in.size());
      },
      channels, DType::kU8, 1);
}
BENCHMARK_CAPTURE(RotateOpenCv, opencv_90_gray_t1, 90, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(RotateOpenCv, opencv_90_rgb_t1, 90, 3)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(RotateOpenCv, opencv_10_gray_t1, 10, 1)->Unit(benchmark::kMillisecond);
#endif

}  // namespace
}  // namespace sluice::bench
