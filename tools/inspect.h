// Ways of looking at what a model has learnt, and at what it sees.
#ifndef SLUICE_TOOLS_INSPECT_H_
#define SLUICE_TOOLS_INSPECT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "classifiers/knn.h"
#include "classifiers/linear_model.h"
#include "classifiers/model.h"
#include "classifiers/net_classifier.h"
#include "classifiers/occlusion.h"
#include "filters/montage.h"
#include "lib/frame.h"
#include "lib/status.h"
#include "nets/shape.h"
#include "tools/command.h"
#include "tools/io.h"
#include "tools/vectors.h"

namespace sluice {

enum class InspectView { kFilters, kActivations, kPatches, kSaliency, kOcclusion };

struct InspectOptions {
  std::string model;
  int view = -1;  // an InspectView; -1: what the kind of model asks for
  SizeOption size;
  int neighbours = 8;
  std::string layer;
  std::vector<int> units;  // all of them if empty
  int top = 8;
  std::string label;  // the class; empty: the best one
  int patch = 0;      // as OcclusionOptions
  int stride = 0;
};

// inspect_vectors.cc: what each class of a linear model looks for; inputs with their nearest
// examples.
Result<Frame> DrawTemplates(const Model& model, const LinearModel& linear,
                            const InspectOptions& options);
Result<Frame> DrawNeighbours(const Model& model, const Knn& knn, const InspectOptions& options,
                             Io& io);
// inspect_filters.cc: the weights of a layer.
Result<Frame> DrawFilters(const TrainedNet& trained, const InspectOptions& options, const Io& io);
// inspect_layers.cc: the results of a layer for inputs; the parts of inputs that excite its units
// most.
Result<Frame> DrawActivations(const Model& model, const NetClassifier& net,
                              const InspectOptions& options, Io& io);
Result<Frame> DrawTopPatches(const Model& model, const NetClassifier& net,
                             const InspectOptions& options, Io& io);
// inspect_maps.cc: what in an input speaks for a class.
Result<Frame> DrawSaliency(const Model& model, const NetClassifier& net,
                           const InspectOptions& options, Io& io);
Result<Frame> DrawOcclusion(const Model& model, const InspectOptions& options, Io& io);

// The shape of the model's inputs: that of its net, or as --size says, or a square of one or three
// channels. Fails where vectors are no pictures.
Result<Shape> InputShape(const Model& model, const InspectOptions& options);

// Calls use(batch) for the inputs as vectors, at most `batch` at a time, until it fails. Fails also
// when there are no inputs.
Status ForEachInput(const Model& model, const InspectOptions& options, Io& io, int64_t batch,
                    const std::function<Status(const Batch& inputs)>& use);

// The input's numbers as a picture, and its label as far as it is known.
Result<MontageTile> InputTile(const Shape& shape, const Batch& inputs, int64_t i, int side);

// The units, of `count`, that are asked for: those of --unit, or the first ones, at most `most`,
// with a note where there are more. Fails when the layer has no such unit.
Result<std::vector<int>> UnitsOf(const InspectOptions& options, int64_t count, int64_t most,
                                 const Io& io);

// The node of --layer; without it the first one with parameters.
Result<int> InspectedLayer(const Net& net, const InspectOptions& options);

// How large tiles can be where so many stand in a row.
int TileSide(int64_t columns);

}  // namespace sluice

#endif  // SLUICE_TOOLS_INSPECT_H_
