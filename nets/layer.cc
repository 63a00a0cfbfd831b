#include "nets/layer.h"

namespace sluice {

int64_t Parameter::count() const {
  int64_t count = 1;
  for (const int64_t size : shape) count *= size;
  return count;
}

}  // namespace sluice
