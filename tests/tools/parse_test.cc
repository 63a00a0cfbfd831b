#include "tools/parse.h"

#include <catch2/catch.hpp>

#include "tools/io_options.h"

namespace sluice {
namespace {

struct Values {
  float sigma = 1.0f;
  int radius = 1;
  float low = 0.1f;
  SizeOption size;
  int mode = 0;
  bool invert = false;
  Border border;
  std::string text;
};

// A command with one option of each kind, besides the shared ones.
Command SampleCommand(Values* v, IoOptions* io) {
  Command c;
  c.name = "sample";
  c.Number("--sigma", "S", &v->sigma, "width, pixels", {0, 1e6, true}).letter = 's';
  c.Integer("--radius", "R", &v->radius, "radius, pixels", {0, 100});
  c.Fraction("--low", "T", &v->low, "threshold");
  c.Size("--size", &v->size, "window, pixels");
  c.Choice("--mode", {"fast", "exact"}, &v->mode, "method");
  c.Flag("--invert", &v->invert, "turn around");
  c.Text("--kernel", "TEXT", &v->text, "weights").repeatable = true;
  c.BorderOption(&v->border);
  AddIoOptions(&c, io);
  return c;
}

struct Parsed {
  Values values;
  IoOptions io;
  Command command;
  Status status;
};

std::unique_ptr<Parsed> ParseWords(const std::vector<std::string>& words) {
  auto parsed = std::make_unique<Parsed>();
  parsed->command = SampleCommand(&parsed->values, &parsed->io);
  parsed->status = Parse(words, &parsed->command);
  return parsed;
}

std::string ErrorOf(const std::vector<std::string>& words) {
  const auto parsed = ParseWords(words);
  REQUIRE(parsed->status.is_usage());
  return parsed->status.message();
}

std::string HintOf(const std::vector<std::string>& words) {
  return ParseWords(words)->status.hint();
}

TEST_CASE("options take their values in every usual spelling", "[parse]") {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"--sigma", "2.5"}, {"--sigma=2.5"}, {"-s", "2.5"}, {"-s2.5"}, {"-qs", "2.5"}}) {
    const auto parsed = ParseWords(words);
    CHECK(parsed->status.message() == "");
    CHECK(parsed->values.sigma == 2.5f);
    CHECK(parsed->command.arguments.empty());
  }
}

TEST_CASE("files, a dash and what follows two dashes are arguments", "[parse]") {
  const auto parsed = ParseWords({"a.png", "-", "--sigma", "3", "[b].png", "--", "--sigma", "-x"});
  CHECK(parsed->status.message() == "");
  CHECK(parsed->values.sigma == 3.0f);
  CHECK(parsed->command.arguments ==
        std::vector<std::string>{"a.png", "-", "[b].png", "--sigma", "-x"});
}

TEST_CASE("given options are marked", "[parse]") {
  const auto parsed = ParseWords({"--invert", "--low", "10%"});
  CHECK(parsed->values.invert);
  CHECK(parsed->values.low == 0.1f);
  for (const Option& option : parsed->command.options) {
    CHECK(option.given == (option.name == "--invert" || option.name == "--low"));
  }
}

TEST_CASE("repeatable options collect", "[parse]") {
  CHECK(ParseWords({"--kernel", "a", "--kernel", "b"})->values.text == "b");
  CHECK(ErrorOf({"--sigma", "1", "--sigma=2"}) == "--sigma is given 2 times");
  CHECK(ParseWords({"-v", "-v"})->status.ok());
}

TEST_CASE("numbers are finite, in range and nothing but a number", "[parse]") {
  for (const std::string bad : {"nan", "inf", "-inf", "1e999", "2px", "0x5", " 2", "2 ", "1,5",
                                "--invert", "+", "+-2", "1e9", "0", "-1"}) {
    CHECK(ErrorOf({"--sigma", bad}) ==
          "--sigma: expected a number above 0 and of at most 1e+06, got \"" + bad + "\"");
  }
  CHECK(ErrorOf({"--sigma", ""}) ==
        "--sigma: expected a number above 0 and of at most 1e+06, got an empty value");
  CHECK(ErrorOf({"--sigma=", "a.png"}) ==
        "--sigma: expected a number above 0 and of at most 1e+06, got an empty value");
  CHECK(ErrorOf({"--radius", "1.5"}) ==
        "--radius: expected a whole number from 0 to 100, got \"1.5\"");
  CHECK(ErrorOf({"--radius", "101"}) ==
        "--radius: expected a whole number from 0 to 100, got \"101\"");
  CHECK(ErrorOf({"--low", "10%%"}) ==
        "--low: expected a fraction or percentage of full scale, got \"10%%\"");
  CHECK(ErrorOf({"--low", "%"}) ==
        "--low: expected a fraction or percentage of full scale, got \"%\"");
  CHECK(ParseWords({"--sigma", "+2"})->values.sigma == 2.0f);
  CHECK(ParseWords({"--sigma", "1e-3"})->values.sigma == 1e-3f);
  CHECK(ParseWords({"--low", "-0.5"})->values.low == -0.5f);
}

