// Working memory of a thread, kept from one use to the next.
#ifndef SLUICE_LIB_THREAD_SCRATCH_H_
#define SLUICE_LIB_THREAD_SCRATCH_H_

#include <cstddef>

namespace sluice {

// At least `count` numbers, aligned to kRowAlignment, of undefined contents, valid until the thread
// asks again. For the inside of a parallel loop, in a body that starts no other.
float* ThreadScratch(size_t count);

}  // namespace sluice

#endif  // SLUICE_LIB_THREAD_SCRATCH_H_
