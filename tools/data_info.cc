#include <numeric>
#include <utility>

#include "tools/command.h"
#include "tools/data_summary.h"
#include "tools/io.h"

namespace sluice {
namespace {

int Summarise(Io& io) {
  std::vector<DataSet::Entry> entries;
  FrameInfo first;
  while (const std::unique_ptr<RowReader> frame = io.Next()) {
    const Attributes& attributes = frame->info().attributes;
    if (const std::string* role = attributes.Find("role")) {
      if (*role == "labels") continue;  // belongs to the picture before it
    }
    if (entries.empty()) first = frame->info();
    const std::string* const label = attributes.Find("label");
    entries.push_back({"", label == nullptr ? "" : *label});
  }
  if (entries.empty()) return io.Finish();
  std::vector<int64_t> all(entries.size());
  std::iota(all.begin(), all.end(), 0);
  io.Print(SummaryText(first, CountLabels(entries, all), io.options().json));
  return io.Finish();
}

}  // namespace

Command DataInfoCommand() {
  Command c;
  c.name = "data info";
  c.group = "data";
  c.summary = "how many frames of a stream have each label";
  c.description =
      "Counts frames and labels of any stream: pictures, vectors, with labels from a data set, a "
      "table or folders. Maps of labels are not counted. A data set itself is counted faster, "
      "without reading its frames, by the option --info of its own command.";
  c.examples = {"sluice data mnist mnist | sluice pixels | sluice data info",
                "sluice data info train.npy", "sluice data info --json train.npy test.npy"};
  c.text = true;
  c.run = [](Io& io) { return Summarise(io); };
  return c;
}

}  // namespace sluice
