#include "data/picture_files.h"

#include <catch2/catch.hpp>

#include "tests/data/files.h"

namespace sluice {
namespace {

const char kGray[] = "P2\n# name=other label=wrong\n2 1\n255\n1 2\n";

TEST_CASE("folders are classes", "[data][files]") {
  const Files files;
  files.Write("b cats/z.pgm", kGray);
  files.Write("b cats/10.pgm", kGray);
  files.Write("b cats/2.pgm", kGray);
  files.Write("b cats/.hidden.pgm", kGray);
  files.Write("b cats/notes.txt", "no picture");
  files.Write("B/x.PGM", kGray);
  files.Write("readme.txt", "no class");
  const auto set = OpenFolders(files.root() + "/", {});
  REQUIRE(set.ok());
  std::vector<std::string> names;
  for (const DataSet::Entry& entry : (*set)->entries()) {
    names.push_back(entry.name + " " + entry.label);
  }
  CHECK(names == std::vector<std::string>{"B/x.PGM B", "b cats/10.pgm b cats",
                                          "b cats/2.pgm b cats", "b cats/z.pgm b cats"});
  const Result<Frame> frame = (*set)->Load(1);
  REQUIRE(frame.ok());
  CHECK(Samples(*frame) == std::vector<int>{1, 2});
  CHECK(*frame->info().attributes.Find("name") == "b cats/10.pgm");
  CHECK(*frame->info().attributes.Find("label") == "b cats");
  CHECK(frame->info().path == files.Path("b cats/10.pgm"));
}

TEST_CASE("bad folders give one clear error", "[data][files]") {
  const Files files;
  CHECK(Message(OpenFolders(files.Path("none"), {}), files) == "none: No such file or directory");
  files.Write("notes.txt", "");
  CHECK(Message(OpenFolders(files.root(), {}), files) ==
        files.root() + ": expected folders, one for each class, found none");
  files.Write("a/notes.txt", "");
  CHECK(Message(OpenFolders(files.root(), {}), files) == "a: expected pictures, found none");
  files.Write("a/b.pgm", "P5\n2 2\n255\nxx");
  const auto set = OpenFolders(files.root(), {});
  REQUIRE(set.ok());
  CHECK(Message((*set)->Load(0), files).starts_with("a/b.pgm: truncated"));
}

TEST_CASE("a list names pictures and labels", "[data][files]") {
  const Files files;
  files.Write("p/a.pgm", kGray);
  const std::string list =
      files.Write("l.tsv", "p/a.pgm\tcat\r\n\nmissing.pgm\tbig dog\n" + files.Path("p/a.pgm"));
  const auto set = OpenList(list, {});
  REQUIRE(set.ok());
  REQUIRE((*set)->size() == 3);
  CHECK((*set)->entries()[0].name == "p/a.pgm");
  CHECK((*set)->entries()[0].label == "cat");
  CHECK((*set)->entries()[1].label == "big dog");
  CHECK((*set)->entries()[2].label.empty());
  const Result<Frame> plain = (*set)->Load(2);
  REQUIRE(plain.ok());
  CHECK(plain->info().attributes.Find("label") == nullptr);
  CHECK((*set)->Load(0).ok());
  CHECK(Message((*set)->Load(1), files) == "l.tsv: line 3: missing.pgm: No such file or directory");
}

TEST_CASE("bad lists give one clear error", "[data][files]") {
  const Files files;
  const auto open = [&](const std::string& text) {
    return Message(OpenList(files.Write("l.tsv", text), {}), files);
  };
  CHECK(open("") == "l.tsv: expected lines PATH TAB LABEL, found none");
  CHECK(open("a\tb\n\nc\td\te\n") == "l.tsv: line 3: expected PATH TAB LABEL, found 3 fields");
  CHECK(open("a\tb\n\tcat\n") ==
        "l.tsv: line 2: expected PATH TAB LABEL, found 2 fields, the first of them empty");
  CHECK(open("a\tb\nc\tb\na\tc\n") == "l.tsv: line 3: a again, as in line 1");
  CHECK(Message(OpenList(files.Path("none"), {}), files) == "none: No such file or directory");
}

}  // namespace
}  // namespace sluice
