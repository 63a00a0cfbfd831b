#include "nets/net.h"

#include <algorithm>

#include "lib/random.h"
#include "nets/net_builder.h"

namespace sluice {

Result<Net> Net::Build(const std::string& text, const NetOptions& options) {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Statement> statements, ParseNetText(text));
  return NetBuilder(options).Build(statements);
}

int64_t Net::parameter_count() const {
  int64_t count = 0;
  for (const ParameterSlot& slot : slots_) count += slot.learnt() ? slot.parameter.count() : 0;
  return count;
}

int64_t Net::multiply_adds() const {
  int64_t sum = 0;
  for (const Node& node : nodes_) sum += node.layer == nullptr ? 0 : node.layer->multiply_adds();
  return sum;
}

void Net::Initialize(uint64_t seed, std::vector<float>* learnt,
                     std::vector<float>* followed) const {
  learnt->assign(learnt_, 0.0F);
  followed->assign(followed_, 0.0F);
  std::vector<float> normal;
  for (size_t s = 0; s < slots_.size(); ++s) {
    const ParameterSlot& slot = slots_[s];
    const auto count = static_cast<size_t>(slot.parameter.count());
    float* const numbers = (slot.learnt() ? learnt : followed)->data() + slot.offset;
    if (slot.parameter.role == Role::kScale || slot.parameter.role == Role::kVariance) {
      std::fill_n(numbers, count, 1.0F);
    } else if (slot.parameter.role == Role::kWeights) {
      const bool last = std::any_of(heads_.begin(), heads_.end(),
                                    [&](const Head& head) { return head.node == slot.node; });
      const auto spread = static_cast<float>(
          InitialSpread(slot.parameter.initializer, slot.parameter.fan_in, last));
      normal.resize(RandomRoom(count));
      FillNormal({seed, 0, static_cast<uint32_t>(s), 0x6e6574}, count, normal.data());
      for (size_t i = 0; i < count; ++i) numbers[i] = spread * normal[i];
    }
  }
}

}  // namespace sluice
