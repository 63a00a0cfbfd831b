#include "tools/net_layer.h"

#include <cstddef>
#include <vector>

#include "tools/suggest.h"
#include "tools/values.h"

namespace sluice {

Result<int> FindLayer(const Net& net, const std::string& name) {
  constexpr size_t kMostListed = 16;
  std::vector<std::string> names;
  std::string list;
  for (size_t n = 0; n < net.nodes().size(); ++n) {
    names.push_back(net.nodes()[n].name);
    if (names.back() == name) return static_cast<int>(n);
    list += (list.empty() ? "" : ", ") + names.back();
  }
  std::string hint = DidYouMean(name, names);
  if (hint.empty() && names.size() <= kMostListed) hint = "its layers are " + list;
  if (hint.empty()) hint = "sluice net info MODEL shows the names of all layers";
  return Status::Usage("the net has no layer called " + Quoted(name), hint);
}

}  // namespace sluice
