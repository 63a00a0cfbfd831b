#include "tools/training_log.h"

#include "tools/values.h"

namespace sluice {

void TrainingLog::DeclareOption(Command* command, std::string* path) {
  command->Text("--log", "FILE", path, "write the loss after each epoch, a line of JSON each");
}

Status TrainingLog::Open(const std::string& path, Io* io) {
  io_ = io;
  if (path.empty()) return Status::Ok();
  SLUICE_ASSIGN_OR_RETURN(file_, MakeFileWriter(path));
  return Status::Ok();
}

bool TrainingLog::Add(int epoch, double loss) {
  epochs_.push_back({epoch, {{"loss", loss}}});
  std::vector<std::pair<std::string, double>>& all = epochs_.back().values;
  all.insert(all.end(), values_.begin(), values_.end());
  values_.clear();
  std::string line = "{\"epoch\":" + std::to_string(epoch);
  for (const auto& [name, value] : all) line += ",\"" + name + "\":" + FormatNumber(value);
  if (file_ != nullptr && status_.ok()) {
    status_ = file_->Write(line + "}\n");
    if (status_.ok()) status_ = file_->Mark();
  }
  if (on_epoch && status_.ok()) status_ = on_epoch(epochs_);
  stage_ = "training, epoch " + std::to_string(epoch) + ", loss " + FormatNumber(float(loss));
  return status_.ok();
}

TrainProgress TrainingLog::Listener() {
  TrainProgress progress;
  progress.on_value = [this](const std::string& name, double value) {
    values_.emplace_back(name, value);
  };
  progress.on_epoch = [this](int epoch, double loss) { return Add(epoch, loss); };
  progress.on_fraction = [this](double fraction) { io_->Working(stage_, fraction); };
  return progress;
}

Status TrainingLog::Close() {
  SLUICE_RETURN_IF_ERROR(status_);
  return file_ == nullptr ? Status::Ok() : file_->Close();
}

}  // namespace sluice
