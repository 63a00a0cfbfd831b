#include "lib/parallel.h"

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

namespace sluice {
namespace {

int requested_threads = 0;

// The arena is made at the first loop that needs one, so that small work starts no threads. More
// threads than cores are allowed on request.
tbb::task_arena& Arena() {
  static std::mutex mutex;
  static std::unique_ptr<tbb::global_control> allowance;
  static std::unique_ptr<tbb::task_arena> arena;
  const std::lock_guard<std::mutex> lock(mutex);
  if (arena == nullptr || arena->max_concurrency() != Threads()) {
    arena.reset();
    allowance = std::make_unique<tbb::global_control>(tbb::global_control::max_allowed_parallelism,
                                                      static_cast<size_t>(Threads()));
    arena = std::make_unique<tbb::task_arena>(Threads());
  }
  return *arena;
}

}  // namespace

void SetThreads(int threads) { requested_threads = std::max(0, threads); }

int Threads() {
  if (requested_threads > 0) return requested_threads;
  static const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  return cores;
}

void ParallelFor(int64_t count, int64_t grain,
                 const std::function<void(int64_t begin, int64_t end)>& body) {
  grain = std::max<int64_t>(1, grain);
  const int64_t pieces = (count + grain - 1) / grain;
  // oneTBB orders what comes before, in and after the loop, but it is not instrumented: these
  // additions tell the thread sanitizer.
  std::atomic<int64_t> order{0};
  const auto piece = [&](int64_t i) {
    order.fetch_add(1, std::memory_order_acquire);
    body(i * grain, std::min(count, (i + 1) * grain));
    order.fetch_add(1, std::memory_order_release);
  };
  if (Threads() == 1 || pieces <= 1) {
    for (int64_t i = 0; i < pieces; ++i) piece(i);
    return;
  }
  order.fetch_add(1, std::memory_order_release);
  Arena().execute([&] { tbb::parallel_for(int64_t{0}, pieces, piece, tbb::simple_partitioner()); });
  order.load(std::memory_order_acquire);
}

}  // namespace sluice
