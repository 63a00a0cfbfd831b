#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>

#include "lib/codec.h"
#include "tests/kernel_check.h"
#include "tests/lib/codec_check.h"
#include "tests/lib/hostile_check.h"

namespace sluice {
namespace {

Frame MustDecode(const std::string& text) {
  Result<Frame> frame = Decode(DecodePnm, AsBytes(text));
  INFO(frame.status().message());
  REQUIRE(frame.ok());
  return std::move(frame).value();
}

std::string Error(const std::string& text) {
  return Decode(DecodePnm, AsBytes(text)).status().message();
}

// Row y as numbers.
std::vector<int> RowOf(const Frame& frame, int64_t y) {
  return VisitDType(frame.info().dtype, [&](auto zero) {
    const auto* row = frame.Row<decltype(zero)>(y);
    return std::vector<int>(row, row + frame.info().row_samples());
  });
}

TEST_CASE("every kind of PNM is read", "[pnm]") {
  SECTION("P1: digits need no blanks, 1 is black") {
    const Frame frame = MustDecode("P1\n3 2\n10 1\n\n0 01");
    CHECK(frame.info().Describe() == "3x2 gray u8 picture");
    CHECK(frame.info().format == "PBM");
    CHECK(frame.info().file_dtype == "u1");
    CHECK(RowOf(frame, 0) == std::vector{0, 255, 0});
    CHECK(RowOf(frame, 1) == std::vector{255, 255, 0});
  }
  SECTION("P2") {
    const Frame frame = MustDecode("P2 2 2 15 0 15\n1\t7 ");
    CHECK(frame.info().format == "PGM");
    CHECK(frame.info().file_dtype == "u4");
    CHECK(RowOf(frame, 0) == std::vector{0, 255});
    CHECK(RowOf(frame, 1) == std::vector{17, 119});
  }
  SECTION("P3") {
    const Frame frame = MustDecode("P3\n1 2\n1000\n0 500 1000\n1 2 3");
    CHECK(frame.info().Describe() == "1x2 RGB u16 picture");
    CHECK(frame.info().file_dtype == "maxval 1000");
    CHECK(RowOf(frame, 0) == std::vector{0, 32768, 65535});
  }
  SECTION("P4: rows start at whole bytes, the highest bit first") {
    const Frame frame = MustDecode(std::string("P4\n9 2\n\xa0\xff\x80\x00", 11));
    CHECK(RowOf(frame, 0) == std::vector{0, 255, 0, 255, 255, 255, 255, 255, 0});
    CHECK(RowOf(frame, 1) == std::vector{0, 255, 255, 255, 255, 255, 255, 255, 255});
  }
  SECTION("P5 and P6 of 16 bits are big-endian") {
    CHECK(RowOf(MustDecode("P5 2 1 65535\n\x01\x02\xfe\xff"), 0) == std::vector{0x102, 0xfeff});
    CHECK(RowOf(MustDecode("P6 1 1 255\nabc"), 0) == std::vector<int>{'a', 'b', 'c'});
  }
  SECTION("P7 of any depth") {
    const Frame frame = MustDecode(
        "P7\nWIDTH 1\nHEIGHT 1\nDEPTH 5\nMAXVAL 255\nTUPLTYPE anything at all\nENDHDR\nabcde");
    CHECK(frame.info().Describe() == "1x1 5-channel u8 picture");
    CHECK(frame.info().format == "PAM");
    CHECK(RowOf(frame, 0) == std::vector<int>{'a', 'b', 'c', 'd', 'e'});
  }
}

TEST_CASE("TUPLTYPE says what is alpha", "[pnm]") {
  const auto alpha = [](int depth, const std::string& tuple_type_line) {
    return MustDecode("P7\nWIDTH 1\n# a comment\n\nHEIGHT 1\n" + tuple_type_line + "DEPTH " +
                      std::to_string(depth) + "\nMAXVAL 255\nENDHDR\nabcd")
        .info()
        .alpha;
  };
  CHECK(alpha(4, "TUPLTYPE RGB_ALPHA\n"));
  CHECK(alpha(2, "TUPLTYPE   GRAYSCALE_ALPHA \r\n"));
  CHECK(alpha(2, "TUPLTYPE BLACKANDWHITE_ALPHA\n"));
  CHECK_FALSE(alpha(4, "TUPLTYPE CMYK\n"));
  CHECK_FALSE(alpha(3, "TUPLTYPE RGB\n"));
  CHECK_FALSE(alpha(4, ""));
  const Frame bits =
      MustDecode(std::string("P7\nWIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 1\n"
                             "TUPLTYPE BLACKANDWHITE\nENDHDR\n\0\1",
                             70));
  CHECK(RowOf(bits, 0) == std::vector{0, 255});  // unlike in P4, 1 is white
}

TEST_CASE("every maxval is scaled to full scale, rounded to the nearest", "[pnm]") {
  for (const int maxval : {1, 2, 3, 7, 100, 254, 255, 256, 1000, 1023, 4095, 65534, 65535}) {
    const int full = maxval <= 255 ? 255 : 65535;
    const int count = maxval + 1;
    std::string raw = "P5 " + std::to_string(count) + " 1 " + std::to_string(maxval) + "\n";
    std::string plain = "P2 " + std::to_string(count) + " 1 " + std::to_string(maxval) + "\n";
    for (int v = 0; v <= maxval; ++v) {
      if (maxval > 255) raw += static_cast<char>(v >> 8);
      raw += static_cast<char>(v & 255);
      plain += std::to_string(v) + "\n";
    }
    const std::vector<int> got = RowOf(MustDecode(raw), 0);
    for (int v = 0; v <= maxval; ++v) {
      const double exact = double(v) * full / maxval;
      if (std::abs(got[size_t(v)] - exact) > 0.5)
        FAIL(maxval << ": " << v << " " << got[size_t(v)]);
    }
    CHECK(got.front() == 0);
    CHECK(got.back() == full);
    CHECK(RowOf(MustDecode(plain), 0) == got);
  }
}

TEST_CASE("a sample above maxval is an error as text and full scale as a byte", "[pnm]") {
  CHECK(Error("P2 2 1 100 100 101") == "sample 1 is above maxval, 100");
  CHECK(Error("P2 1 1 255 99999999999999999999999999") == "sample 0 is above maxval, 255");
  CHECK(RowOf(MustDecode("P5 2 1 100\n\x64\x65"), 0) == std::vector{255, 255});
  CHECK(RowOf(MustDecode("P5 2 1 1000\n\x03\xe9\xff\xff"), 0) == std::vector{65535, 65535});
}

TEST_CASE("comments may stand anywhere in the header", "[pnm]") {
  for (const std::string text : {
           "P5\n# one\n#\n#two\n2 1\n255\nab",
           "P5#one\n2#two\n#three\n1 # four\n\n255\nab",
           "P5\r\n# dos\r\n2 1\r255\nab",
           "P5 2 1 255#the newline of this comment ends the header\nab",
           "P2\n2 1 # x\n255 # y\n97 # z\n98",
       }) {
    CAPTURE(text);
    const Frame frame = MustDecode(text);
    CHECK(RowOf(frame, 0) == std::vector<int>{'a', 'b'});
    CHECK(frame.info().attributes.empty());
  }
  std::string many = "P5\n";
  for (int i = 0; i < 1000; ++i) many += "# comment " + std::string(size_t(i), 'x') + "\n";
  CHECK(RowOf(MustDecode(many + "# label=cat\n2 1 255\nab"), 0) == std::vector<int>{'a', 'b'});
}

TEST_CASE("the metadata line of a PNM is read, and written directly after the magic", "[pnm]") {
  Frame frame = MustDecode(
      "P5\n# by GIMP 2.10\n# name=a%20b.png label=cat\n# alpha=straight\n"
      "1 1\n# mood=good\n255\nx");
  const Attributes& attributes = frame.info().attributes;
  REQUIRE(attributes.pairs().size() == 3);
  CHECK(*attributes.Find("name") == "a b.png");
  CHECK(*attributes.Find("label") == "cat");
  CHECK(*attributes.Find("mood") == "good");
  CHECK(AsText(Encode(EncodePnm, frame)) ==
        "P5\n# name=a%20b.png label=cat mood=good\n1 1\n255\nx");
  EncodeOptions options;
  options.meta = MetaMode::kNever;
  CHECK(AsText(Encode(EncodePnm, frame, options)) == "P5\n1 1\n255\nx");
}

TEST_CASE("pictures come back as they were", "[pnm]") {
  for (const DType dtype : {DType::kU8, DType::kU16}) {
    for (const int channels : {1, 2, 3, 4, 5}) {
      for (const int width : {1, 2, 31, 64, 65}) {
        for (const bool alpha : {false, true}) {
          if (alpha && channels != 2 && channels != 4) continue;
          Frame want = RandomPicture(width, 4, channels, dtype);
          want.info().alpha = alpha;
          Result<Frame> got = Decode(DecodePnm, Encode(EncodePnm, want));
          REQUIRE(got.ok());
          CheckSameFrame(*got, want);
          CHECK(got->info().alpha == alpha);
        }
      }
    }
  }
}

TEST_CASE("the byte order is swapped alike on every SIMD target", "[pnm]") {
  const Frame want = RandomPicture(77, 3, 1, DType::kU16);
  const std::vector<std::byte> bytes = Encode(EncodePnm, want);
  const uint16_t first = want.Row<uint16_t>(0)[0];
  REQUIRE(bytes[bytes.size() - 77 * 3 * 2] == std::byte(first >> 8));
  ForEachTarget([&] {
    CheckSameFrame(Decode(DecodePnm, bytes).value(), want);
    REQUIRE(Encode(EncodePnm, want) == bytes);
  });
}

TEST_CASE("the kind of PNM follows the picture or is asked for", "[pnm]") {
  const auto header = [](Frame frame, PnmKind kind) {
    EncodeOptions options;
    options.pnm = kind;
    const std::string text = AsText(Encode(EncodePnm, frame, options));
    const size_t samples = size_t(frame.info().row_count() * frame.info().row_samples()) *
                           SampleSize(frame.info().dtype);
    return text.substr(0, text.size() - samples);
  };
  const auto picture = [](int channels, DType dtype, bool alpha = false) {
    Frame frame = RandomPicture(3, 2, channels, dtype);
    frame.info().alpha = alpha;
    return frame;
  };
  CHECK(header(picture(1, DType::kU8), PnmKind::kAuto) == "P5\n3 2\n255\n");
  CHECK(header(picture(3, DType::kU16), PnmKind::kAuto) == "P6\n3 2\n65535\n");
  CHECK(header(picture(4, DType::kU8, true), PnmKind::kAuto) ==
        "P7\nWIDTH 3\nHEIGHT 2\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n");
  CHECK(header(picture(2, DType::kU16, true), PnmKind::kAuto) ==
        "P7\nWIDTH 3\nHEIGHT 2\nDEPTH 2\nMAXVAL 65535\nTUPLTYPE GRAYSCALE_ALPHA\nENDHDR\n");
  CHECK(header(picture(4, DType::kU8), PnmKind::kAuto) ==
        "P7\n# alpha=none\nWIDTH 3\nHEIGHT 2\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n");
  CHECK(header(picture(5, DType::kU8), PnmKind::kPam) ==
        "P7\nWIDTH 3\nHEIGHT 2\nDEPTH 5\nMAXVAL 255\nENDHDR\n");
  CHECK(header(picture(1, DType::kU8), PnmKind::kPam) ==
        "P7\nWIDTH 3\nHEIGHT 2\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR\n");

  const auto refusal = [&](Frame frame, PnmKind kind) {
    EncodeOptions options;
    options.pnm = kind;
    return EncodeError(EncodePnm, frame, options).message();
  };
  CHECK(refusal(picture(3, DType::kU8), PnmKind::kPgm) ==
        "PGM holds 1 channel, not a 3x2 RGB u8 picture");
  CHECK(refusal(picture(1, DType::kU8), PnmKind::kPpm) ==
        "PPM holds 3 channels, not a 3x2 gray u8 picture");
  CHECK(refusal(picture(1, DType::kF32), PnmKind::kAuto) ==
        "PNM holds u8 and u16, not a 3x2 gray f32 picture");
  CHECK(refusal(Frame::Create(FrameInfo::Array({4}, "n", DType::kU8)).value(), PnmKind::kAuto) ==
        "PNM holds pictures, not a 4 u8 array with axes n");
}

TEST_CASE("a bitmap is white from half of full scale on", "[pnm]") {
  EncodeOptions options;
  options.pnm = PnmKind::kPbm;
  Frame frame = Frame::Create(FrameInfo::Picture(9, 1, 1, DType::kU8)).value();
  const std::vector<uint8_t> samples = {0, 127, 128, 255, 0, 255, 0, 255, 0};
  std::copy(samples.begin(), samples.end(), frame.Row<uint8_t>(0));
  CHECK(AsText(Encode(EncodePnm, frame, options)) == "P4\n9 1\n\xca\x80");
}

TEST_CASE("hostile PNM headers are refused with a reason", "[pnm]") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"P5 -1 1 255\n", "width: expected a number, found '-'"},
      {"P5 1 x 255\n", "height: expected a number, found 'x'"},
      {"P5 1 1 0\n", "maxval: expected 1 to 65535, found 0"},
      {"P5 1 1 65536\n", "maxval: expected at most 65535, found a larger number"},
      {"P5 0 1 255\n", "empty frame: 0x1 with 1 channels"},
      {"P5 1000000000 1000000000 255\n",
       "too large: 1000000000x1000000000 pixels, the limit is 536870912 pixels"},
      {"P5 99999999999999999999 1 255\n",
       "width: expected at most 1099511627776, found a larger number"},
      {"P5 1 1 255x", "expected a blank after the header, found 'x'"},
      {"P5", "truncated: the stream ends in width"},
      {"P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nENDHDR",
       "truncated: wanted 1 bytes of samples, got 0"},
      {"P7\nWIDTH 1\nHEIGHT 1\nMAXVAL 255\nENDHDR\nx",
       "PAM header: expected WIDTH, HEIGHT, DEPTH (each above 0) and MAXVAL"},
      {"P7\nWIDTH 1\nNAME x\nENDHDR\nx", "PAM header: unknown line, starts with 'N'"},
      {"P7\nWIDTH 1\n", "truncated: the stream ends in the PAM header"},
      {"P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4294967295\nMAXVAL 255\nENDHDR\n",
       "too large: a row of 1x1 with 4294967295 channels has more samples than 2147479552"},
      {"P1 1 1 2", "expected 0 or 1, found '2'"},
      {"P2 2 1 255 1 -1", "expected a sample, found '-'"},
      {"P2 2 1 255 1", "truncated: wanted 2 samples, got 1"},
      {"P6 2 2 255\nabc", "truncated: wanted 12 bytes of samples, got 3"},
  };
  for (const auto& [text, message] : cases) {
    CAPTURE(text);
    CHECK(Error(text) == message);
  }
}

