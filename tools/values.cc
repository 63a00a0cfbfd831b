#include "tools/values.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

namespace sluice {
namespace {

// All of the text as a number; std::from_chars takes neither spaces, hexadecimal nor a locale's
// comma. One leading plus sign is let through.
template <class T>
bool ReadAll(const std::string& text, T* value) {
  const char* begin = text.data();
  const char* const end = begin + text.size();
  if (text.size() > 1 && *begin == '+' && text[1] != '-') ++begin;
  const auto [rest, error] = std::from_chars(begin, end, *value);
  return error == std::errc() && rest == end && begin != end;
}

bool Inside(double value, const Range& range) {
  return value <= range.max && (range.above_min ? value > range.min : value >= range.min);
}

// "a number above 0", "a whole number from 1 to 100".
std::string Expected(const std::string& kind, const Range& range) {
  const bool low = std::isfinite(range.min);
  const bool high = std::isfinite(range.max);
  std::string text = "expected " + kind;
  if (low && high && !range.above_min) {
    return text + " from " + FormatNumber(range.min) + " to " + FormatNumber(range.max);
  }
  if (low) text += (range.above_min ? " above " : " of at least ") + FormatNumber(range.min);
  if (low && high) text += " and";
  if (high) text += " of at most " + FormatNumber(range.max);
  return text;
}

Status Unexpected(const std::string& expected, const std::string& text) {
  return Status::Usage(expected + ", got " + (text.empty() ? "an empty value" : Quoted(text)));
}

template <class T>
std::string Shortest(T value) {
  if (std::isnan(value)) return "nan";  // its sign differs between machines
  char text[64];
  const auto result = std::to_chars(text, text + sizeof(text), value);
  return std::string(text, result.ptr);
}

}  // namespace

Result<double> ParseNumber(const std::string& text, const Range& range) {
  double value = 0;
  if (!ReadAll(text, &value) || !std::isfinite(value) || !Inside(value, range)) {
    return Unexpected(Expected("a number", range), text);
  }
  return value;
}

Result<float> ParseFloat(const std::string& text, const Range& range) {
  SLUICE_ASSIGN_OR_RETURN(const double value, ParseNumber(text, range));
  if (std::abs(value) > static_cast<double>(std::numeric_limits<float>::max())) {
    return Unexpected(Expected("a number", range), text);
  }
  return static_cast<float>(value);
}

Result<int> ParseInteger(const std::string& text, const Range& range) {
  int value = 0;
  if (!ReadAll(text, &value) || !Inside(value, range)) {
    return Unexpected(Expected("a whole number", range), text);
  }
  return value;
}

Result<uint64_t> ParseUnsigned(const std::string& text) {
  uint64_t value = 0;
  if (!ReadAll(text, &value)) return Unexpected("expected a whole number of at least 0", text);
  return value;
}

namespace {

Result<float> ParsePart(const std::string& text, const Range& range, const std::string& what) {
  const bool percent = !text.empty() && text.back() == '%';
  double value = 0;
  const bool read = ReadAll(percent ? text.substr(0, text.size() - 1) : text, &value);
  if (percent) value /= 100;
  if (!read || !(std::abs(value) <= static_cast<double>(std::numeric_limits<float>::max())) ||
      !Inside(value, range)) {
    return Unexpected(Expected(what, range), text);
  }
  return static_cast<float>(value);
}

}  // namespace

Result<float> ParseFraction(const std::string& text, const Range& range) {
  return ParsePart(text, range, "a fraction or percentage of full scale");
}

Result<float> ParseShare(const std::string& text, const Range& range) {
  return ParsePart(text, range, "a fraction or percentage");
}

Result<SizeOption> ParseSize(const std::string& text) {
  const size_t x = text.find('x');
  SizeOption size;
  const bool read = ReadAll(text.substr(0, x), &size.width) &&
                    ReadAll(x == std::string::npos ? text : text.substr(x + 1), &size.height);
  if (!read || size.width < 1 || size.height < 1) {
    return Unexpected("expected WxH, both at least 1", text);
  }
  return size;
}

Result<uint64_t> ParseCount(const std::string& text, uint64_t kilo) {
  static const std::string kUnits = "kMGT";
  const size_t unit = text.empty() ? std::string::npos : kUnits.find(text.back());
  uint64_t value = 0;
  bool read = ReadAll(unit == std::string::npos ? text : text.substr(0, text.size() - 1), &value);
  for (size_t i = 0; unit != std::string::npos && i <= unit && read; ++i) {
    read = value <= std::numeric_limits<uint64_t>::max() / kilo;
    value *= kilo;
  }
  if (!read || value == 0) {
    return Unexpected("expected a whole number of at least 1, perhaps with k, M, G or T", text);
  }
  return value;
}

std::string FormatNumber(float value) { return Shortest(value); }
std::string FormatNumber(double value) { return Shortest(value); }

std::string Quoted(const std::string& text) {
  constexpr size_t kLongest = 60;
  if (text.size() <= kLongest) return '"' + text + '"';
  return '"' + text.substr(0, kLongest) + "...\"";
}

}  // namespace sluice
