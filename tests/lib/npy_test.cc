#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>

#include "lib/codec.h"
#include "lib/codecs/npy_header.h"
#include "tests/kernel_check.h"
#include "tests/lib/codec_check.h"
#include "tests/lib/hostile_check.h"

namespace sluice {
namespace {

constexpr auto kInfinity = std::numeric_limits<float>::infinity();

// A file of the given version with that dictionary and samples.
std::vector<std::byte> File(const std::string& dict, const std::string& samples, int version = 1) {
  std::string text = "\x93NUMPY";
  text += static_cast<char>(version);
  text += '\0';
  for (int i = 0; i < (version == 1 ? 2 : 4); ++i) {
    text += static_cast<char>(dict.size() >> (8 * i) & 255);
  }
  return AsBytes(text + dict + samples);
}

std::string Dict(const std::string& descr, const std::string& shape, bool fortran = false) {
  return "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") +
         ", 'shape': (" + shape + "), }\n";
}

template <class T>
std::string Bytes(const std::vector<T>& values, bool big_endian = false) {
  std::string text;
  for (const T value : values) {
    char bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    if (big_endian) std::reverse(bytes, bytes + sizeof(T));
    text.append(bytes, sizeof(T));
  }
  return text;
}

// All samples of a frame, row after row.
std::vector<double> Samples(const Frame& frame) {
  std::vector<double> all;
  for (int64_t y = 0; y < frame.info().row_count(); ++y) {
    VisitDType(frame.info().dtype, [&](auto zero) {
      const auto* row = frame.Row<decltype(zero)>(y);
      all.insert(all.end(), row, row + frame.info().row_samples());
    });
  }
  return all;
}

Frame MustDecode(const std::vector<std::byte>& file, const std::string& axes = "") {
  DecodeOptions options;
  options.axes = axes;
  Result<Frame> frame = Decode(DecodeNpy, file, options);
  INFO(frame.status().message());
  REQUIRE(frame.ok());
  return std::move(frame).value();
}

template <class T>
void CheckElements(const std::string& type, const std::vector<T>& values, DType dtype,
                   const std::string& file_dtype) {
  CAPTURE(type);
  const std::vector<double> want(values.begin(), values.end());
  const std::string shape = std::to_string(values.size()) + ",";
  const Frame little = MustDecode(File(Dict("<" + type, shape), Bytes(values)));
  CHECK(little.info().dtype == dtype);
  CHECK(little.info().file_dtype == file_dtype);
  CHECK(Samples(little) == want);
  CHECK(Samples(MustDecode(File(Dict(">" + type, shape), Bytes(values, true)))) == want);
}

TEST_CASE("every numeric type is read in both byte orders", "[npy]") {
  CheckElements<uint8_t>("u1", {0, 1, 128, 255}, DType::kU8, "u8");
  CheckElements<uint16_t>("u2", {0, 1, 256, 65535}, DType::kU16, "u16");
  CheckElements<float>("f4", {0.0f, -1.5f, 1e30f, kInfinity}, DType::kF32, "f32");
  CheckElements<int8_t>("i1", {0, -1, -128, 127}, DType::kF32, "i8");
  CheckElements<int16_t>("i2", {0, -1, -32768, 32767}, DType::kF32, "i16");
  CheckElements<int32_t>("i4", {0, -1, -(1 << 30), 1 << 30}, DType::kF32, "i32");
  CheckElements<uint32_t>("u4", {0, 1, 1U << 31}, DType::kF32, "u32");
  CheckElements<int64_t>("i8", {0, -1, INT64_MIN, int64_t{1} << 62}, DType::kF32, "i64");
  CheckElements<uint64_t>("u8", {0, 1, uint64_t{1} << 63}, DType::kF32, "u64");
  CheckElements<double>("f8", {0, -0.5, 0x1p100, double(kInfinity)}, DType::kF32, "f64");

  const Frame bools = MustDecode(File(Dict("|b1", "4,"), std::string("\0\1\2\xff", 4)));
  CHECK(bools.info().dtype == DType::kU8);
  CHECK(Samples(bools) == std::vector<double>{0, 1, 1, 1});
  // Beyond f32: the nearest, infinity, NaN.
  const Frame wide =
      MustDecode(File(Dict("<f8", "3,"), Bytes(std::vector<double>{0.1, 1e300, std::nan("")})));
  CHECK(wide.Row<float>(0)[0] == 0.1f);
  CHECK(wide.Row<float>(0)[1] == kInfinity);
  CHECK(std::isnan(wide.Row<float>(0)[2]));
}

TEST_CASE("half precision is exact", "[npy]") {
  const std::vector<uint16_t> halves = {0x0000, 0x0001, 0x03ff, 0x0400, 0x3c00,
                                        0x3555, 0x7bff, 0x7c00, 0xfc00, 0xc000};
  const std::vector<double> want = {0,         0x1p-24, 0x3ffp-24, 0x1p-14,    1,
                                    0x555p-12, 65504,   kInfinity, -kInfinity, -2};
  CHECK(Samples(MustDecode(File(Dict("<f2", "10,"), Bytes(halves)))) == want);
  CHECK(Samples(MustDecode(File(Dict(">f2", "10,"), Bytes(halves, true)))) == want);
  const Frame odd = MustDecode(File(Dict("<f2", "2,"), Bytes<uint16_t>({0x8000, 0x7e01})));
  CHECK(std::signbit(odd.Row<float>(0)[0]));
  CHECK(std::isnan(odd.Row<float>(0)[1]));
}

TEST_CASE("complex numbers get a last dimension of two", "[npy]") {
  const std::vector<double> want = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  const std::vector<float> f4(want.begin(), want.end());
  const Frame rows = MustDecode(File(Dict("<c8", "2, 3"), Bytes(f4)));
  CHECK(rows.info().Describe() == "3x2 2-channel f32 picture");
  CHECK(rows.info().file_dtype == "c64");
  CHECK(Samples(rows) == want);
  const Frame big = MustDecode(File(Dict(">c16", "2, 3"), Bytes(want, true)));
  CHECK(Samples(big) == want);
  const Frame columns = MustDecode(File(Dict("<c8", "3, 2", true), Bytes(f4)));
  CHECK(columns.info().Describe() == "2x3 2-channel f32 picture");
  CHECK(Samples(columns) == std::vector<double>{1, 2, 7, 8, 3, 4, 9, 10, 5, 6, 11, 12});
}

TEST_CASE("the rank says what the dimensions are", "[npy]") {
  const auto describe = [](const std::string& shape, const std::string& asked = "",
                           const std::string& tag = "") {
    std::string dict = Dict("|u1", shape);
    if (!tag.empty()) dict.insert(dict.size() - 1, " # axes=" + tag);
    return MustDecode(File(dict, std::string(600, 'x')), asked).info().Describe();
  };
  CHECK(describe("7,") == "7 u8 array with axes n");
  CHECK(describe("2, 3") == "3x2 gray u8 picture");
  CHECK(describe("2, 3, 4") == "3x2 4-channel u8 picture");
  CHECK(describe("2, 3, 5") == "2x3x5x1 u8 array with axes dhwc");
  CHECK(describe("2, 3, 4, 5") == "2x3x4x5 u8 array with axes dhwc");
  CHECK(describe("2, 3, 4, 5, 2") == "2x3x4x5x2 u8 array with axes ?????");

  CHECK(describe("2, 3, 5", "", "hwc") == "3x2 5-channel u8 picture");
  CHECK(describe("2, 3, 4", "", "dhw") == "2x3x4x1 u8 array with axes dhwc");
  CHECK(describe("2, 3, 4", "", "hw") == "3x2 4-channel u8 picture");  // does not fit
  CHECK(describe("2, 3, 4", "", "hhh") == "3x2 4-channel u8 picture");

  CHECK(describe("2, 3, 5", "hwc") == "3x2 5-channel u8 picture");
  CHECK(describe("2, 3, 5", "hwc", "dhw") == "3x2 5-channel u8 picture");
  CHECK(describe("2, 3, 5", "chw") == "5x3 2-channel u8 picture");
  CHECK(describe("2, 3, 5", "whc") == "2x3 5-channel u8 picture");
  CHECK(describe("2, 3", "wh") == "2x3 gray u8 picture");
  CHECK(describe("2, 3", "nc") == "2x3 u8 array with axes nc");
  CHECK(describe("2, 3", "", "nc") == "2x3 u8 array with axes nc");
  CHECK(describe("0, 3", "", "nc") == "0x3 u8 array with axes nc");
  for (const auto& [shape, tag] :
       {std::pair{"0, 3", "hw"}, {"2, 0", "nc"}, {"0,", "n"}, {"0, 1099511627776", "nc"}}) {
    std::string dict = Dict("|u1", shape);
    dict.insert(dict.size() - 1, std::string(" # axes=") + tag);
    CHECK(Decode(DecodeNpy, File(dict, {})).status().message() ==
          "NPY: empty array of shape (" + std::string(shape) + ")");
  }

  DecodeOptions options;
  for (const std::string axes : {"hw", "hwcd", "xyz", "hhw", "dwc", "n", "???"}) {
    options.axes = axes;
    const Status status =
        Decode(DecodeNpy, File(Dict("|u1", "2, 3, 5"), std::string(30, 'x')), options).status();
    CHECK(status.message() == "axes '" + axes + "' don't fit an array of shape (2, 3, 5)");
    CHECK(status.is_usage());
  }
}

TEST_CASE("Fortran order and channels first give the same samples as C order", "[npy]") {
  // Wider than a tile of the gathering, so that its edges are seen.
  const int d = 3;
  const int h = 5;
  const int w = 131;
  const int c = 2;
  const auto value = [&](int z, int y, int x, int k) {
    return static_cast<uint16_t>(((z * h + y) * w + x) * c + k);
  };
  std::vector<uint16_t> ordered;
  std::vector<uint16_t> fortran;
  std::vector<uint16_t> channels_first;
  for (int z = 0; z < d; ++z)
    for (int y = 0; y < h; ++y)
      for (int x = 0; x < w; ++x)
        for (int k = 0; k < c; ++k) ordered.push_back(value(z, y, x, k));
  for (int k = 0; k < c; ++k)
    for (int x = 0; x < w; ++x)
      for (int y = 0; y < h; ++y)
        for (int z = 0; z < d; ++z) fortran.push_back(value(z, y, x, k));
  for (int k = 0; k < c; ++k)
    for (int z = 0; z < d; ++z)
      for (int y = 0; y < h; ++y)
        for (int x = 0; x < w; ++x) channels_first.push_back(value(z, y, x, k));
  const Frame want = MustDecode(File(Dict("<u2", "3, 5, 131, 2"), Bytes(ordered)));
  CHECK(want.info().Describe() == "3x5x131x2 u16 array with axes dhwc");
  CheckSameFrame(MustDecode(File(Dict("<u2", "3, 5, 131, 2", true), Bytes(fortran))), want);
  CheckSameFrame(MustDecode(File(Dict("<u2", "2, 3, 5, 131"), Bytes(channels_first)), "cdhw"),
                 want);
  CheckSameFrame(MustDecode(File(Dict("<u2", "131, 5, 3, 2", true), Bytes(channels_first)), "whdc"),
                 want);
}

TEST_CASE("Fortran order of any rank", "[npy]") {
  CHECK(Samples(MustDecode(File(Dict("|u1", "2, 3", true), "abcdef"))) ==
        std::vector<double>{'a', 'c', 'e', 'b', 'd', 'f'});
  CHECK(Samples(MustDecode(File(Dict("|u1", "3,", true), "abc"))) ==
        std::vector<double>{'a', 'b', 'c'});
  CHECK(Samples(MustDecode(File(Dict("|u1", "2, 1, 1, 1, 3", true), "abcdef"))) ==
        std::vector<double>{'a', 'c', 'e', 'b', 'd', 'f'});
}

TEST_CASE("headers as other writers have them", "[npy]") {
  for (const std::string dict : {
           "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3)}",
           "{\"shape\":(2,3,),\"fortran_order\":False,\"descr\":\"u1\"}  \n\n",
           "  {'shape' : ( 2 , 3 ) ,\n 'descr' : '<u1' , 'fortran_order' : False , }",
           "{'descr': '|u1', 'fortran_order': False, 'shape': (2L, 3L), }\n",
           "{'descr': '|u1', # a comment\n 'fortran_order': False, 'shape': (2, 3), } # another\n",
       }) {
    CAPTURE(dict);
    for (const int version : {1, 2, 3}) {
      const Frame frame = MustDecode(File(dict, "abcdef", version));
      CHECK(frame.info().Describe() == "3x2 gray u8 picture");
      CHECK(Samples(frame) == std::vector<double>{'a', 'b', 'c', 'd', 'e', 'f'});
    }
  }
}

TEST_CASE("metadata and alpha of an NPY file", "[npy]") {
  Frame frame =
      MustDecode(File("{'descr': '|u1', 'fortran_order': False, 'shape': (1, 1, 4)} "
                      "# name=a%20b.png label=cat alpha=straight axes=hwc\n",
                      "abcd"));
  CHECK(frame.info().alpha);
  REQUIRE(frame.info().attributes.pairs().size() == 2);
  CHECK(*frame.info().attributes.Find("name") == "a b.png");
  const std::string written = AsText(Encode(EncodeNpy, frame));
  CHECK(written.find(", } # name=a%20b.png label=cat alpha=straight  ") != std::string::npos);
  CheckSameFrame(MustDecode(AsBytes(written)), frame);
  // Without channels, or with one, there is no alpha.
  std::string gray = Dict("|u1", "1, 1");
  gray.insert(gray.size() - 1, " # alpha=straight");
  CHECK_FALSE(MustDecode(File(gray, "a")).info().alpha);
}

TEST_CASE("what is written is NumPy's version 1, aligned", "[npy]") {
  const auto header = [](const FrameInfo& info, MetaMode meta = MetaMode::kAuto) {
    EncodeOptions options;
    options.meta = meta;
    const std::string text = AsText(Encode(EncodeNpy, Frame::Create(info).value(), options));
    const size_t length = 10 + static_cast<unsigned char>(text[8]) +
                          size_t{256} * static_cast<unsigned char>(text[9]);
    CHECK(text.substr(0, 8) == std::string("\x93NUMPY\1\0", 8));
    CHECK(length % 64 == 0);
    CHECK(text[length - 1] == '\n');
    CHECK(text.size() ==
          length + size_t(info.row_count() * info.row_samples()) * SampleSize(info.dtype));
    return text.substr(10, text.find_last_not_of(' ', length - 2) - 9);
  };
  const auto dict = [](const std::string& descr, const std::string& shape) {
    return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }";
  };
  CHECK(header(FrameInfo::Picture(3, 2, 1, DType::kF32)) == dict("<f4", "2, 3"));
  CHECK(header(FrameInfo::Picture(3, 2, 4, DType::kU16)) == dict("<u2", "2, 3, 4"));
  CHECK(header(FrameInfo::Picture(3, 2, 5, DType::kU8)) == dict("|u1", "2, 3, 5") + " # axes=hwc");
  CHECK(header(FrameInfo::Picture(3, 2, 5, DType::kU8), MetaMode::kNever) ==
        dict("|u1", "2, 3, 5"));
  CHECK(header(FrameInfo::Picture(3, 2, 1, DType::kU8), MetaMode::kAlways) ==
        dict("|u1", "2, 3") + " # axes=hw");
  CHECK(header(FrameInfo::Picture(3, 2, 2, DType::kU8, true)) ==
        dict("|u1", "2, 3, 2") + " # alpha=straight");
  CHECK(header(FrameInfo::Array({5}, "n", DType::kF32)) == dict("<f4", "5,"));
  CHECK(header(FrameInfo::Array({5, 6, 7, 1}, "dhwc", DType::kF32)) == dict("<f4", "5, 6, 7"));
  CHECK(header(FrameInfo::Array({5, 6, 4, 1}, "dhwc", DType::kF32)) ==
        dict("<f4", "5, 6, 4") + " # axes=dhw");
  CHECK(header(FrameInfo::Array({1, 1, 1, 1, 1}, "?????", DType::kF32)) ==
        dict("<f4", "1, 1, 1, 1, 1"));
}

