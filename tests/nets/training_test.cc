#include "nets/training.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "lib/parallel.h"
#include "lib/random.h"
#include "nets/labelled_data.h"
#include "nets/net_run.h"
#include "nets/training_step.h"

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
  LabelledData data(const Augmentation& augmentation = {}) const {
    return {{numbers.data(), int64_t(labels.size()), 64, 64},
            labels.data(),
            {2, {1, 8, 8}, 1},
            augmentation};
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

NetState Trained(const Net& net, const Pictures& pictures, const NetTrainOptions& options,
                 const Augmentation& augmentation = {}) {
  NetState state = NewNetState(net, 3);
  REQUIRE(TrainNet(net, pictures.data(augmentation), nullptr, options, {}, &state, {}).ok());
  return state;
}

TEST_CASE("a net learns 32 pictures by heart", "[nets]") {
  const Net net = Net::Build("input 8x8x1\nconv 8 3\nrelu\nflatten\ndense 3\n").value();
  const Pictures pictures(32);
  NetState state = Trained(net, pictures, Options(100));
  const NetScore score = ScoreNet(net, pictures.data(), state.learnt, state.followed).value();
  CHECK(score.accuracy == 1);
  CHECK(score.loss < 1e-3);
}

TEST_CASE("a net tells new pictures apart after training", "[nets]") {
  const Net net = Net::Build(kSmallNet).value();
  NetTrainOptions options = Options(12);
  Augmentation augmentation;
  augmentation.shift = 1;
  augmentation.noise = 0.1;
  options.average = 0.9;
  NetState state = Trained(net, Pictures(240), options, augmentation);
  const Pictures others(60, 2);
  CHECK(ScoreNet(net, others.data(), state.learnt, state.followed).value().accuracy > 0.9);
}

TEST_CASE("training is the same for any number of threads", "[nets]") {
  const Net net = Net::Build(kSmallNet).value();
  NetTrainOptions options = Options(2);
  const Augmentation augmentation = {true, 1, 0.2, 20, 0.1, 0.1, 0.1, 2, 0.1, 0.5};
  options.average = 0.9;
  options.weight_decay = 0.01;
  options.clip = 1;
  const Pictures pictures(50);
  SetThreads(1);
  const NetState one = Trained(net, pictures, options, augmentation);
  for (const int threads : {2, 4}) {
    SetThreads(threads);
    CHECK(Trained(net, pictures, options, augmentation).learnt == one.learnt);
  }
  SetThreads(0);
}

TEST_CASE("training that was interrupted ends as if it had not been", "[nets]") {
  const Net net = Net::Build(kSmallNet).value();
  const Pictures pictures(50);
  const Pictures others(20, 5);
  const LabelledData judges = others.data();
  NetTrainOptions options = Options(5);
  options.average = 0.9;
  options.patience = 4;
  options.rate.schedule = Schedule::kCosine;
  NetState whole = NewNetState(net, 3);
  REQUIRE(TrainNet(net, pictures.data(), &judges, options, {}, &whole, {}).ok());

  NetState part = NewNetState(net, 3);
  ModelFile saved;
  const auto stop = [&](const NetEpoch& epoch, const NetState& state) {
    saved = state.ToFile().value();
    return epoch.epoch < 2;
  };
  REQUIRE(TrainNet(net, pictures.data(), &judges, options, {}, &part, {stop, nullptr}).ok());
  NetState again = NetState::FromFile(saved, net).value();
  CHECK(again.epochs == 2);
  REQUIRE(TrainNet(net, pictures.data(), &judges, options, {}, &again, {}).ok());
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
  const Status status = TrainNet(net, pictures.data(), nullptr, options, {}, &state, {});
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
  REQUIRE(TrainNet(net, pictures.data(), nullptr, options, frozen, &state, {}).ok());
  const auto same = [&](const ParameterSlot& slot) {
    return std::memcmp(&before[slot.offset], &state.learnt[slot.offset],
                       size_t(slot.parameter.count()) * sizeof(float)) == 0;
  };
  CHECK(same(net.slots()[0]));
  CHECK_FALSE(same(net.slots()[2]));
}

// Vectors of three numbers, whose targets are two fixed sums of them.
class Sums : public NetData {
 public:
  explicit Sums(int count, uint64_t seed = 1) {
    Random random(seed);
    for (int i = 0; i < 3 * count; ++i) numbers_.push_back(random.Normal());
  }
  int64_t count() const override { return int64_t(numbers_.size() / 3); }
  LossTarget target() const override { return LossTarget::kNumbers; }
  int64_t target_size() const override { return 2; }
  NetBatch Make(std::span<const int64_t> examples, uint64_t /*step*/) const override {
    NetBatch batch;
    batch.count = int64_t(examples.size());
    for (const int64_t i : examples) {
      const float* const x = &numbers_[size_t(3 * i)];
      batch.numbers.insert(batch.numbers.end(), x, x + 3);
      batch.targets.push_back(x[0] - 2 * x[1] + 0.5F);
      batch.targets.push_back(x[1] + x[2]);
    }
    return batch;
  }

 private:
  std::vector<float> numbers_;
};

constexpr const char* kLinearNet = "input 3\ndense 2\nloss l2\n";

TEST_CASE("a step towards numbers is that of the plain formula", "[nets]") {
  const Net net = Net::Build(kLinearNet).value();
  const Sums data(7);
  NetTrainOptions options;
  options.step = DefaultStepOptions(StepRule::kDescent);
  options.rate.rate = 0.1;
  options.batch = 7;
  options.epochs = 1;
  NetState state = NewNetState(net, 3);
  const std::vector<float> before = state.learnt;
  double told = 0;
  const auto tell = [&told](const NetEpoch& epoch, const NetState&) {
    told = epoch.score.loss;
    CHECK_FALSE(epoch.score.accuracy.has_value());
    return true;
  };
  REQUIRE(TrainNet(net, data, nullptr, options, {}, &state, {tell, nullptr}).ok());

  // y = W x + b; the loss is the mean of (y - t)^2 over 7 examples and 2 outputs.
  const size_t weights = net.slots()[0].offset;
  const size_t bias = net.slots()[1].offset;
  std::vector<double> expected(before.begin(), before.end());
  std::vector<int64_t> all = {0, 1, 2, 3, 4, 5, 6};
  const NetBatch batch = data.Make(all, 0);
  double loss = 0;
  for (size_t n = 0; n < 7; ++n) {
    for (size_t o = 0; o < 2; ++o) {
      double y = double(before[bias + o]);
      for (size_t i = 0; i < 3; ++i) {
        y += double(before[weights + 3 * o + i]) * double(batch.numbers[3 * n + i]);
      }
      const double distance = y - double(batch.targets[2 * n + o]);
      loss += distance * distance / 14;
      for (size_t i = 0; i < 3; ++i) {
        expected[weights + 3 * o + i] -= 0.1 * 2 * distance * double(batch.numbers[3 * n + i]) / 14;
      }
      expected[bias + o] -= 0.1 * 2 * distance / 14;
    }
  }
  CHECK(told == Approx(loss).epsilon(1e-5));  // sums of 14 numbers in f32
  for (const size_t slot : {weights, bias}) {
    for (size_t i = 0; i < (slot == weights ? 6 : 2); ++i) {
      CHECK(double(state.learnt[slot + i]) == Approx(expected[slot + i]).margin(1e-6));
    }
  }
}

TEST_CASE("a net learns numbers, interrupted or not", "[nets]") {
  const Net net = Net::Build(kLinearNet).value();
  const Sums data(64);
  const Sums judges(16, 2);
  NetTrainOptions options = Options(12);
  options.rate.rate = 0.1;
  options.average = 0.5;
  options.rate.schedule = Schedule::kPlateau;
  options.rate.step_epochs = 1;
  options.rate.decay = 0.5;
  NetState whole = NewNetState(net, 3);
  REQUIRE(TrainNet(net, data, &judges, options, {}, &whole, {}).ok());
  CHECK(ScoreNet(net, judges, whole.learnt, whole.followed).value().loss < 0.05);

  NetState part = NewNetState(net, 3);
  ModelFile saved;
  const auto stop = [&](const NetEpoch& epoch, const NetState& state) {
    saved = state.ToFile().value();
    return epoch.epoch < 8;
  };
  REQUIRE(TrainNet(net, data, &judges, options, {}, &part, {stop, nullptr}).ok());
  NetState again = NetState::FromFile(saved, net).value();
  REQUIRE(TrainNet(net, data, &judges, options, {}, &again, {}).ok());
  CHECK(again.learnt == whole.learnt);
  CHECK(again.plateau.scale == whole.plateau.scale);
  REQUIRE(again.history.size() == 12);
  for (size_t i = 0; i < 12; ++i) {
    CHECK(again.history[i].epoch == int(i) + 1);
    CHECK(again.history[i].score.loss == whole.history[i].score.loss);
    CHECK(again.history[i].rate == whole.history[i].rate);
    CHECK(again.history[i].validation->loss == whole.history[i].validation->loss);
    CHECK_FALSE(again.history[i].score.accuracy.has_value());
  }
  for (const char* wrong : {"loss 1", "epoch 2", "epoch 1 loss", "epoch 1 loss x", "epoch 1 x 1",
                            "epoch 1 validation_accuracy 1"}) {
    saved.Set("history", wrong);
    INFO(wrong);
    CHECK(NetState::FromFile(saved, net).ok() == (std::string(wrong) == "epoch 1 loss"));
  }
}

TEST_CASE("data must be of the kind that the loss compares", "[nets]") {
  const Net numbers = Net::Build(kLinearNet).value();
  const Net classes = Net::Build("input 3\ndense 2\n").value();
  const Net three = Net::Build("input 3\ndense 3\nloss l2\n").value();
  const Sums data(4);
  const std::vector<float> rows(12);
  const std::vector<int> labels(4);
  const LabelledData labelled({rows.data(), 4, 3, 3}, labels.data(), numbers.input());
  CHECK(LossFor(numbers, data).ok());
  CHECK(LossFor(classes, labelled).ok());
  CHECK(LossFor(numbers, labelled).status().message() ==
        "the net's loss is for pictures as results, not for classes");
  CHECK(LossFor(classes, data).status().message() ==
        "the net's loss is for classes, not for pictures as results");
  CHECK(LossFor(three, data).status().message() ==
        "the net gives 3, the data have 2 numbers for an example");
}

TEST_CASE("right answers are those of places with a class", "[nets]") {
  RightAnswers answers;
  CHECK_FALSE(answers.share().has_value());
  const std::vector<float> scores = {1, 2, 5, 4, 0, 1};
  answers.Add(scores.data(), 2, std::vector<int>{1, 1, -1});
  CHECK(answers.of == 2);
  CHECK(answers.share() == 0.5);
}

TEST_CASE("frozen layers take nothing from the derivatives of others", "[nets]") {
  // A way around the frozen layer, and one through it, from layers that learn.
  const Net net =
      Net::Build(
          "input 8x8x1\nc1 = conv 2 3 pad 1\nc2 = conv 2 3 pad 1\nrelu\nconv 2 3 pad 1\n"
          "add c1 last\nflatten\ndense 3\n")
          .value();
  NetState state = NewNetState(net, 3);
  const Pictures pictures(4);
  const NetBatch batch = pictures.data().Make(std::vector<int64_t>{0, 1, 2, 3}, 0);
  const auto gradient = [&](const std::vector<std::string>& frozen) {
    std::vector<bool> slots(net.slots().size(), false);
    for (size_t s = 0; s < slots.size(); ++s) {
      const std::string& name = net.nodes()[size_t(net.slots()[s].node)].name;
      slots[s] = std::count(frozen.begin(), frozen.end(), name) > 0;
    }
    NetRun run(net, state.learnt, state.followed, true);
    run.Freeze(slots);
    REQUIRE(run.Forward(batch.numbers.data(), 4).ok());
    const std::vector<float> d(12, 1.0F);
    const float* const heads[] = {d.data()};
    std::vector<float> result(net.learnt(), 5.0F);
    REQUIRE(run.Backward(heads, result).ok());
    // What is frozen is 0; all else is compared with the gradient of the whole net.
    for (size_t s = 0; s < slots.size(); ++s) {
      const ParameterSlot& slot = net.slots()[s];
      for (int64_t i = 0; slots[s] && i < slot.parameter.count(); ++i) {
        CHECK(result[slot.offset + size_t(i)] == 0);
      }
    }
    return std::pair(result, slots);
  };
  const std::vector<float> all = gradient({}).first;
  for (const std::vector<std::string>& frozen :
       {std::vector<std::string>{"c1"}, {"c1", "c2"}, {"c2"}, {"c1", "c2", "conv1"}}) {
    const auto [some, slots] = gradient(frozen);
    for (size_t s = 0; s < slots.size(); ++s) {
      const ParameterSlot& slot = net.slots()[s];
      for (int64_t i = 0; !slots[s] && i < slot.parameter.count(); ++i) {
        CHECK(some[slot.offset + size_t(i)] == all[slot.offset + size_t(i)]);
      }
    }
  }
}

TEST_CASE("frozen batch norms use and keep their running statistics", "[nets]") {
  const Net net =
      Net::Build("input 8x8x1\nconv 4 3\nnorm = batchnorm\nrelu\nflatten\ndense 3\n").value();
  NetState state = NewNetState(net, 3);
  Random random(7);
  std::vector<bool> frozen(net.slots().size(), false);
  for (size_t s = 0; s < frozen.size(); ++s) {
    const ParameterSlot& slot = net.slots()[s];
    if (net.nodes()[size_t(slot.node)].name != "norm") continue;
    frozen[s] = true;
    float* const numbers = (slot.learnt() ? state.learnt : state.followed).data() + slot.offset;
    for (int i = 0; i < 4; ++i) numbers[i] = 0.5F + float(random.Uniform());
  }
  const NetState before = state;
  const Pictures pictures(16);
  const NetBatch batch = pictures.data().Make(std::vector<int64_t>{0, 1, 2, 3, 4, 5}, 0);

  // Training sees what prediction does.
  NetRun training(net, state.learnt, state.followed, true);
  training.Freeze(frozen);
  REQUIRE(training.Forward(batch.numbers.data(), 6).ok());
  NetRun prediction(net, state.learnt, state.followed, false, false);
  REQUIRE(prediction.Forward(batch.numbers.data(), 6).ok());
  for (int i = 0; i < 18; ++i) CHECK(training.output()[i] == prediction.output()[i]);
  CHECK(state.followed == before.followed);

  // Derivatives by the weights below, against central differences of the sum of all results.
  const std::vector<float> ones(18, 1.0F);
  const float* const heads[] = {ones.data()};
  std::vector<float> gradient(state.learnt.size());
  REQUIRE(training.Backward(heads, gradient).ok());
  const auto sum = [&] {
    prediction.ParametersChanged();
    REQUIRE(prediction.Forward(batch.numbers.data(), 6).ok());
    double all = 0;
    for (int i = 0; i < 18; ++i) all += double(prediction.output()[i]);
    return all;
  };
  const size_t conv = net.slots()[0].offset;
  for (size_t i = 0; i < 36; i += 5) {
    const float kept = state.learnt[conv + i];
    state.learnt[conv + i] = kept + 0.001F;
    const double above = sum();
    state.learnt[conv + i] = kept - 0.001F;
    const double below = sum();
    state.learnt[conv + i] = kept;
    // Sums of some 3000 numbers of f32, over a difference of 0.002; relus bend in between.
    CHECK(double(gradient[conv + i]) == Approx((above - below) / 0.002).epsilon(0.02).margin(0.05));
  }

  REQUIRE(TrainNet(net, pictures.data(), nullptr, Options(2), frozen, &state, {}).ok());
  CHECK(state.followed == before.followed);
  for (size_t s = 0; s < frozen.size(); ++s) {
    const ParameterSlot& slot = net.slots()[s];
    if (!frozen[s] || !slot.learnt()) continue;
    CHECK(std::memcmp(&before.learnt[slot.offset], &state.learnt[slot.offset],
                      size_t(slot.parameter.count()) * sizeof(float)) == 0);
  }
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
