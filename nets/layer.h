// What every layer of a net can do.
#ifndef SLUICE_NETS_LAYER_H_
#define SLUICE_NETS_LAYER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/convolution.h"
#include "lib/random.h"
#include "lib/status.h"
#include "nets/initializer.h"
#include "nets/shape.h"

namespace sluice {

// What a list of numbers of a layer is for: how it begins, whether it is learnt and shrunk by
// weight decay.
enum class Role {
  kWeights,   // learnt, shrunk; random at first
  kBias,      // learnt; 0 at first
  kScale,     // learnt; 1 at first
  kMean,      // not learnt but followed, as running means are; 0 at first
  kVariance,  // likewise; 1 at first
};
inline bool IsLearnt(Role role) { return role != Role::kMean && role != Role::kVariance; }

struct Parameter {
  std::string name;  // "weights"
  Role role = Role::kWeights;
  std::vector<int64_t> shape;
  int64_t fan_in = 1;            // numbers that one output depends on, for initial weights
  int64_t fan_out = 1;           // outputs that depend on one number
  Initializer initializer = {};  // of weights

  int64_t count() const;
};

// Which numbers of the input one number of the output sees along each axis (see Shape::size).
struct Window {
  std::array<int64_t, 3> size = {1, 1, 1};   // from the first to the last, gaps included
  std::array<double, 3> stride = {1, 1, 1};  // below 1 where the result is larger
  std::array<int64_t, 3> pad_before = {0, 0, 0};
};

// The numbers of one pass over a batch. All lists are batch x shape.
struct Pass {
  int64_t batch = 1;
  bool training = false;
  bool frozen = false;  // its parameters stay as they are, the running ones included
  std::vector<const float*> inputs;
  float* output = nullptr;
  std::vector<float*> parameters;  // in the order of Layer::parameters; running ones are changed
  const void* prepared = nullptr;  // what Layer::Prepare made of the parameters, for Forward
  std::byte* saved = nullptr;      // Layer::saved_bytes, kept for Backward; null: there is none
  RandomSequence random;           // of this step and this layer

  // Of Backward alone: derivatives of the loss by the output, which it reads, and by inputs and
  // parameters, which it writes; null where they are not wanted.
  const float* d_output = nullptr;
  std::vector<float*> d_inputs;
  std::vector<float*> d_parameters;
};

// What happens to a layer's sums before they are stored, when other layers run as a part of it:
// activation(scale * sum + shift), for each channel. See nets/fusion.h.
struct Fusion {
  std::vector<float> scale;  // empty: 1
  std::vector<float> shift;  // empty: 0
  ConvActivation activation = ConvActivation::kNone;
  float slope = 0;
};
struct FusedActivation {
  ConvActivation activation = ConvActivation::kNone;
  float slope = 0;
};

// A layer has no numbers of its own but its options: parameters and activations come with the pass.
class Layer {
 public:
  virtual ~Layer() = default;

  // The shape of the result for one example.
  const Shape& output() const { return output_; }
  virtual std::vector<Parameter> parameters() const { return {}; }
  // Of one example.
  virtual int64_t multiply_adds() const { return 0; }
  // Nothing where each number of the output sees all of the input.
  virtual std::optional<Window> window() const { return Window(); }
  virtual size_t saved_bytes(int64_t /*batch*/) const { return 0; }
  // Output and input may be one place in memory, and their derivatives, too: Backward looks at the
  // output alone.
  virtual bool in_place() const { return false; }
  // Backward looks at the output.
  virtual bool needs_output() const { return in_place(); }

  // It can take on a Fusion.
  virtual bool fuses() const { return false; }
  // Outside training it multiplies each channel by a number and adds one, which these are.
  virtual bool is_channel_map() const { return false; }
  virtual void ChannelMap(const std::vector<float*>& /*parameters*/, Fusion* /*fusion*/) const {}
  // What it does to each number, if others can do it for it.
  virtual std::optional<FusedActivation> fused_activation() const { return std::nullopt; }

  // The convolution that it is, of parameters 0 (weights) and 1 (a bias, if there is one); null if
  // it is none.
  virtual const ConvShape* convolution() const { return nullptr; }

  // The parameters in the arrangement that Forward reads, such as packed weights; null: as they
  // are. `fusion` is that of no layer unless fuses().
  virtual Result<std::shared_ptr<const void>> Prepare(const std::vector<float*>& /*parameters*/,
                                                      const Fusion& /*fusion*/) const {
    return std::shared_ptr<const void>();
  }

  // Writes the output. Fails when memory is short.
  virtual Status Forward(const Pass& pass) const = 0;
  // After Forward, with the same pass.
  virtual Status Backward(const Pass& pass) const = 0;

 protected:
  explicit Layer(const Shape& output) : output_(output) {}

 private:
  Shape output_;
};

}  // namespace sluice

#endif  // SLUICE_NETS_LAYER_H_
