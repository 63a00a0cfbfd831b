#include "bench/bench_support.h"
#include "filters/canny.h"
#include "lib/parallel.h"

namespace sluice::bench {
namespace {

// With smoothing, as the command does it: sigma 1.4.
void Canny(benchmark::State& state, int channels, DType dtype, int threads) {
  SetThreads(threads);
  const Frame in = BenchPicture(channels, dtype);
  Frame edges;
  for (auto _ : state) {
    if (!CannyInto(in, {}, &edges).ok()) state.SkipWithError("filter failed");
    benchmark::ClobberMemory();
  }
  SetPixelCounters(state);
  SetThreads(0);
}
BENCHMARK_CAPTURE(Canny, sluice_u8_t1, 1, DType::kU8, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Canny, sluice_u8_t2, 1, DType::kU8, 2)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Canny, sluice_u16_t1, 1, DType::kU16, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Canny, sluice_f32_t1, 1, DType::kF32, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Canny, sluice_u8x3_t1, 3, DType::kU8, 1)->Unit(benchmark::kMillisecond);

#ifdef SLUICE_HAVE_OPENCV
// The same work: OpenCV's Canny does not smooth. Its thresholds are in units of Sobel's kernel on
// the smoothed picture, in which a step of full scale is 255 * 4 * 0.505.
void CannyOpenCv(benchmark::State& state, int channels, int threads) {
  cv::Mat gray;
  cv::Mat smooth;
  RunOpenCv(
      state,
      [&](const cv::Mat& in, cv::Mat& out) {
        if (channels == 3) cv::cvtColor(in, gray, cv::COLOR_RGB2GRAY);
        cv::GaussianBlur(channels == 3 ? gray : in, smooth, cv::Size(11, 11), 1.4);
        cv::Canny(smooth, out, 0.1 * 515, 0.2 * 515, 3, true);
      },
      channels, DType::kU8, threads);
}
BENCHMARK_CAPTURE(CannyOpenCv, opencv_u8_t1, 1, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(CannyOpenCv, opencv_u8_t2, 1, 2)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(CannyOpenCv, opencv_u8x3_t1, 3, 1)->Unit(benchmark::kMillisecond);
#endif

}  // namespace
}  // namespace sluice::bench
