// Training steps, for nets/train.py: sluice_train_bench NET_FILE BATCH THREADS
//
// NET_FILE is a zoo's name or a path. Prints the number of learnt numbers, then does the steps that
// lines on stdin ask for (a number each), on random pictures, and answers each with the seconds of
// processor time, the seconds by the clock and the greatest memory of the process so far in KiB.
// What counts is all that `sluice net train` does in a step, putting batches together included.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "lib/parallel.h"
#include "lib/random.h"
#include "nets/labelled_data.h"
#include "nets/training.h"
#include "nets/zoo.h"

namespace {

struct Times {
  double processor = 0;
  double clock = 0;
};

Times Now() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  const auto clock = std::chrono::steady_clock::now().time_since_epoch();
  return {double(now.tv_sec) + double(now.tv_nsec) * 1e-9,
          std::chrono::duration<double>(clock).count()};
}

// Steps that are still to be done before the next answer.
class Steps {
 public:
  // After each step of the net.
  void Done() {
    if (--left_ > 0) return;
    Answer();
    Wait();
  }
  void Wait() {
    if (std::scanf("%d", &left_) != 1 || left_ < 1) std::exit(0);
    start_ = Now();
  }

 private:
  void Answer() const {
    const Times now = Now();
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    std::printf("%.9f %.9f %ld\n", now.processor - start_.processor, now.clock - start_.clock,
                usage.ru_maxrss);
    std::fflush(stdout);
  }

  int left_ = 0;
  Times start_;
};

}  // namespace

int main(int argc, char** argv) {
  using namespace sluice;
  if (argc < 4) return 2;
  NetTrainOptions options;
  options.batch = std::atoi(argv[2]);
  options.epochs = 1 << 20;
  options.rate.rate = 0.01;
  SetThreads(std::atoi(argv[3]));
  Result<std::string> text = LoadNetText(argv[1]);
  if (!text.ok()) return 1;
  NetOptions net_options;
  net_options.classes = 10;
  const Result<Net> net = Net::Build(*text, net_options);
  if (!net.ok()) {
    std::fprintf(stderr, "%s\n", net.status().message().c_str());
    return 1;
  }
  constexpr int64_t kPictures = 1024;
  std::vector<float> numbers(size_t(kPictures * net->input().count()));
  Random random(1);
  for (float& number : numbers) number = static_cast<float>(random.Uniform());
  std::vector<int> labels(kPictures);
  for (size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<int>(i % 10);
  const ConstMatrix rows = {numbers.data(), kPictures, net->input().count(), net->input().count()};
  const LabelledData data(rows, labels.data(), net->input(), {}, 1);
  NetState state = NewNetState(*net, 1);
  std::printf("%lld\n", static_cast<long long>(net->parameter_count()));
  std::fflush(stdout);
  Steps steps;
  steps.Wait();
  NetListener listener;
  listener.on_fraction = [&](double) { steps.Done(); };
  return TrainNet(*net, data, nullptr, options, {}, &state, listener).ok() ? 0 : 1;
}