TEST_CASE("any frame comes back as it was", "[npy]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const int channels : {1, 2, 3, 4, 5}) {
      for (const int width : {1, 3, 16, 65}) {
        const Frame want = RandomPicture(width, 6, channels, dtype);
        const std::vector<std::byte> bytes = Encode(EncodeNpy, want);
        CheckSameFrame(MustDecode(bytes), want);
        // The same rows as a volume and as an array of another rank.
        Frame volume = want.Clone().value();
        volume.info().shape = {2, 3, width, channels};
        volume.info().axes = "dhwc";
        CheckSameFrame(MustDecode(Encode(EncodeNpy, volume)), volume);
        Frame array = RandomPicture(width, 6, 1, dtype);
        array.info().shape = {1, 2, 1, 3, width};
        array.info().axes = "?????";
        CheckSameFrame(MustDecode(Encode(EncodeNpy, array)), array);
      }
    }
  }
}

TEST_CASE("what is no array of numbers is refused by name", "[npy]") {
  const auto error = [](const std::string& dict) {
    return Decode(DecodeNpy, File(dict, std::string(100, 'x'))).status().message();
  };
  CHECK(error(Dict("|O", "2,")) ==
        "NPY: Python objects (pickle) are not read: elements of type '|O'");
  CHECK(error(Dict("<U5", "2,")) == "NPY: expected numbers, found elements of type '<U5'");
  CHECK(error(Dict("<M8[ns]", "2,")) == "NPY: expected numbers, found elements of type '<M8[ns]'");
  CHECK(error(Dict("<f16", "2,")) ==
        "NPY: expected numbers of 1 to 64 bits, found elements of type '<f16'");
  CHECK(error(Dict("", "2,")) ==
        "NPY: expected numbers of 1 to 64 bits, found elements of type ''");
  CHECK(error("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)}") ==
        "NPY: records (structured elements) are not read");
  CHECK(error(Dict("<f4", "")) == "NPY: expected an array, found a single number (shape ())");
  CHECK(error(Dict("<f4", "0, 3")) == "NPY: empty array of shape (0, 3)");
}

