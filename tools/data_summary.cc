#include "tools/data_summary.h"

#include <cstdint>

#include "lib/dtype.h"
#include "tools/json.h"
#include "tools/message.h"

namespace sluice {

std::string SummaryText(const FrameInfo& first, const std::vector<LabelCount>& labels, bool json) {
  int64_t examples = 0;
  int64_t unlabelled = 0;
  int64_t classes = 0;
  for (const LabelCount& label : labels) {
    examples += label.count;
    (label.label.empty() ? unlabelled : classes) += label.label.empty() ? label.count : 1;
  }
  if (json) {
    Json out;
    out.Set("examples", examples);
    out.Set("unlabelled", unlabelled);
    out.Set("first",
            Json::Object(
                {{"shape", first.shape}, {"axes", first.axes}, {"dtype", DTypeName(first.dtype)}}));
    Json classes = Json::Array();
    for (const LabelCount& label : labels) {
      if (!label.label.empty()) {
        classes.Add(Json::Object({{"label", label.label}, {"count", label.count}}));
      }
    }
    return out.Set("classes", classes).Line();
  }
  std::string text = std::to_string(examples) + (examples == 1 ? " example" : " examples") +
                     ", the first a " + first.Describe() + "\n" + std::to_string(classes) +
                     (classes == 1 ? " class" : " classes") + "\n";
  for (const LabelCount& label : labels) {
    if (label.label.empty()) continue;
    text += EscapeControls(label.label);
    text += "\t" + std::to_string(label.count) + "\n";
  }
  if (unlabelled > 0) text += std::to_string(unlabelled) + " without label\n";
  return text;
}

}  // namespace sluice
