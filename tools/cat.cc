#include "tools/command.h"

namespace sluice {

Command CatCommand() {
  Command c;
  c.name = "cat";
  c.group = "glue";
  c.summary = "pass frames on, one file after the other";
  c.description =
      "Reads the frames of all inputs and writes them unchanged into one stream or, with a "
      "template "
      "as the output's name, each into a file of its own.";
  c.examples = {"sluice cat scans/*.png | sluice median | sluice cat -o 'clean/{stem}.png'",
                "sluice cat left.png right.png -o both.npy",
                "sluice cat stream.pam -o 'frame-{index:4}.png'"};
  c.stages = [] { return std::vector<std::unique_ptr<Stage>>(); };
  return c;
}

}  // namespace sluice
