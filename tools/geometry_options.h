// Options that the commands for cutting and placing pictures share.
#ifndef SLUICE_TOOLS_GEOMETRY_OPTIONS_H_
#define SLUICE_TOOLS_GEOMETRY_OPTIONS_H_

#include <functional>
#include <string>

#include "filters/gravity.h"
#include "tools/command.h"

namespace sluice {

// --gravity top-left|top|...: calls `set` with the chosen one. `initial` is shown as the default;
// null: none.
Option& GravityOption(Command* command, const Gravity* initial, std::function<void(Gravity)> set,
                      const std::string& help);

// "12,30" as a position in pixels.
Result<Offset> ParseOffset(const std::string& text);

}  // namespace sluice

#endif  // SLUICE_TOOLS_GEOMETRY_OPTIONS_H_
