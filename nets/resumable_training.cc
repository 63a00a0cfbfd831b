#include "nets/resumable_training.h"

#include <fnmatch.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <system_error>

#include "nets/trained_net.h"

namespace sluice {
namespace {

// The last node that has parameters.
int LastLearnt(const Net& net) { return net.slots().empty() ? -1 : net.slots().back().node; }

// For each slot whether it stays as it is.
Result<std::vector<bool>> Frozen(const Net& net, const std::vector<std::string>& patterns) {
  std::vector<bool> frozen(net.slots().size(), false);
  for (const std::string& pattern : patterns) {
    bool any = false;
    for (size_t s = 0; s < frozen.size(); ++s) {
      const std::string& name = net.nodes()[size_t(net.slots()[s].node)].name;
      if (fnmatch(pattern.c_str(), name.c_str(), 0) != 0) continue;
      frozen[s] = any = true;
    }
    if (!any) return Status::Usage("--freeze: no layer with parameters is called " + pattern);
  }
  return frozen;
}

Result<NetState> Begin(const NetStart& start, const Net& net, uint64_t seed) {
  std::error_code ignored;
  if (!start.checkpoint.empty() && std::filesystem::exists(start.checkpoint, ignored)) {
    SLUICE_ASSIGN_OR_RETURN(const ModelFile file, ModelFile::Load(start.checkpoint));
    Result<NetState> state = NetState::FromFile(file, net);
    if (!state.ok()) return state.status().WithContext(start.checkpoint);
    return state;
  }
  NetState state = NewNetState(net, seed);
  if (start.initial != nullptr) {
    SLUICE_RETURN_IF_ERROR(ReadNumbers(*start.initial, net,
                                       start.replace_head ? LastLearnt(net) : -1, &state.learnt,
                                       &state.followed)
                               .WithContext("--init"));
  }
  return state;
}

// The loss was finite before the last step; the numbers must be after it.
Status CheckFinite(const NetState& state) {
  for (const std::vector<float>* numbers : {&state.learnt, &state.followed}) {
    const bool finite = std::all_of(numbers->begin(), numbers->end(),
                                    [](float number) { return std::isfinite(number); });
    if (!finite) {
      return Status::Failed("training diverged: a number of the net is not finite",
                            "a lower rate, or --clip 1, may help");
    }
  }
  return Status::Ok();
}

}  // namespace

Result<NetState> TrainFrom(const NetStart& start, const Net& net, const NetData& data,
                           const NetData* validation, const NetTrainOptions& options,
                           const NetListener& listener) {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<bool> frozen, Frozen(net, start.frozen));
  SLUICE_ASSIGN_OR_RETURN(NetState state, Begin(start, net, options.seed));
  if (listener.on_epoch) {
    for (const NetEpoch& epoch : state.history) {
      if (!listener.on_epoch(epoch, state)) return state;  // the listener knows why
    }
  }
  Status saved;
  const auto on_epoch = [&](const NetEpoch& epoch, const NetState& now) {
    if (!start.checkpoint.empty()) {
      const Result<ModelFile> file = now.ToFile();
      saved = file.ok() ? file->Save(start.checkpoint) : file.status();
    }
    return saved.ok() && (!listener.on_epoch || listener.on_epoch(epoch, now));
  };
  SLUICE_RETURN_IF_ERROR(
      TrainNet(net, data, validation, options, frozen, &state, {on_epoch, listener.on_fraction}));
  SLUICE_RETURN_IF_ERROR(saved);
  SLUICE_RETURN_IF_ERROR(CheckFinite(state));
  return state;
}

}  // namespace sluice
