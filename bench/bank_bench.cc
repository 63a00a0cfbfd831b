// The 48 filters of 49x49 of the bank lm on one megapixel of f32: responses as 48 planes, as OpenCV
// makes them, as one frame with 48 channels, and as the statistics of a texture.
#include <algorithm>
#include <utility>

#include "bench/bench_support.h"
#include "features/bank_responses.h"
#include "features/descriptor.h"
#include "features/texture.h"
#include "lib/parallel.h"

namespace sluice::bench {
namespace {

constexpr int kSide = 1000;

void Bank(benchmark::State& state, int threads) {
  SetThreads(threads);
  const Image<float> gray = GrayPicture(BenchPicture(1, DType::kF32, kSide, kSide)).value();
  const BankResponses responses(LeungMalikBank());
  std::vector<Image<float>> planes;
  for (int k = 0; k < responses.count(); ++k) {
    planes.push_back(Image<float>::Create(kSide, kSide, 1).value());
  }
  const auto respond = [&] {
    const Status status = responses.ForEachTile(gray.view(), [&](const ResponseTile& tile) {
      for (int k = 0; k < responses.count(); ++k) {
        for (int y = 0; y < tile.height; ++y) {
          std::copy_n(tile.Row(k, y), tile.width, planes[size_t(k)].Row(tile.y + y) + tile.x);
        }
      }
    });
    if (!status.ok()) state.SkipWithError("no memory");
    benchmark::ClobberMemory();
  };
  respond();  // touches fresh memory
  for (auto _ : state) respond();
  SetPixelCounters(state, kSide, kSide);
  SetThreads(0);
}

void BankFrame(benchmark::State& state, int threads) {
  SetThreads(threads);
  const Frame picture = BenchPicture(1, DType::kF32, kSide, kSide);
  const auto filter = MakeBankFilter(LeungMalikBank());
  for (auto _ : state) {
    benchmark::DoNotOptimize(filter->Apply(picture.Clone().value()).value().RowBytes(0));
  }
  SetPixelCounters(state, kSide, kSide);
  SetThreads(0);
}

void BankStatistics(benchmark::State& state, int threads) {
  SetThreads(threads);
  const Frame picture = BenchPicture(1, DType::kF32, kSide, kSide);
  TextureOptions options;
  options.bank = LeungMalikBank();
  options.statistics = {ResponseStatistic::kAbsolute, ResponseStatistic::kStandardDeviation};
  const auto texture = MakeTexture(std::move(options));
  std::vector<float> out(96);
  for (auto _ : state) {
    if (!texture->Describe(picture, out.data()).ok()) state.SkipWithError("no memory");
  }
  SetPixelCounters(state, kSide, kSide);
  SetThreads(0);
}

#ifdef SLUICE_HAVE_OPENCV
void BankOpenCv(benchmark::State& state, int threads) {
  cv::setNumThreads(threads);
  const cv::Mat gray = BenchMat(1, DType::kF32, kSide, kSide);
  const FilterBank bank = LeungMalikBank();
  std::vector<cv::Mat> kernels;
  for (const BankKernel& kernel : bank.kernels) {
    cv::Mat weights(bank.size, bank.size, CV_32F);
    std::transform(kernel.weights.begin(), kernel.weights.end(), weights.begin<float>(),
                   [](double w) { return static_cast<float>(w); });
    kernels.push_back(weights);
  }
  std::vector<cv::Mat> planes(kernels.size());
  const auto respond = [&] {
    for (size_t k = 0; k < kernels.size(); ++k) {
      cv::filter2D(gray, planes[k], CV_32F, kernels[k], cv::Point(-1, -1), 0,
                   cv::BORDER_REFLECT_101);
    }
    benchmark::ClobberMemory();
  };
  respond();
  for (auto _ : state) respond();
  SetPixelCounters(state, kSide, kSide);
  cv::setNumThreads(-1);
}
#endif

void Register(benchmark::internal::Benchmark* benchmark) {
  benchmark->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();
}
#define SLUICE_BANK(function, peer, threads) \
  BENCHMARK_CAPTURE(function, peer##_lm_f32_t##threads, threads)->Apply(Register)
SLUICE_BANK(Bank, sluice, 1);
SLUICE_BANK(Bank, sluice, 2);
SLUICE_BANK(BankFrame, sluice, 1);
SLUICE_BANK(BankFrame, sluice, 2);
SLUICE_BANK(BankStatistics, sluice, 1);
SLUICE_BANK(BankStatistics, sluice, 2);
#ifdef SLUICE_HAVE_OPENCV
SLUICE_BANK(BankOpenCv, opencv, 1);
SLUICE_BANK(BankOpenCv, opencv, 2);
#endif

}  // namespace
}  // namespace sluice::bench
