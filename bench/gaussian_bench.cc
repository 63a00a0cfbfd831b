#include <cmath>

#include "bench/bench_support.h"
#include "filters/gaussian.h"

namespace sluice::bench {
namespace {

// By sigma. From 5 on the picture is blurred on a coarser grid.
#define SLUICE_GAUSSIAN_BENCH(function, name, ...) \
  BENCHMARK_CAPTURE(function, name, __VA_ARGS__)   \
      ->Arg(1)                                     \
      ->Arg(2)                                     \
      ->Arg(3)                                     \
      ->Arg(5)                                     \
      ->Arg(10)                                    \
      ->Arg(20)                                    \
      ->Unit(benchmark::kMillisecond)

void Gaussian(benchmark::State& state, int channels, DType dtype, int threads) {
  GaussianOptions options;
  options.sigma_x = options.sigma_y = static_cast<double>(state.range(0));
  RunFilter(
      state, [&] { return MakeGaussian(options); }, channels, dtype, threads);
}
SLUICE_GAUSSIAN_BENCH(Gaussian, sluice_u8_t1, 1, DType::kU8, 1);
SLUICE_GAUSSIAN_BENCH(Gaussian, sluice_u8_t2, 1, DType::kU8, 2);
SLUICE_GAUSSIAN_BENCH(Gaussian, sluice_u8x3_t1, 3, DType::kU8, 1);
SLUICE_GAUSSIAN_BENCH(Gaussian, sluice_u16_t1, 1, DType::kU16, 1);
SLUICE_GAUSSIAN_BENCH(Gaussian, sluice_f32_t1, 1, DType::kF32, 1);
SLUICE_GAUSSIAN_BENCH(Gaussian, sluice_f32_t2, 1, DType::kF32, 2);

#ifdef SLUICE_HAVE_OPENCV
// The same half width.
void GaussianOpenCv(benchmark::State& state, int channels, DType dtype, int threads) {
  const auto sigma = static_cast<double>(state.range(0));
  const int side = 2 * static_cast<int>(std::ceil(3.0 * sigma)) + 1;
  RunOpenCv(
      state,
      [&](const cv::Mat& in, cv::Mat& out) {
        cv::GaussianBlur(in, out, cv::Size(side, side), sigma, sigma, cv::BORDER_REPLICATE);
      },
      channels, dtype, threads);
}
SLUICE_GAUSSIAN_BENCH(GaussianOpenCv, opencv_u8_t1, 1, DType::kU8, 1);
SLUICE_GAUSSIAN_BENCH(GaussianOpenCv, opencv_u8_t2, 1, DType::kU8, 2);
SLUICE_GAUSSIAN_BENCH(GaussianOpenCv, opencv_u8x3_t1, 3, DType::kU8, 1);
SLUICE_GAUSSIAN_BENCH(GaussianOpenCv, opencv_u16_t1, 1, DType::kU16, 1);
SLUICE_GAUSSIAN_BENCH(GaussianOpenCv, opencv_f32_t1, 1, DType::kF32, 1);
SLUICE_GAUSSIAN_BENCH(GaussianOpenCv, opencv_f32_t2, 1, DType::kF32, 2);
#endif

}  // namespace
}  // namespace sluice::bench
