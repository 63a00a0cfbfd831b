#include "filters/resize.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <string>

#include "filters/resize_weights.h"
#include "tests/kernel_check.h"
#include "tests/reference/resize.h"

namespace sluice {
namespace {

const std::map<std::string, ResizeFilter> kFilters = {{"nearest", ResizeFilter::kNearest},
                                                      {"box", ResizeFilter::kBox},
                                                      {"linear", ResizeFilter::kLinear},
                                                      {"cubic", ResizeFilter::kCubic},
                                                      {"lanczos3", ResizeFilter::kLanczos3}};

ResizeOptions To(int width, int height, ResizeFilter filter = ResizeFilter::kLanczos3) {
  ResizeOptions options;
  options.target.width = width;
  options.target.height = height;
  options.filter = filter;
  return options;
}

// Integer samples are the nearest to the exact value or at most `slack` of a step further.
void CheckNear(const Frame& got, const std::vector<double>& want, double slack) {
  const PictureInfo info = got.info().picture();
  REQUIRE(size_t(info.height) * size_t(info.row_samples()) == want.size());
  for (int y = 0; y < info.height; ++y) {
    VisitDType(info.dtype, [&](auto zero) {
      using T = decltype(zero);
      for (int i = 0; i < info.row_samples(); ++i) {
        double exact = want[size_t(y) * size_t(info.row_samples()) + size_t(i)];
        double allowed = slack;
        if (info.dtype != DType::kF32) {
          exact = std::clamp(exact, 0.0, double(FullScale(info.dtype)));
          allowed += 0.5;
        }
        if (!(std::abs(double(got.Row<T>(y)[i]) - exact) <= allowed)) {
          FAIL(got.info().Describe() << ": row " << y << " sample " << i << ": got "
                                     << double(got.Row<T>(y)[i]) << ", want " << exact);
        }
      }
    });
  }
  SUCCEED();
}

TEST_CASE("resize equals its reference on every target, type, filter and size", "[resize]") {
  const std::pair<ResizeFilter, reference::ResizeKernel> kernels[] = {
      {ResizeFilter::kBox, reference::Box()},
      {ResizeFilter::kLinear, reference::Linear()},
      {ResizeFilter::kCubic, reference::Cubic()},
      {ResizeFilter::kLanczos3, reference::Lanczos3()}};
  for (const auto& [filter, kernel] : kernels) {
    for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
      for (const int channels : {1, 3, 4, 5}) {
        for (const auto& [width, height, to_width, to_height] : {std::tuple{1, 1, 3, 2},
                                                                 {7, 5, 1, 1},
                                                                 {40, 35, 13, 17},
                                                                 {9, 20, 33, 41},
                                                                 {12, 9, 8, 6},
                                                                 {130, 3, 67, 3}}) {
          const Frame in = RandomPicture(width, height, channels, dtype);
          const auto want = reference::Resize(in, to_width, to_height, kernel);
          Frame first;
          ForEachTarget([&, &filter = filter, &to_width = to_width, &to_height = to_height] {
            Frame got = FilterFrame(*MakeResize(To(to_width, to_height, filter)), in).value();
            CheckNear(got, want, dtype == DType::kF32 ? 1e-5 : 1.0 / 32);
            if (first.info().shape.empty()) {
              first = std::move(got);
            } else {
              CheckSameFrame(got, first);
            }
          });
        }
      }
    }
  }
}

TEST_CASE("resize gives the same bytes from every driver", "[resize]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const auto& [name, filter] : kFilters) {
      for (const auto& [width, height] : {std::pair{19, 13}, {70, 90}}) {
        const Frame in = RandomPicture(37, 41, 3, dtype);
        CheckDrivers([&, &filter = filter, &width = width,
                      &height = height] { return MakeResize(To(width, height, filter)); },
                     in);
      }
    }
  }
}

TEST_CASE("wide pictures are resized in stretches that meet without a seam", "[resize]") {
  const Frame in = RandomPicture(900, 2, 3, DType::kU8);
  for (const int width : {130, 899, 1700}) {
    CheckNear(FilterFrame(*MakeResize(To(width, 2)), in).value(),
              reference::Resize(in, width, 2, reference::Lanczos3()), 1.0 / 32);
  }
}

TEST_CASE("resize agrees with Pillow within a step, nearest exactly", "[resize]") {
  std::ifstream file(std::string(SLUICE_SOURCE_DIR) + "/tests/golden/resize.txt");
  REQUIRE(file.good());
  std::string name;
  std::string hex;
  int width = 0;
  int height = 0;
  Frame input;
  while (file >> name >> width >> height >> hex) {
    INFO(name << " to " << width << "x" << height);
    Frame golden = Frame::Create(FrameInfo::Picture(width, height, 3, DType::kU8)).value();
    REQUIRE(hex.size() == size_t(width) * size_t(height) * 6);
    for (int i = 0; i < width * height * 3; ++i) {
      golden.Row<uint8_t>(i / (width * 3))[i % (width * 3)] =
          static_cast<uint8_t>(std::stoi(hex.substr(size_t(i) * 2, 2), nullptr, 16));
    }
    if (name == "input") {
      input = std::move(golden);
    } else {
      CheckSameFrame(FilterFrame(*MakeResize(To(width, height, kFilters.at(name))), input).value(),
                     golden, name == "nearest" ? 0 : 1);
    }
  }
  CHECK(name == "lanczos3");
}

