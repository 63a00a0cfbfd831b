#include "filters/convolve.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "lib/parallel.h"
#include "lib/row_reader.h"
#include "tests/kernel_check.h"
#include "tests/reference/convolve.h"

namespace sluice {
namespace {

Kernel WholeKernel(int height, int width) {
  Kernel kernel{{height, width}, {}, false};
  for (int i = 0; i < height * width; ++i) kernel.weights.push_back((i * 7 + i / 3) % 11 - 4);
  return kernel;
}

Kernel FractionKernel(int height, int width, unsigned seed = 1) {
  std::mt19937 random(seed);
  Kernel kernel{{height, width}, {}, false};
  for (int i = 0; i < height * width; ++i) {
    kernel.weights.push_back((double(random() % 20001) / 10000 - 0.7) / (height * width));
  }
  return kernel;
}

// A kernel of `rank` products of a column and a row.
Kernel LowRankKernel(int height, int width, int rank) {
  Kernel kernel{{height, width}, std::vector<double>(size_t(height) * size_t(width)), false};
  for (int r = 0; r < rank; ++r) {
    const Kernel column = FractionKernel(height, 1, 10u + unsigned(r));
    const Kernel row = FractionKernel(1, width, 20u + unsigned(r));
    for (int i = 0; i < height * width; ++i) {
      kernel.weights[size_t(i)] +=
          2 * column.weights[size_t(i / width)] * row.weights[size_t(i % width)];
    }
  }
  return kernel;
}

ConvolveOptions Options(Kernel kernel, Border border = {}) {
  ConvolveOptions options;
  options.kernels = {std::move(kernel)};
  options.border = border;
  return options;
}

reference::Placement PlacementOf(const ConvolveOptions& options, const PictureInfo& in) {
  const int height = options.kernels[0].shape[0];
  const int width = options.kernels[0].shape[1];
  const auto before = [&](int f) {
    return options.pad_mode == PadMode::kValid  ? 0
           : options.pad_mode == PadMode::kFull ? f - 1
           : options.pad_mode == PadMode::kSame ? (f - 1) / 2
                                                : options.pad;
  };
  const auto after = [&](int f) { return options.pad_mode == PadMode::kSame ? f / 2 : before(f); };
  reference::Placement p;
  p.stride_x = options.stride_x;
  p.stride_y = options.stride_y;
  p.before_x = before(width);
  p.before_y = before(height);
  p.width = (in.width + before(width) + after(width) - width) / options.stride_x + 1;
  p.height = (in.height + before(height) + after(height) - height) / options.stride_y + 1;
  p.border = options.border;
  return p;
}

// The reference for one kernel on each channel, with normalize, scale, flip and bias.
reference::Volume Want(const Frame& in, const ConvolveOptions& options) {
  Kernel kernel = options.kernels[0];
  if (options.flip) std::reverse(kernel.weights.begin(), kernel.weights.end());
  double sum = 0;
  for (const double w : kernel.weights) sum += w;
  const double factor = options.normalize ? options.scale / sum : options.scale;
  for (double& w : kernel.weights) w *= factor;
  reference::Volume out =
      reference::Correlate(in, {1, kernel.shape[0], kernel.shape[1], kernel.weights},
                           PlacementOf(options, in.info().picture()));
  for (double& v : out.samples) v += double(options.bias) * double(FullScale(in.info().dtype));
  return out;
}

// Integer samples: the nearest to the exact value, or at most `slack` of a step further. f32:
// within `slack` of it.
void CheckNear(const Frame& got, const reference::Volume& want, double slack) {
  const PictureInfo info = got.info().picture();
  REQUIRE(info.width == want.width);
  REQUIRE(info.height == want.height);
  REQUIRE(info.channels == want.channels);
  double worst = 0;
  for (int y = 0; y < info.height; ++y) {
    VisitDType(info.dtype, [&](auto zero) {
      using T = decltype(zero);
      for (int i = 0; i < info.row_samples(); ++i) {
        double exact = want.samples[size_t(y) * size_t(info.row_samples()) + size_t(i)];
        double allowed = slack;
        if constexpr (!std::is_same_v<T, float>) {
          exact = std::clamp(exact, 0.0, double(DTypeTraits<T>::kFullScale));
          allowed += slack == 0 ? 0 : 0.5;
          if (slack == 0) exact = std::nearbyint(exact);
        }
        const double error = std::abs(double(got.Row<T>(y)[i]) - exact);
        if (!(error <= allowed)) {
          FAIL(got.info().Describe() << ": row " << y << " sample " << i << ": got "
                                     << double(got.Row<T>(y)[i]) << ", want " << exact);
        }
        worst = std::max(worst, error);
      }
    });
  }
  SUCCEED();
}

double Slack(DType dtype, bool whole) {
  if (dtype == DType::kF32) return 2e-5;
  return whole ? 0 : 1.0 / 32;
}

TEST_CASE("convolve equals its reference on every target, type, kernel size and picture size",
          "[convolve]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const auto& [kernel_height, kernel_width] :
         {std::pair{1, 1}, {3, 3}, {5, 2}, {2, 5}, {1, 7}, {4, 1}, {7, 6}}) {
      for (const bool whole : {true, false}) {
        const ConvolveOptions options =
            Options(whole ? WholeKernel(kernel_height, kernel_width)
                          : FractionKernel(kernel_height, kernel_width));
        for (const auto& [width, height] : {std::pair{1, 1}, {2, 9}, {17, 3}, {65, 6}, {33, 10}}) {
          for (const int channels : {1, 3}) {
            const Frame in = RandomPicture(width, height, channels, dtype);
            const reference::Volume want = Want(in, options);
            Frame first;
            ForEachTarget([&] {
              Frame got = FilterFrame(*MakeConvolve(options), in).value();
              CheckNear(got, want, Slack(dtype, whole));
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
}

TEST_CASE("convolve obeys every border, padding and stride", "[convolve]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const Border& border : AllBorders()) {
      for (const PadMode pad : {PadMode::kSame, PadMode::kValid, PadMode::kFull, PadMode::kFixed}) {
        for (const auto& [stride_x, stride_y] : {std::pair{1, 1}, {2, 1}, {1, 3}, {3, 2}}) {
          ConvolveOptions options = Options(WholeKernel(5, 4), border);
          options.pad_mode = pad;
          options.pad = 9;
          options.stride_x = stride_x;
          options.stride_y = stride_y;
          options.normalize = true;
          options.bias = 0.1f;
          const Frame in = RandomPicture(19, 7, dtype == DType::kU8 ? 2 : 1, dtype);
          CheckNear(FilterFrame(*MakeConvolve(options), in).value(), Want(in, options),
                    dtype == DType::kF32 ? 2e-5 : 1.0 / 32);
        }
      }
    }
  }
}

TEST_CASE("separable and low-rank kernels equal the reference", "[convolve]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const Border& border : AllBorders()) {
      for (const int rank : {1, 2}) {
        for (const PadMode pad : {PadMode::kSame, PadMode::kValid}) {
          ConvolveOptions options = Options(LowRankKernel(21, 15, rank), border);
          options.pad_mode = pad;
          const Frame in = RandomPicture(37, 23, 3, dtype);
          const reference::Volume want = Want(in, options);
          ForEachTarget([&] {
            CheckNear(FilterFrame(*MakeConvolve(options), in).value(), want,
                      dtype == DType::kF32 ? 2e-5 : 1.0 / 32);
          });
        }
      }
    }
  }
}

TEST_CASE("a separable kernel of whole numbers stays exact", "[convolve]") {
  Kernel binomial{{9, 9}, {}, false};
  const double row[] = {1, 2, 3, 2, 1, 2, 3, 2, 1};
  for (const double a : row) {
    for (const double b : row) binomial.weights.push_back(a * b);
  }
  ConvolveOptions options = Options(binomial);
  options.scale = 1.0 / 256;
  const Frame in = RandomPicture(40, 20, 1, DType::kU8);
  CheckNear(FilterFrame(*MakeConvolve(options), in).value(), Want(in, options), 0);
}

TEST_CASE("convolve gives the same bytes from every driver", "[convolve]") {
  ConvolveOptions dense = Options(FractionKernel(5, 5), {BorderMode::kMirror, 0});
  ConvolveOptions separable = Options(LowRankKernel(15, 15, 1), {BorderMode::kWrap, 0});
  ConvolveOptions strided = Options(WholeKernel(3, 3), {BorderMode::kConstant, 0.5f});
  strided.stride_x = strided.stride_y = 2;
  ConvolveOptions tall = Options(FractionKernel(41, 1));
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const ConvolveOptions& options : {dense, separable, strided, tall}) {
      const Frame in = RandomPicture(45, 29, 3, dtype);
      CheckDrivers([&] { return MakeConvolve(options); }, in);
    }
  }
}

TEST_CASE("several kernels make channels kernel by kernel; sums run over the channels",
          "[convolve]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    const Frame in = RandomPicture(41, 7, 3, dtype);
    ConvolveOptions each;
    each.kernels = {FractionKernel(3, 3, 1), FractionKernel(3, 3, 2)};
    const Frame bank = FilterFrame(*MakeConvolve(each), in).value();
    REQUIRE(bank.info().picture().channels == 6);
    ConvolveOptions sum = each;
    sum.channels = ChannelMode::kSum;
    const Frame sums = FilterFrame(*MakeConvolve(sum), in).value();
    REQUIRE(sums.info().picture().channels == 2);
    for (int k = 0; k < 2; ++k) {
      const Frame one = FilterFrame(*MakeConvolve(Options(each.kernels[size_t(k)])), in).value();
      const reference::Volume exact = Want(in, Options(each.kernels[size_t(k)]));
      VisitDType(dtype, [&](auto zero) {
        using T = decltype(zero);
        for (int y = 0; y < 7; ++y) {
          for (int x = 0; x < 41; ++x) {
            double want = 0;
            for (int c = 0; c < 3; ++c) {
              REQUIRE(bank.Row<T>(y)[x * 6 + k * 3 + c] == one.Row<T>(y)[x * 3 + c]);
              want += exact.at(0, y, x, c);
            }
            if (dtype != DType::kF32) want = std::clamp(want, 0.0, double(FullScale(dtype)));
            const double slack = dtype == DType::kF32 ? 2e-5 : 0.5 + 1.0 / 32;
            REQUIRE(std::abs(double(sums.Row<T>(y)[x * 2 + k]) - want) <= slack);
          }
        }
      });
    }
  }
}

