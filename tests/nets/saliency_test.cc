#include "nets/saliency.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "tests/nets/layer_run.h"
#include "tests/nets/trained.h"

namespace sluice {
namespace {

// Smooth, so that differences over a step tell the derivative; in every dimension.
TEST_CASE("the gradient of a score against central differences", "[nets]") {
  const std::vector<std::string> texts = {
      "input 9x9x2\nconv 4 3 pad 1\nbatchnorm\ntanh\navgpool 3\nflatten\ndropout 0.3\ndense 5\n",
      "input 20x3\nconv 4 5 stride 2\nsigmoid\nflatten\ndense 5\n",
      "input 4x5x6x1\nconv 3 2\ntanh\nglobalpool\ndense 5\n", "input 30\ndense 9\ntanh\ndense 5\n"};
  for (const std::string& text : texts) {
    INFO(text);
    LayerRun run(text);
    for (float& number : run.followed) number += 0.5F;
    const TrainedNet trained = Trained(run, text);
    run.Forward(1);
    for (const int64_t output : {0, 3}) {
      const std::vector<float> got = ScoreGradient(trained, run.input.data(), output).value();
      REQUIRE(got.size() == run.input.size());
      float largest = 0;
      for (const float d : got) largest = std::max(largest, std::abs(d));
      for (size_t i = 0; i < got.size(); ++i) {
        const float kept = run.input[i];
        const float step = 1.0F / 64;
        run.input[i] = kept + step;
        const float above = run.Forward(1, false, run.input)[size_t(output)];
        run.input[i] = kept - step;
        const float below = run.Forward(1, false, run.input)[size_t(output)];
        run.input[i] = kept;
        // The scores are rounded to about 1e-7: 4e-6 of the quotient; step^2 / 6 = 4e-5 of third
        // derivatives.
        CHECK(std::abs((above - below) / (2 * step) - got[i]) < 1e-3F * largest);
      }
    }
  }
}

// Where the net is linear the gradient is its weights, and relu passes what is above 0.
TEST_CASE("the gradient of a linear net is its weights", "[nets]") {
  const std::string text = "input 2x2x1\nflatten\ndense 2\n";
  LayerRun run(text);
  const TrainedNet trained = Trained(run, text);
  const std::vector<float> x = {1, 2, 3, 4};
  CHECK(ScoreGradient(trained, x.data(), 1).value() ==
        std::vector<float>(run.learnt.begin() + 4, run.learnt.begin() + 8));
}

TEST_CASE("a saliency map has the strongest channel of each place", "[nets]") {
  CHECK(StrongestChannels({2, {1, 1, 3}, 2}, {1, -2, 0, 0, 3, 1}) == std::vector<float>{2, 0, 3});
}

}  // namespace
}  // namespace sluice
