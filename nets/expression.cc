#include "nets/expression.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <vector>

namespace sluice {
namespace {

double Round8(double x) {
  const double rounded = std::max(8.0, std::floor((x + 4) / 8) * 8);
  return rounded < 0.9 * x ? rounded + 8 : rounded;
}

struct Function {
  const char* name;
  size_t arguments;
  double (*value)(const std::vector<double>&);
};

constexpr std::array<Function, 6> kFunctions = {{
    {"ceil", 1, [](const std::vector<double>& x) { return std::ceil(x[0]); }},
    {"floor", 1, [](const std::vector<double>& x) { return std::floor(x[0]); }},
    {"round", 1, [](const std::vector<double>& x) { return std::round(x[0]); }},
    {"round8", 1, [](const std::vector<double>& x) { return Round8(x[0]); }},
    {"min", 2, [](const std::vector<double>& x) { return std::min(x[0], x[1]); }},
    {"max", 2, [](const std::vector<double>& x) { return std::max(x[0], x[1]); }},
}};

// How tightly an operator binds; 0: it is none.
int Binding(const std::string& word) {
  if (word == "or") return 1;
  if (word == "and") return 2;
  for (const char* comparison : {"==", "!=", "<", "<=", ">", ">="}) {
    if (word == comparison) return 3;
  }
  if (word == "+" || word == "-") return 4;
  if (word == "*" || word == "/" || word == "%") return 5;
  return 0;
}

double Apply(const std::string& word, double a, double b) {
  if (word == "or") return a != 0 || b != 0 ? 1 : 0;
  if (word == "and") return a != 0 && b != 0 ? 1 : 0;
  if (word == "==") return a == b ? 1 : 0;
  if (word == "!=") return a != b ? 1 : 0;
  if (word == "<") return a < b ? 1 : 0;
  if (word == "<=") return a <= b ? 1 : 0;
  if (word == ">") return a > b ? 1 : 0;
  if (word == ">=") return a >= b ? 1 : 0;
  if (word == "+") return a + b;
  if (word == "-") return a - b;
  if (word == "*") return a * b;
  if (word == "/") return a / b;
  return std::fmod(a, b);
}

class Parser {
 public:
  Parser(const std::string& text, const NameValue& names) : text_(text), names_(names) { Next(); }

  Result<double> All() {
    SLUICE_ASSIGN_OR_RETURN(const double value, Operations(1));
    if (!word_.empty()) return Unexpected("the end or an operator");
    if (!std::isfinite(value)) return Status::Failed("{" + text_ + "} is not a finite number");
    return value;
  }

 private:
  static constexpr int kDeepest = 100;

  Status Unexpected(const std::string& expected) const {
    return Status::Failed("{" + text_ + "}: expected " + expected + ", got " +
                          (word_.empty() ? "the end" : word_));
  }

  // Takes the next word: a number, a name, an operator of one or two characters.
  void Next() {
    while (place_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[place_]))) {
      ++place_;
    }
    const size_t begin = place_;
    const auto plain = [this] {
      const char c = text_[place_];
      return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.';
    };
    while (place_ < text_.size() && plain()) ++place_;
    if (place_ == begin && place_ < text_.size()) {
      ++place_;
      const bool pair = place_ < text_.size() && text_[place_] == '=';
      if (pair && std::string("=!<>").find(text_[begin]) != std::string::npos) ++place_;
    }
    word_ = text_.substr(begin, place_ - begin);
  }

  // Operators that bind at least as tightly as `binding`, by precedence climbing.
  Result<double> Operations(int binding) {
    SLUICE_ASSIGN_OR_RETURN(double value, Operand());
    while (Binding(word_) >= binding) {
      const std::string word = word_;
      Next();
      SLUICE_ASSIGN_OR_RETURN(const double right, Operations(Binding(word) + 1));
      value = Apply(word, value, right);
    }
    return value;
  }

  Result<double> Operand() {
    if (++depth_ > kDeepest) return Status::Failed("{" + text_ + "} is nested too deeply");
    Result<double> value = Unnested();
    --depth_;
    return value;
  }

  Result<double> Unnested() {
    const std::string word = word_;
    if (word.empty()) return Unexpected("a number");
    if (word == "-" || word == "not") {
      Next();
      SLUICE_ASSIGN_OR_RETURN(const double value, Operand());
      return word == "-" ? -value : (value == 0 ? 1.0 : 0.0);
    }
    if (word == "(") {
      Next();
      SLUICE_ASSIGN_OR_RETURN(const double value, Operations(1));
      if (word_ != ")") return Unexpected(")");
      Next();
      return value;
    }
    if (std::isdigit(static_cast<unsigned char>(word[0])) || word[0] == '.') {
      double value = 0;
      const auto [rest, error] = std::from_chars(word.data(), word.data() + word.size(), value);
      if (error != std::errc() || rest != word.data() + word.size()) return Unexpected("a number");
      Next();
      return value;
    }
    if (!std::isalpha(static_cast<unsigned char>(word[0]))) return Unexpected("a number or a name");
    Next();
    if (word_ == "(") return Call(word);
    const std::optional<double> value = names_(word);
    if (!value) return Status::Failed("{" + text_ + "}: there is no " + word);
    return *value;
  }

  Result<double> Call(const std::string& name) {
    const auto function = std::find_if(kFunctions.begin(), kFunctions.end(),
                                       [&](const Function& f) { return name == f.name; });
    if (function == kFunctions.end()) {
      return Status::Failed("{" + text_ + "}: there is no function " + name);
    }
    std::vector<double> arguments;
    do {
      Next();
      SLUICE_ASSIGN_OR_RETURN(const double value, Operations(1));
      arguments.push_back(value);
    } while (word_ == ",");
    if (word_ != ")") return Unexpected(", or )");
    Next();
    if (arguments.size() != function->arguments) {
      return Status::Failed("{" + text_ + "}: " + name + " takes " +
                            std::to_string(function->arguments) + " numbers, got " +
                            std::to_string(arguments.size()));
    }
    return function->value(arguments);
  }

  const std::string& text_;
  const NameValue& names_;
  size_t place_ = 0;
  std::string word_;
  int depth_ = 0;
};

}  // namespace

Result<double> Evaluate(const std::string& expression, const NameValue& names) {
  return Parser(expression, names).All();
}

}  // namespace sluice
