#include "filters/gray.h"

#include "tools/command.h"

namespace sluice {

Command GrayCommand() {
  Command c;
  auto* weights = c.Own(GrayWeights::k601);
  c.name = "gray";
  c.group = "geometry";
  c.summary = "colour to gray";
  c.description =
      "One gray channel from red, green and blue, weighted as ITU-R BT.601 (0.299, 0.587, 0.114; "
      "what JPEG uses), BT.709 (0.2126, 0.7152, 0.0722) or equally, on the samples as they are. "
      "Integers are rounded half to even, exactly. An alpha channel is kept; a picture with "
      "another "
      "number of colours is averaged. The sample type is kept.";
  c.examples = {"sluice gray photo.jpg | sluice threshold --otsu > mask.png",
                "sluice gray --weights 709 photo.jpg -o gray.png",
                "sluice gray photos/*.jpg -o 'gray/{stem}.png'"};
  c.Choice("--weights", {"601", "709", "average"}, weights, "what red, green and blue count for");
  c.stages = [weights] { return OneStage(MakeGray(*weights)); };
  return c;
}

}  // namespace sluice
