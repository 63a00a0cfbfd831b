// Convolution with kernels that nothing is known about, and with products of a column and a row.
#include <random>

#include "bench/bench_support.h"
#include "filters/convolve.h"

namespace sluice::bench {
namespace {

enum class Shape { kDense, kSeparable };

// Positive weights that sum to 1.
std::vector<double> Weights(int size, Shape shape) {
  std::mt19937 random(1);
  const auto next = [&] { return double(random() % 1000 + 1); };
  std::vector<double> column(static_cast<size_t>(size)), row(column), weights;
  for (double& w : column) w = next();
  for (double& w : row) w = next();
  double sum = 0;
  for (const double a : column) {
    for (const double b : row) {
      weights.push_back(shape == Shape::kSeparable ? a * b : next());
      sum += weights.back();
    }
  }
  for (double& w : weights) w /= sum;
  return weights;
}

void Convolve(benchmark::State& state, int size, Shape shape, int channels, DType dtype,
              int threads) {
  RunFilter(
      state,
      [&] {
        ConvolveOptions options;
        options.kernels = {Kernel{{size, size}, Weights(size, shape), false}};
        return MakeConvolve(options);
      },
      channels, dtype, threads);
}

#ifdef SLUICE_HAVE_OPENCV
void ConvolveOpenCv(benchmark::State& state, int size, Shape shape, int channels, DType dtype,
                    int threads) {
  cv::Mat kernel(size, size, CV_32F);
  const std::vector<double> weights = Weights(size, shape);
  for (size_t i = 0; i < weights.size(); ++i) {
    kernel.at<float>(static_cast<int>(i)) = static_cast<float>(weights[i]);
  }
  RunOpenCv(
      state,
      [&](const cv::Mat& in, cv::Mat& out) {
        cv::filter2D(in, out, -1, kernel, cv::Point(-1, -1), 0, cv::BORDER_REPLICATE);
      },
      channels, dtype, threads);
}
#define SLUICE_CONVOLVE(name, ...)                                                        \
  BENCHMARK_CAPTURE(Convolve, sluice_##name, __VA_ARGS__)->Unit(benchmark::kMillisecond); \
  BENCHMARK_CAPTURE(ConvolveOpenCv, opencv_##name, __VA_ARGS__)->Unit(benchmark::kMillisecond)
#else
#define SLUICE_CONVOLVE(name, ...) \
  BENCHMARK_CAPTURE(Convolve, sluice_##name, __VA_ARGS__)->Unit(benchmark::kMillisecond)
#endif

SLUICE_CONVOLVE(dense3_u8_t1, 3, Shape::kDense, 1, DType::kU8, 1);
SLUICE_CONVOLVE(dense5_u8_t1, 5, Shape::kDense, 1, DType::kU8, 1);
SLUICE_CONVOLVE(dense5_u8_t2, 5, Shape::kDense, 1, DType::kU8, 2);
SLUICE_CONVOLVE(dense11_u8_t1, 11, Shape::kDense, 1, DType::kU8, 1);
SLUICE_CONVOLVE(dense31_u8_t1, 31, Shape::kDense, 1, DType::kU8, 1);
SLUICE_CONVOLVE(dense31_u8_t2, 31, Shape::kDense, 1, DType::kU8, 2);
SLUICE_CONVOLVE(dense5_u8x3_t1, 5, Shape::kDense, 3, DType::kU8, 1);
SLUICE_CONVOLVE(dense31_u8x3_t1, 31, Shape::kDense, 3, DType::kU8, 1);
SLUICE_CONVOLVE(dense5_u16_t1, 5, Shape::kDense, 1, DType::kU16, 1);
SLUICE_CONVOLVE(dense5_f32_t1, 5, Shape::kDense, 1, DType::kF32, 1);
SLUICE_CONVOLVE(dense11_f32_t1, 11, Shape::kDense, 1, DType::kF32, 1);
SLUICE_CONVOLVE(dense31_f32_t1, 31, Shape::kDense, 1, DType::kF32, 1);
SLUICE_CONVOLVE(separable11_u8_t1, 11, Shape::kSeparable, 1, DType::kU8, 1);
SLUICE_CONVOLVE(separable31_u8_t1, 31, Shape::kSeparable, 1, DType::kU8, 1);
SLUICE_CONVOLVE(separable31_f32_t1, 31, Shape::kSeparable, 1, DType::kF32, 1);

}  // namespace
}  // namespace sluice::bench
