#include "tools/search_space.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

namespace sluice {
namespace {

struct Options {
  double c = 1;
  int k = 3;
};

class Space {
 public:
  Space() {
    command.Number("--c", "C", &options.c, "", {0, 1e6, true});
    command.Number("--gamma", "G", &options.c, "");
    command.Integer("--k", "K", &options.k, "", {1, 100});
  }
  SearchRange Parse(const std::string& text) {
    Result<SearchRange> range = ParseSearchRange(text, command);
    REQUIRE(range.ok());
    return std::move(*range);
  }
  Options options;
  Command command;
};

TEST_CASE("A range above 0 is searched in equal ratios", "[search]") {
  Space space;
  SearchOptions options;
  const std::vector<Setting> settings = Settings({space.Parse("c=0.01..100")}, options, 0);
  CHECK(settings == std::vector<Setting>{{"0.01"}, {"0.1"}, {"1"}, {"10"}, {"100"}});
  options.points = 3;
  CHECK(Settings({space.Parse("c=1..5:linear")}, options, 0) ==
        std::vector<Setting>{{"1"}, {"3"}, {"5"}});
}

TEST_CASE("A grid has every combination; whole numbers stay whole", "[search]") {
  Space space;
  SearchOptions options;
  options.points = 3;
  const std::vector<Setting> settings =
      Settings({space.Parse("c=1,2"), space.Parse("k=1..9")}, options, 0);
  CHECK(settings == std::vector<Setting>{
                        {"1", "1"}, {"1", "3"}, {"1", "9"}, {"2", "1"}, {"2", "3"}, {"2", "9"}});
  REQUIRE(ApplySetting(settings[4], {space.Parse("c=1,2"), space.Parse("k=1..9")}, &space.command)
              .ok());
  CHECK(space.options.c == 2);
  CHECK(space.options.k == 3);
}

TEST_CASE("Random settings lie in the range and depend on the seed alone", "[search]") {
  Space space;
  SearchOptions options;
  options.method = SearchOptions::Method::kRandom;
  options.trials = 50;
  const std::vector<SearchRange> ranges = {space.Parse("c=0.01..100"), space.Parse("k=1,3,5")};
  const std::vector<Setting> settings = Settings(ranges, options, 0);
  REQUIRE(settings.size() == 50);
  CHECK(settings == Settings(ranges, options, 0));
  CHECK(settings != Settings(ranges, options, 1));
  std::set<std::string> lists;
  int below_one = 0;
  for (const Setting& setting : settings) {
    const double c = std::stod(setting[0]);
    CHECK((c >= 0.01 && c <= 100));
    below_one += c < 1 ? 1 : 0;
    lists.insert(setting[1]);
  }
  CHECK(lists == std::set<std::string>{"1", "3", "5"});
  CHECK((below_one > 12 && below_one < 38));  // half of them, by ratios
}

TEST_CASE("A closer look lies around the best and within the range", "[search]") {
  Space space;
  const std::vector<SearchRange> ranges = {space.Parse("c=0.01..100"), space.Parse("k=1,3")};
  std::vector<SearchRange> narrowed = Narrowed(ranges, {"1", "3"});
  CHECK(narrowed[0].low == Approx(0.1));
  CHECK(narrowed[0].high == Approx(10));
  CHECK(narrowed[1].values == std::vector<std::string>{"1", "3"});
  narrowed = Narrowed(ranges, {"100", "3"});
  CHECK(narrowed[0].low == Approx(10));
  CHECK(narrowed[0].high == Approx(100));
}

TEST_CASE("Ranges that make no sense are refused", "[search]") {
  Space space;
  for (const char* const bad : {"c", "c=", "=3", "d=1,2", "c=1,x", "c=5..1", "c=-1..5", "k=0..5",
                                "k=1.5", "c=1..", "c=.."}) {
    CAPTURE(bad);
    CHECK_FALSE(ParseSearchRange(bad, space.command).ok());
  }
  CHECK(ParseSearchRange("gama=1", space.command).status().hint() == "did you mean gamma?");
}

}  // namespace
}  // namespace sluice