TEST_CASE("a plane for each channel: text has planes first, arrays have channels last",
          "[convolve]") {
  const Frame in = RandomPicture(5, 4, 2, DType::kF32);
  ConvolveOptions text = Options(ParseKernel("1 2;3 4 | 5 6;7 8").value());
  text.channels = ChannelMode::kSum;
  ConvolveOptions array = Options(Kernel{{2, 2, 2}, {1, 5, 2, 6, 3, 7, 4, 8}, false});
  array.channels = ChannelMode::kSum;
  const Frame a = FilterFrame(*MakeConvolve(text), in).value();
  CheckSameFrame(FilterFrame(*MakeConvolve(array), in).value(), a);
  const float* rows[2] = {in.Row<float>(0), in.Row<float>(1)};
  const auto value = [&](int y, int x, int c) { return double(rows[y][x * 2 + c]); };
  const double want = value(0, 0, 0) * 1 + value(0, 1, 0) * 2 + value(1, 0, 0) * 3 +
                      value(1, 1, 0) * 4 + value(0, 0, 1) * 5 + value(0, 1, 1) * 6 +
                      value(1, 0, 1) * 7 + value(1, 1, 1) * 8;
  CHECK(std::abs(double(a.Row<float>(0)[0]) - want) < 1e-4);
}

