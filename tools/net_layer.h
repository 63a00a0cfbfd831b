// Layers of nets by their names.
#ifndef SLUICE_TOOLS_NET_LAYER_H_
#define SLUICE_TOOLS_NET_LAYER_H_

#include <string>

#include "lib/status.h"
#include "nets/net.h"

namespace sluice {

// The node called `name`. Fails (Usage), with the nearest name or all of them, when there is none.
Result<int> FindLayer(const Net& net, const std::string& name);

}  // namespace sluice

#endif  // SLUICE_TOOLS_NET_LAYER_H_
