#include "tools/training_log.h"

#include <filesystem>
#include <system_error>

#include "tools/values.h"

namespace sluice {

bool WritePace::Due() {
  constexpr std::chrono::milliseconds kPause{500};
  const auto now = std::chrono::steady_clock::now();
  if (last_ && now - *last_ < kPause) return false;
  last_ = now;
  return true;
}

void TrainingLog::DeclareOption(Command* command, std::string* path) {
  command->Text("--log", "FILE", path, "write the loss after each epoch, a line of JSON each");
}

Status TrainingLog::Open(const std::string& path, Io* io) {
  io_ = io;
  if (path.empty()) return Status::Ok();
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored)) {
    SLUICE_ASSIGN_OR_RETURN(stream_, MakeFileWriter(path));
    return Status::Ok();
  }
  path_ = path;
  return WriteFile();
}

Status TrainingLog::WriteFile() const {
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<ByteWriter> file, MakeFileWriter(path_));
  SLUICE_RETURN_IF_ERROR(file->Write(text_));
  return file->Close();
}

Status TrainingLog::AddLine(const std::string& line) {
  if (stream_ != nullptr) {
    SLUICE_RETURN_IF_ERROR(stream_->Write(line));
    return stream_->Mark();
  }
  if (path_.empty()) return Status::Ok();
  text_ += line;
  return pace_.Due() ? WriteFile() : Status::Ok();
}

bool TrainingLog::Add(int epoch, double loss) {
  epochs_.push_back({epoch, {{"loss", loss}}});
  std::vector<std::pair<std::string, double>>& all = epochs_.back().values;
  all.insert(all.end(), values_.begin(), values_.end());
  values_.clear();
  std::string line = "{\"epoch\":" + std::to_string(epoch);
  for (const auto& [name, value] : all) line += ",\"" + name + "\":" + FormatNumber(value);
  if (status_.ok()) status_ = AddLine(line + "}\n");
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
  if (stream_ != nullptr) return stream_->Close();
  return path_.empty() ? Status::Ok() : WriteFile();
}

}  // namespace sluice
