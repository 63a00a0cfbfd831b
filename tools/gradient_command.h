// What the commands sobel and scharr have in common.
#ifndef SLUICE_TOOLS_GRADIENT_COMMAND_H_
#define SLUICE_TOOLS_GRADIENT_COMMAND_H_

#include <string>

#include "filters/gradient.h"
#include "tools/command.h"

namespace sluice {

// A command of that name for the kernel: --axis, --magnitude, --angle, --normalize, --border.
// `weights` says what the kernel is and what range its results have. Examples and summary are left
// to the caller.
Command GradientCommand(const std::string& name, GradientKernel kernel, const std::string& weights);

}  // namespace sluice

#endif  // SLUICE_TOOLS_GRADIENT_COMMAND_H_
