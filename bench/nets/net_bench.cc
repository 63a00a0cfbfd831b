// Whole nets beside ONNX Runtime, in turns: sluice_net_bench [threads] [nets...]
//
// A net is NAME, for one example at a time, or NAME:BATCH; NAME,lrn=0 sets a parameter of it. The
// peer is the library that the environment variable SLUICE_ONNXRUNTIME names (libonnxruntime.so.1
// of the npm package onnxruntime-node); it gets the same numbers as an ONNX file. Each side is
// called the way that costs it least, with memory for its result given. With one thread medians of
// processor time and of its ratios; with more the shortest times by the clock.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "bench/nets/onnx_file.h"
#include "bench/nets/onnx_runtime.h"
#include "lib/parallel.h"
#include "lib/random.h"
#include "nets/net_run.h"
#include "nets/zoo.h"

namespace sluice::bench {
namespace {

double Seconds(bool processor) {
  if (!processor) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

template <class T>
T Must(Result<T> result, const std::string& what) {
  if (result.ok()) return std::move(*result);
  std::fprintf(stderr, "%s: %s\n", what.c_str(), result.status().message().c_str());
  std::exit(1);
}

double Median(std::vector<double> times) {
  std::nth_element(times.begin(), times.begin() + ptrdiff_t(times.size() / 2), times.end());
  return times[times.size() / 2];
}
double Shortest(const std::vector<double>& times) {
  return *std::min_element(times.begin(), times.end());
}

// "googlenet,lrn=0": a net of the zoo with other values of its parameters.
Net BuildNet(const std::string& name) {
  NetOptions options;
  std::istringstream words(name);
  std::string zoo_name;
  std::getline(words, zoo_name, ',');
  std::string setting;
  while (std::getline(words, setting, ',')) {
    const size_t equals = setting.find('=');
    if (equals == std::string::npos) continue;
    options.values[setting.substr(0, equals)] = std::stod(setting.substr(equals + 1));
  }
  return Must(Net::Build(Must(LoadNetText(zoo_name), name), options), name);
}

// A net of the zoo with numbers as after a little training: means and variances are not 0 and 1.
struct Subject {
  explicit Subject(const std::string& name) : net(BuildNet(name)) {
    net.Initialize(1, &learnt, &followed);
    Random random(2);
    for (const ParameterSlot& slot : net.slots()) {
      float* const numbers = (slot.learnt() ? learnt : followed).data() + slot.offset;
      for (int64_t i = 0; i < slot.parameter.count(); ++i) {
        const auto uniform = static_cast<float>(random.Uniform());
        switch (slot.parameter.role) {
          case Role::kWeights:
            break;
          case Role::kBias:
          case Role::kMean:
            numbers[i] = 0.2F * uniform - 0.1F;
            break;
          case Role::kScale:
          case Role::kVariance:
            numbers[i] = 0.8F + 0.4F * uniform;
        }
      }
    }
  }

  Net net;
  std::vector<float> learnt;
  std::vector<float> followed;
};

std::unique_ptr<OnnxRuntime> MakePeer(Subject& subject, const std::vector<float>& input,
                                      int64_t batch, int threads) {
  const char* const library = std::getenv("SLUICE_ONNXRUNTIME");
  if (library == nullptr) return nullptr;
  const Shape& in = subject.net.input();
  const std::string model =
      Must(OnnxFile(subject.net, subject.learnt, subject.followed, batch), "ONNX");
  std::unique_ptr<OnnxRuntime> peer =
      OnnxRuntime::Create(library, model, {batch, in.channels, in.size[1], in.size[2]},
                          {batch, subject.net.output().channels}, threads);
  if (peer == nullptr) return nullptr;
  for (int64_t n = 0; n < batch; ++n) {
    for (int64_t p = 0; p < in.places(); ++p) {
      for (int64_t c = 0; c < in.channels; ++c) {
        peer->input()[(n * in.channels + c) * in.places() + p] =
            input[size_t((n * in.places() + p) * in.channels + c)];
      }
    }
  }
  return peer;
}

void Measure(const std::string& name, int64_t batch, int threads) {
  Subject subject(name);
  std::vector<float> input(size_t(batch * subject.net.input().count()));
  Random random(3);
  for (float& number : input) number = static_cast<float>(2 * random.Uniform() - 1);
  NetRun run(subject.net, subject.learnt, subject.followed, false);
  std::vector<std::function<void()>> sides = {[&] {
    if (!run.Forward(input.data(), batch).ok()) std::exit(1);
  }};
  const std::unique_ptr<OnnxRuntime> peer = MakePeer(subject, input, batch, threads);
  double difference = 0;
  sides[0]();
  if (peer != nullptr) {
    sides.emplace_back([&] { peer->Run(); });
    sides[1]();
    double greatest = 0;
    for (int64_t i = 0; i < batch * subject.net.output().count(); ++i) {
      const double want = peer->output()[i];
      difference = std::max(difference, std::abs(want - double(run.output()[i])));
      greatest = std::max(greatest, std::abs(want));
    }
    difference /= greatest;
  }
  // So many calls at a time that the clock's own cost does not count.
  double once = Seconds(false);
  sides[0]();
  once = Seconds(false) - once;
  const int calls = std::max(1, int(2e-3 / once));
  std::vector<std::vector<double>> times(sides.size());
  std::vector<std::vector<double>> ratios(sides.size());
  double total = 0;
  for (int round = 0; round < 7 || (total < 3 && round < 100); ++round) {
    for (size_t i = 0; i < sides.size(); ++i) {
      // Threads of the other side keep their cores busy for a while after their work.
      if (threads > 1) std::this_thread::sleep_for(std::chrono::milliseconds(200));
      sides[i]();  // its numbers come back into the caches
      const double start = Seconds(threads == 1);
      for (int call = 0; call < calls; ++call) sides[i]();
      times[i].push_back((Seconds(threads == 1) - start) / calls);
      total += times[i].back() * calls;
      ratios[i].push_back(times[i].back() / times[0].back());
    }
  }
  const auto time = [&](size_t i) { return threads == 1 ? Median(times[i]) : Shortest(times[i]); };
  std::printf("| %s | %d | %.4g |", name.c_str(), int(batch), time(0) * 1e3 / double(batch));
  if (peer == nullptr) {
    std::printf(" | | |\n");
  } else {
    const double ratio = threads == 1 ? Median(ratios[1]) : time(1) / time(0);
    std::printf(" %.4g | %.2f | %.0e |\n", time(1) * 1e3 / double(batch), ratio, difference);
  }
  std::fflush(stdout);
}

}  // namespace
}  // namespace sluice::bench

int main(int argc, char** argv) {
  const int threads = argc > 1 ? std::atoi(argv[1]) : 1;
  sluice::SetThreads(threads);
  std::vector<std::string> nets(argv + std::min(argc, 2), argv + argc);
  if (nets.empty()) {
    nets = {"lenet5",      "lenet5:64",    "alexnet",         "alexnet,lrn=0",  "zfnet",
            "zfnet,lrn=0", "googlenet",    "googlenet,lrn=0", "resnet18",       "resnet50",
            "vgg16",       "mobilenet-v1", "mobilenet-v2",    "efficientnet-b0"};
  }
  std::printf(
      "| net | batch | ours: ms an example | ONNX Runtime | its time over ours | largest "
      "difference |\n|---|---|---|---|---|---|\n");
  for (const std::string& net : nets) {
    const size_t colon = net.find(':');
    const int64_t batch = colon == std::string::npos ? 1 : std::stoll(net.substr(colon + 1));
    sluice::bench::Measure(net.substr(0, colon), batch, threads);
  }
}
