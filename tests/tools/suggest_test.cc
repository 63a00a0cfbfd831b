#include "tools/suggest.h"

#include <catch2/catch.hpp>

namespace sluice {
namespace {

TEST_CASE("edit distance counts insertions, deletions, substitutions and swaps", "[suggest]") {
  CHECK(EditDistance("", "") == 0);
  CHECK(EditDistance("", "abc") == 3);
  CHECK(EditDistance("sigma", "sigma") == 0);
  CHECK(EditDistance("sgima", "sigma") == 1);
  CHECK(EditDistance("sgma", "sigma") == 1);
  CHECK(EditDistance("siggma", "sigma") == 1);
  CHECK(EditDistance("kitten", "sitting") == 3);
}

TEST_CASE("the nearest name is suggested only when it is near", "[suggest]") {
  const std::vector<std::string> names = {"--sigma", "--sigma-x", "--size", "--low"};
  CHECK(Nearest("--sgima", names) == "--sigma");
  CHECK(Nearest("--wavelength", names) == "");
  CHECK(Nearest("", names) == "");
  CHECK(DidYouMean("--sizes", names) == "did you mean --size?");
}

}  // namespace
}  // namespace sluice
