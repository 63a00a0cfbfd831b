// Arithmetic in net files: {channels * 6}, {ceil(depth * 3)}.
#ifndef SLUICE_NETS_EXPRESSION_H_
#define SLUICE_NETS_EXPRESSION_H_

#include <functional>
#include <optional>
#include <string>

#include "lib/status.h"

namespace sluice {

// The value of a name, or nothing.
using NameValue = std::function<std::optional<double>(const std::string& name)>;

// The value of an expression of numbers, names, + - * / %, comparisons (1 or 0), and, or, not,
// parentheses and the functions ceil, floor, round, min, max and
// round8(x): the multiple of 8 nearest to x, at least 8 and at least 0.9 x, the rounding of
// channels in MobileNets and EfficientNets. Fails with what was expected and found, for names
// without a value and for results that are not finite.
Result<double> Evaluate(const std::string& expression, const NameValue& names);

}  // namespace sluice

#endif  // SLUICE_NETS_EXPRESSION_H_
