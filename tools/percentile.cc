#include "tools/rank_command.h"

namespace sluice {

Command PercentileCommand() {
  Command c = RankCommand("percentile", "--percent");
  c.summary = "take a percentile of a window";
  c.examples = {"sluice gray photo.jpg | sluice percentile --percent 10 --radius 7 > dark.png",
                "sluice percentile --percent 90 --radius 20 page.png -o paper.png",
                "sluice percentile --percent 25 --size 1x9 scans/*.png -o 'out/{stem}.png'"};
  return c;
}

}  // namespace sluice
