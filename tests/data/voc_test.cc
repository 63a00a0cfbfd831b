#include "data/voc.h"

#include <catch2/catch.hpp>

#include "data/data_source.h"
#include "data/label_maps.h"
#include "data/xml.h"
#include "tests/data/files.h"

namespace sluice {
namespace {

std::string Object(const std::string& name, const std::string& bounds) {
  const auto tag = [](const std::string& n, const std::string& text) {
    return "<" + n + ">" + text + "</" + n + ">\n";
  };
  std::string box;
  size_t begin = 0;
  for (const char* const side : {"xmin", "ymin", "xmax", "ymax"}) {
    const size_t end = std::min(bounds.find(' ', begin), bounds.size());
    box += tag(side, bounds.substr(begin, end - begin));
    begin = end + 1;
  }
  return tag("object", tag("name", name) + tag("bndbox", box));
}

std::string Annotation(const std::string& objects) {
  return "<?xml version=\"1.0\"?>\n<!-- c -->\n<annotation verified=\"yes\">\n<filename>p.pgm"
         "</filename><size><width>4</width><height>3</height><depth>1</depth></size>\n" +
         objects + "</annotation>\n";
}

TEST_CASE("VOC boxes are attributes or pictures", "[data][voc]") {
  const Files files;
  files.Write("JPEGImages/p.pgm", "P2\n4 3\n255\n 0 1 2 3 10 11 12 13 20 21 22 23\n");
  // From 1, inclusive; beyond the edge; nothing left; upside down.
  files.Write("Annotations/x.xml",
              Annotation(Object("a&amp;b", "2 1 3 2") + Object("dog", "0 3 9 9.4") +
                         Object("dog", "5 1 6 2") + Object("dog", "3 1 2 2")));
  files.Write("Annotations/y.xml", Annotation(""));
  const auto set = OpenVoc(files.root(), {}, {});
  REQUIRE(set.ok());
  REQUIRE((*set)->size() == 2);
  CHECK(*(*set)->Load(0)->info().attributes.Find("boxes") == "a&b 1 0 3 2;dog 0 2 4 3");
  const auto crops = OpenVoc(files.root(), {"", true}, {});
  REQUIRE(crops.ok());
  REQUIRE((*crops)->size() == 2);
  CHECK((*crops)->entries()[1].name == "x-1");
  CHECK((*crops)->entries()[1].label == "dog");
  CHECK(Samples(*(*crops)->Load(1)) == std::vector<int>{20, 21, 22, 23});
  CHECK(Samples(*(*crops)->Load(0)) == std::vector<int>{1, 2, 11, 12});
  files.Write("some.txt", "y\r\n\n");
  const auto some = OpenVoc(files.root(), {"some", false}, {});
  REQUIRE(some.ok());
  CHECK((*some)->size() == 1);
}

TEST_CASE("bad annotations give one clear error", "[data][voc]") {
  const Files files;
  files.Write("JPEGImages/p.pgm", "P2\n1 1\n255\n 0\n");
  const auto open = [&](const std::string& xml) {
    files.Write("Annotations/x.xml", xml);
    return Message(OpenVoc(files.root(), {}, {}), files);
  };
  CHECK(open("<annotation>\n<size>") ==
        "Annotations/x.xml: line 2: expected </size>, found the end of the file");
  CHECK(open("<a/>") == "Annotations/x.xml: line 1: expected <annotation>, found <a>");
  CHECK(open(Annotation(Object("cat", "1 2 x 4"))).find("expected a coordinate, found \"x\"") !=
        std::string::npos);
  CHECK(open(Annotation("<object></object>")) ==
        "Annotations/x.xml: line 5: expected <name> in <object>, found none");
  CHECK(open("<annotation><filename>q.png</filename></annotation>").find("expected the picture") !=
        std::string::npos);
  CHECK(Message(OpenVoc(files.root(), {"none", false}, {}), files) ==
        "none.txt: No such file or directory");
  files.Write("none.txt", "../x\n");
  CHECK(Message(OpenVoc(files.root(), {"none", false}, {}), files) ==
        "none.txt: line 1: expected the name of a picture, found \"../x\"");
}

TEST_CASE("XML is read strictly", "[data][xml]") {
  const Result<XmlElement> root = ParseXml(
      "<?xml version='1.0'?>\n<a b='1' c = \">\">x<!-- <d> --> &lt;&#65;&#x20AC;<e/> y</a>\n");
  REQUIRE(root.ok());
  CHECK(root->text == "x <A\xe2\x82\xac y");
  REQUIRE(root->Find("e") != nullptr);
  CHECK(root->Find("f") == nullptr);
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  for (const std::string& bad :
       {std::string(), std::string("text"), std::string("<a>"), std::string("<a></b>"),
        std::string("<a></ab>"), std::string("<a/><b/>"), std::string("<a b></a>"),
        std::string("<a b=1></a>"), std::string("<a>&unknown;</a>"), std::string("<a>&#0;</a>"),
        std::string("<a>&#x110000;</a>"), std::string("<!DOCTYPE a><a/>"),
        std::string("<a><!ENTITY x></a>"), std::string("<a><!--</a>"),
        std::string("<1/>").substr(0, 1), deep}) {
    INFO(bad.substr(0, 30));
    const Result<XmlElement> parsed = ParseXml(bad);
    CHECK_FALSE(parsed.ok());
    CHECK(parsed.status().message().starts_with("line 1: expected "));
  }
}

TEST_CASE("maps of labels follow their pictures", "[data][labelmaps]") {
  const Files files;
  files.Write("images/a.ppm", "P3\n1 1\n255\n1 2 3\n");
  files.Write("labels/a.pgm", "P2\n1 1\n255\n7\n");
  const auto open = [&] { return OpenLabelMaps(files.root(), {}); };
  Result<std::unique_ptr<DataSet>> opened = open();
  REQUIRE(opened.ok());
  const std::shared_ptr<const DataSet> set = std::move(*opened);
  for (const Give give : {Give::kBoth, Give::kPictures, Give::kLabels}) {
    const std::unique_ptr<Source> source = MakeDataSource(set, {0, 0}, give);
    std::string order;
    while (true) {
      const auto frame = source->Next();
      REQUIRE(frame.ok());
      if (*frame == nullptr) break;
      const Attributes& attributes = (*frame)->info().attributes;
      CHECK(*attributes.Find("name") == "a.ppm");
      order += attributes.Find("role") != nullptr ? 'l' : 'p';
    }
    CHECK(order == (give == Give::kBoth ? "plpl" : give == Give::kPictures ? "pp" : "ll"));
  }
  CHECK(*set->Load(0)->info().attributes.Find("labels") == files.root() + "/labels/a.pgm");
  files.Write("labels/b.pgm", "");
  CHECK(Message(open(), files) == "images: expected a picture for the map b.pgm, found none");
  files.Write("images/b.png", "");
  files.Write("images/c.png", "");
  CHECK(Message(open(), files) == "labels: expected a map for c.png, found none");
  files.Write("labels/a.pgm", "P2\n1 2\n255\n1 2\n");
  CHECK(Message(set->LoadLabelMap(0), files)
            .starts_with("labels/a.pgm: expected the size of images/a.ppm, a 1x1 RGB"));
  files.Write("labels/a.pgm", "P3\n1 1\n255\n1 2 3\n");
  CHECK(Message(set->LoadLabelMap(0), files)
            .starts_with("labels/a.pgm: expected a map of labels, one integer a pixel"));
}

}  // namespace
}  // namespace sluice
