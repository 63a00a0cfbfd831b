#include "data/volume.h"

#include <catch2/catch.hpp>
#include <cstring>

#include "data/data_file.h"
#include "tests/data/files.h"
#include "tests/golden.h"

namespace sluice {
namespace {

template <class T>
void Put(std::string* bytes, size_t at, T value, bool big = false) {
  std::string raw(sizeof(T), '\0');
  std::memcpy(raw.data(), &value, sizeof(T));
  if (big) raw = std::string(raw.rbegin(), raw.rend());
  bytes->replace(at, sizeof(T), raw);
}

// A NIfTI-1 file of 3x2x2 (x, y, z) i16 numbers that count from -1.
std::string Nifti(bool big = false, float slope = 0) {
  std::string bytes(352, '\0');
  Put<int32_t>(&bytes, 0, 348, big);
  const int16_t dims[] = {3, 3, 2, 2, 1, 1, 1, 1};
  for (size_t i = 0; i < 8; ++i) Put<int16_t>(&bytes, 40 + 2 * i, dims[i], big);
  Put<int16_t>(&bytes, 70, 4, big);
  Put<float>(&bytes, 108, 352.0f, big);
  Put<float>(&bytes, 112, slope, big);
  Put<float>(&bytes, 116, slope == 0 ? 9.0f : 1.0f, big);
  bytes.replace(344, 4, std::string("n+1\0", 4));
  bytes.resize(352 + 24);
  for (int i = 0; i < 12; ++i) Put<int16_t>(&bytes, 352 + 2 * size_t(i), int16_t(i - 1), big);
  return bytes;
}

std::vector<float> Floats(const Result<std::unique_ptr<DataSet>>& set, int64_t i = 0) {
  REQUIRE(set.ok());
  const Result<Frame> frame = (*set)->Load(i);
  REQUIRE(frame.ok());
  REQUIRE(frame->info().dtype == DType::kF32);
  std::vector<float> samples;
  for (int64_t y = 0; y < frame->info().row_count(); ++y) {
    const auto* const row = frame->Row<float>(y);
    samples.insert(samples.end(), row, row + frame->info().row_samples());
  }
  return samples;
}

const std::vector<float> kCount = {-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

TEST_CASE("NIfTI volumes in either byte order, packed and in two files", "[data][volume]") {
  const Files files;
  const auto set = OpenVolume(files.Write("a.b.nii", Nifti()));
  CHECK(Floats(set) == kCount);
  CHECK((*set)->entries()[0].name == "a.b");
  CHECK((*set)->Load(0)->info().shape == std::vector<int64_t>{2, 2, 3, 1});
  CHECK((*set)->Load(0)->info().axes == "dhwc");
  CHECK(Floats(OpenVolume(files.Write("a.nii", Nifti(true)))) == kCount);
  CHECK(Floats(OpenVolume(files.WriteGzip("a.nii.gz", Nifti()))) == kCount);
  CHECK(Floats(OpenVolume(files.Write("a.nii", Nifti(false, 2))))[2] == 3);  // 2 * 1 + 1
  std::string header = Nifti().substr(0, 348);
  Put<float>(&header, 108, 0.0f);
  files.Write("p.img", Nifti().substr(352));
  header.replace(344, 4, std::string("ni1\0", 4));
  CHECK(Floats(OpenVolume(files.Write("p.hdr", header))) == kCount);
  header.replace(344, 4, std::string(4, '\0'));  // Analyze
  files.Write("p.hdr", header);
  CHECK(Floats(OpenVolume(files.Path("p.img"))) == kCount);
}

// The numbers of all volumes of a file.
std::vector<double> AllNumbers(const std::string& path) {
  const Result<std::unique_ptr<DataSet>> set = OpenVolume(path);
  INFO((set.ok() ? "" : set.status().message()));
  REQUIRE(set.ok());
  std::vector<double> numbers;
  for (int64_t i = 0; i < (*set)->size(); ++i) {
    const Frame frame = (*set)->Load(i).value();
    VisitDType(frame.info().dtype, [&](auto zero) {
      for (int64_t y = 0; y < frame.info().row_count(); ++y) {
        const auto* const row = frame.Row<decltype(zero)>(y);
        numbers.insert(numbers.end(), row, row + frame.info().row_samples());
      }
    });
  }
  return numbers;
}

TEST_CASE("volumes of all types equal what NiBabel and Teem say", "[data][volume]") {
  const Files files;
  for (const GoldenBlock& block : ReadGolden("volumes.txt")) {
    const std::string& name = block.header.at(1);
    INFO(name);
    std::string bytes;
    for (size_t i = 0; i < block.header.at(2).size(); i += 2) {
      bytes += static_cast<char>(std::stoi(block.header[2].substr(i, 2), nullptr, 16));
    }
    std::vector<double> expected;
    for (const double number : block.numbers) expected.push_back(double(float(number)));
    const std::string path = files.Write(name, bytes);
    CHECK(AllNumbers(path) == expected);
    if (!name.ends_with(".gz")) continue;
    const std::string plain = *ReadWholeFile(path, 10000);
    CHECK(AllNumbers(files.Write(name.substr(0, name.size() - 3), plain)) == expected);
  }
}

TEST_CASE("a series is one volume after the other", "[data][volume]") {
  const Files files;
  std::string bytes = Nifti();
  const int16_t dims[] = {4, 3, 2, 1, 2};
  for (size_t i = 0; i < 5; ++i) Put<int16_t>(&bytes, 40 + 2 * i, dims[i]);
  const auto set = OpenVolume(files.Write("s.nii", bytes));
  CHECK(Floats(set, 1) == std::vector<float>(kCount.begin() + 6, kCount.end()));
  CHECK((*set)->entries()[1].name == "s-001");
}

TEST_CASE("hostile NIfTI files give one clear error", "[data][volume]") {
  const Files files;
  const auto open = [&](const std::string& bytes) {
    return Message(OpenVolume(files.Write("a.nii", bytes)), files);
  };
  const auto with = [&](size_t at, auto value) {
    std::string bytes = Nifti();
    Put(&bytes, at, value);
    return open(bytes);
  };
  CHECK(open("") == "a.nii: truncated: expected 348 bytes, found 0");
  CHECK(open(Nifti().substr(0, 370)) == "a.nii: truncated: expected 376 bytes, found 370");
  CHECK(with(0, 540).starts_with("a.nii: not a NIfTI-1 file"));
  CHECK(with(344, 'x').starts_with("a.nii: byte 344: expected \"n+1\""));
  CHECK(with(40, int16_t{8}) == "a.nii: byte 40: expected 1 to 7 dimensions, found 8");
  CHECK(with(42, int16_t{-3}) == "a.nii: byte 42: expected a size from 1, found -3");
  CHECK(with(70, int16_t{32}).starts_with("a.nii: byte 70: expected a data type"));
  CHECK(with(108, 3.5f).starts_with("a.nii: byte 108: expected where the numbers begin"));
  CHECK(with(108, -1e30f).starts_with("a.nii: byte 108"));
  std::string huge = Nifti();
  for (size_t i = 1; i < 5; ++i) Put<int16_t>(&huge, 40 + 2 * i, 32767);
  Put<int16_t>(&huge, 40, 4);
  CHECK(open(huge).starts_with("a.nii: "));
}

TEST_CASE("NRRD volumes in all encodings", "[data][volume]") {
  const Files files;
  const std::string start = "NRRD0004\n# comment\nkey:=value\ntype: short\ndimension: 3\n";
  const std::string shape = "sizes: 3 2 2\nkinds: domain domain domain\n";
  const std::string raw = Nifti().substr(352);
  const std::string big = Nifti(true).substr(352);
  CHECK(Floats(OpenVolume(files.Write(
            "a.nrrd", start + shape + "endian: little\nencoding: raw\n\n" + raw))) == kCount);
  CHECK(Floats(OpenVolume(files.Write(
            "a.nrrd", start + shape + "endian: big\nencoding: raw\n\n" + big))) == kCount);
  const std::string packed = *ReadWholeFile(files.WriteGzip("plain", raw), 100);
  CHECK(packed == raw);
  std::ifstream in(files.Path("plain"), std::ios::binary);
  const std::string gzip{std::istreambuf_iterator<char>(in), {}};
  CHECK(Floats(OpenVolume(files.Write(
            "a.nrrd", start + shape + "endian: little\nencoding: gzip\n\n" + gzip))) == kCount);
  CHECK(Floats(OpenVolume(files.Write(
            "a.nrrd", start + shape + "encoding: ascii\n\n-1 0 1\n2 3 4 5 6 7 8 9\n10\n"))) ==
        kCount);
  files.Write("d.raw", "skip" + raw);
  CHECK(Floats(OpenVolume(files.Write(
            "a.nhdr",
            start + shape + "endian: little\nencoding: raw\nbyte skip: 4\ndata file: d.raw\n"))) ==
        kCount);
  const auto rgb = OpenVolume(files.Write(
      "c.nrrd", "NRRD0004\ntype: uchar\ndimension: 3\nsizes: 3 2 1\nencoding: raw\n\nabcdef"));
  REQUIRE(rgb.ok());
  CHECK((*rgb)->Load(0)->info().shape == std::vector<int64_t>{1, 2, 3});
}

TEST_CASE("hostile NRRD files give one clear error", "[data][volume]") {
  const Files files;
  const auto open = [&](const std::string& text) {
    return Message(OpenVolume(files.Write("a.nrrd", text)), files);
  };
  const std::string good = "NRRD0004\ntype: uchar\ndimension: 3\nsizes: 8 2 2\n";
  CHECK(open("P5 1 1") == "a.nrrd: not an NRRD file: expected \"NRRD000\" at its start");
  CHECK(open(good + "encoding: raw\n") ==
        "a.nrrd: line 5: expected an empty line behind the header, found none");
  CHECK(open(good + "encoding: raw\n\nabc") == "a.nrrd: truncated: expected 32 bytes, found 3");
  CHECK(open(good + "encoding: bzip2\n\n") ==
        "a.nrrd: line 5: expected the encoding raw, gzip or ascii, found \"bzip2\"");
  CHECK(open(good + "encoding: gzip\n\nabcd").starts_with("a.nrrd: expected gzip data at byte "));
  CHECK(open(good + "encoding: ascii\n\n1 2 x") ==
        "a.nrrd: line 7: expected a number, found \"x\"");
  CHECK(open(good + "encoding: ascii\n\n1 2 3") == "a.nrrd: expected 32 numbers, found 3");
  CHECK(open(good + "nonsense\n\n") == "a.nrrd: line 5: expected FIELD: VALUE, found \"nonsense\"");
  CHECK(open("NRRD0004\ntype: block\ndimension: 1\nsizes: 1\n\n") ==
        "a.nrrd: line 2: expected a type of numbers, found \"block\"");
  CHECK(open("NRRD0004\ndimension: 2\nsizes: 1\n\n").find("as many sizes as dimensions") !=
        std::string::npos);
  CHECK(open("NRRD0004\ndimension: 1\nsizes: -1\n\n").find("expected sizes from 1") !=
        std::string::npos);
  CHECK(open("NRRD0004\ntype: float\ndimension: 4\nencoding: raw\nendian: big\nsizes: "
             "4000000000 4000000000 4000000000 4000000000\n\n")
            .starts_with("a.nrrd: "));
}

}  // namespace
}  // namespace sluice
