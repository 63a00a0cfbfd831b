#include "filters/sharpen.h"

#include "tools/command.h"

namespace sluice {

Command SharpenCommand() {
  Command c;
  auto* o = c.Own(SharpenOptions{});
  c.name = "sharpen";
  c.group = "filter";
  c.summary = "sharpen by unsharp masking";
  c.linear = true;
  c.description =
      "Adds to the picture what a Gaussian blur would take away: in + amount * (in - blurred), "
      "each "
      "channel by itself. Differences below the threshold, such as noise, are left alone. The "
      "sample type is kept; u8 and u16 saturate.";
  c.examples = {"sluice resize 50% < in.png | sluice sharpen --sigma 0.7 -o small.png",
                "sluice sharpen --sigma 2 --amount 0.6 photo.jpg -o crisp.jpg",
                "sluice sharpen --threshold 2% scans/*.png -o 'out/{stem}.png'"};
  c.Number("--sigma", "S", &o->sigma, "standard deviation of the Gaussian in pixels", {0.0});
  c.Number("--amount", "A", &o->amount, "how much of the difference is added; below 0 it blurs");
  c.Fraction("--threshold", "T", &o->threshold,
             "least difference that is added, a fraction of full scale or a percentage", {0.0});
  c.BorderOption(&o->border);
  c.stages = [o] { return OneStage(MakeSharpen(*o)); };
  return c;
}

}  // namespace sluice
