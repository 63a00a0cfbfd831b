#include "tools/progress.h"

#include <utility>

#include "tools/message.h"

namespace sluice {
namespace {

constexpr std::chrono::milliseconds kPatience{1000};
constexpr std::chrono::milliseconds kInPlaceInterval{100};

}  // namespace

Progress::Progress(std::string program, size_t inputs, bool in_place)
    : enabled_(true),
      in_place_(in_place),
      program_(std::move(program)),
      inputs_(inputs),
      next_(Clock::now() + kPatience) {}

void Progress::Begin(const std::string& name, size_t input, int64_t rows) {
  if (!enabled_) return;
  name_ = name;
  input_ = input;
  rows_ = rows;
  done_ = 0;
}

void Progress::Advance(int64_t rows) {
  if (!enabled_) return;
  done_ += rows;
  if (Clock::now() >= next_) Show();
}

void Progress::Show() {
  next_ = Clock::now() + (in_place_ ? kInPlaceInterval : kPatience);
  std::string line = name_;
  if (inputs_ > 1) {
    line += " (" + std::to_string(input_ + 1) + " of " + std::to_string(inputs_) + ")";
  }
  line += " " + std::to_string(rows_ > 0 ? done_ * 100 / rows_ : 100) + "%";
  if (in_place_) {
    RewriteLine(program_, line);
  } else {
    PrintNote(program_, line);
  }
  shown_ = true;
}

void Progress::Clear() {
  if (in_place_ && shown_) ClearLine();
  shown_ = false;
}

}  // namespace sluice
