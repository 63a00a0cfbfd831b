#include "classifiers/preprocessing_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace sluice {
namespace {

Result<PreprocessingText> ParseStep(const std::string& text) {
  PreprocessingText step;
  const size_t colon = text.find(':');
  step.name = text.substr(0, colon);
  const bool axes = step.name == "pca" || step.name == "pca-whiten" || step.name == "zca";
  const bool known = axes || step.name == "mean" || step.name == "standardize" ||
                     step.name == "minmax" || step.name == "l2" || step.name == "root";
  const Status bad = Status::Usage(
      "expected mean, standardize, minmax, pca[:N], pca-whiten[:N], zca, l2 or root, got \"" +
      text + "\"");
  if (!known || (colon != std::string::npos && (!axes || step.name == "zca"))) return bad;
  if (colon == std::string::npos) return step;
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, number);
  const bool percent = error == std::errc() && stop + 1 == end && *stop == '%';
  if (error != std::errc() || (!percent && stop != end)) return bad;
  if (percent) {
    if (!(number > 0 && number <= 100)) return bad;
    step.percent = number;
  } else {
    if (!(number >= 1 && number <= 1e6 && number == std::floor(number))) return bad;
    step.count = static_cast<int64_t>(number);
  }
  return step;
}

}  // namespace

Result<std::vector<PreprocessingText>> ParsePreprocessing(const std::string& text) {
  std::vector<PreprocessingText> steps;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    SLUICE_ASSIGN_OR_RETURN(PreprocessingText step, ParseStep(text.substr(begin, end - begin)));
    steps.push_back(std::move(step));
    begin = end + 1;
  }
  return steps;
}

}  // namespace sluice
