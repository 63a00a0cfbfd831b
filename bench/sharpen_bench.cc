#include <cmath>

#include "bench/bench_support.h"
#include "filters/sharpen.h"

namespace sluice::bench {
namespace {

// By sigma.
#define SLUICE_SHARPEN_BENCH(function, name, ...) \
  BENCHMARK_CAPTURE(function, name, __VA_ARGS__)  \
      ->Arg(1)                                    \
      ->Arg(2)                                    \
      ->Arg(5)                                    \
      ->Unit(benchmark::kMillisecond)

void Sharpen(benchmark::State& state, int channels, DType dtype, int threads) {
  SharpenOptions options;
  options.sigma = static_cast<double>(state.range(0));
  RunFilter(
      state, [&] { return MakeSharpen(options); }, channels, dtype, threads);
}
SLUICE_SHARPEN_BENCH(Sharpen, sluice_u8_t1, 1, DType::kU8, 1);
SLUICE_SHARPEN_BENCH(Sharpen, sluice_u8x3_t1, 3, DType::kU8, 1);
SLUICE_SHARPEN_BENCH(Sharpen, sluice_u16_t1, 1, DType::kU16, 1);
SLUICE_SHARPEN_BENCH(Sharpen, sluice_f32_t1, 1, DType::kF32, 1);

#ifdef SLUICE_HAVE_OPENCV
// A blur that is rounded to the sample type, then a weighted difference.
void SharpenOpenCv(benchmark::State& state, int channels, DType dtype, int threads) {
  const auto sigma = static_cast<double>(state.range(0));
  const int side = 2 * static_cast<int>(std::ceil(3.0 * sigma)) + 1;
  cv::Mat blurred;
  RunOpenCv(
      state,
      [&](const cv::Mat& in, cv::Mat& out) {
        cv::GaussianBlur(in, blurred, cv::Size(side, side), sigma, sigma, cv::BORDER_REPLICATE);
        cv::addWeighted(in, 2.0, blurred, -1.0, 0.0, out);
      },
      channels, dtype, threads);
}
SLUICE_SHARPEN_BENCH(SharpenOpenCv, opencv_u8_t1, 1, DType::kU8, 1);
SLUICE_SHARPEN_BENCH(SharpenOpenCv, opencv_u8x3_t1, 3, DType::kU8, 1);
SLUICE_SHARPEN_BENCH(SharpenOpenCv, opencv_u16_t1, 1, DType::kU16, 1);
SLUICE_SHARPEN_BENCH(SharpenOpenCv, opencv_f32_t1, 1, DType::kF32, 1);
#endif

}  // namespace
}  // namespace sluice::bench
