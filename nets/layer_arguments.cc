#include "nets/layer_arguments.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <utility>

namespace sluice {
namespace {

constexpr int64_t kLargest = int64_t{1} << 31;

template <class T>
bool Parse(const std::string& text, T* value) {
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), *value);
  return error == std::errc() && rest == text.data() + text.size();
}

bool StartsNumber(const std::string& text) {
  return !text.empty() &&
         (std::isdigit(static_cast<unsigned char>(text[0])) || text[0] == '-' || text[0] == '.');
}

std::string List(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
  return list;
}

}  // namespace

LayerArguments::LayerArguments(std::vector<Word> words, int axes)
    : words_(std::move(words)), axes_(axes) {}

void LayerArguments::Fail(TextPlace place, const std::string& message) {
  if (status_.ok()) status_ = AtPlace(place, Status::Failed(message));
}

Status LayerArguments::Error(const std::string& message) const {
  return AtPlace(words_[0].place, Status::Failed(words_[0].text + ": " + message));
}

bool LayerArguments::HasNumber() const {
  return next_ < words_.size() && StartsNumber(words_[next_].text);
}

const Word* LayerArguments::TakeNumber(const std::string& what) {
  if (HasNumber()) return &words_[next_++];
  const bool missing = next_ >= words_.size();
  Fail(missing ? words_[0].place : words_[next_].place,
       words_[0].text + ": expected " + what + ", got " +
           (missing ? "the end of the line" : words_[next_].text));
  return nullptr;
}

int64_t LayerArguments::Count(const std::string& what) {
  const Word* const word = TakeNumber(what);
  int64_t value = 1;
  if (word == nullptr) return 1;
  if (Parse(word->text, &value) && value >= 1 && value <= kLargest) return value;
  Fail(word->place,
       words_[0].text + ": expected " + what + ", a whole number of at least 1, got " + word->text);
  return 1;
}

double LayerArguments::Number(const std::string& what, double min, double max) {
  const Word* const word = TakeNumber(what);
  double value = min;
  if (word == nullptr) return min;
  if (Parse(word->text, &value) && value >= min && value <= max) return value;
  Fail(word->place, words_[0].text + ": expected " + what + " out of range, got " + word->text);
  return min;
}

LayerArguments::Sizes LayerArguments::ParseSize(const Word& word, const std::string& what,
                                                int64_t min) {
  Sizes sizes = {1, 1, 1};
  std::vector<int64_t> numbers;
  bool right = true;
  for (size_t begin = 0; begin <= word.text.size();) {
    const size_t end = std::min(word.text.find('x', begin), word.text.size());
    int64_t number = 0;
    right &=
        Parse(word.text.substr(begin, end - begin), &number) && number >= min && number <= kLargest;
    numbers.push_back(number);
    begin = end + 1;
  }
  if (!right || (numbers.size() != 1 && static_cast<int>(numbers.size()) != axes_)) {
    Fail(word.place, words_[0].text + ": expected " + what + ", one whole number of at least " +
                         std::to_string(min) + " or one for each of " + std::to_string(axes_) +
                         " axes, got " + word.text);
    return sizes;
  }
  if (min == 0) sizes = {0, 0, 0};
  for (int axis = 0; axis < axes_; ++axis) {
    sizes[size_t(3 - axes_ + axis)] = numbers[numbers.size() == 1 ? 0 : size_t(axis)];
  }
  return sizes;
}

LayerArguments::Sizes LayerArguments::Size(const std::string& what, int64_t min) {
  const Word* const word = TakeNumber(what);
  return word == nullptr ? Sizes{1, 1, 1} : ParseSize(*word, what, min);
}

size_t LayerArguments::Choice(const std::vector<std::string>& choices) {
  if (next_ < words_.size()) {
    const auto found = std::find(choices.begin(), choices.end(), words_[next_].text);
    if (found != choices.end()) {
      ++next_;
      return size_t(found - choices.begin());
    }
  }
  const bool missing = next_ >= words_.size();
  Fail(missing ? words_[0].place : words_[next_].place,
       words_[0].text + ": expected one of " + List(choices) + ", got " +
           (missing ? "the end of the line" : words_[next_].text));
  return 0;
}

bool LayerArguments::Flag(const std::string& key) {
  keys_.push_back(key);
  for (size_t i = next_; i < words_.size(); ++i) {
    if (words_[i].text != key) continue;
    words_.erase(words_.begin() + ptrdiff_t(i));
    return true;
  }
  return false;
}