TEST_CASE("sizes", "[parse]") {
  const auto parsed = ParseWords({"--size", "640x480"});
  CHECK(parsed->values.size.width == 640);
  CHECK(parsed->values.size.height == 480);
  CHECK(ParseWords({"--size", "3"})->values.size.height == 3);
  for (const std::string bad :
       {"0x5", "5x0", "-1x2", "5x", "x5", "5x5x5", "axb", "99999999999x1"}) {
    CHECK(ErrorOf({"--size", bad}) == "--size: expected WxH, both at least 1, got \"" + bad + "\"");
  }
}

TEST_CASE("choices suggest the nearest", "[parse]") {
  CHECK(ParseWords({"--mode", "exact"})->values.mode == 1);
  CHECK(ErrorOf({"--mode", "exat"}) == "--mode: expected one of fast, exact, got \"exat\"");
  CHECK(HintOf({"--mode", "exat"}) == "did you mean exact?");
  CHECK(HintOf({"--mode", "zzz"}) == "");
}

TEST_CASE("borders", "[parse]") {
  CHECK(ParseWords({"--border", "symmetric"})->values.border.mode == BorderMode::kReflect);
  const auto parsed = ParseWords({"--border", "constant:25%"});
  CHECK(parsed->values.border.mode == BorderMode::kConstant);
  CHECK(parsed->values.border.constant == 0.25f);
  CHECK(ErrorOf({"--border", "constant:nan"}).find("got \"nan\"") != std::string::npos);
  CHECK(HintOf({"--border", "miror"}) == "did you mean mirror?");
  CHECK(ErrorOf({"--border", "wrap:1"}) == "--border: only constant takes a value: \"wrap:1\"");
}

TEST_CASE("unknown options suggest the nearest", "[parse]") {
  CHECK(ErrorOf({"--sgima", "2"}) == "unknown option --sgima");
  CHECK(HintOf({"--sgima", "2"}) == "did you mean --sigma?");
  CHECK(HintOf({"--sgima=2"}) == "did you mean --sigma?");
  CHECK(HintOf({"--rad=2"}) == "did you mean --radius?");
  CHECK(HintOf({"--zzzzzzzz"}) == "sluice sample --help lists the options");
  CHECK(ErrorOf({"-z"}) == "unknown option -z");
  CHECK(ErrorOf({"-5"}) == "unknown option -5");
}

TEST_CASE("values that are missing or too many", "[parse]") {
  CHECK(ErrorOf({"--sigma"}) == "--sigma needs a value");
  CHECK(ErrorOf({"a.png", "--sigma", "--", "2"}) == "--sigma needs a value");
  CHECK(ErrorOf({"-qs"}) == "-s needs a value");
  CHECK(ErrorOf({"--invert=yes"}) == "--invert takes no value, got \"yes\"");
}

TEST_CASE("help comes before everything else", "[parse]") {
  const auto parsed = ParseWords({"--sigma", "nan", "--nonsense", "--help"});
  CHECK(parsed->status.ok());
  CHECK(parsed->io.help);
  CHECK(ParseWords({"-h"})->io.short_help);
  CHECK(ParseWords({"-V"})->io.version);
}

TEST_CASE("shared options", "[parse]") {
  const auto parsed =
      ParseWords({"-o", "out.png", "-f", "pam", "--depth", "u16", "-j2", "--max-pixels", "10k",
                  "--max-memory=2M", "--no-orient", "-0", "--files-from", "-", "--meta", "never"});
  CHECK(parsed->status.message() == "");
  const IoOptions& io = parsed->io;
  CHECK(io.output == "out.png");
  REQUIRE(io.format);
  CHECK(io.format->pnm == PnmKind::kPam);
  CHECK(io.depth == DType::kU16);
  CHECK(io.threads == 2);
  CHECK(io.decode.limits.max_pixels == 10000);
  CHECK(io.max_memory == 2 << 20);
  CHECK_FALSE(io.decode.orient);
  CHECK(io.null_separated);
  CHECK(io.encode.meta == MetaMode::kNever);
  CHECK(ErrorOf({"--quality", "0"}) ==
        "--quality: expected a whole number from 1 to 100, got \"0\"");
  CHECK(ErrorOf({"--max-pixels", "99999999999T"}).find("got \"99999999999T\"") !=
        std::string::npos);
}

}  // namespace
}  // namespace sluice
