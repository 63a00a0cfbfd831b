#include "filters/pool.h"

#include "tools/command.h"
#include "tools/values.h"

namespace sluice {

Command PoolCommand() {
  Command c;
  auto* o = c.Own(PoolOptions{});
  c.name = "pool";
  c.group = "filter";
  c.summary = "the largest, smallest or mean sample of each window";
  c.description =
      "Makes pictures smaller as nets do: each channel by itself, one sample for each window, "
      "windows "
      "--stride pixels apart. Along an axis of n samples there are "
      "floor((n + 2 pad - size) / stride) + 1 windows; with --ceil a last one that is not full, "
      "and without it -v says how many samples at the end are in no window. What "
      "lies outside the picture does not count: it is never the largest or smallest, and means are "
      "over the real samples. The sample type is kept.";
  c.examples = {"sluice gray photo.jpg | sluice pool --size 4 > bright.png",
                "sluice pool --op average --size 3 --stride 2 in.png -o out.png",
                "sluice pool --op min scans/*.png -o 'out/{stem}.png'"};
  c.Choice("--op", {"max", "average", "min"}, &o->op, "what is taken from each window");
  const auto size = [&c](const char* name, int* width, int* height, const char* help) -> Option& {
    SizeOption* const value = c.Own(SizeOption{*width, *height});
    Option& option = c.Size(name, value, help);
    option.value = "N|WxH";
    option.set = [width, height](const std::string& text) -> Status {
      SLUICE_ASSIGN_OR_RETURN(const SizeOption parsed, ParseSize(text));
      *width = parsed.width;
      *height = parsed.height;
      return Status::Ok();
    };
    return option;
  };
  size("--size", &o->width, &o->height, "the window, in pixels");
  size("--stride", &o->stride_x, &o->stride_y, "from one window to the next, in pixels")
      .default_text = "the window's size";
  c.Integer("--pad", "N", &o->pad, "how far windows may reach over the edges, in pixels",
            {0, 65536});
  c.Flag("--ceil", &o->ceil, "also take a last window that is not full");
  c.stages = [o] { return OneStage(MakePool(*o)); };
  return c;
}

}  // namespace sluice
