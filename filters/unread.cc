#include "filters/unread.h"

#include <algorithm>
#include <utility>

namespace sluice {

int64_t UnreadSamples(int64_t n, int64_t size, int64_t before, int64_t stride, int64_t count) {
  const int64_t end = (count - 1) * stride - before + size;
  return std::max<int64_t>(0, n - end);
}

std::string UnreadRemark(int64_t columns, int64_t rows, int64_t slices) {
  std::string list;
  for (const auto& [count, name] :
       {std::pair{columns, "column"}, std::pair{rows, "row"}, std::pair{slices, "slice"}}) {
    if (count == 0) continue;
    if (!list.empty()) list += ", ";
    list += "the last " + (count == 1 ? "" : std::to_string(count) + " ") + name;
    if (count > 1) list += 's';
  }
  return list.empty() ? list : list + ": never read, the stride does not tile the input";
}

}  // namespace sluice