TEST_CASE("hostile NPY headers are refused with a reason", "[npy]") {
  const auto error = [](const std::string& dict) {
    return Decode(DecodeNpy, File(dict, "")).status().message();
  };
  CHECK(error("") == "NPY header: expected '{', found the end of the stream");
  CHECK(error("{'descr': '<f4'}") == "NPY header: expected descr, fortran_order and shape");
  CHECK(error("{'descr': '<f4") ==
        "NPY header: expected a string with its closing quote, found '''");
  CHECK(error("{'x': 1}") == "NPY header: expected descr, fortran_order or shape, found '1'");
  CHECK(error("{'fortran_order': Maybe}") == "NPY header: expected True or False, found 'M'");
  CHECK(error("{'shape': (-1,)}") == "NPY header: expected a number, found '-'");
  CHECK(error("{'shape': (2 3)}") == "NPY header: expected ',' or ')', found '3'");
  CHECK(error("{'shape': (99999999999999999999,)}") == "NPY header: a dimension is too large");
  CHECK(error(Dict("<f4", "1,").insert(0, "{")) == "NPY header: expected a string, found '{'");
  CHECK(error(Dict("<f4", "1,") + "x") == "NPY header: expected the end of the header, found 'x'");
  std::string many = "1";
  for (int i = 0; i < 40; ++i) many += ", 1";
  CHECK(error(Dict("<f4", many)) == "NPY header: too many dimensions");
  CHECK(error(Dict("<f4", "18446744073709551615,")) ==
        "too large: an array of shape (18446744073709551615,)");
  CHECK(error(Dict("<f4", "1000000000, 1000000000")) ==
        "too large: 1000000000x1000000000 pixels, the limit is 536870912 pixels");
  CHECK(error(Dict("<f4", "1099511627776, 1099511627776, 5, 5")) ==
        "too large: an array with more than 2^64 rows");

  CHECK(Decode(DecodeNpy, AsBytes("\x93NUMPY\x04")).status().message() ==
        "NPY header: truncated: wanted 8 bytes, got 7");
  CHECK(Decode(DecodeNpy, File("", "", 4)).status().message() ==
        "NPY: expected version 1, 2 or 3, found 4");
  CHECK(Decode(DecodeNpy, File(std::string(70000, ' '), "", 2)).status().message() ==
        "NPY: expected a header of at most 65536 bytes, found 70000");
  CHECK(Decode(DecodeNpy, File(Dict("<f4", "2, 3"), "12345")).status().message() ==
        "truncated: wanted 24 bytes of samples, got 5");
}

