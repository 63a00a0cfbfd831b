// Backpropagation through a net.
#include <algorithm>

#include "nets/element_kernels.h"
#include "nets/net_run.h"

namespace sluice {

bool NetRun::Learns(size_t slot) const {
  return net_.slots()[slot].learnt() && (frozen_slots_.empty() || !frozen_slots_[slot]);
}

// Below layers that learn, nobody needs derivatives: a net whose first layers are frozen goes
// backward through its last ones alone.
void NetRun::FindLearning() {
  learns_.assign(net_.nodes().size(), false);
  for (size_t n = 1; n < learns_.size(); ++n) {
    for (const size_t slot : slots_[n]) learns_[n] = learns_[n] || Learns(slot);
    for (const int input : net_.nodes()[n].inputs)
      learns_[n] = learns_[n] || learns_[size_t(input)];
  }
}

// The sum of what the readers of a node's result have to say of it.
Status NetRun::AddDerivative(int node, const float* from) {
  const int64_t count = batch_ * net_.nodes()[size_t(node)].shape.count();
  float*& sum = derivatives_[size_t(node)];
  if (sum != nullptr) {
    AddNumbers(sum, from, count, sum);
    return Status::Ok();
  }
  SLUICE_ASSIGN_OR_RETURN(std::byte* const bytes, pool_.Take(size_t(count) * sizeof(float)));
  sum = reinterpret_cast<float*>(bytes);
  std::copy_n(from, count, sum);
  return Status::Ok();
}

Status NetRun::BackwardNode(size_t node, std::span<float> gradient, bool wants_input) {
  const Node& n = net_.nodes()[node];
  Pass& pass = MakePass(node, seed_, step_);
  pass.d_output = derivatives_[node];
  for (const size_t s : slots_[node]) {
    const ParameterSlot& slot = net_.slots()[s];
    const bool wanted = Learns(s) && !gradient.empty();
    pass.d_parameters.push_back(wanted ? gradient.data() + slot.offset : nullptr);
  }
  // The first reader writes the derivatives by its input, the others' are added.
  std::vector<float*> extra(n.inputs.size(), nullptr);
  for (size_t i = 0; i < n.inputs.size(); ++i) {
    const int input = n.inputs[i];
    if (!learns_[size_t(input)] && !wants_input) {
      pass.d_inputs.push_back(nullptr);
      continue;
    }
    const auto bytes = size_t(batch_ * net_.nodes()[size_t(input)].shape.count()) * sizeof(float);
    SLUICE_ASSIGN_OR_RETURN(std::byte* const piece, pool_.Take(bytes));
    float* const numbers = reinterpret_cast<float*>(piece);
    pass.d_inputs.push_back(numbers);
    if (derivatives_[size_t(input)] == nullptr) {
      derivatives_[size_t(input)] = numbers;
    } else {
      extra[i] = numbers;
    }
  }
  SLUICE_RETURN_IF_ERROR(n.layer->Backward(pass).WithContext(n.name));
  for (size_t i = 0; i < extra.size(); ++i) {
    if (extra[i] == nullptr) continue;
    SLUICE_RETURN_IF_ERROR(AddDerivative(n.inputs[i], extra[i]));
    pool_.Give(extra[i]);
  }
  pool_.Give(derivatives_[node]);
  derivatives_[node] = nullptr;
  return Status::Ok();
}

Status NetRun::Backward(std::span<const float* const> d_heads, std::span<float> gradient,
                        float* d_input) {
  std::fill(gradient.begin(), gradient.end(), 0.0F);
  for (size_t h = 0; h < ends_.size(); ++h) {
    SLUICE_RETURN_IF_ERROR(AddDerivative(ends_[h], d_heads[h]));
  }
  for (size_t n = net_.nodes().size(); n-- > 1;) {
    if (derivatives_[n] != nullptr) {
      SLUICE_RETURN_IF_ERROR(BackwardNode(n, gradient, d_input != nullptr));
    }
  }
  if (d_input != nullptr) {
    const int64_t count = batch_ * net_.input().count();
    if (derivatives_[0] != nullptr) {
      std::copy_n(derivatives_[0], count, d_input);
    } else {
      std::fill_n(d_input, count, 0.0F);
    }
  }
  return Status::Ok();
}

}  // namespace sluice