const Word* LayerArguments::TakeKey(const std::string& key, ptrdiff_t values) {
  keys_.push_back(key);
  for (size_t i = next_; i < words_.size(); ++i) {
    if (words_[i].text != key) continue;
    if (i + size_t(values) >= words_.size()) {
      Fail(words_.back().place, words_[0].text + ": expected a value after " + words_.back().text +
                                    ", got the end of the line");
      return nullptr;
    }
    // What is taken goes to the front, among what has been read.
    std::rotate(words_.begin() + ptrdiff_t(next_), words_.begin() + ptrdiff_t(i),
                words_.begin() + ptrdiff_t(i) + values + 1);
    next_ += size_t(values) + 1;
    return &words_[next_ - size_t(values)];
  }
  return nullptr;
}

int64_t LayerArguments::KeyCount(const std::string& key, int64_t otherwise, int64_t min) {
  const Word* const word = TakeKey(key);
  int64_t value = otherwise;
  if (word == nullptr) return otherwise;
  if (Parse(word->text, &value) && value >= min && value <= kLargest) return value;
  Fail(word->place, words_[0].text + ": " + key + ": expected a whole number of at least " +
                        std::to_string(min) + ", got " + word->text);
  return otherwise;
}

double LayerArguments::KeyNumber(const std::string& key, double otherwise, double min, double max) {
  const Word* const word = TakeKey(key);
  double value = otherwise;
  if (word == nullptr) return otherwise;
  if (Parse(word->text, &value) && std::isfinite(value) && value >= min && value <= max) {
    return value;
  }
  Fail(word->place,
       words_[0].text + ": " + key + ": expected a number in range, got " + word->text);
  return otherwise;
}

Initializer LayerArguments::KeyInitializer() {
  using Kind = Initializer::Kind;
  // Only "normal" has a number of its own.
  const auto normal = std::adjacent_find(
      words_.begin(), words_.end(),
      [](const Word& a, const Word& b) { return a.text == "init" && b.text == "normal"; });
  const Word* const word = TakeKey("init", normal == words_.end() ? 1 : 2);
  if (word == nullptr) return {};
  if (word->text == "zero") return {Kind::kZero, 0};
  if (word->text == "xavier") return {Kind::kXavier, 0};
  if (word->text == "he") return {Kind::kHe, 0};
  if (word->text != "normal") {
    Fail(word->place,
         words_[0].text + ": init: expected zero, normal S, xavier or he, got " + word->text);
    return {};
  }
  const Word& spread = word[1];
  double value = 0;
  if (!Parse(spread.text, &value) || !std::isfinite(value) || value < 0) {
    Fail(spread.place,
         words_[0].text + ": init normal: expected a standard deviation, got " + spread.text);
  }
  return {Kind::kNormal, value};
}

std::vector<double> LayerArguments::KeyNumbers(const std::string& key, size_t count, double min,
                                               double max) {
  const Word* const word = TakeKey(key);
  std::vector<double> numbers;
  if (word == nullptr) return numbers;
  bool right = true;
  for (size_t begin = 0; begin <= word->text.size();) {
    const size_t end = std::min(word->text.find(',', begin), word->text.size());
    double number = min;
    right &=
        Parse(word->text.substr(begin, end - begin), &number) && number >= min && number <= max;
    numbers.push_back(number);
    begin = end + 1;
  }
  if (!right || numbers.size() != count) {
    Fail(word->place, words_[0].text + ": " + key + ": expected " + std::to_string(count) +
                          " numbers in range with commas between, got " + word->text);
    numbers.clear();
  }
  return numbers;
}

LayerArguments::Sizes LayerArguments::KeySize(const std::string& key, int64_t otherwise,
                                              int64_t min) {
  const Word* const word = TakeKey(key);
  if (word != nullptr) return ParseSize(*word, key, min);
  Sizes sizes = min == 0 ? Sizes{0, 0, 0} : Sizes{1, 1, 1};
  for (int axis = 3 - axes_; axis < 3; ++axis) sizes[size_t(axis)] = otherwise;
  return sizes;
}

LayerArguments::Padding LayerArguments::KeyPadding(const Sizes& input, const Sizes& extent,
                                                   const Sizes& stride) {
  Padding padding;
  const Word* const word = TakeKey("pad");
  if (word == nullptr || word->text == "valid") return padding;
  if (word->text != "same") {
    padding.before = padding.after = ParseSize(*word, "pad", 0);
    return padding;
  }
  for (size_t axis = 0; axis < 3; ++axis) {
    const int64_t output = (input[axis] + stride[axis] - 1) / stride[axis];
    const int64_t all =
        std::max<int64_t>(0, (output - 1) * stride[axis] + extent[axis] - input[axis]);
    padding.before[axis] = all / 2;
    padding.after[axis] = all - all / 2;
  }
  return padding;
}

Status LayerArguments::Finish() {
  if (status_.ok() && next_ < words_.size()) {
    Fail(words_[next_].place,
         words_[0].text + ": expected " +
             (keys_.empty() ? "nothing more" : List(keys_) + " or the end of the line") + ", got " +
             words_[next_].text);
  }
  return status_;
}

}  // namespace sluice
