#include "bench/bench_support.h"
#include "filters/bilateral.h"

namespace sluice::bench {
namespace {

// Diameter 9, as OpenCV calls it.
constexpr int kRadius = 4;
constexpr float kSigmaSpace = 3.0f;
constexpr float kSigmaRange = 0.1f;

void Bilateral(benchmark::State& state, int channels, DType dtype, int threads) {
  RunFilter(
      state,
      [] {
        return MakeBilateral({kSigmaSpace, kSigmaRange, kRadius, {}});
      },
      channels, dtype, threads);
}
BENCHMARK_CAPTURE(Bilateral, sluice_u8_t1, 1, DType::kU8, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Bilateral, sluice_u8_t2, 1, DType::kU8, 2)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Bilateral, sluice_u8x3_t1, 3, DType::kU8, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Bilateral, sluice_f32_t1, 1, DType::kF32, 1)->Unit(benchmark::kMillisecond);

#ifdef SLUICE_HAVE_OPENCV
void BilateralOpenCv(benchmark::State& state, int channels, DType dtype, int threads) {
  const double sigma_color =
      double{kSigmaRange} * double{FullScale(dtype)} * static_cast<double>(channels);
  RunOpenCv(
      state,
      [sigma_color](const cv::Mat& in, cv::Mat& out) {
        cv::bilateralFilter(in, out, 2 * kRadius + 1, sigma_color, double{kSigmaSpace},
                            cv::BORDER_REPLICATE);
      },
      channels, dtype, threads);
}
BENCHMARK_CAPTURE(BilateralOpenCv, opencv_u8_t1, 1, DType::kU8, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BilateralOpenCv, opencv_u8_t2, 1, DType::kU8, 2)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BilateralOpenCv, opencv_u8x3_t1, 3, DType::kU8, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BilateralOpenCv, opencv_f32_t1, 1, DType::kF32, 1)->Unit(benchmark::kMillisecond);
#endif

}  // namespace
}  // namespace sluice::bench
