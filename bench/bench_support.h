// What every benchmark shares: the picture, the threads, the counters.
//
// Each filter has benchmarks named Filter/sluice_TYPE_tTHREADS and, where OpenCV has a counterpart,
// Filter/opencv_TYPE_tTHREADS on the same picture with the same number of threads, so that the
// ratio of two rows of one run compares equal work.
#ifndef SLUICE_BENCH_BENCH_SUPPORT_H_
#define SLUICE_BENCH_BENCH_SUPPORT_H_

#include <benchmark/benchmark.h>

#include <functional>
#include <memory>

#include "lib/frame.h"
#include "lib/row_filter.h"

#ifdef SLUICE_HAVE_OPENCV
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#endif

namespace sluice::bench {

// The width and height of the benchmark picture.
inline constexpr int kWidth = 4000;
inline constexpr int kHeight = 3000;

// A picture with smooth regions, edges, texture and a little noise: the same for everyone.
Frame BenchPicture(int channels, DType dtype, int width = kWidth, int height = kHeight);

// Times a row function in memory with `threads` threads and reports megapixels a second; bench/run
// adds the fraction of memcpy from CopyPicture in the same run.
void RunFilter(benchmark::State& state, const std::function<std::unique_ptr<RowFilter>()>& make,
               int channels, DType dtype, int threads);

// Sets the counters for a loop that handles one picture an iteration.
void SetPixelCounters(benchmark::State& state, int width = kWidth, int height = kHeight);

#ifdef SLUICE_HAVE_OPENCV
// The same picture as an OpenCV matrix that owns its samples.
cv::Mat BenchMat(int channels, DType dtype, int width = kWidth, int height = kHeight);
// Times `body` (input, output) with OpenCV's threads set to `threads`.
void RunOpenCv(benchmark::State& state, const std::function<void(const cv::Mat&, cv::Mat&)>& body,
               int channels, DType dtype, int threads);
#endif

}  // namespace sluice::bench

#endif  // SLUICE_BENCH_BENCH_SUPPORT_H_
