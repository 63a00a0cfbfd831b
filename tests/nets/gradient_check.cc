#include "tests/nets/gradient_check.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "lib/random.h"
#include "nets/net.h"
#include "nets/net_run.h"

namespace sluice {
namespace {

std::vector<float> Normals(size_t count, double spread, uint64_t seed) {
  std::vector<float> numbers(RandomRoom(count));
  FillNormal({seed, 0, 0, 0}, count, numbers.data());
  numbers.resize(count);
  for (float& number : numbers) number *= static_cast<float>(spread);
  return numbers;
}

struct Problem {
  Net net;
  std::vector<float> input, learnt, followed, weights;
  int64_t batch;

  double Value() {
    std::vector<float> state = followed;
    NetRun run(net, learnt, state, true);
    Check(run.Forward(input.data(), batch, 1, 1));
    double sum = 0;
    for (size_t i = 0; i < weights.size(); ++i) sum += double(weights[i]) * double(run.output()[i]);
    return sum;
  }

  static void Check(const Status& status) {
    if (!status.ok()) throw std::runtime_error(status.message());
  }
};

// Of the derivatives `analytic` by `numbers`.
double Worst(Problem* problem, std::vector<float>* numbers, const std::vector<float>& analytic,
             const GradientCheck& check) {
  double largest = 1e-6;
  double worst = 0;
  for (const float derivative : analytic) largest = std::max(largest, std::abs(double(derivative)));
  const size_t stride = std::max<size_t>(1, numbers->size() / size_t(check.most));
  for (size_t i = 0; i < numbers->size(); i += stride) {
    const float kept = (*numbers)[i];
    const float up = kept + static_cast<float>(check.step);
    const float down = kept - static_cast<float>(check.step);
    (*numbers)[i] = up;
    const double above = problem->Value();
    (*numbers)[i] = down;
    const double below = problem->Value();
    (*numbers)[i] = kept;
    const double difference = (above - below) / (double(up) - double(down));
    worst = std::max(worst, std::abs(difference - double(analytic[i])) / largest);
  }
  return worst;
}

}  // namespace

double WorstGradient(const std::string& text, const GradientCheck& check) {
  Result<Net> net = Net::Build(text);
  Problem::Check(net.status());
  Problem problem{std::move(*net), {}, {}, {}, {}, check.batch};
  const auto batch = static_cast<size_t>(check.batch);
  problem.net.Initialize(check.seed, &problem.learnt, &problem.followed);
  // Biases and scales away from where they begin.
  const std::vector<float> shift = Normals(problem.learnt.size(), 0.2, check.seed + 1);
  for (const ParameterSlot& slot : problem.net.slots()) {
    if (!slot.learnt() || slot.parameter.role == Role::kWeights) continue;
    for (size_t i = 0; i < size_t(slot.parameter.count()); ++i) {
      problem.learnt[slot.offset + i] += shift[slot.offset + i];
    }
  }
  problem.input =
      Normals(batch * size_t(problem.net.input().count()), check.spread, check.seed + 2);
  problem.weights = Normals(batch * size_t(problem.net.output().count()), 1, check.seed + 3);

  std::vector<float> state = problem.followed;
  NetRun run(problem.net, problem.learnt, state, true);
  Problem::Check(run.Forward(problem.input.data(), check.batch, 1, 1));
  std::vector<float> gradient(problem.learnt.size());
  std::vector<float> d_input(problem.input.size());
  const float* const d_head = problem.weights.data();
  Problem::Check(run.Backward({&d_head, 1}, gradient, d_input.data()));

  double worst = Worst(&problem, &problem.input, d_input, check);
  if (!problem.learnt.empty()) {
    worst = std::max(worst, Worst(&problem, &problem.learnt, gradient, check));
  }
  return worst;
}

}  // namespace sluice
