#include <catch2/catch.hpp>

#include "lib/row_reader.h"
#include "tests/kernel_check.h"
#include "tests/reference/noise.h"
#include "tools/command.h"
#include "tools/parse.h"

namespace sluice {
Command NoiseCommand();
namespace {

TEST_CASE("noise adds its kinds in the order of the options", "[noise]") {
  Command command = NoiseCommand();
  REQUIRE(Parse({"--salt-pepper", "20%", "--poisson", "50", "--gaussian", "0.1", "--salt-pepper",
                 "0.1", "--seed", "5"},
                &command)
              .ok());
  auto stages = command.stages();
  REQUIRE(stages.ok());
  const Frame in = RandomPicture(60, 10, 1, DType::kU8);
  auto rows = stages->front()->Connect(MakeFrameReader(in.Clone().value()));
  const NoiseOptions want{{{NoiseKind::kSaltPepper, 0.2f},
                           {NoiseKind::kPoisson, 50.0f},
                           {NoiseKind::kGaussian, 0.1f},
                           {NoiseKind::kSaltPepper, 0.1f}},
                          5};
  CheckSameFrame(ReadFrame(**rows).value(), reference::Noise(in, want));
}

TEST_CASE("noise without a kind is a usage error", "[noise]") {
  Command command = NoiseCommand();
  REQUIRE(Parse({}, &command).ok());
  CHECK(command.stages().status().is_usage());
}

}  // namespace
}  // namespace sluice
