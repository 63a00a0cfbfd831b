#include "tools/gradient_command.h"

namespace sluice {
namespace {

struct Settings {
  GradientOptions gradient;
  int axis = -1;  // x, y, both; -1: not given
  bool magnitude = false;
  bool angle = false;

  Result<GradientOptions> Options() const {
    if ((axis >= 0 ? 1 : 0) + (magnitude ? 1 : 0) + (angle ? 1 : 0) > 1) {
      return Status::Usage("--axis, --magnitude and --angle exclude one another");
    }
    GradientOptions options = gradient;
    options.output = GradientOutput::kMagnitude;
    if (axis >= 0) {
      constexpr GradientOutput kAxes[] = {GradientOutput::kX, GradientOutput::kY,
                                          GradientOutput::kBoth};
      options.output = kAxes[axis];
    }
    if (angle) options.output = GradientOutput::kAngle;
    return options;
  }
};

}  // namespace

Command GradientCommand(const std::string& name, GradientKernel kernel,
                        const std::string& weights) {
  Command c;
  Settings settings;
  settings.gradient.kernel = kernel;
  auto* o = c.Own(settings);
  c.name = name;
  c.group = "filter";
  c.description =
      weights +
      "\n\nThe result is f32 in fractions of full scale, for each channel by itself; the u8, u16 "
      "and "
      "f32 versions of a picture give the same numbers. The derivative along x is positive where "
      "the picture grows brighter to the right, along y where it grows brighter downwards: the "
      "kernel is applied as a correlation. For other kernels, such as those with the opposite "
      "sign, see convolve.\n\n"
      "--magnitude is sqrt(x^2 + y^2); --angle the direction of growing brightness in degrees from "
      "-180 to 180, 0 to the right and 90 downwards, and 0 where there is none; --axis both gives "
      "two channels, x and y, for each channel of the input.";
  c.Choice(
       "--axis", {"x", "y", "both"}, -1, [o](int i) { o->axis = i; },
       "the derivative along the rows (x), the columns (y), or both as channels")
      .default_text.clear();
  c.Flag("--magnitude", &o->magnitude, "the length of the gradient (the default)");
  c.Flag("--angle", &o->angle, "the direction of the gradient, in degrees");
  c.Flag("--normalize", &o->gradient.normalize,
         "divide by the kernel's weight: a ramp that rises by 1 a pixel gives 1");
  c.BorderOption(&o->gradient.border);
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    SLUICE_ASSIGN_OR_RETURN(const GradientOptions options, o->Options());
    return OneStage(MakeGradient(options));
  };
  return c;
}

}  // namespace sluice
