#include "bench/bench_support.h"
#include "filters/gradient.h"
#include "filters/laplacian.h"

namespace sluice::bench {
namespace {

// All results are f32, OpenCV's too.
void Sobel(benchmark::State& state, GradientOutput output, DType dtype, int threads) {
  GradientOptions options;
  options.output = output;
  RunFilter(
      state, [&] { return MakeGradient(options); }, 1, dtype, threads);
}
constexpr GradientOutput kX = GradientOutput::kX;
constexpr GradientOutput kBoth = GradientOutput::kBoth;
constexpr GradientOutput kMagnitude = GradientOutput::kMagnitude;
BENCHMARK_CAPTURE(Sobel, sluice_x_u8_t1, kX, DType::kU8, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Sobel, sluice_both_u8_t1, kBoth, DType::kU8, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Sobel, sluice_magnitude_u8_t1, kMagnitude, DType::kU8, 1)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Sobel, sluice_magnitude_u8_t2, kMagnitude, DType::kU8, 2)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Sobel, sluice_magnitude_f32_t1, kMagnitude, DType::kF32, 1)
    ->Unit(benchmark::kMillisecond);

void Laplacian(benchmark::State& state, double sigma, DType dtype, int threads) {
  RunFilter(
      state,
      [&] {
        return MakeLaplacian({sigma, {}});
      },
      1, dtype, threads);
}
BENCHMARK_CAPTURE(Laplacian, sluice_u8_t1, 0.0, DType::kU8, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Laplacian, sluice_sigma2_u8_t1, 2.0, DType::kU8, 1)
    ->Unit(benchmark::kMillisecond);

#ifdef SLUICE_HAVE_OPENCV
void SobelOpenCv(benchmark::State& state, GradientOutput output, DType dtype, int threads) {
  cv::Mat x;
  cv::Mat y;
  RunOpenCv(
      state,
      [&](const cv::Mat& in, cv::Mat& out) {
        cv::Sobel(in, x, CV_32F, 1, 0);
        if (output == kX) return;
        cv::Sobel(in, y, CV_32F, 0, 1);
        if (output == kMagnitude) cv::magnitude(x, y, out);
      },
      1, dtype, threads);
}
BENCHMARK_CAPTURE(SobelOpenCv, opencv_x_u8_t1, kX, DType::kU8, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(SobelOpenCv, opencv_both_u8_t1, kBoth, DType::kU8, 1)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(SobelOpenCv, opencv_magnitude_u8_t1, kMagnitude, DType::kU8, 1)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(SobelOpenCv, opencv_magnitude_u8_t2, kMagnitude, DType::kU8, 2)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(SobelOpenCv, opencv_magnitude_f32_t1, kMagnitude, DType::kF32, 1)
    ->Unit(benchmark::kMillisecond);

void LaplacianOpenCv(benchmark::State& state, DType dtype, int threads) {
  RunOpenCv(
      state, [](const cv::Mat& in, cv::Mat& out) { cv::Laplacian(in, out, CV_32F, 1); }, 1, dtype,
      threads);
}
BENCHMARK_CAPTURE(LaplacianOpenCv, opencv_u8_t1, DType::kU8, 1)->Unit(benchmark::kMillisecond);
#endif

}  // namespace
}  // namespace sluice::bench
