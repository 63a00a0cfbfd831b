#include "tools/command.h"
#include "tools/filter_chain.h"
#include "tools/io.h"
#include "tools/message.h"
#include "tools/run_filter.h"

namespace sluice {
namespace {

int Run(Io& io) {
  Result<FilterChain> chain =
      FilterChain::FromText(io.command().arguments.front(), io.options().depth);
  if (!chain.ok()) {
    PrintError("sluice run", chain.status());
    return 2;
  }
  return RunChain(*chain, io);
}

}  // namespace

Command RunCommand() {
  Command c;
  c.name = "run";
  c.group = "glue";
  c.summary = "several filters in one process, fused";
  c.description =
      "The pipeline is written as in a shell, in one word: commands with their options, separated "
      "by |. Every filter can be a step. Rows flow from one step to the next strip by strip, so "
      "that pictures are not encoded, copied through pipes and decoded between the steps; the "
      "result has the same bytes as the same commands in a shell pipe.\n"
      "Options of steps are those that the commands' own help lists, besides --depth, and --alpha "
      "and --linear for linear filters. Files and options of input and output belong to run "
      "itself.";
  c.examples = {"sluice noise --gaussian 0.1 in.png | sluice run 'median | sobel' > out.npy",
                "sluice run 'gaussian --sigma 2 | sobel | threshold --at 0.2' in.png -o out.png",
                "sluice run 'gray | canny' scans/*.png -o 'edges/{stem}.png'"};
  c.positional = "PIPELINE [FILE...]";
  c.leading_arguments = 1;
  c.run = Run;
  return c;
}

}  // namespace sluice
