#include "filters/pool.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/kernel_check.h"
#include "tests/reference/pool.h"

namespace sluice {
namespace {

// The result's size is checked by itself below.
Frame Want(const Frame& in, const PoolOptions& o) {
  const PictureInfo out = MakePool(o)->Prepare(in.info().picture()).value();
  return reference::Pool(in, static_cast<int>(o.op), o.width, o.height,
                         o.stride_x > 0 ? o.stride_x : o.width,
                         o.stride_y > 0 ? o.stride_y : o.height, o.pad, out.width, out.height);
}

TEST_CASE("pool equals its reference on every target, type, size, window and driver", "[pool]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const PoolOp op : {PoolOp::kMax, PoolOp::kAverage, PoolOp::kMin}) {
      for (const auto& [size, stride, pad] : {std::tuple{1, 1, 0},
                                              {2, 0, 0},
                                              {3, 1, 1},
                                              {3, 2, 0},
                                              {3, 2, 2},
                                              {2, 5, 1},
                                              {9, 4, 3}}) {
        for (const auto& [width, height] : {std::pair{9, 9}, {16, 10}, {65, 13}, {130, 11}}) {
          for (const int channels : {1, 2, 3, 5}) {
            const PoolOptions options{op,
                                      size,
                                      std::max(1, size - 1),
                                      stride,
                                      stride,
                                      std::min(pad, std::max(1, size - 1) - 1),
                                      width % 2 == 0};
            const Frame in = RandomPicture(width, height, channels, dtype);
            const Frame want = Want(in, options);
            const double tolerance = dtype == DType::kF32 && op == PoolOp::kAverage ? 1e-6 : 0;
            ForEachTarget([&] {
              CheckSameFrame(FilterFrame(*MakePool(options), in).value(), want, tolerance);
            });
          }
        }
      }
    }
    const Frame in = RandomPicture(40, 31, 3, dtype);
    CheckDrivers([&] { return MakePool({PoolOp::kMax, 3, 3, 2, 2, 1, false}); }, in);
    CheckDrivers([&] { return MakePool({PoolOp::kAverage, 4, 5, 0, 0, 0, true}); }, in);
  }
}

TEST_CASE("pool takes windows as wide as the picture", "[pool]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const PoolOp op : {PoolOp::kMax, PoolOp::kAverage, PoolOp::kMin}) {
      const Frame in = RandomPicture(300, 4, 2, dtype);
      for (const int width : {257, 300}) {
        const PoolOptions options{op, width, 4, 7, 1, 0, false};
        const double tolerance = dtype == DType::kF32 && op == PoolOp::kAverage ? 1e-6 : 0;
        CheckSameFrame(FilterFrame(*MakePool(options), in).value(), Want(in, options), tolerance);
      }
    }
  }
}

TEST_CASE("P1-P3: sizes of pooled pictures", "[pool]") {
  const auto size = [](int width, int channels, int window, int stride, bool ceil, int pad = 0) {
    const PictureInfo out = MakePool({PoolOp::kMax, window, window, stride, stride, pad, ceil})
                                ->Prepare({width, width, channels, DType::kU8, false, 0})
                                .value();
    CHECK(out.width == out.height);
    CHECK(out.channels == channels);
    return out.width;
  };
  CHECK(size(28, 6, 2, 2, false) == 14);
  CHECK(size(5, 2, 3, 1, false) == 3);
  CHECK(size(55, 96, 3, 2, false) == 27);
  CHECK(size(6, 1, 3, 2, false) == 2);
  CHECK(size(6, 1, 3, 2, true) == 3);
  CHECK(size(5, 1, 2, 2, true, 1) == 3);  // a fourth would begin in the right padding
  CHECK(size(7, 1, 2, 2, true, 0) == 4);
}

TEST_CASE("a NaN in a window shows in its result", "[pool]") {
  Frame in = RandomPicture(8, 4, 1, DType::kF32);
  in.Row<float>(1)[3] = std::numeric_limits<float>::quiet_NaN();
  in.Row<float>(2)[6] = -std::numeric_limits<float>::infinity();
  ForEachTarget([&] {
    for (const PoolOp op : {PoolOp::kMax, PoolOp::kAverage, PoolOp::kMin}) {
      const Frame out = FilterFrame(*MakePool({op, 2, 2, 0, 0, 0, false}), in).value();
      CHECK(std::isnan(out.Row<float>(0)[1]));
      CHECK(std::isfinite(out.Row<float>(0)[0]));
      CHECK(std::isinf(out.Row<float>(1)[3]) == (op != PoolOp::kMax));
    }
  });
}

TEST_CASE("windows that don't fit are refused, saying why", "[pool]") {
  const auto message = [](const PoolOptions& options) {
    return MakePool(options)->Prepare({5, 4, 1, DType::kU8, false, 0}).status().message();
  };
  CHECK(message({PoolOp::kMax, 6, 2, 0, 0, 0, false}) ==
        "a window of 6 doesn't fit into 5 samples");
  CHECK(message({PoolOp::kMax, 2, 2, 0, 0, 2, false}) ==
        "padding must be less than the window and at most 65536, got 2 for a window of 2");
}

}  // namespace
}  // namespace sluice
