#include "bench/bench_support.h"
#include "filters/median.h"

namespace sluice::bench {
namespace {

void Median(benchmark::State& state, DType dtype, int threads) {
  const auto side = static_cast<int>(state.range(0));
  RunFilter(
      state,
      [side] {
        return MakePercentile({side, side, 50, {}});
      },
      1, dtype, threads);
}

// The goals for 7x7 and larger windows concern u8; 15 and 31 leave the networks behind.
#define SLUICE_MEDIAN_BENCH(name, ...)         \
  BENCHMARK_CAPTURE(Median, name, __VA_ARGS__) \
      ->Arg(3)                                 \
      ->Arg(5)                                 \
      ->Arg(7)                                 \
      ->Arg(9)                                 \
      ->Arg(15)                                \
      ->Arg(31)                                \
      ->Unit(benchmark::kMillisecond)
SLUICE_MEDIAN_BENCH(sluice_u8_t1, DType::kU8, 1);
SLUICE_MEDIAN_BENCH(sluice_u8_t2, DType::kU8, 2);
SLUICE_MEDIAN_BENCH(sluice_u16_t1, DType::kU16, 1);
SLUICE_MEDIAN_BENCH(sluice_f32_t1, DType::kF32, 1);

#ifdef SLUICE_HAVE_OPENCV
void MedianOpenCv(benchmark::State& state, DType dtype, int threads) {
  const auto side = static_cast<int>(state.range(0));
  RunOpenCv(
      state, [side](const cv::Mat& in, cv::Mat& out) { cv::medianBlur(in, out, side); }, 1, dtype,
      threads);
}

// OpenCV has no u16 or f32 windows above 5x5.
#define SLUICE_MEDIAN_OPENCV_BENCH(name, ...) \
  BENCHMARK_CAPTURE(MedianOpenCv, name, __VA_ARGS__)->Arg(3)->Arg(5)->Unit(benchmark::kMillisecond)
SLUICE_MEDIAN_OPENCV_BENCH(opencv_u8_t1, DType::kU8, 1)->Arg(7)->Arg(9)->Arg(15)->Arg(31);
SLUICE_MEDIAN_OPENCV_BENCH(opencv_u8_t2, DType::kU8, 2)->Arg(7)->Arg(9)->Arg(15)->Arg(31);
SLUICE_MEDIAN_OPENCV_BENCH(opencv_u16_t1, DType::kU16, 1);
SLUICE_MEDIAN_OPENCV_BENCH(opencv_f32_t1, DType::kF32, 1);
#endif

}  // namespace
}  // namespace sluice::bench
