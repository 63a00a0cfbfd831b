// The types of layers that a net file can name.
#ifndef SLUICE_NETS_LAYERS_H_
#define SLUICE_NETS_LAYERS_H_

#include <memory>
#include <string>
#include <vector>

#include "lib/status.h"
#include "nets/layer.h"
#include "nets/layer_arguments.h"
#include "nets/shape.h"

namespace sluice {

// What a layer is connected to.
struct LayerInputs {
  std::vector<Shape> shapes;
  std::vector<const Layer*> layers;  // that made them; null for the net's input
  const Layer* undone = nullptr;     // of LayerType::undoes
};

using LayerFactory = Result<std::unique_ptr<Layer>> (*)(LayerArguments& arguments,
                                                        const LayerInputs& inputs);

struct LayerType {
  std::string name;     // "conv"
  std::string usage;    // "conv KERNELS SIZE [stride S]": for people
  std::string summary;  // what it does, in a line
  LayerFactory make;
  // The words after the type are names of its inputs, all of them.
  bool joins = false;
  // The word after the type is the name of a line whose inputs it sees, too, as maxunpool does.
  bool undoes = false;
};

// In the order of the documentation.
const std::vector<LayerType>& LayerTypes();
const LayerType* FindLayerType(const std::string& name);

}  // namespace sluice

#endif  // SLUICE_NETS_LAYERS_H_
