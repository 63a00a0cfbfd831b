// Pooling; OpenCV has no counterpart.
#include "bench/bench_support.h"
#include "filters/pool.h"

namespace sluice::bench {
namespace {

void Pool(benchmark::State& state, PoolOp op, int size, int channels, DType dtype, int threads) {
  RunFilter(
      state,
      [&] {
        return MakePool({op, size, size, 2, 2, 0, false});
      },
      channels, dtype, threads);
}
BENCHMARK_CAPTURE(Pool, sluice_max2_u8_t1, PoolOp::kMax, 2, 1, DType::kU8, 1)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Pool, sluice_max3_f32x3_t1, PoolOp::kMax, 3, 3, DType::kF32, 1)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Pool, sluice_average2_u8_t1, PoolOp::kAverage, 2, 1, DType::kU8, 1)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sluice::bench
