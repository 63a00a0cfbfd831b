#include "classifiers/kernel_cache.h"

#include <algorithm>
#include <catch2/catch.hpp>

namespace sluice {
namespace {

TEST_CASE("the cache gives up the row that was not used for longest", "[kernel_svm]") {
  KernelCache cache = KernelCache::Create(10, 5, 3).value();
  CHECK(cache.capacity() == 3);
  for (const int64_t row : {4, 7, 9}) {
    CHECK_FALSE(cache.Has(row));
    std::fill_n(cache.Add(row), 5, float(row));
  }
  CHECK(cache.Use(4)[2] == 4);
  std::fill_n(cache.Add(1), 5, 1.0f);  // instead of 7
  CHECK(cache.Has(4));
  CHECK_FALSE(cache.Has(7));
  CHECK(cache.Has(9));
  std::fill_n(cache.Add(2), 5, 2.0f);  // instead of 9
  CHECK_FALSE(cache.Has(9));
  CHECK(cache.Use(4)[4] == 4);
  CHECK(cache.Use(1)[0] == 1);
  CHECK(cache.Use(2)[0] == 2);
}

TEST_CASE("what vectors read past the end of cached rows are numbers", "[kernel_svm]") {
  KernelCache cache = KernelCache::Create(2, 3, 2).value();
  const float* const row = std::fill_n(cache.Add(1), 3, 1.0f) - 3;
  CHECK(std::all_of(row + 3, row + 16, [](float v) { return v == 0; }));
}

}  // namespace
}  // namespace sluice
