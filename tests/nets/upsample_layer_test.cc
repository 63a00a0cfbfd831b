#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "lib/parallel.h"
#include "tests/kernel_check.h"
#include "tests/nets/gradient_check.h"
#include "tests/nets/layer_run.h"

namespace sluice {
namespace {

TEST_CASE("P4: upsampling, bed of nails, max-unpooling, transposed convolution", "[nets]") {
  const std::vector<float> x = {1, 2, 3, 4};
  ForEachTarget([&] {
    CHECK(LayerRun("input 2x2x1\nupsample nearest 2\n").Forward(1, false, x) ==
          std::vector<float>{1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4});
    CHECK(LayerRun("input 2x2x1\nupsample nails 2\n").Forward(1, false, x) ==
          std::vector<float>{1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0});
    // The course's example: what was pooled tells where the numbers go.
    const std::vector<float> pooled = {1, 2, 6, 3, 3, 5, 2, 1, 1, 2, 2, 1, 7, 3, 4, 8};
    CHECK(
        LayerRun("input 4x4x1\np = maxpool 2\nleaky 1\nmaxunpool p\n").Forward(1, false, pooled) ==
        std::vector<float>{0, 0, 6, 0, 0, 5, 0, 0, 0, 0, 0, 0, 7, 0, 0, 8});
  });
  CHECK(BuildFailure("input 2x2x1\ndeconv 1 3 stride 2\n") == "built");
}

TEST_CASE("linear upsampling puts places at their centres", "[nets]") {
  ForEachTarget([] {
    CHECK(LayerRun("input 3x1\nupsample bilinear 2\n").Forward(1, false, {0, 4, 8}) ==
          std::vector<float>{0, 1, 3, 5, 7, 8});
    CHECK(LayerRun("input 2x1\nupsample bilinear 4\n").Forward(1, false, {0, 8}) ==
          std::vector<float>{0, 0, 1, 3, 5, 7, 8, 8});
    CHECK(LayerRun("input 2x2x1\nupsample bilinear 2x1\n").Forward(1, false, {0, 4, 8, 12}) ==
          std::vector<float>{0, 4, 2, 6, 6, 10, 8, 12});
  });
  // A picture that is linear in all axes stays so inside.
  std::vector<float> ramp;
  for (int z = 0; z < 3; ++z) {
    for (int y = 0; y < 4; ++y) {
      for (int x = 0; x < 5; ++x) ramp.push_back(static_cast<float>(z * 100 + y * 10 + x));
    }
  }
  const std::vector<float> got =
      LayerRun("input 3x4x5x1\nupsample bilinear 3x2x1\n").Forward(1, false, ramp);
  for (size_t z = 0; z < 9; ++z) {
    for (size_t y = 0; y < 8; ++y) {
      for (size_t x = 0; x < 5; ++x) {
        const double at_z = std::clamp((double(z) + 0.5) / 3 - 0.5, 0.0, 2.0);
        const double at_y = std::clamp((double(y) + 0.5) / 2 - 0.5, 0.0, 3.0);
        REQUIRE(double(got[(z * 8 + y) * 5 + x]) ==
                Approx(100 * at_z + 10 * at_y + double(x)).margin(1e-4));  // f32 of 200
      }
    }
  }
}

TEST_CASE("max-unpooling adds what meets and takes derivatives where numbers went", "[nets]") {
  // Windows 0-2 and 2-4 both have their maximum at place 2.
  CHECK(LayerRun("input 5x1\np = maxpool 3 stride 2\nmaxunpool p\n")
            .Forward(1, false, {1, 0, 5, 2, 3}) == std::vector<float>{0, 0, 10, 0, 0});
  // For all small shapes: pooling what was unpooled gives it back where windows are apart.
  ForEachTarget([] {
    for (const std::string input : {"input 9x17", "input 4x6x5", "input 4x2x6x3"}) {
      const std::string net = input + "\nsigmoid\np = maxpool 2\n";
      CHECK(LayerRun(net + "maxunpool p\nmaxpool 2\n").Forward(2) == LayerRun(net).Forward(2));
    }
  });
}

TEST_CASE("O5: derivatives of larger pictures are central differences", "[nets]") {
  for (const std::string method : {"nearest ", "bilinear ", "nails "}) {
    for (const std::string net : {"input 5x3\nupsample @2\n", "input 3x4x5\nupsample @3\n",
                                  "input 3x4x5\nupsample @1x2\n", "input 2x3x2x7\nupsample @2\n"}) {
      std::string text = net;
      text.replace(text.find('@'), 1, method);
      INFO(text);
      CHECK(WorstGradient(text) < 1e-3);
    }
  }
  // Steps of 1e-3 leave the maxima of this seed where they are.
  GradientCheck check;
  check.step = 1e-3;
  for (const std::string pool : {"2", "3 stride 2 pad 1", "3 stride 2", "2x3 stride 1 pad 1x0"}) {
    INFO(pool);
    CHECK(WorstGradient("input 6x7x5\np = maxpool " + pool + "\ntanh\nmaxunpool p\n", check) <
          2e-3);
  }
}

TEST_CASE("larger pictures are the same for any number of threads", "[nets]") {
  for (const std::string lines :
       {"upsample nearest 2\n", "upsample bilinear 3\n", "p = maxpool 3 stride 2\nmaxunpool p\n"}) {
    const std::string net = "input 41x37x9\n" + lines;
    SetThreads(1);
    const std::vector<float> forward = LayerRun(net).Forward(3);
    const std::vector<float> backward = LayerRun(net).Backward(3);
    for (const int threads : {2, 4}) {
      SetThreads(threads);
      CHECK(LayerRun(net).Forward(3) == forward);
      CHECK(LayerRun(net).Backward(3) == backward);
    }
    SetThreads(0);
  }
}

TEST_CASE("what is wrong with a layer that enlarges is said", "[nets]") {
  CHECK(BuildFailure("input 5x5x1\nupsample 2\n") ==
        "2:10: upsample: expected one of nearest, bilinear, nails, got 2");
  CHECK(BuildFailure("input 5x5x1\nupsample nearest 100000\n") ==
        "2:1: upsample: expected a result of at most 2^31 numbers");
  CHECK(BuildFailure("input 4x4x1\np = relu\nmaxunpool p\n") ==
        "3:1: maxunpool: expected the name of a maxpool line");
  CHECK(BuildFailure("input 4x4x1\np = maxpool 2\nmaxunpool q\n") ==
        "3:11: maxunpool: no line before is named q");
  CHECK(BuildFailure("input 4x4x1\np = maxpool 2\nmaxunpool\n") ==
        "3:1: maxunpool: expected the name of a line");
  CHECK(BuildFailure("input 4x4x1\np = maxpool 2\nmaxpool 2\nmaxunpool p\n") ==
        "4:1: maxunpool: expected a result of the shape of the pooled one, 2x2x1, got 1x1x1");
}

}  // namespace
}  // namespace sluice
