#include "filters/bilateral.h"

#include "tools/command.h"
#include "tools/values.h"

namespace sluice {

Command BilateralCommand() {
  Command c;
  auto* o = c.Own(BilateralOptions{});
  c.name = "bilateral";
  c.group = "filter";
  c.summary = "blur without blurring edges";
  c.description =
      "Every pixel becomes the weighted mean of the pixels in a disc around it; pixels that are "
      "far away or of another colour count less, each by a Gaussian (Tomasi and Manduchi 1998). "
      "How much two colours differ is the mean difference of their channels, alpha left out; alpha "
      "is averaged with the same weights. The sample type is kept.\n\n"
      "The time grows with the square of the radius. For OpenCV's bilateralFilter with diameter d "
      "and sigmaColor c, give --radius d/2 and --sigma-range c/255 for gray, c/765 for RGB. In "
      "f32, "
      "samples that are NaN or infinite stay as they are and don't influence others.";
  c.examples = {"sluice noise --gaussian 0.05 photo.jpg | sluice bilateral -o smooth.png",
                "sluice bilateral --sigma-space 5 --sigma-range 20% portrait.jpg -o soft.png",
                "sluice bilateral --radius 4 frames/*.png -o 'out/{stem}.png'"};
  c.Number("--sigma-space", "S", &o->sigma_space, "standard deviation of distances in pixels",
           {0.0, 1e6, true});
  c.Fraction("--sigma-range", "R", &o->sigma_range,
             "standard deviation of differences, a fraction of full scale or a percentage",
             {0.0, 1000.0, true});
  c.Custom(
       "--radius", "R",
       [o](const std::string& text) {
         SLUICE_ASSIGN_OR_RETURN(o->radius, ParseInteger(text, {0, kMaxBilateralRadius}));
         return Status::Ok();
       },
       "radius of the disc in pixels")
      .default_text = "ceil(2 sigma-space)";
  c.BorderOption(&o->border);
  c.stages = [o] { return OneStage(MakeBilateral(*o)); };
  return c;
}

}  // namespace sluice
