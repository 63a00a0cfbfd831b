#include "tools/search_space.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "lib/random.h"
#include "tools/suggest.h"
#include "tools/values.h"

namespace sluice {
namespace {

const Option* Find(const Command& command, const std::string& name) {
  for (const Option& option : command.options) {
    if (option.name == "--" + name) return &option;
  }
  return nullptr;
}

// The place of a range at `t` from 0 to 1.
std::string ValueAt(const SearchRange& range, double t) {
  double value = range.ratios ? range.low * std::pow(range.high / range.low, t)
                              : range.low + t * (range.high - range.low);
  if (range.whole) return FormatNumber(std::round(value));
  // Four digits say what matters, and can be typed.
  if (value != 0) {
    const double unit = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 3);
    value = std::round(value / unit) * unit;
  }
  return FormatNumber(static_cast<float>(std::clamp(value, range.low, range.high)));
}

std::vector<std::string> GridValues(const SearchRange& range, int points) {
  if (!range.values.empty()) return range.values;
  std::vector<std::string> values;
  for (int i = 0; i < points; ++i) {
    std::string value = ValueAt(range, double(i) / (points - 1));
    if (values.empty() || values.back() != value) values.push_back(std::move(value));
  }
  return values;
}

std::vector<std::string> SplitList(const std::string& text) {
  std::vector<std::string> parts;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

Result<SearchRange> ParseSearchRange(const std::string& text, const Command& command) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    return Status::Usage("expected NAME=A,B,C or NAME=LO..HI, got " + Quoted(text));
  }
  SearchRange range;
  range.option = text.substr(0, equals);
  if (range.option.starts_with("--")) range.option = range.option.substr(2);
  const Option* const option = Find(command, range.option);
  if (option == nullptr || option->value.empty()) {
    std::vector<std::string> names;
    for (const Option& known : command.options) names.push_back(known.name.substr(2));
    return Status::Usage("no option of train can be varied as " + Quoted(range.option),
                         DidYouMean(range.option, names));
  }
  std::string values = text.substr(equals + 1);
  const size_t dots = values.find("..");
  if (dots == std::string::npos) {
    range.values = SplitList(values);
    for (const std::string& value : range.values) {
      SLUICE_RETURN_IF_ERROR(option->set(value).WithContext(range.option));
    }
    return range;
  }
  bool linear = false;
  if (values.ends_with(":linear")) {
    linear = true;
    values.resize(values.size() - std::string(":linear").size());
  }
  for (const std::string& end : {values.substr(0, dots), values.substr(dots + 2)}) {
    SLUICE_RETURN_IF_ERROR(option->set(end).WithContext(range.option));
  }
  SLUICE_ASSIGN_OR_RETURN(range.low, ParseNumber(values.substr(0, dots), {}));
  SLUICE_ASSIGN_OR_RETURN(range.high, ParseNumber(values.substr(dots + 2), {}));
  if (!(range.low < range.high)) {
    return Status::Usage("expected LO below HI, got " + Quoted(values));
  }
  range.ratios = !linear && range.low > 0;
  // Options that take only whole numbers refuse others.
  range.whole = !option->set(FormatNumber(range.low + (range.high - range.low) * 0.123)).ok();
  return range;
}

std::vector<Setting> Settings(const std::vector<SearchRange>& ranges, const SearchOptions& options,
                              int round) {
  std::vector<Setting> settings;
  if (options.method == SearchOptions::Method::kRandom) {
    for (int trial = 0; trial < options.trials; ++trial) {
      Setting setting;
      for (size_t i = 0; i < ranges.size(); ++i) {
        const std::array<uint32_t, 4> bits =
            Philox({uint32_t(trial), uint32_t(i), uint32_t(round), 0},
                   {uint32_t(options.seed), uint32_t(options.seed >> 32)});
        const double t = double(bits[0]) / 4294967296.0;
        const std::vector<std::string>& list = ranges[i].values;
        setting.push_back(list.empty() ? ValueAt(ranges[i], t)
                                       : list[size_t(t * double(list.size()))]);
      }
      settings.push_back(std::move(setting));
    }
    return settings;
  }
  settings.emplace_back();
  for (const SearchRange& range : ranges) {
    std::vector<Setting> longer;
    for (const Setting& setting : settings) {
      for (const std::string& value : GridValues(range, options.points)) {
        longer.push_back(setting);
        longer.back().push_back(value);
      }
    }
    settings = std::move(longer);
  }
  return settings;
}

std::vector<SearchRange> Narrowed(const std::vector<SearchRange>& ranges, const Setting& best) {
  std::vector<SearchRange> narrowed = ranges;
  for (size_t i = 0; i < ranges.size(); ++i) {
    SearchRange& range = narrowed[i];
    if (!range.values.empty()) continue;
    const double centre = std::strtod(best[i].c_str(), nullptr);
    if (range.ratios) {
      const double quarter = std::pow(range.high / range.low, 0.25);
      range.low = std::max(range.low, centre / quarter);
      range.high = std::min(range.high, centre * quarter);
    } else {
      const double quarter = (range.high - range.low) / 4;
      range.low = std::max(range.low, centre - quarter);
      range.high = std::min(range.high, centre + quarter);
    }
  }
  return narrowed;
}

Status ApplySetting(const Setting& setting, const std::vector<SearchRange>& ranges,
                    Command* command) {
  for (size_t i = 0; i < ranges.size(); ++i) {
    for (Option& option : command->options) {
      if (option.name != "--" + ranges[i].option) continue;
      SLUICE_RETURN_IF_ERROR(option.set(setting[i]).WithContext(option.name));
    }
  }
  return Status::Ok();
}

}  // namespace sluice
