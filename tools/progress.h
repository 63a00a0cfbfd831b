// Progress on stderr, for work that lasts.
#ifndef SLUICE_TOOLS_PROGRESS_H_
#define SLUICE_TOOLS_PROGRESS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace sluice {

// One line, rewritten in place on a terminal: "sluice median: scans/b.png (2 of 9) 45%". Nothing
// is shown in the first second.
class Progress {
 public:
  Progress() = default;
  // `in_place`: stderr is a terminal. Otherwise each report is a line of its own.
  Progress(std::string program, size_t inputs, bool in_place);

  // A frame of `rows` rows starts; `input` counts the inputs from 0.
  void Begin(const std::string& name, size_t input, int64_t rows);
  // Rows were read.
  void Advance(int64_t rows);
  // Work that isn't done by rows, of which this fraction is done: "training, epoch 3 45%, 2 min
  // left".
  void Work(const std::string& what, double fraction);
  // Takes the line away, before a message or at the end.
  void Clear();

 private:
  using Clock = std::chrono::steady_clock;
  void Show();
  void Show(const std::string& line);

  bool enabled_ = false;
  bool in_place_ = false;
  bool shown_ = false;
  std::string program_;
  size_t inputs_ = 0;
  std::string name_;
  size_t input_ = 0;
  int64_t rows_ = 0;
  int64_t done_ = 0;
  Clock::time_point next_;
  Clock::time_point work_began_;
};

}  // namespace sluice

#endif  // SLUICE_TOOLS_PROGRESS_H_
