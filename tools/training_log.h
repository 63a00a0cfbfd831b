// What training tells while it goes on, for the progress line, the log and whoever draws it.
#ifndef SLUICE_TOOLS_TRAINING_LOG_H_
#define SLUICE_TOOLS_TRAINING_LOG_H_

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/classifier.h"
#include "lib/byte_io.h"
#include "lib/status.h"
#include "tools/command.h"
#include "tools/io.h"

namespace sluice {

// What was told of one epoch, in the order it came: "loss" first.
struct TrainingEpoch {
  int epoch = 0;
  std::vector<std::pair<std::string, double>> values;
};

// Says when a file is to be written again while training goes on: at first, then twice a second at
// most, since epochs may be short.
class WritePace {
 public:
  bool Due();

 private:
  std::optional<std::chrono::steady_clock::time_point> last_;
};

// The log is there while training goes on, each version written atomically; what is no regular file
// (/dev/stdout, a pipe) gets line by line.
class TrainingLog {
 public:
  // --log FILE.
  static void DeclareOption(Command* command, std::string* path);

  // Opens the file unless the path is empty. `io` must outlive this.
  Status Open(const std::string& path, Io* io);
  // Called after each epoch with all of them so far; training ends when it fails.
  std::function<Status(const std::vector<TrainingEpoch>& epochs)> on_epoch;

  // What to hand to training; this must outlive it.
  TrainProgress Listener();
  // Afterwards: completes the file. Fails when an epoch could not be written.
  Status Close();

  const std::vector<TrainingEpoch>& epochs() const { return epochs_; }

 private:
  bool Add(int epoch, double loss);
  Status AddLine(const std::string& line);
  Status WriteFile() const;

  Io* io_ = nullptr;
  std::string path_;  // of a file; else, or without a log, empty
  std::string text_;
  WritePace pace_;
  std::unique_ptr<ByteWriter> stream_;
  Status status_;
  std::string stage_ = "training";
  std::vector<TrainingEpoch> epochs_;
  std::vector<std::pair<std::string, double>> values_;  // of the epoch to come
};

}  // namespace sluice

#endif  // SLUICE_TOOLS_TRAINING_LOG_H_
