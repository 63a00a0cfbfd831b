// What training tells while it goes on, for the progress line, the log and whoever draws it.
#ifndef SLUICE_TOOLS_TRAINING_LOG_H_
#define SLUICE_TOOLS_TRAINING_LOG_H_

#include <functional>
#include <memory>
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

  Io* io_ = nullptr;
  std::unique_ptr<ByteWriter> file_;
  Status status_;
  std::string stage_ = "training";
  std::vector<TrainingEpoch> epochs_;
  std::vector<std::pair<std::string, double>> values_;  // of the epoch to come
};

}  // namespace sluice

#endif  // SLUICE_TOOLS_TRAINING_LOG_H_