TEST_CASE("convolve with f64 sums is exact where f32 sums are not", "[convolve]") {
  Frame in = Frame::Create(FrameInfo::Picture(3, 1, 1, DType::kF32)).value();
  const float samples[] = {1e8f, 1.0f, -1e8f};
  std::copy_n(samples, 3, in.Row<float>(0));
  ConvolveOptions options = Options(Kernel{{1, 3}, {1, 1, 1}, false});
  options.pad_mode = PadMode::kValid;
  CHECK(FilterFrame(*MakeConvolve(options), in).value().Row<float>(0)[0] == 0.0f);
  options.accumulate = Accumulate::kF64;
  ForEachTarget(
      [&] { CHECK(FilterFrame(*MakeConvolve(options), in).value().Row<float>(0)[0] == 1.0f); });
}

TEST_CASE("NaN, infinities and huge samples do no harm", "[convolve]") {
  Frame in = RandomPicture(40, 9, 1, DType::kF32);
  in.Row<float>(4)[5] = std::numeric_limits<float>::quiet_NaN();
  in.Row<float>(4)[20] = std::numeric_limits<float>::infinity();
  in.Row<float>(4)[35] = -3e38f;
  for (const Kernel& kernel : {FractionKernel(3, 3), LowRankKernel(7, 7, 1)}) {
    const Frame out = FilterFrame(*MakeConvolve(Options(kernel)), in).value();
    CHECK(std::isnan(out.Row<float>(4)[5]));
    CHECK(std::isfinite(out.Row<float>(4)[12]));
  }
}

