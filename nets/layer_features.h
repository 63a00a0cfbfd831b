// What a layer of a trained net makes of its input, as features for other classifiers: nets trained
// on many classes see what tells others apart, too. Donahue, Jia, Vinyals, Hoffman, Zhang, Tzeng,
// Darrell, DeCAF: a deep convolutional activation feature for generic visual recognition, ICML
// 2014.
#ifndef SLUICE_NETS_LAYER_FEATURES_H_
#define SLUICE_NETS_LAYER_FEATURES_H_

#include <cstdint>
#include <vector>

#include "lib/status.h"
#include "nets/net_run.h"
#include "nets/trained_net.h"

namespace sluice {

// The node whose result the last layer with parameters takes: the numbers that a net tells its
// classes by. The net's result where no layer has parameters.
int PenultimateLayer(const Net& net);

class LayerFeatures {
 public:
  // Of a node's result, which is averaged over its places, channel by channel, unless `flat`. The
  // net must outlive this.
  LayerFeatures(const TrainedNet& trained, int node, bool flat);

  int64_t size() const { return size_; }  // of a vector
  // Runs over examples (count x the net's input) as far as the layer; writes count x size()
  // numbers. Each example's depend on that example alone. Fails when memory is short.
  Status Describe(const float* x, int64_t count, float* features);

 private:
  const Shape input_;
  const Shape shape_;  // of the node's result
  int64_t size_;
  int64_t batch_;  // examples that run together
  NetRun run_;
};

}  // namespace sluice

#endif  // SLUICE_NETS_LAYER_FEATURES_H_
