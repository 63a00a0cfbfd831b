#include "bench/bench_support.h"
#include "filters/morphology.h"

namespace sluice::bench {
namespace {

void Morphology(benchmark::State& state, MorphologyOp op, MorphologyShape shape, DType dtype,
                int threads) {
  const auto side = static_cast<int>(state.range(0));
  RunFilter(
      state,
      [=] {
        return MakeMorphology({op, shape, side, side, {}});
      },
      1, dtype, threads);
}

constexpr auto kErode = MorphologyOp::kErode;
constexpr auto kOpen = MorphologyOp::kOpen;
constexpr auto kRect = MorphologyShape::kRect;
constexpr auto kDisc = MorphologyShape::kDisc;

// BENCHMARK_CAPTURE's second name becomes the row's: shape, operation, type and threads.
#define SLUICE_MORPHOLOGY_BENCH(function, name, ...) \
  BENCHMARK_CAPTURE(function, name, __VA_ARGS__)->Arg(15)->Unit(benchmark::kMillisecond)
SLUICE_MORPHOLOGY_BENCH(Morphology, sluice_erode_rect_u8_t1, kErode, kRect, DType::kU8, 1)->Arg(3);
SLUICE_MORPHOLOGY_BENCH(Morphology, sluice_erode_rect_u8_t2, kErode, kRect, DType::kU8, 2);
SLUICE_MORPHOLOGY_BENCH(Morphology, sluice_erode_rect_u16_t1, kErode, kRect, DType::kU16, 1);
SLUICE_MORPHOLOGY_BENCH(Morphology, sluice_erode_rect_f32_t1, kErode, kRect, DType::kF32, 1);
SLUICE_MORPHOLOGY_BENCH(Morphology, sluice_open_rect_u8_t1, kOpen, kRect, DType::kU8, 1);
SLUICE_MORPHOLOGY_BENCH(Morphology, sluice_erode_disc_u8_t1, kErode, kDisc, DType::kU8, 1);
SLUICE_MORPHOLOGY_BENCH(Morphology, sluice_erode_disc_u8_t2, kErode, kDisc, DType::kU8, 2);
SLUICE_MORPHOLOGY_BENCH(Morphology, sluice_erode_disc_u16_t1, kErode, kDisc, DType::kU16, 1);
SLUICE_MORPHOLOGY_BENCH(Morphology, sluice_erode_disc_f32_t1, kErode, kDisc, DType::kF32, 1);

#ifdef SLUICE_HAVE_OPENCV
void MorphologyOpenCv(benchmark::State& state, MorphologyOp op, MorphologyShape shape, DType dtype,
                      int threads) {
  const auto side = static_cast<int>(state.range(0));
  const cv::Mat element = cv::getStructuringElement(
      shape == kRect ? cv::MORPH_RECT : cv::MORPH_ELLIPSE, cv::Size(side, side));
  RunOpenCv(
      state,
      [&](const cv::Mat& in, cv::Mat& out) {
        cv::morphologyEx(in, out, op == kErode ? cv::MORPH_ERODE : cv::MORPH_OPEN, element,
                         cv::Point(-1, -1), 1, cv::BORDER_REPLICATE);
      },
      1, dtype, threads);
}
SLUICE_MORPHOLOGY_BENCH(MorphologyOpenCv, opencv_erode_rect_u8_t1, kErode, kRect, DType::kU8, 1)
    ->Arg(3);
SLUICE_MORPHOLOGY_BENCH(MorphologyOpenCv, opencv_erode_rect_u8_t2, kErode, kRect, DType::kU8, 2);
SLUICE_MORPHOLOGY_BENCH(MorphologyOpenCv, opencv_erode_rect_u16_t1, kErode, kRect, DType::kU16, 1);
SLUICE_MORPHOLOGY_BENCH(MorphologyOpenCv, opencv_erode_rect_f32_t1, kErode, kRect, DType::kF32, 1);
SLUICE_MORPHOLOGY_BENCH(MorphologyOpenCv, opencv_open_rect_u8_t1, kOpen, kRect, DType::kU8, 1);
SLUICE_MORPHOLOGY_BENCH(MorphologyOpenCv, opencv_erode_disc_u8_t1, kErode, kDisc, DType::kU8, 1);
SLUICE_MORPHOLOGY_BENCH(MorphologyOpenCv, opencv_erode_disc_u8_t2, kErode, kDisc, DType::kU8, 2);
SLUICE_MORPHOLOGY_BENCH(MorphologyOpenCv, opencv_erode_disc_u16_t1, kErode, kDisc, DType::kU16, 1);
SLUICE_MORPHOLOGY_BENCH(MorphologyOpenCv, opencv_erode_disc_f32_t1, kErode, kDisc, DType::kF32, 1);
#endif

}  // namespace
}  // namespace sluice::bench
