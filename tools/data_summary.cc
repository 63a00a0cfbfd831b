#include "tools/data_summary.h"

#include <cstdint>
#include <nlohmann/json.hpp>

#include "lib/dtype.h"
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
    nlohmann::ordered_json out;
    out["examples"] = examples;
    out["unlabelled"] = unlabelled;
    out["first"] = {
        {"shape", first.shape}, {"axes", first.axes}, {"dtype", DTypeName(first.dtype)}};
    out["classes"] = nlohmann::ordered_json::array();
    for (const LabelCount& label : labels) {
      if (!label.label.empty()) {
        out["classes"].push_back({{"label", label.label}, {"count", label.count}});
      }
    }
    // Labels need not be UTF-8.
    return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
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