TEST_CASE("a PNM cut anywhere is an error, or zeros if allowed", "[pnm]") {
  const std::string pam =
      "P7\nWIDTH 2\nHEIGHT 2\nDEPTH 2\nMAXVAL 65535\nTUPLTYPE GRAYSCALE_ALPHA\nENDHDR\n";
  for (const std::string& text :
       {std::string("P1\n# name=a\n3 3\n101010101"), std::string("P2 2 2 100 1 2 3 4"),
        std::string("P3 1 1 9 1 2 3"), std::string("P4 9 2\nabcd"), std::string("P5 2 2 255\nabcd"),
        std::string("P6 2 1 255\nabcdef"), pam + "aabbccddeeffgghh"}) {
    CheckEveryTruncation(DecodePnm, AsBytes(text));
  }
}

TEST_CASE("the same plain and raw files decode to the same pictures", "[pnm]") {
  const std::filesystem::path folder = DataFolder("conformance/pnm-pillow");
  if (folder.empty()) return;
  const Frame raw = Decode(DecodePnm, FileBytes(folder / "hopper_8bit.ppm")).value();
  CheckSameFrame(Decode(DecodePnm, FileBytes(folder / "hopper_8bit_plain.ppm")).value(), raw);
}

TEST_CASE("damaged PNM files give a frame or an error", "[pnm]") {
  const std::filesystem::path folder = DataFolder("conformance/fuzz-imagers");
  if (folder.empty()) return;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    CAPTURE(entry.path());
    CheckHarmless(FileBytes(entry.path()));
  }
}

}  // namespace
}  // namespace sluice
