// Matrix products on one and two threads; bench/gemm/run.py sets them beside NumPy's BLAS. Rates
// are by processor time, summed over threads, which a busy machine disturbs less than the clock.
#include <benchmark/benchmark.h>

#include <algorithm>

#include "lib/gemm.h"
#include "lib/parallel.h"
#include "lib/tensor.h"

namespace sluice::bench {
namespace {

// C = A B with C rows x columns and sums of `depth` products; reports GFLOP/s. The last argument is
// 1 where B is stored transposed.
void GemmOf(benchmark::State& state) {
  const int64_t rows = state.range(0);
  const int64_t columns = state.range(1);
  const int64_t depth = state.range(2);
  SetThreads(static_cast<int>(state.range(3)));
  Tensor a = Tensor::Create({rows, depth}).value();
  Tensor b = Tensor::Create({depth, columns}).value();
  Tensor c = Tensor::Create({rows, columns}).value();
  std::fill_n(a.data(), a.size(), 0.5f);
  std::fill_n(b.data(), b.size(), 0.25f);
  const bool transposed = state.range(4) != 0;
  const ConstMatrix b_matrix = transposed ? ConstMatrix{b.data(), columns, depth, depth}
                                          : ConstMatrix{b.data(), depth, columns, columns};
  const GemmOptions options = {.b = transposed ? Transpose::kYes : Transpose::kNo};
  for (auto _ : state) {
    Gemm({a.data(), rows, depth, depth}, b_matrix, {c.data(), rows, columns, columns}, options);
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
      {4096, 8, 9216},  {16, 16, 16},     {32, 32, 32},       {1, 4096, 4096},    {1, 1024, 1024},
      {64, 10, 784},    {3136, 64, 64},   {32, 4096, 25088},
  };
  for (const int64_t threads : {1, 2}) {
    for (const auto& shape : shapes) benchmark->Args({shape[0], shape[1], shape[2], threads, 0});
    // Fully connected layers whose weights are stored by output.
    for (const auto& shape : {shapes[18], shapes[19], shapes[20], shapes[22]}) {
      benchmark->Args({shape[0], shape[1], shape[2], threads, 1});
    }
  }
}
BENCHMARK(GemmOf)->Apply(Shapes)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sluice::bench