TEST_CASE("an NPY file cut anywhere is an error, or zeros if allowed", "[npy]") {
  CheckEveryTruncation(DecodeNpy, File(Dict("<f4", "2, 3"), std::string(24, 'x')));
  CheckEveryTruncation(DecodeNpy, File(Dict(">i2", "2, 3", true), std::string(12, 'x'), 2));
}

TEST_CASE("every byte of an NPY header changed is harmless", "[npy]") {
  const std::vector<std::byte> file = File(Dict("<f4", "2, 3, 4"), std::string(96, 'x'));
  for (size_t i = 0; i < file.size() - 96; ++i) {
    for (int value = 0; value < 256; value += 3) {
      std::vector<std::byte> changed = file;
      changed[i] = std::byte(value);
      CheckHarmless(changed);
    }
  }
}

TEST_CASE("files that NumPy wrote", "[npy]") {
  const std::filesystem::path folder = DataFolder("conformance/npy-libnpy");
  if (folder.empty()) return;
  for (const std::string name :
       {"float64", "int32", "int32_big", "int64", "uint16", "uint64", "uint8_fortran"}) {
    CAPTURE(name);
    const Frame frame = MustDecode(FileBytes(folder / (name + ".npy")));
    REQUIRE(frame.info().shape == std::vector<int64_t>{5, 2, 5, 1});
    std::vector<double> want(50);
    for (size_t i = 0; i < want.size(); ++i) want[i] = double(i);
    CHECK(Samples(frame) == want);
  }
}

TEST_CASE("pickled files are refused", "[npy]") {
  const std::filesystem::path folder = DataFolder("conformance/npy-numpy-objarr");
  if (folder.empty()) return;
  const Status status = Decode(DecodeNpy, FileBytes(folder / "py2-np0-objarr.npy")).status();
  CHECK(status.message().find("Python objects (pickle)") != std::string::npos);
}

}  // namespace
}  // namespace sluice
