// Reads the values in tests/golden, which other programs have computed.
#ifndef SLUICE_TESTS_GOLDEN_H_
#define SLUICE_TESTS_GOLDEN_H_

#include <catch2/catch.hpp>
#include <cctype>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "lib/frame.h"

namespace sluice {

// A line that begins with a letter, and the numbers on the lines after it.
struct GoldenBlock {
  std::vector<std::string> header;  // its words; the first says what the numbers are
  std::vector<double> numbers;

  double parameter(size_t word) const { return std::stod(header.at(word)); }
};

// The blocks of tests/golden/`name`; fails the test if there are none.
inline std::vector<GoldenBlock> ReadGolden(const std::string& name) {
  std::ifstream file(SLUICE_SOURCE_DIR "/tests/golden/" + name);
  std::vector<GoldenBlock> blocks;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    if (std::isalpha(static_cast<unsigned char>(line[0])) != 0) {
      blocks.emplace_back();
      for (std::string word; words >> word;) blocks.back().header.push_back(word);
    } else {
      for (double number = 0; words >> number;)
        blocks.at(blocks.size() - 1).numbers.push_back(number);
    }
  }
  INFO("tests/golden/" << name);
  REQUIRE_FALSE(blocks.empty());
  return blocks;
}

// A picture of one channel with the block's numbers times `scale`, which must fit the sample type.
inline Frame GoldenPicture(const GoldenBlock& block, int width, int height, DType dtype,
                           double scale = 1) {
  REQUIRE(block.numbers.size() == static_cast<size_t>(width) * static_cast<size_t>(height));
  Frame frame = Frame::Create(FrameInfo::Picture(width, height, 1, dtype)).value();
  VisitDType(dtype, [&](auto zero) {
    using T = decltype(zero);
    auto number = block.numbers.begin();
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) frame.Row<T>(y)[x] = static_cast<T>(*number++ * scale);
    }
  });
  return frame;
}

}  // namespace sluice

#endif  // SLUICE_TESTS_GOLDEN_H_
