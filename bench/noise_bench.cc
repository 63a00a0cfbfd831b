#include "bench/bench_support.h"
#include "filters/noise.h"

namespace sluice::bench {
namespace {

void Noise(benchmark::State& state, NoiseKind kind, float amount, DType dtype, int threads) {
  RunFilter(
      state,
      [=] {
        return MakeNoise({{{kind, amount}}, 1});
      },
      1, dtype, threads);
}
BENCHMARK_CAPTURE(Noise, sluice_gaussian_u8_t1, NoiseKind::kGaussian, 0.05f, DType::kU8, 1)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Noise, sluice_gaussian_u8_t2, NoiseKind::kGaussian, 0.05f, DType::kU8, 2)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Noise, sluice_saltpepper_u8_t1, NoiseKind::kSaltPepper, 0.1f, DType::kU8, 1)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Noise, sluice_poisson_u8_t1, NoiseKind::kPoisson, 100.0f, DType::kU8, 1)
    ->Unit(benchmark::kMillisecond);

#ifdef SLUICE_HAVE_OPENCV
void NoiseOpenCv(benchmark::State& state, int threads) {
  RunOpenCv(
      state,
      [](const cv::Mat& in, cv::Mat& out) {
        cv::Mat noise(in.size(), CV_16S);
        cv::randn(noise, 0, 0.05 * 255);
        cv::add(in, noise, out, cv::noArray(), CV_8U);
      },
      1, DType::kU8, threads);
}
BENCHMARK_CAPTURE(NoiseOpenCv, opencv_gaussian_u8_t1, 1)->Unit(benchmark::kMillisecond);
#endif

}  // namespace
}  // namespace sluice::bench
