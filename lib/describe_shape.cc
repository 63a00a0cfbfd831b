#include "lib/describe_shape.h"

namespace sluice {

std::string DescribeShape(const std::vector<int64_t>& shape) {
  std::string text = "[";
  for (const int64_t dim : shape) {
    if (text.size() > 1) text += ", ";
    text += dim < 0 ? "any" : std::to_string(dim);
  }
  return text + "]";
}

}  // namespace sluice
