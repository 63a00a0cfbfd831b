// The floor under every filter: copying the picture.
#include <cstring>

#include "bench/bench_support.h"

namespace sluice::bench {
namespace {

void CopyPicture(benchmark::State& state, DType dtype) {
  const Frame in = BenchPicture(1, dtype);
  Frame out = in.Clone().value();
  const size_t bytes = in.stride() * size_t(in.info().row_count());
  for (auto _ : state) {
    std::memcpy(out.RowBytes(0), in.RowBytes(0), bytes);
    benchmark::ClobberMemory();
  }
  SetPixelCounters(state);
}

BENCHMARK_CAPTURE(CopyPicture, memcpy_u8, DType::kU8)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(CopyPicture, memcpy_u16, DType::kU16)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(CopyPicture, memcpy_f32, DType::kF32)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sluice::bench
