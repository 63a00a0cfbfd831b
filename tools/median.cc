#include "tools/rank_command.h"

namespace sluice {

Command MedianCommand() {
  Command c = RankCommand("median", "--percentile");
  c.summary = "take the median of a window: removes specks and keeps edges";
  c.examples = {"sluice noise --salt-pepper 0.1 photo.jpg | sluice median -o restored.png",
                "sluice median --radius 3 scan.png -o clean.png",
                "sluice median --size 5x3 frames/*.png -o 'out/{stem}.png'"};
  return c;
}

}  // namespace sluice
