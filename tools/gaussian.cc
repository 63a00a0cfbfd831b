#include "filters/gaussian.h"

#include "tools/command.h"

namespace sluice {
namespace {

constexpr double kAsSigma = -1.0;  // --sigma-x or --sigma-y was not given
constexpr int kAsOrder = -1;

struct Settings {
  double sigma = 1.0;
  double sigma_x = kAsSigma;
  double sigma_y = kAsSigma;
  int order = 0;
  int order_x = kAsOrder;
  int order_y = kAsOrder;
  GaussianOptions gaussian;

  GaussianOptions Options() const {
    GaussianOptions o = gaussian;
    o.sigma_x = sigma_x == kAsSigma ? sigma : sigma_x;
    o.sigma_y = sigma_y == kAsSigma ? sigma : sigma_y;
    o.order_x = order_x == kAsOrder ? order : order_x;
    o.order_y = order_y == kAsOrder ? order : order_y;
    return o;
  }
};

}  // namespace

Command GaussianCommand() {
  Command c;
  auto* o = c.Own(Settings{});
  c.name = "gaussian";
  c.group = "filter";
  c.summary = "blur with a Gaussian, or take derivatives of one";
  c.linear = true;
  c.description =
      "Each channel is convolved with a Gaussian, cut off at ceil(3 sigma) pixels; the sample type "
      "is kept. Weights sum to exactly 1, so that a constant picture stays what it is.\n\n"
      "Above sigma 4 the picture is blurred on a coarser grid (Burt 1981), at a cost that "
      "hardly "
      "depends on sigma: off the sum over all weights by less than half an 8-bit step in the worst "
      "picture, by some hundredths in photos. --method fir takes all weights.\n\n"
      "With --order the picture is convolved with the first or second derivative of the Gaussian "
      "instead, along both axes or one (--order-x 1 finds vertical edges). The result is f32, in "
      "fractions of full scale per pixel: a ramp that rises by 0.1 a pixel gives 0.1.";
  c.examples = {"sluice gaussian --sigma 2 < in.png | sluice canny -o edges.png",
                "sluice gaussian --sigma 1.4 photo.jpg -o smooth.png",
                "sluice gaussian --sigma-x 8 --sigma-y 0 scans/*.png -o 'out/{stem}.png'"};
  const Range sigmas{0.0};
  c.Number("--sigma", "S", &o->sigma, "standard deviation in pixels; 0 leaves the picture as it is",
           sigmas);
  c.Number("--sigma-x", "S", &o->sigma_x, "along rows only, instead of --sigma", sigmas)
      .default_text.clear();
  c.Number("--sigma-y", "S", &o->sigma_y, "along columns only, instead of --sigma", sigmas)
      .default_text.clear();
  c.Number("--truncate", "T", &o->gaussian.truncate, "half width of the kernel in sigmas",
           {0.0, 100.0, true});
  const Range orders{0, 2};
  c.Integer("--order", "N", &o->order, "order of the derivative: 0 blurs, 1, 2", orders);
  c.Integer("--order-x", "N", &o->order_x, "along rows only, instead of --order", orders)
      .default_text.clear();
  c.Integer("--order-y", "N", &o->order_y, "along columns only, instead of --order", orders)
      .default_text.clear();
  c.Choice("--method", {"auto", "fir", "multirate"}, &o->gaussian.method,
           "fir sums weight by weight; multirate goes through a coarser grid");
  c.BorderOption(&o->gaussian.border);
  c.makes_f32 = [o] {
    const GaussianOptions options = o->Options();
    return options.order_x > 0 || options.order_y > 0;
  };
  c.stages = [o] { return OneStage(MakeGaussian(o->Options())); };
  return c;
}

}  // namespace sluice
