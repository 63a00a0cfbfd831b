#include "lib/codecs/metadata.h"

#include <catch2/catch.hpp>

#include "lib/codec.h"

namespace sluice {
namespace {

Attributes Parse(const std::string& text) {
  Attributes attributes;
  ParseMetadata(text, &attributes);
  return attributes;
}

TEST_CASE("any value comes back through the metadata line", "[metadata]") {
  Attributes attributes;
  attributes.Set("name", "cats/a b.png");
  attributes.Set("label", "50% = \xc3\xa4\n#\t\"'");
  attributes.Set("empty", "");
  std::string every_byte;
  for (int c = 1; c < 256; ++c) every_byte += static_cast<char>(c);
  attributes.Set("bytes", every_byte);
  const std::string text = FormatMetadata(attributes);
  CHECK(text.starts_with("name=cats/a%20b.png label=50%25%20%3D%20%C3%A4%0A%23%09%22%27 empty= "));
  for (const char c : text) CHECK((c >= ' ' && c <= '~'));
  CHECK(Parse(text).pairs() == attributes.pairs());
}

TEST_CASE("a line counts only when every word is key=value", "[metadata]") {
  CHECK(Parse(" a=1\tb=2 \r\n").pairs().size() == 2);
  CHECK(Parse("a=1 a=2").pairs() == decltype(Attributes().pairs()){{"a", "2"}});
  CHECK(Parse("equals=a=b").pairs() == decltype(Attributes().pairs()){{"equals", "a=b"}});
  for (const std::string foreign :
       {"", " ", "CREATOR: GIMP PNM Filter Version 1.1", "by a=b", "a=b and c", "=x", "a%20=b",
        "date:create=2020", "a=%", "a=%4", "a=%zz", "a=%00", "\xff\xfe=1"}) {
    CAPTURE(foreign);
    CHECK(Parse(foreign).empty());
  }
}

TEST_CASE("the metadata line is at most 4000 bytes", "[metadata]") {
  Attributes attributes;
  attributes.Set("long", std::string(5000, 'x'));
  attributes.Set("wide", std::string(1500, ' '));  // three bytes each
  attributes.Set("name", "a.png");
  attributes.Set("fits", std::string(3900, 'y'));
  attributes.Set("no key", "x");
  attributes.Set("label", "cat");
  CHECK(FormatMetadata(attributes) == "name=a.png fits=" + std::string(3900, 'y') + " label=cat");
}

TEST_CASE("hostile comments stay small", "[metadata]") {
  std::string text;
  for (int i = 0; i < 10000; ++i) text += "k" + std::to_string(i) + "=1 ";
  CHECK(Parse(text).empty());
  FrameInfo info;
  std::string lines;
  for (int i = 0; i < 10000; ++i) lines += "k" + std::to_string(i) + "=1\n";
  TakeMetadata(lines, &info);
  CHECK(info.attributes.pairs().size() == 256);
}

TEST_CASE("the line is written when there is something to carry", "[metadata]") {
  FrameInfo info = FrameInfo::Picture(2, 2, 1, DType::kU8);
  info.path = "a.png";
  EncodeOptions options;
  const auto text = [&] { return FormatMetadata(MetadataToWrite(info, options)); };
  CHECK(text().empty());
  options.many_frames = true;
  CHECK(text() == "name=a.png");
  options.meta = MetaMode::kNever;
  CHECK(text().empty());
  options.meta = MetaMode::kAlways;
  options.many_frames = false;
  CHECK(text() == "name=a.png");
  info.path.clear();
  CHECK(text() == "axes=hwc");
  options.meta = MetaMode::kAuto;
  info.path = "a.png";
  info.attributes.Set("label", "cat");
  CHECK(text() == "label=cat name=a.png");
  info.attributes.Set("name", "the first name.png");
  CHECK(text() == "label=cat name=the%20first%20name.png");
}

TEST_CASE("tags of the samples are taken out of the attributes", "[metadata]") {
  FrameInfo info;
  const SampleTags tags = TakeMetadata("foreign\n name=a axes=hwc\n alpha=straight\n", &info);
  CHECK(tags.axes == "hwc");
  CHECK(tags.alpha == "straight");
  CHECK(info.attributes.pairs().size() == 1);
}

}  // namespace
}  // namespace sluice
