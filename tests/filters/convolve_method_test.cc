// Each method of convolution by itself, whatever MakeConvolve would choose.
#include "filters/convolve_method.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "tests/kernel_check.h"

namespace sluice {
namespace {

// A row function that uses one method.
class MethodFilter : public RowFilter {
 public:
  using Make =
      std::function<std::unique_ptr<ConvolveMethod>(const ConvolveGeometry&, const KernelBank&)>;
  MethodFilter(const ConvolveOptions& options, Make make)
      : options_(options), make_(std::move(make)) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    SLUICE_ASSIGN_OR_RETURN(bank_, MakeKernelBank(options_, 2, in.channels));
    SLUICE_ASSIGN_OR_RETURN(geometry_, MakeConvolveGeometry(options_, 2, bank_, in));
    method_ = make_(geometry_, bank_);
    if (method_ == nullptr) return Status::Failed("this method can't");
    return geometry_.out;
  }
  RowRange InputRows(RowRange out) const override {
    const int tile = method_->TileRows();
    const int end = std::min((out.end + tile - 1) / tile * tile, geometry_.out.height);
    return geometry_.InputRows({out.begin / tile * tile, end}, bank_.height);
  }
  Border border() const override { return options_.border; }
  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    method_->Rows(&in, out, band);
  }

 private:
  ConvolveOptions options_;
  Make make_;
  KernelBank bank_;
  ConvolveGeometry geometry_;
  std::unique_ptr<ConvolveMethod> method_;
};

Kernel RandomKernel(std::vector<int> shape, unsigned seed) {
  std::mt19937 random(seed);
  size_t size = 1;
  for (const int n : shape) size *= size_t(n);
  Kernel kernel{std::move(shape), {}, false};
  for (size_t i = 0; i < size; ++i) {
    kernel.weights.push_back((double(random() % 20001) / 10000 - 0.8) / double(size));
  }
  return kernel;
}

Frame Exact(const ConvolveOptions& options, const Frame& in) {
  ConvolveOptions exact = options;
  exact.accumulate = Accumulate::kF64;
  return FilterFrame(*MakeConvolve(exact), in).value();
}

// A step for integers, because a value near a half may go either way; f32 within `tolerance`.
double Tolerance(DType dtype) { return dtype == DType::kF32 ? 2e-6 : 1; }

TEST_CASE("convolution by Fourier transform equals the direct sums in f64", "[convolve][fft]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const Border& border : AllBorders()) {
      for (const auto& [kernel_height, kernel_width] : {std::pair{3, 3}, {25, 18}, {2, 40}}) {
        for (const int channels : {1, 3}) {
          for (const PadMode pad : {PadMode::kSame, PadMode::kValid}) {
            ConvolveOptions options;
            options.kernels = {RandomKernel({kernel_height, kernel_width}, 1)};
            options.border = border;
            options.pad_mode = pad;
            const Frame in = RandomPicture(83, 70, channels, dtype);
            CheckSameFrame(
                FilterFrame(*std::make_unique<MethodFilter>(options, MakeFftConvolve), in).value(),
                Exact(options, in), Tolerance(dtype));
          }
        }
      }
    }
  }
}

TEST_CASE("convolution by Fourier transform serves banks and sums over channels",
          "[convolve][fft]") {
  for (const DType dtype : {DType::kU8, DType::kF32}) {
    for (const ChannelMode mode : {ChannelMode::kEach, ChannelMode::kSum}) {
      ConvolveOptions options;
      options.channels = mode;
      for (unsigned k = 0; k < 3; ++k) {
        options.kernels.push_back(mode == ChannelMode::kEach ? RandomKernel({9, 11}, k)
                                                             : RandomKernel({9, 11, 3}, k));
      }
      const Frame in = RandomPicture(75, 50, 3, dtype);
      CheckSameFrame(
          FilterFrame(*std::make_unique<MethodFilter>(options, MakeFftConvolve), in).value(),
          Exact(options, in), Tolerance(dtype));
    }
  }
}

TEST_CASE("convolution by Fourier transform gives the same bytes on every target and driver",
          "[convolve][fft]") {
  ConvolveOptions options;
  options.kernels = {RandomKernel({13, 13}, 5)};
  options.border.mode = BorderMode::kMirror;
  for (const int channels : {1, 3}) {
    const Frame in = RandomPicture(90, 61, channels, DType::kF32);
    const auto make = [&] { return std::make_unique<MethodFilter>(options, MakeFftConvolve); };
    const Frame want = CheckDrivers(make, in);
    ForEachTarget([&] { CheckSameFrame(FilterFrame(*make(), in).value(), want); });
  }
}

TEST_CASE("a NaN, an infinity or a huge sample harms only its neighbourhood", "[convolve][fft]") {
  ConvolveOptions options;
  options.kernels = {RandomKernel({9, 9}, 5)};
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -3e38f}) {
    Frame in = RandomPicture(90, 61, 1, DType::kF32);
    in.Row<float>(30)[40] = bad;
    const auto direct = [](const ConvolveGeometry& geometry, const KernelBank& bank) {
      return MakeDirectConvolve(geometry, bank);
    };
    const Frame want = FilterFrame(*std::make_unique<MethodFilter>(options, direct), in).value();
    const Frame got =
        FilterFrame(*std::make_unique<MethodFilter>(options, MakeFftConvolve), in).value();
    CheckSameFrame(got, want, 1e-5);
  }
}

TEST_CASE("fixed point and direct sums agree for kernels of both signs", "[convolve]") {
  const auto direct = [](const ConvolveGeometry& geometry, const KernelBank& bank) {
    return MakeDirectConvolve(geometry, bank);
  };
  for (const auto& [kernel_height, kernel_width] : {std::pair{1, 1}, {2, 3}, {5, 5}, {8, 1}}) {
    ConvolveOptions options;
    options.kernels = {RandomKernel({kernel_height, kernel_width}, 1),
                       RandomKernel({kernel_height, kernel_width}, 2)};
    options.bias = 0.5f;
    for (const int width : {1, 31, 70}) {
      const Frame in = RandomPicture(width, 9, 3, DType::kU8);
      CheckSameFrame(
          FilterFrame(*std::make_unique<MethodFilter>(options, MakeFixedPointConvolve), in).value(),
          FilterFrame(*std::make_unique<MethodFilter>(options, direct), in).value(), 1);
    }
  }
}

}  // namespace
}  // namespace sluice
