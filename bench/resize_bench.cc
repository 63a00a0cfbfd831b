// Resizing. OpenCV's counterparts are INTER_AREA for the box and INTER_LINEAR; it has no Lanczos
// filter that is widened when pictures shrink, so beside that stands its plain one, which aliases.
#include <cmath>

#include "bench/bench_support.h"
#include "filters/resize.h"

namespace sluice::bench {
namespace {

void Resize(benchmark::State& state, double factor, ResizeFilter filter, int channels, DType dtype,
            int threads) {
  RunFilter(
      state,
      [&] {
        ResizeOptions options;
        options.target.factor = factor;
        options.filter = filter;
        return MakeResize(options);
      },
      channels, dtype, threads);
}

#ifdef SLUICE_HAVE_OPENCV
void ResizeOpenCv(benchmark::State& state, double factor, ResizeFilter filter, int channels,
                  DType dtype, int threads) {
  const int mode = filter == ResizeFilter::kNearest  ? cv::INTER_NEAREST
                   : filter == ResizeFilter::kBox    ? cv::INTER_AREA
                   : filter == ResizeFilter::kLinear ? cv::INTER_LINEAR
                   : filter == ResizeFilter::kCubic  ? cv::INTER_CUBIC
                                                     : cv::INTER_LANCZOS4;
  const cv::Size size(static_cast<int>(std::lround(kWidth * factor)),
                      static_cast<int>(std::lround(kHeight * factor)));
  RunOpenCv(
      state, [&](const cv::Mat& in, cv::Mat& out) { cv::resize(in, out, size, 0, 0, mode); },
      channels, dtype, threads);
}
#define SLUICE_RESIZE(name, ...)                                                        \
  BENCHMARK_CAPTURE(Resize, sluice_##name, __VA_ARGS__)->Unit(benchmark::kMillisecond); \
  BENCHMARK_CAPTURE(ResizeOpenCv, opencv_##name, __VA_ARGS__)->Unit(benchmark::kMillisecond)
#else
#define SLUICE_RESIZE(name, ...) \
  BENCHMARK_CAPTURE(Resize, sluice_##name, __VA_ARGS__)->Unit(benchmark::kMillisecond)
#endif

SLUICE_RESIZE(box37_u8_t1, 0.37, ResizeFilter::kBox, 1, DType::kU8, 1);
SLUICE_RESIZE(box37_u8x3_t1, 0.37, ResizeFilter::kBox, 3, DType::kU8, 1);
SLUICE_RESIZE(box25_u8_t1, 0.25, ResizeFilter::kBox, 1, DType::kU8, 1);
SLUICE_RESIZE(lanczos37_u8_t1, 0.37, ResizeFilter::kLanczos3, 1, DType::kU8, 1);
SLUICE_RESIZE(lanczos37_u8_t2, 0.37, ResizeFilter::kLanczos3, 1, DType::kU8, 2);
SLUICE_RESIZE(lanczos37_u8x3_t1, 0.37, ResizeFilter::kLanczos3, 3, DType::kU8, 1);
SLUICE_RESIZE(lanczos37_u8x3_t2, 0.37, ResizeFilter::kLanczos3, 3, DType::kU8, 2);
SLUICE_RESIZE(lanczos37_u16_t1, 0.37, ResizeFilter::kLanczos3, 1, DType::kU16, 1);
SLUICE_RESIZE(lanczos37_f32_t1, 0.37, ResizeFilter::kLanczos3, 1, DType::kF32, 1);
SLUICE_RESIZE(linear150_u8_t1, 1.5, ResizeFilter::kLinear, 1, DType::kU8, 1);
SLUICE_RESIZE(cubic150_u8_t1, 1.5, ResizeFilter::kCubic, 1, DType::kU8, 1);
SLUICE_RESIZE(lanczos150_u8_t1, 1.5, ResizeFilter::kLanczos3, 1, DType::kU8, 1);
SLUICE_RESIZE(nearest37_u8_t1, 0.37, ResizeFilter::kNearest, 1, DType::kU8, 1);
SLUICE_RESIZE(nearest150_u8x3_t1, 1.5, ResizeFilter::kNearest, 3, DType::kU8, 1);

}  // namespace
}  // namespace sluice::bench
