#include "bench/bench_support.h"
#include "filters/threshold.h"

namespace sluice::bench {
namespace {

void Threshold(benchmark::State& state, DType dtype, int threads) {
  RunFilter(
      state,
      [] {
        return MakeThreshold({0.5f, false});
      },
      1, dtype, threads);
}
BENCHMARK_CAPTURE(Threshold, sluice_u8_t1, DType::kU8, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Threshold, sluice_u8_t2, DType::kU8, 2)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Threshold, sluice_f32_t1, DType::kF32, 1)->Unit(benchmark::kMillisecond);

#ifdef SLUICE_HAVE_OPENCV
void ThresholdOpenCv(benchmark::State& state, DType dtype, int threads) {
  const double full = FullScale(dtype);
  RunOpenCv(
      state,
      [full](const cv::Mat& in, cv::Mat& out) {
        cv::threshold(in, out, 0.5 * full, full, cv::THRESH_BINARY);
      },
      1, dtype, threads);
}
BENCHMARK_CAPTURE(ThresholdOpenCv, opencv_u8_t1, DType::kU8, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ThresholdOpenCv, opencv_u8_t2, DType::kU8, 2)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ThresholdOpenCv, opencv_f32_t1, DType::kF32, 1)->Unit(benchmark::kMillisecond);
#endif

}  // namespace
}  // namespace sluice::bench
