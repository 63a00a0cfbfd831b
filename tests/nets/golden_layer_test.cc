// What layers and losses compute, beside PyTorch (tests/golden/make_layers.py).
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "nets/losses.h"
#include "tests/golden.h"
#include "tests/kernel_check.h"
#include "tests/nets/layer_run.h"
#include "tests/nets/words.h"

namespace sluice {
namespace {

std::vector<float> Pattern(int64_t count, int64_t a, int64_t b, int64_t modulus, double middle,
                           double divisor) {
  std::vector<float> numbers;
  for (int64_t i = 0; i < count; ++i) {
    numbers.push_back(static_cast<float>((double((a * i + b) % modulus) - middle) / divisor));
  }
  return numbers;
}

std::vector<float> Inputs(int64_t count) { return Pattern(count, 37, 11, 101, 50.5, 8); }

// f32 results of numbers up to 6, through exp, sums of tens and a division by deviations.
void CheckNumbers(const GoldenBlock& block, const std::vector<double>& got) {
  REQUIRE(got.size() == block.numbers.size());
  for (size_t i = 0; i < got.size(); ++i) {
    INFO("number " << i);
    REQUIRE(got[i] == Approx(block.numbers[i]).epsilon(1e-5).margin(2e-6));
  }
}

void CheckNet(const GoldenBlock& block) {
  std::string text;
  for (size_t i = 1; i < block.header.size(); ++i) {
    text += block.header[i] == ";" ? "\n" : block.header[i] + " ";
  }
  INFO(text);
  LayerRun run(text + "\n");
  constexpr int64_t kBatch = 2;
  const std::vector<float> input = Inputs(kBatch * run.net.input().count());
  for (const ParameterSlot& slot : run.net.slots()) {
    if (!slot.learnt()) continue;
    const std::vector<float> numbers = Pattern(slot.parameter.count(), 17, 3, 13, 5, 8);
    std::copy(numbers.begin(), numbers.end(), run.learnt.begin() + ptrdiff_t(slot.offset));
  }
  const int64_t outputs = kBatch * run.net.output().count();
  const std::vector<float> d_output = Pattern(outputs, 29, 7, 97, 48, 64);
  NetRun pass(run.net, run.learnt, run.followed, true);
  REQUIRE(pass.Forward(input.data(), kBatch).ok());
  std::vector<double> got(pass.output(), pass.output() + outputs);
  std::vector<float> gradient(run.learnt.size());
  std::vector<float> d_input(input.size());
  const float* const d_head = d_output.data();
  REQUIRE(pass.Backward({&d_head, 1}, gradient, d_input.data()).ok());
  got.insert(got.end(), d_input.begin(), d_input.end());
  for (const ParameterSlot& slot : run.net.slots()) {
    if (!slot.learnt()) continue;
    const auto begin = gradient.begin() + ptrdiff_t(slot.offset);
    got.insert(got.end(), begin, begin + slot.parameter.count());
  }
  CheckNumbers(block, got);
}

void CheckLoss(const GoldenBlock& block) {
  std::string line;
  for (size_t i = 2; i < block.header.size(); ++i) line += block.header[i] + " ";
  INFO(line);
  const Shape shape = ParseShape(block.header[1]).value();
  constexpr int64_t kBatch = 4;
  const std::vector<float> output = Inputs(kBatch * shape.count());
  const std::vector<float> wanted = Pattern(kBatch * shape.count(), 11, 0, 5, 0, 4);
  std::vector<int> labels;
  for (int64_t i = 0; i < kBatch * shape.places(); ++i) {
    labels.push_back(static_cast<int>((7 * i + 2) % shape.channels));
  }
  const auto loss = MakeLoss(Words(line), shape);
  REQUIRE(loss.ok());
  std::vector<float> d(output.size());
  std::vector<double> got = {
      (*loss)->Value(output.data(), {labels.data(), wanted.data()}, kBatch, d.data())};
  got.insert(got.end(), d.begin(), d.end());
  CheckNumbers(block, got);
}

TEST_CASE("layers and losses compute what PyTorch does", "[nets]") {
  for (const GoldenBlock& block : ReadGolden("layers.txt")) {
    if (block.header[0] == "net") {
      ForEachTarget([&] { CheckNet(block); });
    } else {
      CheckLoss(block);
    }
  }
}

}  // namespace
}  // namespace sluice
