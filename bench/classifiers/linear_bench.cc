// Trains one linear classifier on raw arrays and says how long it took: what linear.py runs.
//
// usage: linear_bench FEATURES.f32 LABELS.i32 DIMENSIONS CLASSES OUT.f32 [NAME=VALUE...]
//
// OUT gets classes x dimensions weights, then a bias for each class. Names: loss, optimizer,
// penalty (0 l1, 1 l2, 2 elastic), c, bias, tolerance, epochs, rate, batch, seed, threads, trace (1
// prints the objective after each epoch).
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "bench/classifiers/raw_arrays.h"
#include "classifiers/linear.h"
#include "classifiers/linear_model.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

Loss LossNamed(const std::string& name) {
  for (int i = 0; i <= static_cast<int>(Loss::kSquares); ++i) {
    if (LossName(Loss(i)) == name) return Loss(i);
  }
  return Loss::kSoftmax;
}

int Run(int argc, char** argv) {
  if (argc < 6) return 2;
  std::map<std::string, std::string> names;
  for (int i = 6; i < argc; ++i) {
    const std::string text = argv[i];
    const size_t equals = text.find('=');
    names[text.substr(0, equals)] = text.substr(equals + 1);
  }
  Examples examples;
  const std::vector<float> features = ReadAll<float>(argv[1]);
  examples.labels = ReadAll<int>(argv[2]);
  const auto rows = static_cast<int64_t>(examples.labels.size());
  examples.features = Tensor::Create({rows, std::stoll(argv[3])}).value();
  std::copy(features.begin(), features.end(), examples.features.data());
  for (int c = 0; c < std::stoi(argv[4]); ++c) examples.classes.push_back(std::to_string(c));

  LinearOptions o;
  const auto has = [&](const char* name) { return names.count(name) > 0; };
  const auto number = [&](const char* name) { return std::stod(names[name]); };
  o.loss = LossNamed(names["loss"]);
  for (size_t i = 0; i < LinearSolverNames().size(); ++i) {
    if (LinearSolverNames()[i] == names["optimizer"]) o.solver = LinearSolver(i);
  }
  if (has("penalty")) o.penalty = PenaltyKind(int(number("penalty")));
  if (has("c")) o.c = number("c");
  if (has("bias")) o.bias = number("bias");
  if (has("tolerance")) o.tolerance = number("tolerance");
  if (has("epochs")) o.epochs = int(number("epochs"));
  if (has("rate")) o.rate = number("rate");
  if (has("batch")) o.batch = int(number("batch"));
  if (has("seed")) o.seed = uint64_t(number("seed"));
  if (has("threads")) SetThreads(int(number("threads")));
  TrainProgress progress;
  if (has("trace")) {
    progress.on_epoch = [](int epoch, double loss) {
      std::fprintf(stderr, "%d %.9g\n", epoch, loss);
      return true;
    };
  }
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t cpu_start = std::clock();
  const auto trained = TrainLinearSvm(examples, o, progress);
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  if (!trained.ok()) {
    std::fprintf(stderr, "%s\n", trained.status().message().c_str());
    return 1;
  }
  const auto& model = static_cast<const LinearModel&>(**trained);
  std::ofstream out(argv[5], std::ios::binary);
  const auto write = [&](const float* values, size_t count) {
    out.write(reinterpret_cast<const char*>(values), std::streamsize(count * sizeof(float)));
  };
  write(model.weights().data(), size_t(model.weights().size()));
  write(model.bias().data(), model.bias().size());
  std::printf("seconds %.4f\ncpu %.4f\n", time.count(),
              double(std::clock() - cpu_start) / CLOCKS_PER_SEC);
  for (const std::string& line : model.Describe()) std::printf("%s\n", line.c_str());
  return 0;
}

}  // namespace
}  // namespace sluice

int main(int argc, char** argv) { return sluice::Run(argc, argv); }
