// Searches for 5 neighbours on one and two threads, in vectors that bench/classifiers/knn.py has
// written; it sets the times beside FAISS.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/neighbour_search.h"
#include "lib/parallel.h"

namespace sluice::bench {
namespace {

constexpr int kNeighbours = 5;

std::vector<float> ReadFloats(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::vector<float> numbers(file ? size_t(file.tellg()) / sizeof(float) : 0);
  file.seekg(0);
  file.read(reinterpret_cast<char*>(numbers.data()),
            std::streamsize(numbers.size() * sizeof(float)));
  return numbers;
}

// In the folder SLUICE_BENCH_KNN: rows.f32 and queries.f32, of SLUICE_BENCH_COLUMNS numbers each;
// neighbours.i32 is written. What a search prepares once for an index is part of each time.
void Knn(benchmark::State& state) {
  const char* folder = std::getenv("SLUICE_BENCH_KNN");
  const char* columns_text = std::getenv("SLUICE_BENCH_COLUMNS");
  if (folder == nullptr || columns_text == nullptr) {
    state.SkipWithError("needs the data of bench/classifiers/knn.py");
    return;
  }
  const int64_t columns = std::atoll(columns_text);
  const std::vector<float> rows = ReadFloats(std::string(folder) + "/rows.f32");
  const std::vector<float> queries = ReadFloats(std::string(folder) + "/queries.f32");
  const auto count = int64_t(queries.size()) / columns;
  std::vector<int32_t> indices(size_t(count * kNeighbours));
  std::vector<float> distances(indices.size());
  SetThreads(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    state.PauseTiming();
    const NeighbourSearch search =
        NeighbourSearch::Create({rows.data(), int64_t(rows.size()) / columns, columns, columns},
                                Distance::kL2)
            .value();
    state.ResumeTiming();
    if (!search
             .Search({queries.data(), count, columns, columns}, kNeighbours, indices.data(),
                     distances.data())
             .ok()) {
      state.SkipWithError("search failed");
    }
  }
  SetThreads(0);
  std::ofstream out(std::string(folder) + "/neighbours.i32", std::ios::binary);
  out.write(reinterpret_cast<const char*>(indices.data()),
            std::streamsize(indices.size() * sizeof(int32_t)));
}
BENCHMARK(Knn)->Arg(1)->Arg(2)->Iterations(1)->UseRealTime()->MeasureProcessCPUTime()->Unit(
    benchmark::kMillisecond);

}  // namespace
}  // namespace sluice::bench
