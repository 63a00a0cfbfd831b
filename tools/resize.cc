#include "filters/resize.h"

#include <limits>
#include <string>

#include "tools/command.h"
#include "tools/values.h"

namespace sluice {
namespace {

// "WxH", "Wx", "xH" or "N%".
Status ParseTarget(const std::string& text, ResizeTarget* target) {
  const bool fit = target->fit;
  *target = {};
  target->fit = fit;
  if (text.ends_with('%')) {
    SLUICE_ASSIGN_OR_RETURN(const double percent,
                            ParseNumber(text.substr(0, text.size() - 1), {0, 1e9, true}));
    target->factor = percent / 100;
    return Status::Ok();
  }
  const size_t x = text.find('x');
  if (x == std::string::npos || text.size() == 1) {
    return Status::Usage("expected WxH, Wx, xH or N%, got " + Quoted(text));
  }
  const auto side = [](const std::string& number, int* to) -> Status {
    if (number.empty()) return Status::Ok();
    SLUICE_ASSIGN_OR_RETURN(*to, ParseInteger(number, {1}));
    return Status::Ok();
  };
  SLUICE_RETURN_IF_ERROR(side(text.substr(0, x), &target->width));
  return side(text.substr(x + 1), &target->height);
}

}  // namespace

Command ResizeCommand() {
  Command c;
  auto* o = c.Own(ResizeOptions{});
  o->limits.max_pixels = std::numeric_limits<uint64_t>::max();  // what was asked for by name
  c.name = "resize";
  c.group = "geometry";
  c.summary = "make pictures larger or smaller";
  c.description =
      "--size WxH gives both sides, Wx or xH one of them and keeps the aspect ratio, N% scales "
      "both; "
      "--fit takes WxH as a box to fit into.\n\n"
      "Samples are areas: a picture's edges stay its edges. When a side shrinks, the filter is "
      "widened by the same factor, so that every pixel counts and nothing aliases. Nothing is made "
      "up "
      "outside of the picture: weights there go to the samples inside. The sample type is kept.\n\n"
      "lanczos3 is the sharpest, cubic (Catmull-Rom) rings less, linear not at all, box is the "
      "mean "
      "of the pixels under a sample, nearest takes one pixel and is the one for label maps, which "
      "it "
      "gives no labels that weren't there. Average light, not code values, with --linear.";
  c.examples = {"sluice resize --size 50% < in.png | sluice sharpen > small.png",
                "sluice resize --size 640x --linear photo.jpg -o small.jpg",
                "sluice resize --size 256x256 --fit photos/*.jpg -o 'thumbs/{stem}.jpg'"};
  std::string size;
  Option& option = c.Text("--size", "WxH|Wx|xH|N%", &size, "of the result, in pixels or percent");
  option.set = [o](const std::string& text) { return ParseTarget(text, &o->target); };
  c.Flag("--fit", &o->target.fit, "keep the aspect ratio and fit into the box WxH");
  c.Choice("--filter", {"nearest", "box", "linear", "cubic", "lanczos3"}, &o->filter,
           "how samples are weighed");
  c.linear = true;
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    const ResizeTarget& target = o->target;
    if (target.width == 0 && target.height == 0 && target.factor == 0) {
      return Status::Usage("--size is needed", "for example --size 640x480 or --size 50%");
    }
    if (target.fit && (target.width == 0 || target.height == 0)) {
      return Status::Usage("--fit needs --size WxH");
    }
    return OneStage(MakeResize(*o));
  };
  return c;
}

}  // namespace sluice
