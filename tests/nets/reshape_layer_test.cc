#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/nets/gradient_check.h"
#include "tests/nets/layer_run.h"

namespace sluice {
namespace {

TEST_CASE("margins of zeros are added and taken away", "[nets]") {
  const std::vector<float> x = {1, 2, 3, 4, 5, 6};
  CHECK(LayerRun("input 3x2\npad 1\n").Forward(1, false, x) ==
        std::vector<float>{0, 0, 1, 2, 3, 4, 5, 6, 0, 0});
  CHECK(LayerRun("input 2x3x1\npad 0x1 after 1x0\n").Forward(1, false, x) ==
        std::vector<float>{0, 1, 2, 3, 0, 4, 5, 6, 0, 0, 0, 0});
  CHECK(LayerRun("input 3x2\ncrop 1\n").Forward(1, false, x) == std::vector<float>{3, 4});
  CHECK(LayerRun("input 2x3x1\ncrop 1x0 after 0x2\n").Forward(1, false, x) ==
        std::vector<float>{4});
  for (const std::string input : {"input 7x3", "input 4x5x6", "input 3x4x5x2"}) {
    LayerRun run(input + "\npad 2 after 1\ncrop 2 after 1\n");
    const std::vector<float> got = run.Forward(3);
    CHECK(got == run.input);
  }
}

TEST_CASE("maxout takes the greatest of channels", "[nets]") {
  CHECK(LayerRun("input 2x4\nmaxout 2\n").Forward(1, false, {1, 2, 3, 0, -4, 5, -6, 7}) ==
        std::vector<float>{3, 2, -4, 7});
  LayerRun run("input 5x3x60\nmaxout 3\n");
  const std::vector<float> got = run.Forward(2);
  for (size_t r = 0; r < 30; ++r) {
    for (size_t c = 0; c < 20; ++c) {
      const float* const x = &run.input[r * 60 + c];
      REQUIRE(got[r * 20 + c] == std::max({x[0], x[20], x[40]}));
    }
  }
}

TEST_CASE("O5: derivatives of margins and of maxout are central differences", "[nets]") {
  for (const std::string input : {"input 7x3", "input 4x5x6", "input 4x4x5x2"}) {
    INFO(input);
    CHECK(WorstGradient(input + "\npad 2 after 1\n") < 1e-3);
    CHECK(WorstGradient(input + "\ncrop 2 after 1\n") < 1e-3);
  }
  // Steps of 1e-3 leave the maxima of this seed where they are.
  GradientCheck check;
  check.step = 1e-3;
  for (const std::string input : {"input 12", "input 5x6", "input 3x4x36", "input 2x3x2x6"}) {
    INFO(input);
    CHECK(WorstGradient(input + "\nmaxout 3\n", check) < 2e-3);
  }
}

TEST_CASE("what is wrong with a margin or maxout is said", "[nets]") {
  CHECK(BuildFailure("input 5\npad 1\n") == "2:1: pad: expected a picture, got 5");
  CHECK(BuildFailure("input 5x2\ncrop 3 after 2\n") ==
        "2:1: crop: expected a margin smaller than the input, got 5 places of 5x2");
  CHECK(BuildFailure("input 5x5x2\npad 2147483648\n") ==
        "2:1: pad: expected a result of at most 2^31 numbers");
  CHECK(BuildFailure("input 7\nmaxout 2\n") == "2:1: maxout: expected channels in 2 groups, got 7");
}

}  // namespace
}  // namespace sluice
