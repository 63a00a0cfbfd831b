#include "lib/thread_scratch.h"

#include <memory>

#include "lib/scratch.h"

namespace sluice {

float* ThreadScratch(size_t count) {
  thread_local size_t room = 0;
  thread_local std::unique_ptr<Scratch<float>> scratch;
  if (count > room || scratch == nullptr) {
    scratch.reset();
    room = 0;
    scratch = std::make_unique<Scratch<float>>(count);
    room = count;
  }
  return scratch->data();
}

}  // namespace sluice
