#include "nets/net_run.h"

#include <algorithm>
#include <utility>

namespace sluice {

NetRun::NetRun(const Net& net, std::span<float> learnt, std::span<float> followed, bool training,
               bool fuse)
    : NetRun(net, learnt, followed, NetRunOptions{training, training, fuse}) {}

NetRun::NetRun(const Net& net, std::span<float> learnt, std::span<float> followed,
               const NetRunOptions& options)
    : net_(net),
      learnt_(learnt),
      followed_(followed),
      training_(options.training),
      keeps_(options.training || options.derivatives),
      fuse_(options.fuse && !keeps_),
      ends_(options.results) {
  if (ends_.empty()) {
    for (const Head& head : net.heads()) {
      ends_.push_back(head.node);
      if (!training_) break;  // auxiliary heads come after the net's own
    }
  }
  const size_t count = net.nodes().size();
  slots_.resize(count);
  for (size_t s = 0; s < net.slots().size(); ++s) {
    slots_[size_t(net.slots()[s].node)].push_back(s);
  }
  uses_.assign(count, 0);
  last_use_.assign(count, 0);
  needed_.assign(count, false);
  frozen_.assign(count, false);
  for (const int end : ends_) {
    const auto node = static_cast<size_t>(end);
    needed_[node] = true;
    ++uses_[node];
    last_use_[node] = static_cast<int>(count);
  }
  for (size_t n = count; n-- > 1;) {
    if (!needed_[n]) continue;
    for (const int input : net.nodes()[n].inputs) {
      needed_[size_t(input)] = true;
      ++uses_[size_t(input)];
    }
  }
  FindOrder();
  shares_.assign(count, false);
  for (size_t n = 1; n < count; ++n) {
    shares_[n] = runs_with_[n] == static_cast<int>(n) && SharesInput(n);
  }
  values_.resize(count);
  passes_.resize(count);
  prepared_.resize(count);
  strips_.resize(count);
  derivatives_.assign(count, nullptr);
  FindLearning();
}

void NetRun::Freeze(const std::vector<bool>& slots) {
  frozen_slots_ = slots;
  for (size_t s = 0; s < slots.size(); ++s) {
    if (slots[s]) frozen_[size_t(net_.slots()[s].node)] = true;
  }
  FindLearning();
}

// A layer can work in place if nobody else reads its input. Layers whose results lie there may have
// to see them when they go backward.
bool NetRun::SharesInput(size_t node) const {
  const Node& n = net_.nodes()[node];
  auto input = static_cast<size_t>(n.inputs[0]);
  if (input == 0 || !n.layer->in_place() || uses_[input] != 1) return false;
  if (!keeps_) return true;
  while (!net_.nodes()[input].layer->needs_output()) {
    if (!shares_[input]) return true;
    input = static_cast<size_t>(net_.nodes()[input].inputs[0]);
  }
  return false;
}

Pass& NetRun::MakePass(size_t node, uint64_t seed, uint32_t step) {
  const Node& n = net_.nodes()[node];
  Pass& pass = passes_[node];
  pass.batch = batch_;
  pass.training = training_;
  pass.frozen = frozen_[node];
  pass.random = {seed, step, static_cast<uint32_t>(node), 0};
  pass.inputs.clear();
  for (const int input : n.inputs) {
    pass.inputs.push_back(ResultOf(input));
  }
  pass.parameters.clear();
  for (const size_t s : slots_[node]) {
    const ParameterSlot& slot = net_.slots()[s];
    pass.parameters.push_back((slot.learnt() ? learnt_ : followed_).data() + slot.offset);
  }
  pass.prepared = prepared_[node].get();
  pass.output = values_[node].data;
  pass.saved = values_[node].saved;
  pass.d_output = nullptr;
  pass.d_inputs.clear();
  pass.d_parameters.clear();
  return pass;
}

void NetRun::Release() {
  for (size_t n = 0; n < values_.size(); ++n) {
    if (!shares_[n]) pool_.Give(values_[n].data);
    pool_.Give(values_[n].saved);
    pool_.Give(derivatives_[n]);
    values_[n] = {};
    derivatives_[n] = nullptr;
  }
}

// Which nodes run together, and who is the last to read each result.
void NetRun::FindOrder() {
  const size_t count = net_.nodes().size();
  chains_.resize(count);
  for (size_t n = 0; n < count; ++n) chains_[n].first = chains_[n].last = static_cast<int>(n);
  if (fuse_) chains_ = FindChains(net_, uses_);
  runs_with_.assign(count, 0);
  for (size_t n = 0; n < count; ++n) runs_with_[n] = static_cast<int>(n);
  for (size_t n = 1; n < count; ++n) {
    const FusedChain& chain = chains_[size_t(runs_with_[n])];
    if (runs_with_[n] != static_cast<int>(n)) continue;
    const auto take = [&](const FusedChain& part) {
      for (const int node : {part.first, part.norm, part.activation}) {
        if (node >= 0) runs_with_[size_t(node)] = chain.first;
      }
    };
    take(chain);
    for (const FusedChain& next : chain.next) take(next);
  }
  for (size_t n = 1; n < count; ++n) {
    if (!needed_[n]) continue;
    for (const int input : net_.nodes()[n].inputs) {
      int& last = last_use_[size_t(input)];
      last = std::max(last, runs_with_[n]);
    }
  }
}

Status NetRun::RunChain(const FusedChain& chain, uint64_t seed, uint32_t step) {
  const auto first = static_cast<size_t>(chain.first);
  const Node& n = net_.nodes()[first];
  Value& value = values_[size_t(chain.end())];
  if (shares_[first]) {
    value.data = values_[size_t(n.inputs[0])].data;
  } else {
    const auto numbers =
        static_cast<size_t>(batch_ * net_.nodes()[size_t(chain.end())].shape.count());
    SLUICE_ASSIGN_OR_RETURN(std::byte* const bytes, pool_.Take(numbers * sizeof(float)));
    value.data = reinterpret_cast<float*>(bytes);
  }
  if (!chain.next.empty()) return RunStrips(chain).WithContext(n.name);
  const size_t saved = keeps_ ? n.layer->saved_bytes(batch_) : 0;
  if (saved > 0) {
    SLUICE_ASSIGN_OR_RETURN(value.saved, pool_.Take(saved));
  }
  if (training_) {
    SLUICE_RETURN_IF_ERROR(Prepare(first));
  }
  Pass& pass = MakePass(first, seed, step);
  pass.output = value.data;
  const Status status = n.layer->Forward(pass);
  if (training_) prepared_[first].reset();
  return status.ok() ? status : status.WithContext(n.name);
}

Status NetRun::RunStrips(const FusedChain& chain) {
  const Strips& strips = *strips_[size_t(chain.first)];
  SLUICE_ASSIGN_OR_RETURN(std::byte* const scratch, pool_.Take(strips.scratch() * sizeof(float)));
  strips.Forward(ResultOf(net_.nodes()[size_t(chain.first)].inputs[0]), batch_,
                 values_[size_t(chain.end())].data, reinterpret_cast<float*>(scratch));
  pool_.Give(scratch);
  return Status::Ok();
}

// Memory that nobody reads after this chain can be used again.
void NetRun::GiveUnread(const FusedChain& chain) {
  const auto give = [&](int node, bool kept) {
    if (node > 0 && !kept && last_use_[size_t(node)] == chain.first) {
      pool_.Give(values_[size_t(node)].data);
    }
  };
  const std::vector<int>& inputs = net_.nodes()[size_t(chain.first)].inputs;
  for (size_t i = 0; i < inputs.size(); ++i) {
    give(inputs[i], i == 0 && shares_[size_t(chain.first)]);
  }
}

Fusion NetRun::FusionOf(const FusedChain& chain) {
  Fusion fusion;
  if (chain.norm >= 0) {
    const auto norm = static_cast<size_t>(chain.norm);
    net_.nodes()[norm].layer->ChannelMap(MakePass(norm, 0, 0).parameters, &fusion);
  }
  if (chain.activation >= 0) {
    const FusedActivation bend = *net_.nodes()[size_t(chain.activation)].layer->fused_activation();
    fusion.activation = bend.activation;
    fusion.slope = bend.slope;
  }
  return fusion;
}

Status NetRun::PrepareStrips(const FusedChain& chain) {
  std::vector<StripStage> stages;
  const auto add = [&](const FusedChain& part) {
    const auto first = static_cast<size_t>(part.first);
    const std::vector<float*> parameters = MakePass(first, 0, 0).parameters;
    stages.push_back({*net_.nodes()[first].layer->convolution(), parameters[0],
                      parameters.size() > 1 ? parameters[1] : nullptr, FusionOf(part)});
  };
  add(chain);
  for (const FusedChain& next : chain.next) add(next);
  SLUICE_ASSIGN_OR_RETURN(strips_[size_t(chain.first)], Strips::Create(stages));
  return Status::Ok();
}

Status NetRun::Prepare(size_t node) {
  const Node& n = net_.nodes()[node];
  Result<std::shared_ptr<const void>> prepared =
      n.layer->Prepare(MakePass(node, 0, 0).parameters, FusionOf(chains_[node]));
  if (!prepared.ok()) return prepared.status().WithContext(n.name);
  prepared_[node] = std::move(*prepared);
  return Status::Ok();
}

// While training parameters change with each step: they are prepared one layer at a time, just
// before it runs, as packed weights may take four times the memory of weights.
Status NetRun::PrepareParameters() {
  if (!changed_ || training_) return Status::Ok();
  for (size_t n = 1; n < net_.nodes().size(); ++n) {
    if (!needed_[n]) continue;
    const Node& node = net_.nodes()[n];
    if (runs_with_[n] != static_cast<int>(n)) continue;
    if (!chains_[n].next.empty()) {
      SLUICE_RETURN_IF_ERROR(PrepareStrips(chains_[n]).WithContext(node.name));
      continue;
    }
    SLUICE_RETURN_IF_ERROR(Prepare(n));
  }
  changed_ = false;
  return Status::Ok();
}

Status NetRun::Forward(const float* input, int64_t batch, uint64_t seed, uint32_t step) {
  Release();
  input_ = input;
  batch_ = batch;
  seed_ = seed;
  step_ = step;
  SLUICE_RETURN_IF_ERROR(PrepareParameters());
  for (size_t n = 1; n < net_.nodes().size(); ++n) {
    if (!needed_[n] || runs_with_[n] != static_cast<int>(n)) continue;
    SLUICE_RETURN_IF_ERROR(RunChain(chains_[n], seed, step));
    if (!keeps_) GiveUnread(chains_[n]);
  }
  return Status::Ok();
}

}  // namespace sluice
