// Matrix products on one and two threads; bench/gemm/run.py sets them beside NumPy's BLAS.
#include <benchmark/benchmark.h>

#include <vector>

#include "lib/gemm.h"
#include "lib/parallel.h"

namespace sluice::bench {
namespace {

// C = A B with C rows x columns and sums of `depth` products; reports GFLOP/s.
void GemmOf(benchmark::State& state) {
  const int64_t rows = state.range(0);
  const int64_t columns = state.range(1);
  const int64_t depth = state.range(2);
  SetThreads(static_cast<int>(state.range(3)));
  std::vector<float> a(size_t(rows * depth), 0.5f);
  std::vector<float> b(size_t(depth * columns), 0.25f);
  std::vector<float> c(size_t(rows * columns));
  for (auto _ : state) {
    Gemm({a.data(), rows, depth, depth}, {b.data(), depth, columns, columns},
         {c.data(), rows, columns, columns});
    benchmark::ClobberMemory();
  }
  const double flops = 2.0 * double(rows) * double(columns) * double(depth);
  state.counters["GFLOP/s"] =
      benchmark::Counter(flops * 1e-9 * double(state.iterations()), benchmark::Counter::kIsRate);
  SetThreads(0);
}

void Shapes(benchmark::internal::Benchmark* benchmark) {
  const int64_t shapes[][3] = {
      {128, 128, 128},  {512, 512, 512},  {1024, 1024, 1024}, {2048, 2048, 2048}, {64, 3136, 576},
      {128, 784, 1152}, {256, 196, 2304}, {512, 49, 4608},    {64, 12544, 147},   {256, 3136, 64},
      {64, 50176, 576}, {10000, 60, 784}, {60000, 10, 784},   {10, 784, 60000},   {4096, 1, 9216},
      {4096, 8, 9216},  {16, 16, 16},     {32, 32, 32},
  };
  for (const int64_t threads : {1, 2}) {
    for (const auto& shape : shapes) benchmark->Args({shape[0], shape[1], shape[2], threads});
  }
}
BENCHMARK(GemmOf)->Apply(Shapes)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sluice::bench
