// Nets that count as trained, for tests of what is done with them.
#ifndef SLUICE_TESTS_NETS_TRAINED_H_
#define SLUICE_TESTS_NETS_TRAINED_H_

#include <cstddef>
#include <string>

#include "nets/trained_net.h"
#include "tests/nets/layer_run.h"

namespace sluice {

// The net of a run, with its numbers.
inline TrainedNet Trained(const LayerRun& run, const std::string& text) {
  NetState state;
  state.learnt = run.learnt;
  state.followed = run.followed;
  return TrainedNet::FromTraining(run.net, {text, {}}, state).value();
}

// The node called `name`; -1 if there is none.
inline int NodeCalled(const Net& net, const std::string& name) {
  for (size_t n = 0; n < net.nodes().size(); ++n) {
    if (net.nodes()[n].name == name) return static_cast<int>(n);
  }
  return -1;
}

}  // namespace sluice

#endif  // SLUICE_TESTS_NETS_TRAINED_H_
