// Compares derivatives with numbers computed elsewhere.
#ifndef SLUICE_TESTS_FILTERS_GRADIENT_CHECK_H_
#define SLUICE_TESTS_FILTERS_GRADIENT_CHECK_H_

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/border.h"
#include "lib/frame.h"
#include "lib/row_filter.h"
#include "tests/golden.h"
#include "tests/kernel_check.h"

namespace sluice {

// Fails the test unless `got` is f32 and its samples, row after row, differ from `want` by at most
// `tolerance`; degrees are compared around the circle.
inline void CheckNumbers(const Frame& got, const std::vector<double>& want, double tolerance,
                         bool degrees = false) {
  REQUIRE(got.info().dtype == DType::kF32);
  const auto samples = static_cast<size_t>(got.info().row_samples());
  REQUIRE(want.size() == samples * static_cast<size_t>(got.info().row_count()));
  for (size_t i = 0; i < want.size(); ++i) {
    const auto row = static_cast<int64_t>(i / samples);
    const auto number = static_cast<double>(got.Row<float>(row)[i % samples]);
    double error = std::abs(number - want[i]);
    if (degrees) error = std::min(error, 360 - error);
    if (!(error <= tolerance))
      FAIL("row " << row << " sample " << i % samples << ": got " << number << ", want "
                  << want[i]);
  }
  SUCCEED();
}

// Calls body(name, result) for every block of tests/golden/gradient.txt that `make` has a filter
// for, with that filter's result for the input there; returns the number of blocks.
inline int ForEachGolden(
    const std::function<std::unique_ptr<RowFilter>(const std::string& name, Border border)>& make,
    const std::function<void(const std::string& name, const Frame& got,
                             std::vector<double>& numbers)>& body) {
  std::vector<GoldenBlock> golden = ReadGolden("gradient.txt");
  const Frame in = GoldenPicture(golden[0], 17, 14, DType::kU8);
  int blocks = 0;
  for (size_t i = 1; i < golden.size(); ++i) {
    const std::string& name = golden[i].header[0];
    const std::string& mode = golden[i].header[1];
    for (const Border& border : AllBorders()) {
      if (BorderName(border) != mode) continue;
      const std::unique_ptr<RowFilter> filter = make(name, border);
      if (filter == nullptr) continue;
      CAPTURE(name, mode);
      body(name, FilterFrame(*filter, in).value(), golden[i].numbers);
      ++blocks;
    }
  }
  return blocks;
}

}  // namespace sluice

#endif  // SLUICE_TESTS_FILTERS_GRADIENT_CHECK_H_
