#include "data/vector_files.h"

#include <catch2/catch.hpp>

#include "tests/data/files.h"

namespace sluice {
namespace {

// "LABEL: V V V" of each example.
std::vector<std::string> Examples(const Result<std::unique_ptr<DataSet>>& set) {
  REQUIRE(set.ok());
  std::vector<std::string> examples;
  for (int64_t i = 0; i < (*set)->size(); ++i) {
    const Result<Frame> frame = (*set)->Load(i);
    REQUIRE(frame.ok());
    CHECK(frame->info().axes == "n");
    std::string text = (*set)->entries()[size_t(i)].label + ":";
    for (int64_t k = 0; k < frame->info().shape[0]; ++k) {
      text += " " + std::to_string(static_cast<int>(10 * frame->Row<float>(0)[k]));
    }
    examples.push_back(text);
  }
  return examples;
}

using List = std::vector<std::string>;

TEST_CASE("CSV is numbers and labels", "[data][csv]") {
  const Files files;
  const auto read = [&](const std::string& text, const CsvOptions& options = {}) {
    return Examples(OpenCsv(files.Write("t.csv", text), options));
  };
  CHECK(read("1,2,a\n3,4.5,b") == List{"a: 10 20", "b: 30 45"});
  CHECK(read("\xef\xbb\xbfx,y,class\r\n1,2,a\r\n\r\n3,4,b\r\n") == List{"a: 10 20", "b: 30 40"});
  CHECK(read("1,\"2\",\"a \"\"b\"\",\nc\"\n3,4,b") == List{"a \"b\",\nc: 10 20", "b: 30 40"});
  CHECK(read("a,1,2\nb,3,4", {',', "1", {}}) == List{"a: 10 20", "b: 30 40"});
  CHECK(read("x;k;y\n1;a;2\n", {';', "k", {}}) == List{"a: 10 20"});
  CHECK(read("1,2\n3,4\n", {',', "none", {}}) == List{": 10 20", ": 30 40"});
  CHECK(read("1,2\n3,4\n", {',', "last", true}) == List{"4: 30"});
  CHECK(read(" +1e1 ,-2,7\n") == List{"7: 100 -20"});
}

TEST_CASE("bad CSV gives one clear error", "[data][csv]") {
  const Files files;
  const auto open = [&](const std::string& text, const CsvOptions& options = {}) {
    return Message(OpenCsv(files.Write("t.csv", text), options), files);
  };
  CHECK(
      open("1,2,a\n1,\"2\n2\",b\n3,b\n").starts_with("t.csv: line 2: column 2: expected a number"));
  CHECK(open("1,2,\"a\nb\"\n\n3,b\n") ==
        "t.csv: line 4: expected 3 fields as in the first line, found 2");
  CHECK(open("1,2,a\n1,x,b\n") == "t.csv: line 2: column 2: expected a number, found \"x\"");
  CHECK(open("1,2,a\n1,,b\n") == "t.csv: line 2: column 2: expected a number, found \"\"");
  CHECK(open("1,,a\n1,2,b\n") == "t.csv: line 1: column 2: expected a number, found \"\"");
  CHECK(open("1,\"2,a\n") == "t.csv: line 1: expected a closing quote, found the end of the file");
  CHECK(open("1,\"2\"x,a\n") ==
        "t.csv: line 1: expected a separator after a closing quote, found \"x\"");
  CHECK(open("") == "t.csv: expected records, found none");
  CHECK(open("x,y,class\n") == "t.csv: expected records, found none");
  CHECK(open("a\nb\n") == "t.csv: expected numbers, found only labels");
  CHECK(open("1,2\n", {',', "3", {}}) ==
        "t.csv: line 1: expected a column from 1 to 2 with the labels, found 3");
  CHECK(open("1,2\n", {',', "kind", {}}) ==
        "t.csv: line 1: expected a header with a column \"kind\", found none");
}

TEST_CASE("UCR files are labels and series", "[data][ucr]") {
  const Files files;
  const auto open = [&](const std::string& text) { return OpenUcr(files.Write("t.tsv", text)); };
  CHECK(Examples(open("1\t0.1\t-2\n-1\t3\t4\n")) == List{"1: 1 -20", "-1: 30 40"});
  CHECK(Examples(open("  1.0000000e+00   1.0   2.0\r\n")) == List{"1: 10 20"});
  CHECK(Message(open("1\t2\t3\n1\t2\n"), files) ==
        "t.tsv: line 2: expected a label and 2 samples, found 1 samples");
  CHECK(Message(open("1\t2\tx\n"), files) == "t.tsv: line 1: expected a number, found \"x\"");
  CHECK(Message(open("1\n"), files) ==
        "t.tsv: line 1: expected a label and a series, found 0 samples");
  CHECK(Message(open("\n"), files) == "t.tsv: expected series, found none");
}

TEST_CASE("libsvm files are sparse vectors", "[data][libsvm]") {
  const Files files;
  const auto open = [&](const std::string& text, std::optional<int64_t> dimensions = {}) {
    return OpenLibsvm(files.Write("t", text), dimensions);
  };
  CHECK(Examples(open("+1 1:0.5 3:2\n-1 2:1 # comment\n\n2\n")) ==
        List{"+1: 5 0 20", "-1: 0 10 0", "2: 0 0 0"});
  CHECK(Examples(open("1 1:1\n", 2)) == List{"1: 10 0"});
  CHECK(Message(open("1 1:1\n1 3:1\n", 2), files) ==
        "t: line 2: expected indices up to 2, found 3");
  for (const std::string bad : {"0:1", "2:1 1:1", "1:x", "1", "x:1", "1:"}) {
    INFO(bad);
    CHECK(Message(open("1 " + bad), files)
              .starts_with("t: line 1: expected LABEL INDEX:VALUE ... with rising indices"));
  }
  CHECK(Message(open("cat 1:1"), files).ends_with("found \"cat\""));
  CHECK(Message(open(""), files) == "t: expected vectors, found none");
  CHECK(Message(open("1\n2\n"), files) == "t: expected numbers, found only labels");
  // An index is no reason to take memory.
  CHECK(Message(open("1 4000000000000:1"), files).starts_with("t: "));
}

}  // namespace
}  // namespace sluice
