#include "data/idx.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/data/files.h"
#include "tests/lib/codec_check.h"

namespace sluice {
namespace {

// Three pictures of 2x3 whose samples count from 10.
std::string Images(int count = 3) {
  std::string bytes = Bytes({0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 2, 0, 0, 0, 3});
  for (int i = 0; i < count * 6; ++i) bytes += static_cast<char>(10 + i);
  return bytes;
}
std::string Labels(const std::vector<int>& labels) {
  return Bytes({0, 0, 8, 1, 0, 0, 0, static_cast<int>(labels.size())}) + Bytes(labels);
}

TEST_CASE("a pair of IDX files is a set of labelled pictures", "[data][idx]") {
  const Files files;
  const bool gzip = GENERATE_COPY(false, true);
  const auto write = [&](const std::string& name, const std::string& bytes) {
    return gzip ? files.WriteGzip(name + ".gz", bytes) : files.Write(name, bytes);
  };
  write("train-images-idx3-ubyte", Images());
  write("train-labels-idx1-ubyte", Labels({7, 0, 255}));
  write("t10k-images.idx3-ubyte", Images(1));
  write("t10k-labels.idx1-ubyte", Labels({4}));
  const auto set = OpenMnist(files.root(), Split::kAll);
  REQUIRE(set.ok());
  REQUIRE((*set)->size() == 4);
  CHECK((*set)->entries()[2].name == "train-00002");
  CHECK((*set)->entries()[2].label == "255");
  CHECK((*set)->entries()[3].name == "test-00000");
  // In any order.
  for (const int i : {2, 3, 0, 1}) {
    const Result<Frame> frame = (*set)->Load(i);
    REQUIRE(frame.ok());
    CHECK(frame->info().shape == std::vector<int64_t>{2, 3, 1});
    const int first = i == 3 ? 10 : 10 + 6 * i;
    CHECK(Samples(*frame) ==
          std::vector<int>{first, first + 1, first + 2, first + 3, first + 4, first + 5});
    CHECK(*frame->info().attributes.Find("name") == (*set)->entries()[size_t(i)].name);
    CHECK(*frame->info().attributes.Find("label") == (*set)->entries()[size_t(i)].label);
  }
  CHECK((*OpenMnist(files.root(), Split::kTest))->size() == 1);
  CHECK((*OpenMnist(files.root(), Split::kTrain))->size() == 3);
}

TEST_CASE("IDX pictures may have channels and labels may have names", "[data][idx]") {
  const Files files;
  const std::string images = files.Write(
      "i", Bytes({0, 0, 8, 4, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6}));
  const std::string labels = files.Write("l", Labels({1}));
  const auto set = OpenIdxPair(images, labels, {{"cat", "dog"}});
  REQUIRE(set.ok());
  CHECK((*set)->entries()[0].name == "00000");
  CHECK((*set)->entries()[0].label == "dog");
  const Result<Frame> frame = (*set)->Load(0);
  REQUIRE(frame.ok());
  CHECK(frame->info().shape == std::vector<int64_t>{1, 2, 3});
  CHECK(Samples(*frame) == std::vector<int>{1, 2, 3, 4, 5, 6});
  CHECK(Message(OpenIdxPair(images, files.Write("l", Labels({2})), {{"cat", "dog"}}), files) ==
        "l: byte 8: expected a label below 2, found 2");
}

TEST_CASE("hostile IDX files give one clear error", "[data][idx]") {
  const Files files;
  const auto open = [&](const std::string& images, const std::string& labels) {
    return Message(OpenIdxPair(files.Write("i", images), files.Write("l", labels)), files);
  };
  const std::string good = Labels({1, 2, 3});
  CHECK(open("", good) == "i: truncated: expected 4 bytes, found 0");
  CHECK(open(Images().substr(0, 9), good) == "i: truncated: expected 16 bytes, found 9");
  CHECK(open(Images().substr(0, 33), good) == "i: truncated: expected 34 bytes, found 33");
  CHECK(open(Images() + "x", good) == "i: expected 34 bytes, found 35");
  CHECK(open("\x89PNG\r\n", good) ==
        "i: not an IDX file: expected two zero bytes at its start, found 0x89 0x50");
  CHECK(open(Bytes({0, 0, 0x0d, 3}) + Images().substr(4), good) ==
        "i: byte 2: expected type 0x08 (unsigned bytes), found 0x0d");
  CHECK(open(good, good) == "i: byte 3: expected 3 or 4 dimensions, found 1");
  CHECK(open(Images(), Images()) == "l: byte 3: expected 1 dimension, found 3");
  CHECK(open(Images(), Labels({1, 2})) ==
        "l: expected 3 labels, as many as there are pictures in i, found 2");
  CHECK(open(Images(), good.substr(0, 10)) == "l: truncated: expected 11 bytes, found 10");
  CHECK(open(Images(0), Labels({})) == "i: expected pictures, found none");
  // 2^32 - 1 pictures of (2^32 - 1)^2 pixels, and sizes that are within the limits but not there.
  const std::string huge = Bytes({0, 0, 8, 3, 0, 0, 0, 3, 255, 255, 255, 255, 255, 255, 255, 255});
  CHECK(open(huge, good).starts_with("i: "));
  const std::string large = Bytes({0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 64, 0, 0, 0, 64, 0});
  CHECK(open(large, good) == "i: truncated: expected 805306384 bytes, found 16");
  CHECK(open(Bytes({0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 3}), good).starts_with("i: "));
  CHECK(Message(OpenMnist(files.root(), Split::kTrain), files) ==
        files.root() + ": expected a file train-images-idx3-ubyte (or .gz), found none");
  CHECK(Message(OpenIdxPair(files.root(), files.Path("l")), files) ==
        files.root() + ": expected a regular file");
}

TEST_CASE("hostile gzip files give one clear error", "[data][idx]") {
  const Files files;
  const std::string labels = files.Write("l", Labels({1, 2, 3}));
  const auto load_all = [&]() {
    const auto set = OpenIdxPair(files.Path("i"), labels);
    if (!set.ok()) return Message(set, files);
    for (int i = 0; i < 3; ++i) {
      const Result<Frame> frame = (*set)->Load(i);
      if (!frame.ok()) return Message(frame, files);
    }
    return std::string("no error");
  };
  files.WriteGzip("i", Images());
  CHECK(load_all() == "no error");
  std::string packed(std::istreambuf_iterator<char>(std::ifstream(files.Path("i")).rdbuf()), {});
  files.Write("i", packed.substr(0, packed.size() - 12));
  CHECK(load_all() == "i: truncated gzip file");
  std::string damaged = packed;
  damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 1);
  files.Write("i", damaged);
  CHECK(load_all().starts_with("i: damaged gzip file"));
  files.Write("i", packed.substr(0, 10) + "garbage garbage garbage");
  CHECK(load_all().starts_with("i: "));
  CHECK(load_all() != "no error");
  files.WriteGzip("i", Images().substr(0, 33));
  CHECK(load_all() == "i: truncated: expected 34 bytes, found 33");
  files.WriteGzip("i", Images() + "x");
  CHECK(load_all() == "i: expected 34 bytes, found more");
  // A header that asks for more than the file can be unpacked to.
  files.WriteGzip("i", Bytes({0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 64, 0, 0, 0, 64, 0}));
  CHECK(
      load_all().starts_with("i: truncated: expected 805306384 bytes, more than a gzip file of "));
}

TEST_CASE("MNIST is read as it is published", "[data][idx]") {
  const std::filesystem::path folder = DataFolder("mnist");
  if (folder.empty()) {
    WARN("skipped: no real data");
    return;
  }
  const auto set = OpenMnist(folder.string(), Split::kTrain);
  REQUIRE(set.ok());
  REQUIRE((*set)->size() == 60000);
  CHECK((*set)->entries()[0].label == "5");
  CHECK((*set)->entries()[59999].label == "8");
  const Result<Frame> frame = (*set)->Load(59999);
  REQUIRE(frame.ok());
  CHECK(frame->info().shape == std::vector<int64_t>{28, 28, 1});
}

}  // namespace
}  // namespace sluice
