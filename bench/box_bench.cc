#include "bench/bench_support.h"
#include "filters/box.h"

namespace sluice::bench {
namespace {

// By the square's side.
#define SLUICE_BOX_BENCH(function, name, ...)    \
  BENCHMARK_CAPTURE(function, name, __VA_ARGS__) \
      ->Arg(3)                                   \
      ->Arg(5)                                   \
      ->Arg(15)                                  \
      ->Arg(31)                                  \
      ->Arg(101)                                 \
      ->Unit(benchmark::kMillisecond)

void Box(benchmark::State& state, int channels, DType dtype, int threads) {
  const auto side = static_cast<int>(state.range(0));
  RunFilter(
      state,
      [side] {
        return MakeBox({side, side, {}});
      },
      channels, dtype, threads);
}
SLUICE_BOX_BENCH(Box, sluice_u8_t1, 1, DType::kU8, 1);
SLUICE_BOX_BENCH(Box, sluice_u8_t2, 1, DType::kU8, 2);
SLUICE_BOX_BENCH(Box, sluice_u8x3_t1, 3, DType::kU8, 1);
SLUICE_BOX_BENCH(Box, sluice_u16_t1, 1, DType::kU16, 1);
SLUICE_BOX_BENCH(Box, sluice_f32_t1, 1, DType::kF32, 1);
SLUICE_BOX_BENCH(Box, sluice_f32_t2, 1, DType::kF32, 2);

#ifdef SLUICE_HAVE_OPENCV
void BoxOpenCv(benchmark::State& state, int channels, DType dtype, int threads) {
  const auto side = static_cast<int>(state.range(0));
  RunOpenCv(
      state,
      [side](const cv::Mat& in, cv::Mat& out) {
        cv::blur(in, out, cv::Size(side, side), cv::Point(-1, -1), cv::BORDER_REPLICATE);
      },
      channels, dtype, threads);
}
SLUICE_BOX_BENCH(BoxOpenCv, opencv_u8_t1, 1, DType::kU8, 1);
SLUICE_BOX_BENCH(BoxOpenCv, opencv_u8_t2, 1, DType::kU8, 2);
SLUICE_BOX_BENCH(BoxOpenCv, opencv_u8x3_t1, 3, DType::kU8, 1);
SLUICE_BOX_BENCH(BoxOpenCv, opencv_u16_t1, 1, DType::kU16, 1);
SLUICE_BOX_BENCH(BoxOpenCv, opencv_f32_t1, 1, DType::kF32, 1);
SLUICE_BOX_BENCH(BoxOpenCv, opencv_f32_t2, 1, DType::kF32, 2);
#endif

}  // namespace
}  // namespace sluice::bench
