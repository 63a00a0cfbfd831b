#include "tools/pipeline.h"

#include <catch2/catch.hpp>

namespace sluice {
namespace {

using Steps = std::vector<std::vector<std::string>>;

TEST_CASE("pipelines are split into steps and words", "[pipeline]") {
  CHECK(*SplitPipeline("gaussian --sigma 2|sobel  |\n threshold --at 0.2 ") ==
        Steps{{"gaussian", "--sigma", "2"}, {"sobel"}, {"threshold", "--at", "0.2"}});
}

TEST_CASE("pipelines are quoted as in a shell", "[pipeline]") {
  CHECK(*SplitPipeline(R"(a 'b | c' "d \" e" f\ g\|h 'i\j' '' k"l"'m')") ==
        Steps{{"a", "b | c", "d \" e", "f g|h", "i\\j", "", "klm"}});
  CHECK(*SplitPipeline("a\\") == Steps{{"a\\"}});
}

TEST_CASE("pipelines that make no sense", "[pipeline]") {
  for (const std::string text : {"", "  ", "|", "a|", "|a", "a||b", "a 'b", "a \"b", "a \"b\\\""}) {
    INFO(text);
    CHECK(SplitPipeline(text).status().is_usage());
  }
}

}  // namespace
}  // namespace sluice
