// What a net computes, for tests of its layers.
#ifndef SLUICE_TESTS_NETS_LAYER_RUN_H_
#define SLUICE_TESTS_NETS_LAYER_RUN_H_

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "lib/random.h"
#include "nets/net.h"
#include "nets/net_run.h"

namespace sluice {

inline std::vector<float> NormalNumbers(int64_t count, uint64_t seed = 1) {
  std::vector<float> numbers(RandomRoom(size_t(count)));
  FillNormal({seed, 0, 0, 0}, size_t(count), numbers.data());
  numbers.resize(size_t(count));
  return numbers;
}

// A net with numbers of its own: the initial ones of seed 1 unless changed.
struct LayerRun {
  explicit LayerRun(const std::string& text) : net(Net::Build(text).value()) {
    net.Initialize(1, &learnt, &followed);
  }

  // The output for normal inputs of seed 1, or for those given.
  std::vector<float> Forward(int64_t batch, bool training = false, std::vector<float> from = {}) {
    input = from.empty() ? NormalNumbers(batch * net.input().count()) : std::move(from);
    NetRun run(net, learnt, followed, training);
    if (!run.Forward(input.data(), batch, 7, 3).ok()) throw std::runtime_error("Forward");
    return {run.output(), run.output() + batch * net.output().count()};
  }

  // The derivatives of the outputs' sum, each times a normal number of seed 2, by the input and
  // then by all parameters.
  std::vector<float> Backward(int64_t batch) {
    input = NormalNumbers(batch * net.input().count());
    const std::vector<float> d_output = NormalNumbers(batch * net.output().count(), 2);
    NetRun run(net, learnt, followed, true);
    if (!run.Forward(input.data(), batch, 7, 3).ok()) throw std::runtime_error("Forward");
    std::vector<float> gradient(learnt.size());
    std::vector<float> d_input(input.size());
    const float* const d_head = d_output.data();
    if (!run.Backward({&d_head, 1}, gradient, d_input.data()).ok()) {
      throw std::runtime_error("Backward");
    }
    d_input.insert(d_input.end(), gradient.begin(), gradient.end());
    return d_input;
  }

  Net net;
  std::vector<float> learnt, followed, input;
};

// What building the net says.
inline std::string BuildFailure(const std::string& text) {
  const Result<Net> net = Net::Build(text);
  return net.ok() ? "built" : net.status().message();
}

}  // namespace sluice

#endif  // SLUICE_TESTS_NETS_LAYER_RUN_H_
