#include "tools/command.h"

#include <cstddef>
#include <utility>

#include "tools/dictionary.h"
#include "tools/suggest.h"
#include "tools/values.h"

namespace sluice {
namespace {

std::string Join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

Status ParseBorder(const std::string& text, Border* border) {
  // The names that NumPy, SciPy and OpenCV use, where they mean one thing only.
  static const std::vector<std::pair<std::string, BorderMode>> names = {
      {"clamp", BorderMode::kClamp},       {"mirror", BorderMode::kMirror},
      {"reflect", BorderMode::kReflect},   {"wrap", BorderMode::kWrap},
      {"constant", BorderMode::kConstant}, {"edge", BorderMode::kClamp},
      {"nearest", BorderMode::kClamp},     {"replicate", BorderMode::kClamp},
      {"reflect101", BorderMode::kMirror}, {"symmetric", BorderMode::kReflect},
      {"zero", BorderMode::kConstant},
  };
  const size_t colon = text.find(':');
  const std::string name = text.substr(0, colon);
  for (const auto& [known, mode] : names) {
    if (known != name) continue;
    Border parsed{mode, 0.0f};
    if (colon != std::string::npos) {
      if (name != "constant") return Status::Usage("only constant takes a value: " + Quoted(text));
      SLUICE_ASSIGN_OR_RETURN(const double value, ParseFraction(text.substr(colon + 1), {}));
      parsed.constant = static_cast<float>(value);
    }
    *border = parsed;
    return Status::Ok();
  }
  const std::vector<std::string> choices = {"clamp", "mirror", "reflect", "wrap", "constant"};
  return Status::Usage("expected clamp, mirror, reflect, wrap or constant[:V], got " + Quoted(text),
                       DidYouMean(name, choices));
}

// Declares an option without a value yet.
Option& Add(std::vector<Option>* options, const std::string& name, const std::string& value,
            const std::string& help) {
  Option option;
  option.name = name;
  option.value = value;
  option.help = help;
  options->push_back(std::move(option));
  return options->back();
}

// A `set` that parses the text and stores the number.
template <class T, class Parser>
auto Store(T* target, Parser parse) {
  return [target, parse](const std::string& text) -> Status {
    SLUICE_ASSIGN_OR_RETURN(const auto value, parse(text));
    *target = static_cast<T>(value);
    return Status::Ok();
  };
}

}  // namespace

Option& Command::Number(const std::string& option, const std::string& value, float* target,
                        const std::string& help, Range range) {
  Option& o = Add(&options, option, value, help);
  o.default_text = FormatNumber(*target);
  o.set = Store(target, [range](const std::string& text) { return ParseFloat(text, range); });
  return o;
}

Option& Command::Number(const std::string& option, const std::string& value, double* target,
                        const std::string& help, Range range) {
  Option& o = Add(&options, option, value, help);
  o.default_text = FormatNumber(*target);
  o.set = Store(target, [range](const std::string& text) { return ParseNumber(text, range); });
  return o;
}

Option& Command::Integer(const std::string& option, const std::string& value, int* target,
                         const std::string& help, Range range) {
  Option& o = Add(&options, option, value, help);
  o.default_text = std::to_string(*target);
  o.set = Store(target, [range](const std::string& text) { return ParseInteger(text, range); });
  return o;
}

Option& Command::Unsigned(const std::string& option, const std::string& value, uint64_t* target,
                          const std::string& help) {
  Option& o = Add(&options, option, value, help);
  o.default_text = std::to_string(*target);
  o.set = Store(target, [](const std::string& text) { return ParseUnsigned(text); });
  return o;
}

Option& Command::Fraction(const std::string& option, const std::string& value, float* target,
                          const std::string& help, Range range) {
  Option& o = Add(&options, option, value, help);
  o.default_text = FormatNumber(*target);
  o.set = Store(target, [range](const std::string& text) { return ParseFraction(text, range); });
  return o;
}

Option& Command::Share(const std::string& option, const std::string& value, float* target,
                       const std::string& help, Range range) {
  Option& o = Add(&options, option, value, help);
  o.default_text = FormatNumber(*target);
  o.set = Store(target, [range](const std::string& text) { return ParseShare(text, range); });
  return o;
}

Option& Command::Size(const std::string& option, SizeOption* target, const std::string& help) {
  Option& o = Add(&options, option, "WxH", help);
  if (target->width > 0) {
    o.default_text = std::to_string(target->width) + "x" + std::to_string(target->height);
  }
  o.set = [target](const std::string& text) -> Status {
    SLUICE_ASSIGN_OR_RETURN(*target, ParseSize(text));
    return Status::Ok();
  };
  return o;
}

Option& Command::Text(const std::string& option, const std::string& value, std::string* target,
                      const std::string& help) {
  Option& o = Add(&options, option, value, help);
  o.default_text = *target;
  o.set = [target](const std::string& text) -> Status {
    if (text.empty()) return Status::Usage("expected a value, got an empty one");
    *target = text;
    return Status::Ok();
  };
  return o;
}

Option& Command::File(const std::string& option, Dictionary* target, const std::string& help) {
  dictionaries.push_back(target);
  return Text(option, "FILE", &target->path, help);
}

Option& Command::Flag(const std::string& option, bool* target, const std::string& help) {
  Option& o = Add(&options, option, "", help);
  o.set = [target](const std::string&) {
    *target = true;
    return Status::Ok();
  };
  return o;
}

Option& Command::Choice(const std::string& option, const std::vector<std::string>& choices,
                        int* target, const std::string& help) {
  return Choice(
      option, choices, *target, [target](int i) { *target = i; }, help);
}

Option& Command::Choice(const std::string& option, const std::vector<std::string>& choices,
                        int initial, std::function<void(int)> set, const std::string& help) {
  constexpr size_t kLongest = 36;  // of "a|b|c" beside the option's name
  std::string value;
  for (const std::string& choice : choices) value += (value.empty() ? "" : "|") + choice;
  const bool spelled = value.size() <= kLongest;
  Option& o =
      Add(&options, option, spelled ? value : "NAME", spelled ? help : help + ": " + Join(choices));
  if (initial >= 0 && size_t(initial) < choices.size()) o.default_text = choices[size_t(initial)];
  o.choices = choices;
  o.set = [choices, set = std::move(set)](const std::string& text) -> Status {
    for (size_t i = 0; i < choices.size(); ++i) {
      if (choices[i] != text) continue;
      set(static_cast<int>(i));
      return Status::Ok();
    }
    return Status::Usage("expected one of " + Join(choices) + ", got " + Quoted(text),
                         DidYouMean(text, choices));
  };
  return o;
}

Option& Command::Custom(const std::string& option, const std::string& value,
                        std::function<Status(const std::string& text)> set,
                        const std::string& help) {
  Option& o = Add(&options, option, value, help);
  o.set = std::move(set);
  return o;
}

Option& Command::BorderOption(Border* target) {
  Option& o = Add(&options, "--border", "RULE",
                  "what stands outside the picture: clamp aaa|abcd|ddd, mirror dcb|abcd|cba, "
                  "reflect cba|abcd|dcb, wrap bcd|abcd|abc, or constant[:V] with V a fraction of "
                  "full scale");
  static const char* const names[] = {"clamp", "mirror", "reflect", "wrap", "constant"};
  o.default_text = names[static_cast<int>(target->mode)];
  o.set = [target](const std::string& text) { return ParseBorder(text, target); };
  return o;
}

std::vector<std::unique_ptr<Stage>> OneStage(std::unique_ptr<RowFilter> filter) {
  std::vector<std::unique_ptr<Stage>> stages;
  stages.push_back(MakeRowStage(std::move(filter)));
  return stages;
}

std::vector<std::unique_ptr<Stage>> OneStage(std::unique_ptr<FrameFilter> filter) {
  std::vector<std::unique_ptr<Stage>> stages;
  stages.push_back(MakeFrameStage(std::move(filter)));
  return stages;
}

}  // namespace sluice
