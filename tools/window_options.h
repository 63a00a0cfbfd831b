// --radius and --size: the window of a filter that looks at a rectangle around each pixel.
#ifndef SLUICE_TOOLS_WINDOW_OPTIONS_H_
#define SLUICE_TOOLS_WINDOW_OPTIONS_H_

#include "lib/status.h"
#include "tools/command.h"

namespace sluice {

struct WindowSettings {
  int radius = 1;
  SizeOption size;          // 0x0: the radius says it
  bool has_radius = false;  // both were given when size is set too
};

// Declares --radius R and --size WxH.
void AddWindowOptions(Command* command, WindowSettings* window);

// The window's sides in pixels: 2 R + 1 for a radius. Usage error when both options were given.
Result<SizeOption> WindowSize(const WindowSettings& window);

}  // namespace sluice

#endif  // SLUICE_TOOLS_WINDOW_OPTIONS_H_
