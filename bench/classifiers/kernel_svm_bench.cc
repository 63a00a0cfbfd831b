// Trains one support vector machine with a kernel on raw arrays, predicts, and says how long both
// took: what rbf_svm.py runs.
//
// usage: kernel_svm_bench TRAIN.f32 LABELS.i32 TEST.f32 DIMENSIONS CLASSES OUT.i32 [NAME=VALUE...]
//
// OUT gets the class of each row of TEST. Names: kernel, c, gamma, coef0, degree, tolerance, cache
// (MiB), shrinking, threads.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "bench/classifiers/raw_arrays.h"
#include "classifiers/kernel_svm.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

// Prints a line with the name and how long it took: on the clock, and of the processor.
class Stopwatch {
 public:
  void Print(const char* name) const {
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - wall_;
    std::printf("%s %.4f\n%s-cpu %.4f\n", name, wall.count(), name,
                double(std::clock() - cpu_) / CLOCKS_PER_SEC);
  }

 private:
  std::chrono::steady_clock::time_point wall_ = std::chrono::steady_clock::now();
  std::clock_t cpu_ = std::clock();
};

int Run(int argc, char** argv) {
  if (argc < 7) return 2;
  std::map<std::string, std::string> names;
  for (int i = 7; i < argc; ++i) {
    const std::string text = argv[i];
    const size_t equals = text.find('=');
    names[text.substr(0, equals)] = text.substr(equals + 1);
  }
  const auto number = [&](const char* name, double otherwise) {
    return names.count(name) > 0 ? std::stod(names[name]) : otherwise;
  };
  const int64_t dimensions = std::stoll(argv[4]);
  Examples examples;
  const std::vector<float> features = ReadAll<float>(argv[1]);
  examples.labels = ReadAll<int>(argv[2]);
  const auto rows = static_cast<int64_t>(examples.labels.size());
  examples.features = Tensor::Create({rows, dimensions}).value();
  std::copy(features.begin(), features.end(), examples.features.data());
  for (int c = 0; c < std::stoi(argv[5]); ++c) examples.classes.push_back(std::to_string(c));

  KernelSvmOptions o;
  for (size_t i = 0; i < KernelNames().size(); ++i) {
    if (KernelNames()[i] == names["kernel"]) o.kernel = KernelKind(i);
  }
  if (names.count("gamma") > 0) o.gamma = number("gamma", 1);
  o.c = number("c", o.c);
  o.coef0 = number("coef0", o.coef0);
  o.degree = int(number("degree", o.degree));
  o.tolerance = number("tolerance", o.tolerance);
  o.shrinking = number("shrinking", 1) != 0;
  o.cache_mebibytes = int(number("cache", o.cache_mebibytes));
  SetThreads(int(number("threads", 0)));

  const Stopwatch train;
  const auto trained = TrainKernelSvm(examples, o, {});
  if (!trained.ok()) {
    std::fprintf(stderr, "%s\n", trained.status().message().c_str());
    return 1;
  }
  train.Print("train");
  const std::vector<float> test = ReadAll<float>(argv[3]);
  const int classes = (*trained)->classes();
  const auto count = static_cast<int64_t>(test.size()) / dimensions;
  std::vector<float> scores(size_t(count * classes));
  const Stopwatch predict;
  const Status status = (*trained)->Scores({test.data(), count, dimensions, dimensions},
                                           {scores.data(), count, classes, classes});
  if (!status.ok()) return 1;
  predict.Print("predict");
  for (const std::string& line : (*trained)->Describe()) std::printf("%s\n", line.c_str());
  std::ofstream out(argv[6], std::ios::binary);
  for (int64_t r = 0; r < count; ++r) {
    const int answer = BestClass(&scores[size_t(r * classes)], classes);
    out.write(reinterpret_cast<const char*>(&answer), sizeof(answer));
  }
  return 0;
}

}  // namespace
}  // namespace sluice

int main(int argc, char** argv) { return sluice::Run(argc, argv); }