TEST_CASE("kernels that don't fit are refused, saying why", "[convolve]") {
  const PictureInfo picture{5, 4, 3, DType::kU8, false, 0};
  const auto message = [&](const ConvolveOptions& options) {
    return MakeConvolve(options)->Prepare(picture).status().message();
  };
  ConvolveOptions valid = Options(WholeKernel(7, 7));
  valid.pad_mode = PadMode::kValid;
  CHECK(message(valid) == "a kernel of 7x7 doesn't fit into a picture of 5x4");
  CHECK(message({}) == "a convolution needs a kernel");
  ConvolveOptions zero = Options(ParseKernel("1 0 -1").value());
  CHECK(message(zero) == "");
  zero.normalize = true;
  CHECK(message(zero) == "cannot normalize a kernel whose weights sum to 0");
  CHECK(message(Options(ParseKernel("1|2|3").value())) ==
        "a kernel of 3x1x1 doesn't fit a picture");
  ConvolveOptions planes = Options(ParseKernel("1|2").value());
  planes.channels = ChannelMode::kSum;
  CHECK(message(planes) == "the kernel has 2 planes for channels, the input has 3 channels");
  ConvolveOptions mixed;
  mixed.kernels = {WholeKernel(3, 3), WholeKernel(3, 1)};
  CHECK(message(mixed) == "kernels applied together need one shape, got 3x3 and 3x1");
  CHECK(message(Options(Kernel{{1, 1}, {1e300}, false})) ==
        "a kernel's weights must be below 1e30");
}

// Rows of worked_examples.md.
Frame Picture(int width, int height, const std::vector<float>& samples) {
  Frame frame = Frame::Create(FrameInfo::Picture(width, height, 1, DType::kF32)).value();
  for (int y = 0; y < height; ++y) {
    std::copy_n(samples.data() + y * width, width, frame.Row<float>(y));
  }
  return frame;
}

TEST_CASE("W1: the vertical edge of a half bright picture", "[convolve]") {
  std::vector<float> samples;
  for (int i = 0; i < 36; ++i) samples.push_back(i % 6 < 3 ? 10.0f : 0.0f);
  ConvolveOptions options = Options(ParseKernel("1 0 -1;1 0 -1;1 0 -1").value());
  options.pad_mode = PadMode::kValid;
  const Frame out = FilterFrame(*MakeConvolve(options), Picture(6, 6, samples)).value();
  CheckSameFrame(out, Picture(4, 4, {0, 30, 30, 0, 0, 30, 30, 0, 0, 30, 30, 0, 0, 30, 30, 0}));
}

TEST_CASE("W2-W4, W12: sizes of results", "[convolve]") {
  CHECK(ConvolvedSize(6, 3, 0, 0, 1) == 4);
  CHECK(ConvolvedSize(6, 3, 1, 1, 1) == 6);
  CHECK(ConvolvedSize(7, 3, 0, 0, 1) == 5);
  CHECK(ConvolvedSize(7, 3, 0, 0, 2) == 3);
  CHECK(ConvolvedSize(7, 3, 0, 0, 3) == 2);
  CHECK(ConvolvedSize(32, 5, 0, 0, 3) == 10);
  CHECK(ConvolvedSize(2, 3, 0, 0, 1) == 0);
}

TEST_CASE("W6: convolution is correlation with the turned kernel, and associative", "[convolve]") {
  const Frame in = RandomPicture(9, 9, 1, DType::kF32);
  ConvolveOptions a = Options(FractionKernel(3, 3, 1));
  ConvolveOptions flipped = a;
  flipped.flip = true;
  CheckNear(FilterFrame(*MakeConvolve(flipped), in).value(), Want(in, flipped), 1e-6);
  const Frame plain = FilterFrame(*MakeConvolve(a), in).value();
  CHECK(plain.Row<float>(4)[4] != FilterFrame(*MakeConvolve(flipped), in).value().Row<float>(4)[4]);

  const auto full = [](const Frame& picture, Kernel kernel) {
    ConvolveOptions options = Options(std::move(kernel), {BorderMode::kConstant, 0});
    options.pad_mode = PadMode::kFull;
    options.flip = true;
    return FilterFrame(*MakeConvolve(options), picture).value();
  };
  const Kernel b = FractionKernel(3, 3, 2);
  const Kernel c = FractionKernel(2, 4, 3);
  const Frame bc = full(Picture(3, 3, std::vector<float>(b.weights.begin(), b.weights.end())), c);
  CheckSameFrame(full(full(in, b), c), full(in, KernelsFromFrame(bc, false).value()[0]), 1e-6);
}

