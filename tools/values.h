// Option values: text to numbers and back. No locale, no rest after the number, no NaN, no
// infinity.
#ifndef SLUICE_TOOLS_VALUES_H_
#define SLUICE_TOOLS_VALUES_H_

#include <cstdint>
#include <string>

#include "lib/status.h"
#include "tools/command.h"

namespace sluice {

// Each fails with what was expected and what was found.
Result<double> ParseNumber(const std::string& text, const Range& range);
Result<float> ParseFloat(const std::string& text, const Range& range);
Result<int> ParseInteger(const std::string& text, const Range& range);
Result<uint64_t> ParseUnsigned(const std::string& text);
// A fraction of full scale ("0.1") or a percentage ("10%"), as a fraction. The range holds for the
// fraction.
Result<float> ParseFraction(const std::string& text, const Range& range);
// A part of a whole, written in the same way.
Result<float> ParseShare(const std::string& text, const Range& range);
// "640x480", or "3" for 3x3; at least 1x1.
Result<SizeOption> ParseSize(const std::string& text);
// A count with an optional k, M, G or T, which stand for powers of `kilo` (1000 or 1024).
Result<uint64_t> ParseCount(const std::string& text, uint64_t kilo);

// The shortest text that gives the same number back.
std::string FormatNumber(float value);
std::string FormatNumber(double value);

// The text between double quotes, shortened when it is very long.
std::string Quoted(const std::string& text);

}  // namespace sluice

#endif  // SLUICE_TOOLS_VALUES_H_
