#include "tools/progress.h"

#include <utility>

#include "tools/message.h"

namespace sluice {
namespace {

constexpr std::chrono::milliseconds kPatience{1000};
constexpr std::chrono::milliseconds kInPlaceInterval{100};

// "40 s", "12 min", "3 h 5 min".
std::string TimeText(double seconds) {
  if (seconds < 100) return std::to_string(static_cast<int>(seconds + 0.5)) + " s";
  const int minutes = static_cast<int>(seconds / 60 + 0.5);
  if (minutes < 100) return std::to_string(minutes) + " min";
  return std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min";
}

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
  Show(line + " " + std::to_string(rows_ > 0 ? done_ * 100 / rows_ : 100) + "%");
}

void Progress::Work(const std::string& what, double fraction) {
  if (!enabled_) return;
  const Clock::time_point now = Clock::now();
  if (work_began_ == Clock::time_point()) work_began_ = now;
  if (now < next_) return;
  next_ = now + (in_place_ ? kInPlaceInterval : kPatience);
  std::string line = what + " " + std::to_string(static_cast<int>(fraction * 100)) + "%";
  const double seconds = std::chrono::duration<double>(now - work_began_).count();
  if (fraction > 0.01) line += ", " + TimeText(seconds * (1 - fraction) / fraction) + " left";
  Show(line);
}

void Progress::Show(const std::string& line) {
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
