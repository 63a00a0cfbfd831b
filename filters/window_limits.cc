#include "filters/window_limits.h"

#include <string>

namespace sluice {

Status CheckWindow(int width, int height) {
  const std::string size = std::to_string(width) + "x" + std::to_string(height);
  if (width < 1 || height < 1) {
    return Status::Usage("the window must be at least 1x1, not " + size);
  }
  if (width > kMaxWindowSide || height > kMaxWindowSide) {
    return Status::Usage("the window of " + size + " pixels is above the limit of " +
                         std::to_string(kMaxWindowSide) + " a side");
  }
  if (int64_t{width} * height > kMaxWindowArea) {
    return Status::Usage("the window of " + size + " pixels is above the limit of " +
                         std::to_string(kMaxWindowArea) + " in all");
  }
  return Status::Ok();
}

}  // namespace sluice
