#include "data/cifar.h"

#include <catch2/catch.hpp>

#include "tests/data/files.h"

namespace sluice {
namespace {

// A record whose planes hold red, green and blue everywhere, but red + 1 in the second pixel.
std::string Record(const std::vector<int>& labels, int red, int green, int blue) {
  std::string bytes = Bytes(labels);
  for (const int value : {red, green, blue}) bytes += std::string(1024, static_cast<char>(value));
  bytes[labels.size() + 1] = static_cast<char>(red + 1);
  return bytes;
}

const char kNames[] = "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n";

TEST_CASE("CIFAR-10 batches are interleaved and named", "[data][cifar]") {
  const Files files;
  files.Write("data_batch_1.bin", Record({3}, 10, 20, 30) + Record({9}, 40, 50, 60));
  files.Write("data_batch_3.bin", Record({0}, 70, 80, 90));
  files.Write("test_batch.bin", Record({1}, 1, 2, 3));
  files.Write("batches.meta.txt", kNames);
  const auto set = OpenCifar10(files.root(), Split::kAll);
  REQUIRE(set.ok());
  REQUIRE((*set)->size() == 4);
  const std::vector<DataSet::Entry>& entries = (*set)->entries();
  CHECK(entries[0].label == "cat");
  CHECK(entries[2].name == "train-00002");
  CHECK(entries[2].label == "airplane");
  CHECK(entries[3].name == "test-00000");
  const Result<Frame> frame = (*set)->Load(1);
  REQUIRE(frame.ok());
  CHECK(frame->info().shape == std::vector<int64_t>{32, 32, 3});
  const std::vector<int> samples = Samples(*frame);
  CHECK(std::vector<int>(samples.begin(), samples.begin() + 9) ==
        std::vector<int>{40, 50, 60, 41, 50, 60, 40, 50, 60});
  CHECK(std::vector<int>(samples.end() - 3, samples.end()) == std::vector<int>{40, 50, 60});
  CHECK(Samples(*(*set)->Load(3))[0] == 1);
}

TEST_CASE("CIFAR-100 has a class and a superclass", "[data][cifar]") {
  const Files files;
  files.Write("train.bin", Record({19, 99}, 1, 2, 3) + Record({0, 42}, 4, 5, 6));
  const auto fine = OpenCifar100(files.root(), Split::kTrain, Cifar100Labels::kFine);
  REQUIRE(fine.ok());
  CHECK((*fine)->entries()[0].label == "99");  // without a file of names
  CHECK(Samples(*(*fine)->Load(1))[2] == 6);
  const auto coarse = OpenCifar100(files.root(), Split::kTrain, Cifar100Labels::kCoarse);
  REQUIRE(coarse.ok());
  CHECK((*coarse)->entries()[0].label == "19");
}

TEST_CASE("hostile CIFAR files give one clear error", "[data][cifar]") {
  const Files files;
  const auto open = [&](Split split) { return Message(OpenCifar10(files.root(), split), files); };
  CHECK(open(Split::kTrain) == files.root() + ": expected a file data_batch_1.bin, found none");
  CHECK(open(Split::kTest) == "test_batch.bin: No such file or directory");
  files.Write("test_batch.bin", Record({1}, 1, 2, 3) + "x");
  CHECK(open(Split::kTest) == "test_batch.bin: expected a multiple of 3073 bytes, found 3074");
  files.Write("test_batch.bin", "");
  CHECK(open(Split::kTest) == "test_batch.bin: expected a multiple of 3073 bytes, found 0");
  files.Write("test_batch.bin", Record({1}, 1, 2, 3) + Record({10}, 1, 2, 3));
  CHECK(open(Split::kTest) == "test_batch.bin: byte 3073: expected a label below 10, found 10");
  files.Write("batches.meta.txt", "one\ntwo\n");
  CHECK(open(Split::kTest) == "batches.meta.txt: expected 10 names of classes, found 2");
}

}  // namespace
}  // namespace sluice
