// What training goes on from, as a file.
#include <algorithm>
#include <bit>
#include <charconv>
#include <cstddef>
#include <optional>
#include <sstream>
#include <system_error>

#include "nets/training.h"

namespace sluice {
namespace {

Status AddList(const std::string& name, const std::vector<float>& numbers, ModelFile* file) {
  if (numbers.empty()) return Status::Ok();
  SLUICE_ASSIGN_OR_RETURN(Tensor tensor, Tensor::Create({int64_t(numbers.size())}));
  std::copy(numbers.begin(), numbers.end(), tensor.data());
  file->Add(name, std::move(tensor));
  return Status::Ok();
}

// A list that may be missing, or else has `size` numbers.
Status ReadList(const ModelFile& file, const std::string& name, size_t size,
                std::vector<float>* numbers) {
  numbers->clear();
  if (!file.Has(name)) return Status::Ok();
  SLUICE_ASSIGN_OR_RETURN(const Tensor* const tensor, file.Floats(name, {int64_t(size)}));
  numbers->assign(tensor->data(), tensor->data() + tensor->size());
  return Status::Ok();
}

// Doubles are kept by their bits, so that nothing is rounded. One that is missing stays.
Status ReadBits(const ModelFile& file, const std::string& name, double* number) {
  if (file.Find(name) == nullptr) return Status::Ok();
  SLUICE_ASSIGN_OR_RETURN(const int64_t bits, file.Integer(name, INT64_MIN, INT64_MAX));
  *number = std::bit_cast<double>(bits);
  return Status::Ok();
}

std::string Bits(double number) { return std::to_string(std::bit_cast<int64_t>(number)); }

// An epoch as names with values, such as "epoch 3 loss 0.5", a line each. Without the seconds it
// took, so that the same training gives the same bytes.
std::string HistoryText(const std::vector<NetEpoch>& history) {
  std::string text;
  const auto add = [&text](const char* name, const std::optional<double>& value) {
    char digits[32];
    if (!value) return;
    text += std::string(" ") + name + " ";
    text.append(digits, std::to_chars(digits, digits + sizeof(digits), *value).ptr);
  };
  for (const NetEpoch& epoch : history) {
    text += "epoch " + std::to_string(epoch.epoch);
    add("loss", epoch.score.loss);
    add("accuracy", epoch.score.accuracy);
    add("rate", epoch.rate);
    if (epoch.validation) {
      add("validation_loss", epoch.validation->loss);
      add("validation_accuracy", epoch.validation->accuracy);
    }
    text += "\n";
  }
  return text;
}

Status SetValue(const std::string& name, double value, NetEpoch* epoch) {
  if (name == "loss") {
    epoch->score.loss = value;
  } else if (name == "accuracy") {
    epoch->score.accuracy = value;
  } else if (name == "rate") {
    epoch->rate = value;
  } else if (name == "validation_loss") {
    epoch->validation.emplace().loss = value;
  } else if (name == "validation_accuracy" && epoch->validation) {
    epoch->validation->accuracy = value;
  } else {
    return Status::Failed("checkpoint metadata history: unexpected " + name);
  }
  return Status::Ok();
}

Status ReadHistory(const ModelFile& file, std::vector<NetEpoch>* history) {
  const std::string* const text = file.Find("history");
  if (text == nullptr) return Status::Ok();
  std::istringstream words(*text);
  std::string name;
  std::string number;
  while (words >> name >> number) {
    double value = 0;
    const char* const end = number.data() + number.size();
    const auto read = std::from_chars(number.data(), end, value);
    const bool first = name == "epoch";
    if (read.ec != std::errc() || read.ptr != end || (history->empty() && !first)) {
      return Status::Failed("checkpoint metadata history: expected NAME NUMBER, got " + name + " " +
                            number);
    }
    if (!first) {
      SLUICE_RETURN_IF_ERROR(SetValue(name, value, &history->back()));
    } else if (value == double(history->size()) + 1) {
      history->emplace_back().epoch = static_cast<int>(value);
    } else {
      return Status::Failed("checkpoint metadata history: unexpected epoch " + number);
    }
  }
  return Status::Ok();
}

// What ToFile of older versions did not write.
Status ReadPlateau(const ModelFile& file, Plateau* plateau) {
  if (file.Find("plateau_epoch") == nullptr) return Status::Ok();
  SLUICE_ASSIGN_OR_RETURN(const int64_t epoch, file.Integer("plateau_epoch", 0, 1 << 30));
  plateau->best_epoch = static_cast<int>(epoch);
  SLUICE_RETURN_IF_ERROR(ReadBits(file, "plateau_loss_bits", &plateau->best_loss));
  return ReadBits(file, "plateau_scale_bits", &plateau->scale);
}

}  // namespace

Result<ModelFile> NetState::ToFile() const {
  ModelFile file;
  file.Set("format", "sluice");
  file.Set("kind", "net-checkpoint");
  file.Set("steps", std::to_string(steps));
  file.Set("epochs", std::to_string(epochs));
  file.Set("best_epoch", std::to_string(best_epoch));
  file.Set("best_loss_bits", Bits(best_loss));
  file.Set("plateau_epoch", std::to_string(plateau.best_epoch));
  file.Set("plateau_loss_bits", Bits(plateau.best_loss));
  file.Set("plateau_scale_bits", Bits(plateau.scale));
  if (!history.empty()) file.Set("history", HistoryText(history));
  SLUICE_RETURN_IF_ERROR(AddList("learnt", learnt, &file));
  SLUICE_RETURN_IF_ERROR(AddList("followed", followed, &file));
  SLUICE_RETURN_IF_ERROR(AddList("average", average, &file));
  SLUICE_RETURN_IF_ERROR(AddList("first", first, &file));
  SLUICE_RETURN_IF_ERROR(AddList("second", second, &file));
  SLUICE_RETURN_IF_ERROR(AddList("best_learnt", best_learnt, &file));
  SLUICE_RETURN_IF_ERROR(AddList("best_followed", best_followed, &file));
  return file;
}

Result<NetState> NetState::FromFile(const ModelFile& file, const Net& net) {
  NetState state;
  SLUICE_ASSIGN_OR_RETURN(const std::string kind, file.Text("kind"));
  if (kind != "net-checkpoint") {
    return Status::Failed("expected a checkpoint of a net, got a file of kind " + kind);
  }
  constexpr int64_t kMost = int64_t{1} << 40;
  SLUICE_ASSIGN_OR_RETURN(state.steps, file.Integer("steps", 0, kMost));
  SLUICE_ASSIGN_OR_RETURN(const int64_t epochs, file.Integer("epochs", 0, 1 << 30));
  SLUICE_ASSIGN_OR_RETURN(const int64_t best_epoch, file.Integer("best_epoch", 0, 1 << 30));
  state.epochs = static_cast<int>(epochs);
  state.best_epoch = static_cast<int>(best_epoch);
  SLUICE_RETURN_IF_ERROR(ReadBits(file, "best_loss_bits", &state.best_loss));
  SLUICE_RETURN_IF_ERROR(ReadPlateau(file, &state.plateau));
  SLUICE_RETURN_IF_ERROR(ReadHistory(file, &state.history));
  SLUICE_RETURN_IF_ERROR(ReadList(file, "learnt", net.learnt(), &state.learnt));
  SLUICE_RETURN_IF_ERROR(ReadList(file, "followed", net.followed(), &state.followed));
  SLUICE_RETURN_IF_ERROR(ReadList(file, "average", net.learnt(), &state.average));
  SLUICE_RETURN_IF_ERROR(ReadList(file, "first", net.learnt(), &state.first));
  SLUICE_RETURN_IF_ERROR(ReadList(file, "second", net.learnt(), &state.second));
  SLUICE_RETURN_IF_ERROR(ReadList(file, "best_learnt", net.learnt(), &state.best_learnt));
  SLUICE_RETURN_IF_ERROR(ReadList(file, "best_followed", net.followed(), &state.best_followed));
  if (state.learnt.size() != net.learnt() || state.followed.size() != net.followed()) {
    return Status::Failed("the checkpoint is of another net");
  }
  return state;
}

}  // namespace sluice