TEST_CASE("W7: an impulse keeps the picture, one off centre shifts it", "[convolve]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    const Frame in = RandomPicture(20, 10, 3, dtype);
    const auto impulse = Options(ParseKernel("0 0 0;0 1 0;0 0 0").value());
    CheckSameFrame(FilterFrame(*MakeConvolve(impulse), in).value(), in);
    const auto shifted = Options(ParseKernel("0 0 0;0 0 1;0 0 0").value());
    const Frame out = FilterFrame(*MakeConvolve(shifted), in).value();
    VisitDType(dtype, [&](auto zero) {
      using T = decltype(zero);
      for (int i = 0; i < 19 * 3; ++i) CHECK(out.Row<T>(5)[i] == in.Row<T>(5)[i + 3]);
    });
  }
}

TEST_CASE("W8: twice the impulse minus the box sharpens: the picture plus its edges",
          "[convolve]") {
  const Frame in = RandomPicture(12, 12, 1, DType::kF32);
  const auto apply = [&](const char* kernel) {
    return FilterFrame(*MakeConvolve(Options(ParseKernel(kernel).value())), in).value();
  };
  const Frame sharp = apply("-1/9 -1/9 -1/9;-1/9 17/9 -1/9;-1/9 -1/9 -1/9");
  const Frame smooth = apply("1/9 1/9 1/9;1/9 1/9 1/9;1/9 1/9 1/9");
  for (int i = 0; i < 12; ++i) {
    const float original = in.Row<float>(6)[i];
    CHECK(sharp.Row<float>(6)[i] ==
          Approx(original + (original - smooth.Row<float>(6)[i])).margin(1e-5));
  }
}

TEST_CASE("W9: a 6x6x3 picture and two 3x3x3 kernels make 4x4x2", "[convolve]") {
  ConvolveOptions options;
  const Kernel plane = WholeKernel(3, 9);
  options.kernels = {Kernel{{3, 3, 3}, plane.weights, false},
                     Kernel{{3, 3, 3}, plane.weights, false}};
  options.channels = ChannelMode::kSum;
  options.pad_mode = PadMode::kValid;
  const Frame out =
      FilterFrame(*MakeConvolve(options), RandomPicture(6, 6, 3, DType::kF32)).value();
  CHECK(out.info().shape == std::vector<int64_t>{4, 4, 2});
}

Result<Frame> Run(const ConvolveOptions& options, const Frame& in) {
  const std::unique_ptr<Stage> stage = MakeConvolveStage(options);
  auto rows = stage->Connect(MakeFrameReader(in.Clone().value()));
  if (!rows.ok()) return rows.status();
  return ReadFrame(**rows);
}

Frame RandomArray(std::vector<int64_t> shape, const std::string& axes, DType dtype) {
  FrameInfo info = FrameInfo::Array(std::move(shape), axes, dtype);
  const auto width = static_cast<int>(info.row_samples());
  const auto height = static_cast<int>(info.row_count());
  Frame frame = RandomPicture(width, height, 1, dtype);
  frame.info() = std::move(info);
  return frame;
}

