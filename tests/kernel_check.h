// Compares a row function with its plain reference, in every way it can be run.
#ifndef SLUICE_TESTS_KERNEL_CHECK_H_
#define SLUICE_TESTS_KERNEL_CHECK_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/border.h"
#include "lib/frame.h"
#include "lib/row_filter.h"

namespace sluice {

// A picture of random samples, the same for the same arguments: u8 and u16 over their whole range,
// f32 in [-0.25, 1.25).
Frame RandomPicture(int width, int height, int channels, DType dtype, uint64_t seed = 0);

// The border modes, the constant one with 0.25.
std::vector<Border> AllBorders();
std::string BorderName(const Border& border);

// Calls body for every SIMD target that is compiled in and that this machine can run.
void ForEachTarget(const std::function<void()>& body);

// Fails the test unless both frames have the same description and every sample of `got` differs
// from `want` by at most `tolerance` (in sample units; NaN equals NaN). Reports the first
// difference.
void CheckSameFrame(const Frame& got, const Frame& want, double tolerance = 0);

// Runs the filter on `in` in memory, through the streaming driver with several strip heights and
// with 1, 2 and 3 threads; checks that all give the same bytes and returns the result.
Frame CheckDrivers(const std::function<std::unique_ptr<RowFilter>()>& make, const Frame& in);

}  // namespace sluice

#endif  // SLUICE_TESTS_KERNEL_CHECK_H_
