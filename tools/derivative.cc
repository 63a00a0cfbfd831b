#include "filters/gradient.h"
#include "tools/command.h"

namespace sluice {
namespace {

struct Settings {
  int axis = 0;
  int order = 1;
  Border border;
};

}  // namespace

Command DerivativeCommand() {
  Command c;
  auto* o = c.Own(Settings{});
  c.name = "derivative";
  c.group = "filter";
  c.summary = "central differences along one axis";
  c.description =
      "Order 1 is half the difference of the two neighbours, (-1 0 1) / 2: positive where the "
      "picture grows brighter to the right (--axis x) or downwards (--axis y), and 0.1 on a ramp "
      "that rises by 0.1 a pixel. Order 2 is the second difference, 1 -2 1.\n\n"
      "The result is f32 in fractions of full scale, for each channel by itself; the u8, u16 and "
      "f32 versions of a picture give the same numbers. For derivatives of the smoothed picture "
      "see gaussian --order.";
  c.examples = {"sluice gray photo.jpg | sluice derivative --axis x > dx.npy",
                "sluice derivative --axis y --order 2 in.png -o dyy.npy",
                "sluice derivative --axis y scans/*.png -o 'out/{stem}.npy'"};
  c.Choice("--axis", {"x", "y"}, &o->axis, "along the rows (x) or the columns (y)");
  c.Integer("--order", "N", &o->order, "first or second derivative", {1, 2});
  c.BorderOption(&o->border);
  c.stages = [o] {
    GradientOptions options;
    options.kernel = o->order == 1 ? GradientKernel::kCentral : GradientKernel::kSecond;
    options.output = o->axis == 0 ? GradientOutput::kX : GradientOutput::kY;
    options.border = o->border;
    return OneStage(MakeGradient(options));
  };
  return c;
}

}  // namespace sluice
