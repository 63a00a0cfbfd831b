// A net with its numbers, as training leaves it and model files keep it.
#ifndef SLUICE_NETS_TRAINED_NET_H_
#define SLUICE_NETS_TRAINED_NET_H_

#include <string>
#include <vector>

#include "lib/model_file.h"
#include "lib/status.h"
#include "nets/net.h"
#include "nets/net_run.h"
#include "nets/training.h"

namespace sluice {

// What describes a net: all that Net::Build takes.
struct NetRecipe {
  std::string text;
  NetOptions options;

  Result<Net> Build() const { return Net::Build(text, options); }

  // Metadata `net` and `net_values` of a model. That of `net_input` is the input's shape, whether
  // or not the options say one.
  void Save(const Shape& input, ModelFile* file) const;
  static Result<NetRecipe> Load(const ModelFile& file);
};

class TrainedNet {
 public:
  // What training of the recipe's net has come to, without the parts that only help training.
  static Result<TrainedNet> FromTraining(const Net& net, NetRecipe recipe, const NetState& state);

  // The net of a model; `instead` replaces what the file says of input and values, and the number
  // of classes. Fails when a tensor is missing, of another shape or not finite.
  static Result<TrainedNet> Load(const ModelFile& file, const NetOptions& instead);

  // The recipe, and a tensor for each parameter: "conv1.weights".
  Status Save(ModelFile* file) const;

  const NetRecipe& recipe() const { return recipe_; }
  const Net& net() const { return net_; }
  // For inference, as long as this stays where it is.
  NetRun Run() const { return Run(net_); }
  // Likewise, of another net with the same parameters in the same order, which must outlive the
  // run.
  NetRun Run(const Net& net) const { return {net, learnt_, followed_, false}; }
  // Likewise, but not for training: that would change followed numbers.
  NetRun Run(const NetRunOptions& options) const { return {net_, learnt_, followed_, options}; }
  // The numbers of a parameter.
  const float* numbers(const ParameterSlot& slot) const {
    return (slot.learnt() ? learnt_ : followed_).data() + slot.offset;
  }

 private:
  TrainedNet(NetRecipe recipe, Net net);

  NetRecipe recipe_;
  Net net_;
  // Runs take them as they are changed in training; here nobody changes them.
  mutable std::vector<float> learnt_;
  mutable std::vector<float> followed_;
};

// The recipe of a model with what `instead` says of input, values, classes and auxiliary parts.
Result<NetRecipe> RecipeOfModel(const ModelFile& file, const NetOptions& instead);

// The numbers of a model file for a net; `skipped`, a node, keeps what it has. Fails as
// TrainedNet::Load.
Status ReadNumbers(const ModelFile& file, const Net& net, int skipped, std::vector<float>* learnt,
                   std::vector<float>* followed);

}  // namespace sluice

#endif  // SLUICE_NETS_TRAINED_NET_H_
