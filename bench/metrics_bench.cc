#include "bench/bench_support.h"
#include "filters/distribution.h"
#include "filters/metrics.h"
#include "filters/noise.h"
#include "lib/parallel.h"

namespace sluice::bench {
namespace {

// Calls body(a, b) with a picture and its noisy version.
template <class Body>
void RunPair(benchmark::State& state, DType dtype, int threads, const Body& body) {
  SetThreads(threads);
  const Frame a = BenchPicture(1, dtype);
  const Frame b = FilterFrame(*MakeNoise({{{NoiseKind::kGaussian, 0.05f}}, 1}), a).value();
  for (auto _ : state) benchmark::DoNotOptimize(body(a, b));
  SetPixelCounters(state);
  SetThreads(0);
}

void CompareErrors(benchmark::State& state, DType dtype, int threads) {
  RunPair(state, dtype, threads, [](const Frame& a, const Frame& b) { return Compare(a, b); });
}
BENCHMARK_CAPTURE(CompareErrors, sluice_u8_t1, DType::kU8, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(CompareErrors, sluice_f32_t1, DType::kF32, 1)->Unit(benchmark::kMillisecond);

void CompareSsim(benchmark::State& state, DType dtype, int threads) {
  RunPair(state, dtype, threads, [](const Frame& a, const Frame& b) { return Ssim(a, b); });
}
BENCHMARK_CAPTURE(CompareSsim, sluice_u8_t1, DType::kU8, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(CompareSsim, sluice_u8_t2, DType::kU8, 2)->Unit(benchmark::kMillisecond);

void Statistics(benchmark::State& state, DType dtype, int threads) {
  RunPair(state, dtype, threads, [](const Frame& a, const Frame&) {
    return Distribution::Of(a, {0, 1}).value().Percentile(50);
  });
}
BENCHMARK_CAPTURE(Statistics, sluice_u8_t1, DType::kU8, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Statistics, sluice_f32_t1, DType::kF32, 1)->Unit(benchmark::kMillisecond);

#ifdef SLUICE_HAVE_OPENCV
void CompareOpenCv(benchmark::State& state) {
  cv::setNumThreads(1);
  const cv::Mat a = BenchMat(1, DType::kU8);
  cv::Mat b;
  cv::flip(a, b, 1);
  for (auto _ : state) {
    benchmark::DoNotOptimize(cv::PSNR(a, b));
    benchmark::DoNotOptimize(cv::norm(a, b, cv::NORM_INF));
    benchmark::DoNotOptimize(cv::norm(a, b, cv::NORM_L1));
  }
  SetPixelCounters(state);
}
BENCHMARK(CompareOpenCv)->Name("CompareErrors/opencv_u8_t1")->Unit(benchmark::kMillisecond);
#endif

}  // namespace
}  // namespace sluice::bench