TEST_CASE("a constant picture stays constant, whatever the size", "[resize]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    Frame in = Frame::Create(FrameInfo::Picture(20, 11, 1, dtype)).value();
    VisitDType(dtype, [&](auto zero) {
      using T = decltype(zero);
      for (int y = 0; y < 11; ++y) std::fill_n(in.Row<T>(y), 20, T(FullScale(dtype)));
    });
    for (const auto& [name, filter] : kFilters) {
      for (const auto& [width, height] : {std::pair{1, 1}, {3, 7}, {57, 31}, {20000, 2}}) {
        const Frame out = FilterFrame(*MakeResize(To(width, height, filter)), in).value();
        const double full = FullScale(dtype);
        CheckNear(out, std::vector<double>(size_t(width) * size_t(height), full),
                  dtype == DType::kF32 ? 1e-6 : 0);
      }
    }
  }
}

TEST_CASE("resize to the same size is the same picture", "[resize]") {
  for (const auto& [name, filter] : kFilters) {
    const Frame in = RandomPicture(33, 9, 3, DType::kF32);
    CheckSameFrame(FilterFrame(*MakeResize(To(33, 9, filter)), in).value(), in);
  }
}

TEST_CASE("nearest takes the sample under the centre", "[resize]") {
  CHECK(NearestSample(0, 2, 4) == 0);
  CHECK(NearestSample(1, 2, 4) == 0);
  CHECK(NearestSample(2, 2, 4) == 1);
  CHECK(NearestSample(0, 3, 1) == 1);
  CHECK(NearestSample(0, 4, 2) == 1);
  CHECK(NearestSample(1, 4, 2) == 3);
  CHECK(NearestSample((1 << 30) - 1, 2'000'000'000, 1 << 30) == 1'999'999'999);
}

TEST_CASE("weights of an axis sum to 1 and never go back", "[resize]") {
  for (const auto& [name, filter] : kFilters) {
    for (const auto& [in, out] :
         {std::pair{1, 1}, {1, 1000}, {1000, 1}, {7, 5}, {5, 7}, {100, 33}}) {
      const ResizeWeights w = ResizeWeights::Create(in, out, filter).value();
      REQUIRE(w.size() == out);
      for (int i = 0; i < out; ++i) {
        double sum = 0;
        for (int k = 0; k < w.count(i); ++k) sum += double(w.weights(i)[k]);
        REQUIRE(std::abs(sum - 1) < 1e-6);
        REQUIRE(w.count(i) >= 1);
        REQUIRE(w.count(i) <= w.max_count());
        REQUIRE(w.begin(i) >= (i > 0 ? w.begin(i - 1) : 0));
        REQUIRE(w.end(i) <= in);
        if (i > 0) REQUIRE(w.end(i) >= w.end(i - 1));
      }
    }
  }
  CHECK_FALSE(ResizeWeights::Create(1, 1 << 30, ResizeFilter::kLanczos3).ok());
}

TEST_CASE("sizes that follow from others", "[resize]") {
  const auto size = [](ResizeTarget target, int width = 640, int height = 480) {
    const ResizedSize s = SizeAfterResize(target, width, height, 3, {}).value();
    return std::to_string(s.width) + "x" + std::to_string(s.height);
  };
  CHECK(size({320, 200, 0, false}) == "320x200");
  CHECK(size({320, 0, 0, false}) == "320x240");
  CHECK(size({0, 120, 0, false}) == "160x120");
  CHECK(size({0, 0, 0.5, false}) == "320x240");
  CHECK(size({0, 0, 0.001, false}) == "1x1");
  CHECK(size({100, 100, 0, true}) == "100x75");
  CHECK(size({1000, 1000, 0, true}) == "1000x750");
  CHECK(size({100, 100, 0, true}, 3, 1000) == "1x100");
  CHECK(size({7, 0, 0, false}, 1000, 1) == "7x1");
  CHECK_FALSE(SizeAfterResize({0, 0, 1e300, false}, 640, 480, 3, {}).ok());
  CHECK_FALSE(SizeAfterResize({100000, 100000, 0, false}, 640, 480, 3, {}).ok());
  CHECK_FALSE(SizeAfterResize({}, 640, 480, 3, {}).ok());
}

TEST_CASE("NaN and infinities stay where they are", "[resize]") {
  Frame in = RandomPicture(40, 40, 1, DType::kF32);
  in.Row<float>(20)[20] = std::numeric_limits<float>::quiet_NaN();
  in.Row<float>(20)[5] = std::numeric_limits<float>::infinity();
  const Frame out = FilterFrame(*MakeResize(To(20, 20, ResizeFilter::kBox)), in).value();
  CHECK(std::isnan(out.Row<float>(10)[10]));
  CHECK(std::isfinite(out.Row<float>(10)[11]));
  CHECK(std::isfinite(out.Row<float>(11)[10]));
  CHECK(out.Row<float>(10)[2] == std::numeric_limits<float>::infinity());
}

}  // namespace
}  // namespace sluice
