// Loops over threads (oneTBB). Results must never depend on the number of threads.
#ifndef SLUICE_LIB_PARALLEL_H_
#define SLUICE_LIB_PARALLEL_H_

#include <cstdint>
#include <functional>

namespace sluice {

// The number of threads that parallel loops use from now on; 0 means one for each core.
void SetThreads(int threads);
int Threads();

// Calls body(begin, end) for consecutive pieces of [0, count), each of `grain` items (the last one
// may be shorter), on up to Threads() threads. With one thread or one piece it runs in the caller,
// in order, and costs nothing.
void ParallelFor(int64_t count, int64_t grain,
                 const std::function<void(int64_t begin, int64_t end)>& body);

}  // namespace sluice

#endif  // SLUICE_LIB_PARALLEL_H_
