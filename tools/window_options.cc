#include "tools/window_options.h"

#include "tools/values.h"

namespace sluice {
namespace {

constexpr int kMaxRadius = 1 << 20;

}  // namespace

void AddWindowOptions(Command* command, WindowSettings* window) {
  command
      ->Custom(
          "--radius", "R",
          [window](const std::string& text) {
            SLUICE_ASSIGN_OR_RETURN(window->radius, ParseInteger(text, {0, kMaxRadius}));
            window->has_radius = true;
            return Status::Ok();
          },
          "pixels on each side of the window's centre: 2 R + 1 in all")
      .default_text = std::to_string(window->radius);
  command->Size("--size", &window->size, "width and height of the window in pixels, instead")
      .default_text.clear();
}

Result<SizeOption> WindowSize(const WindowSettings& window) {
  if (window.size.width == 0) return SizeOption{2 * window.radius + 1, 2 * window.radius + 1};
  if (window.has_radius) {
    return Status::Usage("--radius and --size both say how large the window is: give one");
  }
  return window.size;
}

}  // namespace sluice
