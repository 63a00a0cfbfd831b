#include "tools/geometry_options.h"

#include <utility>

#include "tools/values.h"

namespace sluice {

Option& GravityOption(Command* command, const Gravity* initial, std::function<void(Gravity)> set,
                      const std::string& help) {
  return command->Choice(
      "--gravity",
      {"top-left", "top", "top-right", "left", "center", "right", "bottom-left", "bottom",
       "bottom-right"},
      initial == nullptr ? -1 : static_cast<int>(*initial),
      [set = std::move(set)](int i) { set(static_cast<Gravity>(i)); }, help);
}

Result<Offset> ParseOffset(const std::string& text) {
  const size_t comma = text.find(',');
  if (comma == std::string::npos) {
    return Status::Usage("expected X,Y in pixels, got " + Quoted(text));
  }
  SLUICE_ASSIGN_OR_RETURN(const int x, ParseInteger(text.substr(0, comma), {0}));
  SLUICE_ASSIGN_OR_RETURN(const int y, ParseInteger(text.substr(comma + 1), {0}));
  return Offset{x, y};
}

}  // namespace sluice
