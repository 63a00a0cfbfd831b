#include "nets/training.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "lib/parallel.h"
#include "lib/random.h"

namespace sluice {
namespace {

constexpr const char* kSmallNet =
    "input 8x8x1\nconv 4 3\nrelu\nmaxpool 2\nconv 8 3\nrelu\nflatten\ndropout 0.2\ndense 3\n";

// Pictures of 8x8 with a bright bar that lies, stands or leans, and noise.
struct Pictures {
  std::vector<float> numbers;
  std::vector<int> labels;

  explicit Pictures(int count, uint64_t seed = 1) {
    Random random(seed);
    for (int i = 0; i < count; ++i) {
      const int label = i % 3;
      const int place = random.Integer(1, 6);
      labels.push_back(label);
      for (int y = 0; y < 8; ++y) {
        for (int x = 0; x < 8; ++x) {
          const bool bright = label == 0 ? y == place : label == 1 ? x == place : x == y;
          numbers.push_back((bright ? 1.0F : 0.0F) + 0.2F * random.Normal());
        }
      }
    }
  }
  NetExamples view() const {
    return {{numbers.data(), int64_t(labels.size()), 64, 64}, labels.data()};
  }
};

NetTrainOptions Options(int epochs) {
  NetTrainOptions options;
  options.step = DefaultStepOptions(StepRule::kAdam);
  options.rate.rate = 0.01;
  options.batch = 16;
  options.epochs = epochs;
  return options;
}

NetState Trained(const Net& net, const Pictures& pictures, const NetTrainOptions& options) {
  NetState state = NewNetState(net, 3);
  REQUIRE(TrainNet(net, pictures.view(), {}, options, {}, &state, {}).ok());
  return state;
}

TEST_CASE("a net learns 32 pictures by heart", "[nets]") {
  const Net net = Net::Build("input 8x8x1\nconv 8 3\nrelu\nflatten\ndense 3\n").value();
  const Pictures pictures(32);
  NetState state = Trained(net, pictures, Options(100));
  const NetScore score = ScoreNet(net, pictures.view(), state.learnt, state.followed).value();
  CHECK(score.accuracy == 1);
  CHECK(score.loss < 1e-3);
}

TEST_CASE("a net tells new pictures apart after training", "[nets]") {
  const Net net = Net::Build(kSmallNet).value();
  NetTrainOptions options = Options(12);
  options.augmentation.shift = 1;
  options.augmentation.noise = 0.1;
  options.average = 0.9;
  NetState state = Trained(net, Pictures(240), options);
  const Pictures others(60, 2);
  CHECK(ScoreNet(net, others.view(), state.learnt, state.followed).value().accuracy > 0.9);
}

TEST_CASE("training is the same for any number of threads", "[nets]") {
  const Net net = Net::Build(kSmallNet).value();
  NetTrainOptions options = Options(2);
  options.augmentation = {true, 1, 0.2, 20, 0.1, 0.1, 0.1, 2, 0.1, 0.5};
  options.average = 0.9;
  options.weight_decay = 0.01;
  options.clip = 1;
  const Pictures pictures(50);
  SetThreads(1);
  const NetState one = Trained(net, pictures, options);
  for (const int threads : {2, 4}) {
    SetThreads(threads);
    CHECK(Trained(net, pictures, options).learnt == one.learnt);
  }
  SetThreads(0);
}

TEST_CASE("training that was interrupted ends as if it had not been", "[nets]") {
  const Net net = Net::Build(kSmallNet).value();
  const Pictures pictures(50);
  const Pictures judges(20, 5);
  NetTrainOptions options = Options(5);
  options.average = 0.9;
  options.patience = 4;
  options.rate.schedule = Schedule::kCosine;
  NetState whole = NewNetState(net, 3);
  REQUIRE(TrainNet(net, pictures.view(), judges.view(), options, {}, &whole, {}).ok());

  NetState part = NewNetState(net, 3);
  ModelFile saved;
  const auto stop = [&](const NetEpoch& epoch, const NetState& state) {
    saved = state.ToFile().value();
    return epoch.epoch < 2;
  };
  REQUIRE(TrainNet(net, pictures.view(), judges.view(), options, {}, &part, {stop, nullptr}).ok());
  NetState again = NetState::FromFile(saved, net).value();
  CHECK(again.epochs == 2);
  REQUIRE(TrainNet(net, pictures.view(), judges.view(), options, {}, &again, {}).ok());
  CHECK(again.learnt == whole.learnt);
  CHECK(again.followed == whole.followed);

  const Net other = Net::Build("input 8x8x1\nflatten\ndense 3\n").value();
  CHECK(NetState::FromFile(saved, other).status().message().find("learnt") != std::string::npos);
}

TEST_CASE("a net that diverges says so and keeps its last good numbers", "[nets]") {
  const Net net = Net::Build("input 8x8x1\nflatten\ndense 50\nrelu\ndense 3\n").value();
  const Pictures pictures(32);
  NetTrainOptions options = Options(50);
  options.step = DefaultStepOptions(StepRule::kDescent);
  options.rate.rate = 1e30;
  NetState state = NewNetState(net, 3);
  const Status status = TrainNet(net, pictures.view(), {}, options, {}, &state, {});
  CHECK(status.message().find("training diverged") == 0);
  for (const float number : state.learnt) REQUIRE(std::isfinite(number));
}

TEST_CASE("frozen parameters stay as they are", "[nets]") {
  const Net net = Net::Build(kSmallNet).value();
  std::vector<bool> frozen(net.slots().size(), false);
  frozen[0] = true;
  NetState state = NewNetState(net, 3);
  const std::vector<float> before = state.learnt;
  NetTrainOptions options = Options(1);
  options.weight_decay = 0.1;
  const Pictures pictures(32);
  REQUIRE(TrainNet(net, pictures.view(), {}, options, frozen, &state, {}).ok());
  const auto same = [&](const ParameterSlot& slot) {
    return std::memcmp(&before[slot.offset], &state.learnt[slot.offset],
                       size_t(slot.parameter.count()) * sizeof(float)) == 0;
  };
  CHECK(same(net.slots()[0]));
  CHECK_FALSE(same(net.slots()[2]));
}

TEST_CASE("colours vary along their principal axes", "[nets]") {
  // Two channels that are equal: one axis along (1, 1), the other of length 0.
  const Shape shape{2, {1, 1, 4}, 2};
  const std::vector<float> numbers = {0, 0, 1, 1, 2, 2, 3, 3};
  const std::vector<float> axes = ColourAxes(shape, numbers.data(), 1);
  std::vector<double> lengths = {std::hypot(axes[0], axes[1]), std::hypot(axes[2], axes[3])};
  const size_t longer = lengths[0] > lengths[1] ? 0 : 1;
  CHECK(lengths[longer] == Approx(std::sqrt(2 * 1.25)));
  CHECK(lengths[1 - longer] == Approx(0).margin(1e-6));
  CHECK(axes[2 * longer] == Approx(axes[2 * longer + 1]));
}

}  // namespace
}  // namespace sluice
