// Times SIFT on a picture in memory: run by sift.py.
//   sluice_sift_bench PICTURE THREADS REPEATS
// Prints a line for each repeat: milliseconds, processor milliseconds, keypoints.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>

#include "features/sift.h"
#include "lib/parallel.h"
#include "lib/row_reader.h"
#include "lib/source.h"

namespace sluice {
namespace {

int Run(const char* path, int threads, int repeats) {
  const std::unique_ptr<Source> source = MakeFileSource({path}, {});
  Result<std::unique_ptr<RowReader>> rows = source->Next();
  if (!rows.ok() || *rows == nullptr) return 1;
  const Result<Frame> picture = ReadFrame(**rows);
  if (!picture.ok()) return 1;
  SetThreads(threads);
  const std::unique_ptr<FrameFilter> sift = MakeSift({});
  for (int i = 0; i < repeats; ++i) {
    Result<Frame> in = picture->Clone();
    if (!in.ok()) return 1;
    const auto begin = std::chrono::steady_clock::now();
    const std::clock_t clock = std::clock();
    const Result<Frame> out = sift->Apply(std::move(*in));
    const std::clock_t end_clock = std::clock();
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - begin;
    if (!out.ok()) return 1;
    std::printf("%.2f %.2f %lld\n", wall.count(),
                1e3 * double(end_clock - clock) / double(CLOCKS_PER_SEC),
                static_cast<long long>(out->info().shape[0]));
  }
  return 0;
}

}  // namespace
}  // namespace sluice

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  return sluice::Run(argv[1], std::atoi(argv[2]), std::atoi(argv[3]));
}