TEST_CASE("volumes equal the reference in every direction, border and stride", "[convolve]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const Border& border : AllBorders()) {
      for (const auto& [depth, stride] : {std::pair{1, 1}, {2, 1}, {3, 2}, {5, 3}}) {
        for (const int channels : {1, 2}) {
          const Frame in = RandomArray({4, 6, 9, channels}, "dhwc", dtype);
          Kernel kernel = WholeKernel(depth * 3, 4);
          kernel.shape = {depth, 3, 4};
          ConvolveOptions options = Options(kernel, border);
          options.stride_x = options.stride_y = options.stride_z = stride;
          reference::Placement p;
          p.border = border;
          p.stride_x = p.stride_y = p.stride_z = stride;
          p.before_z = (depth - 1) / 2;
          p.before_y = p.before_x = 1;
          p.depth = 3 / stride + 1;
          p.height = 5 / stride + 1;
          p.width = 8 / stride + 1;
          const reference::Volume want = reference::Correlate(in, {depth, 3, 4, kernel.weights}, p);
          for (const int threads : {1, 2}) {
            SetThreads(threads);
            const Frame out = Run(options, in).value();
            REQUIRE(out.info().shape == std::vector<int64_t>{p.depth, p.height, p.width, channels});
            Frame flat = RandomPicture(int(p.width), int(p.depth * p.height), channels, dtype);
            for (int64_t row = 0; row < out.info().row_count(); ++row) {
              std::memcpy(flat.RowBytes(row), out.RowBytes(row),
                          size_t(out.info().row_samples()) * SampleSize(dtype));
            }
            reference::Volume rows = want;
            rows.height *= rows.depth;
            rows.depth = 1;
            CheckNear(flat, rows, Slack(dtype, true));
          }
          SetThreads(0);
        }
      }
    }
  }
}

TEST_CASE("a flat kernel is applied to each slice of a volume", "[convolve]") {
  const Frame in = RandomArray({3, 8, 9, 1}, "dhwc", DType::kU8);
  Kernel flat = FractionKernel(3, 3);
  const Frame rows = Run(Options(flat), in).value();
  flat.shape = {1, 3, 3};
  CheckSameFrame(Run(Options(flat), in).value(), rows);
}

TEST_CASE("W10: a signal of 14 samples, 5 taps and 16 kernels", "[convolve]") {
  const Frame signal = RandomArray({14}, "n", DType::kF32);
  ConvolveOptions options;
  for (unsigned k = 0; k < 16; ++k) {
    Kernel kernel = FractionKernel(1, 5, k);
    kernel.shape = {5};
    options.kernels.push_back(kernel);
  }
  options.pad_mode = PadMode::kValid;
  const Frame out = Run(options, signal).value();
  CHECK(out.info().shape == std::vector<int64_t>{10, 16});
  double want = 0;
  for (int j = 0; j < 5; ++j) {
    want += options.kernels[3].weights[size_t(j)] * double(signal.Row<float>(0)[7 + j]);
  }
  CHECK(std::abs(double(out.Row<float>(0)[7 * 16 + 3]) - want) < 1e-6);

  // The next layer sums over the 16 channels: a kernel of {taps, channels}.
  ConvolveOptions next = Options(Kernel{{3, 16}, std::vector<double>(48, 1.0), false});
  next.channels = ChannelMode::kSum;
  next.pad_mode = PadMode::kFixed;
  next.pad = 2;
  CHECK(Run(next, out).value().info().shape == std::vector<int64_t>{12});
}

TEST_CASE("W11: a volume of 14x14x14, 5x5x5 taps and 16 kernels", "[convolve]") {
  ConvolveOptions options;
  for (unsigned k = 0; k < 16; ++k) {
    Kernel kernel = FractionKernel(25, 5, k);
    kernel.shape = {5, 5, 5};
    options.kernels.push_back(kernel);
  }
  options.pad_mode = PadMode::kValid;
  const Frame out = Run(options, RandomArray({14, 14, 14, 1}, "dhwc", DType::kF32)).value();
  CHECK(out.info().shape == std::vector<int64_t>{10, 10, 10, 16});
}

TEST_CASE("arrays and kernels that don't fit one another are refused", "[convolve]") {
  const auto message = [](const ConvolveOptions& options, const Frame& in) {
    return Run(options, in).status().message();
  };
  CHECK(message(Options(WholeKernel(3, 3)), RandomArray({14}, "n", DType::kU8)) ==
        "a kernel of 3x3 doesn't fit a signal");
  ConvolveOptions deep = Options(ParseKernel("1|1|1|1|1").value());
  deep.pad_mode = PadMode::kValid;
  CHECK(message(deep, RandomArray({4, 3, 3, 1}, "dhwc", DType::kU8)) ==
        "a kernel of 5 slices doesn't fit into a volume of 4");
  CHECK(message(deep, RandomArray({2, 3}, "??", DType::kU8)).find("expects a picture") == 0);
}

}  // namespace
}  // namespace sluice
