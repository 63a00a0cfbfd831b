#include "filters/kernel.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <limits>

#include "tests/lib/temporary_folder.h"

namespace sluice {
namespace {

TEST_CASE("kernels are parsed from text", "[kernel]") {
  const Kernel row = ParseKernel("1 2 1").value();
  CHECK(row.shape == std::vector<int>{3});
  CHECK(row.weights == std::vector<double>{1, 2, 1});

  const Kernel table = ParseKernel(" 1, -2;\n+.5 1e-3; # the end\n 1/4\t-1/2 ;").value();
  CHECK(table.shape == std::vector<int>{3, 2});
  CHECK(table.weights == std::vector<double>{1, -2, 0.5, 1e-3, 0.25, -0.5});

  const Kernel volume = ParseKernel("1 2;3 4 | 5 6;7 8 | 9 10;11 12").value();
  CHECK(volume.shape == std::vector<int>{3, 2, 2});
  CHECK(volume.weights.back() == 12);
  CHECK(volume.planes_first);
}

TEST_CASE("text that is no kernel is refused, saying why", "[kernel]") {
  const auto message = [](const std::string& text) { return ParseKernel(text).status().message(); };
  CHECK(message("") == "expected numbers in the kernel, got none");
  CHECK(message(" ;; # nothing") == "expected numbers in the kernel, got none");
  CHECK(message("1 2;3") == "the rows of a kernel need equally many numbers, got 2 and 1");
  CHECK(message("1;2|3") == "the planes of a kernel need equally many rows, got 2 and 1");
  CHECK(message("1|") == "expected numbers in the kernel, got none");
  CHECK(message("1 x2") == "expected a number in the kernel, got \"x2\"");
  CHECK(message("nan") == "expected a number in the kernel, got \"nan\"");
  CHECK(message("1e999") == "expected a number in the kernel, got \"1e999\"");
  CHECK(message("1/0") == "expected a number in the kernel, got \"1/0\"");
  CHECK(message("1//2") == "expected a number in the kernel, got \"1/\"");
}

TEST_CASE("kernels are taken from arrays and pictures", "[kernel]") {
  Frame picture = Frame::Create(FrameInfo::Picture(2, 3, 1, DType::kU8)).value();
  for (int y = 0; y < 3; ++y) {
    for (int x = 0; x < 2; ++x) picture.Row<uint8_t>(y)[x] = static_cast<uint8_t>(10 * y + x);
  }
  const std::vector<Kernel> one = KernelsFromFrame(picture, false).value();
  REQUIRE(one.size() == 1);
  CHECK(one[0].shape == std::vector<int>{3, 2});
  CHECK(one[0].weights == std::vector<double>{0, 1, 10, 11, 20, 21});
  const std::vector<Kernel> bank = KernelsFromFrame(picture, true).value();
  REQUIRE(bank.size() == 3);
  CHECK(bank[2].shape == std::vector<int>{2});
  CHECK(bank[2].weights == std::vector<double>{20, 21});

  Frame volume = Frame::Create(FrameInfo::Array({2, 3, 4, 5}, "dhwc", DType::kF32)).value();
  for (int row = 0; row < 6; ++row) {
    for (int i = 0; i < 20; ++i) volume.Row<float>(row)[i] = static_cast<float>(row * 20 + i);
  }
  const std::vector<Kernel> kernels = KernelsFromFrame(volume, true).value();
  REQUIRE(kernels.size() == 2);
  CHECK(kernels[1].shape == std::vector<int>{3, 4, 5});
  CHECK(kernels[1].weights.front() == 60);
  CHECK(!kernels[1].planes_first);

  volume.Row<float>(5)[0] = std::numeric_limits<float>::infinity();
  CHECK(KernelsFromFrame(volume, true).status().message() == "a kernel's weights must be finite");
}

TEST_CASE("kernels are read from files of text and of frames", "[kernel]") {
  const TemporaryFolder folder;
  const auto write = [&](const std::string& name, const std::string& bytes) {
    std::ofstream((folder.path() / name).string(), std::ios::binary) << bytes;
    return (folder.path() / name).string();
  };
  const std::vector<Kernel> text =
      LoadKernels(write("k.txt", "1 2 1\n2 4 2\n1 2 1\n"), false).value();
  REQUIRE(text.size() == 1);
  CHECK(text[0].shape == std::vector<int>{3, 3});

  const std::string pgm("P5\n2 1\n255\n\x01\x02", 13);
  const std::vector<Kernel> two = LoadKernels(write("k.pgm", pgm + pgm), false).value();
  REQUIRE(two.size() == 2);
  CHECK(two[1].weights == std::vector<double>{1, 2});

  const std::string bad = write("bad.txt", "1 2\n3\n");
  CHECK(LoadKernels(bad, false).status().message() ==
        bad + ": the rows of a kernel need equally many numbers, got 2 and 1");
  CHECK_FALSE(LoadKernels((folder.path() / "none").string(), false).ok());
}

}  // namespace
}  // namespace sluice
