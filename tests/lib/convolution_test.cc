#include "lib/convolution.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "lib/parallel.h"
#include "lib/random.h"
#include "tests/kernel_check.h"
#include "tests/reference/convolution.h"

namespace sluice {
namespace {

// Random numbers in [-1, 1), in memory of exactly their size (so that a sanitizer finds reads
// outside).
std::vector<float> Numbers(int64_t count, uint64_t seed) {
  std::vector<float> numbers(static_cast<size_t>(count));
  Random random(seed);
  for (float& number : numbers) number = static_cast<float>(random.Uniform() * 2 - 1);
  return numbers;
}

std::string Describe(const ConvShape& s) {
  std::string text = "batch " + std::to_string(s.batch) + ", " + std::to_string(s.in_channels) +
                     " -> " + std::to_string(s.out_channels) + " channels, " +
                     std::to_string(s.groups) + " groups";
  for (size_t a = 0; a < 3; ++a) {
    text += "; input " + std::to_string(s.input[a]) + " kernel " + std::to_string(s.kernel[a]) +
            " stride " + std::to_string(s.stride[a]) + " dilation " +
            std::to_string(s.dilation[a]) + " pad " + std::to_string(s.pad_before[a]) + " " +
            std::to_string(s.pad_after[a]);
  }
  return text;
}

// How much coarser than plain sums Winograd's way rounds, at most: by interpolation at 2 and -2 its
// products are up to some 16 times as large as what they add up to.
constexpr double kWinogradRounding = 16;

// Sums of n products of numbers below 1 in f32 are off by at most about n^2 / 2 roundings of 2^-24
// in the worst case, and by some sqrt(n) * 2^-24 * sqrt(n) typically; (n + 4) * 2^-22 leaves no
// room for a missing or doubled product (0.25 on average).
void CheckNumbers(const char* what, const ConvShape& shape, const std::vector<float>& got,
                  const std::vector<double>& want, int64_t products, double rounding = 1) {
  INFO(what << " of " << Describe(shape));
  REQUIRE(got.size() == want.size());
  const double tolerance = double(products + 4) / (1 << 22) * rounding;
  for (size_t i = 0; i < want.size(); ++i) {
    if (!(std::abs(double(got[i]) - want[i]) <= tolerance)) {
      FAIL("number " << i << ": got " << got[i] << ", want " << want[i]);
    }
  }
  SUCCEED();
}

std::vector<float> Forward(const ConvShape& s, const std::vector<float>& input,
                           const std::vector<float>& weights, const ConvEpilogue& epilogue = {},
                           ConvMethod method = ConvMethod::kFastest) {
  std::vector<float> output(size_t(s.output_size()), NAN);
  Result<Convolution> convolution = Convolution::Create(s, weights.data(), method);
  REQUIRE(convolution.ok());
  convolution->Forward(input.data(), output.data(), s.batch, epilogue);
  return output;
}

// The three products of one shape with their references.
void CheckConvolution(const ConvShape& s) {
  const std::vector<float> input = Numbers(s.input_size(), 1);
  const std::vector<float> weights = Numbers(s.weight_count(), 2);
  const std::vector<float> d_output = Numbers(s.output_size(), 3);
  const int64_t depth = s.weight_count() / s.out_channels;
  const int64_t back = depth / (s.in_channels / s.groups) * (s.out_channels / s.groups);
  const std::vector<double> want_output = reference::Convolve(s, input, weights);
  const std::vector<double> want_input = reference::ConvolveBackwardData(s, weights, d_output);
  std::vector<double> want = want_input;
  for (size_t i = 0; i < want.size(); ++i) want[i] += double(input[i]);
  for (const ConvMethod method : {ConvMethod::kPlainSums, ConvMethod::kFastest}) {
    const double rounding = method == ConvMethod::kFastest ? kWinogradRounding : 1;
    CheckNumbers("forward", s, Forward(s, input, weights, {}, method), want_output, depth,
                 rounding);
    std::vector<float> d_input(input.size(), NAN);
    REQUIRE(ConvolveBackwardData(s, weights.data(), d_output.data(), d_input.data(), false, method)
                .ok());
    CheckNumbers("backward to data", s, d_input, want_input, back, rounding);
    d_input = input;
    REQUIRE(ConvolveBackwardData(s, weights.data(), d_output.data(), d_input.data(), true, method)
                .ok());
    CheckNumbers("added backward to data", s, d_input, want, back, rounding);
  }

  want = reference::ConvolveBackwardWeights(s, input, d_output);
  std::vector<double> want_bias(size_t(s.out_channels));
  for (size_t i = 0; i < d_output.size(); ++i) {
    want_bias[i % want_bias.size()] += double(d_output[i]);
  }
  const int64_t positions = s.output_size() / s.out_channels;
  std::vector<double> want_more = want;
  std::vector<double> want_more_bias = want_bias;
  for (size_t i = 0; i < want.size(); ++i) want_more[i] += double(weights[i]);
  for (double& sum : want_more_bias) sum += 1.0;
  for (const ConvMethod method : {ConvMethod::kPlainSums, ConvMethod::kFastest}) {
    const double rounding = method == ConvMethod::kFastest ? kWinogradRounding : 1;
    std::vector<float> d_weights(weights.size(), NAN);
    std::vector<float> d_bias(want_bias.size(), NAN);
    REQUIRE(ConvolveBackwardWeights(s, input.data(), d_output.data(), d_weights.data(),
                                    d_bias.data(), false, method)
                .ok());
    CheckNumbers("backward to weights", s, d_weights, want, positions, rounding);
    CheckNumbers("backward to bias", s, d_bias, want_bias, positions);
    d_weights = weights;
    std::fill(d_bias.begin(), d_bias.end(), 1.0f);
    REQUIRE(ConvolveBackwardWeights(s, input.data(), d_output.data(), d_weights.data(),
                                    d_bias.data(), true, method)
                .ok());
    CheckNumbers("added backward to weights", s, d_weights, want_more, positions, rounding);
    CheckNumbers("added backward to bias", s, d_bias, want_more_bias, positions);
  }
}

// A shape with everything drawn at random, small enough for the reference; false where the kernel
// does not fit.
bool RandomShape(Random& random, ConvShape& s) {
  const auto draw = [&](int64_t least, int64_t most) {
    return least + int64_t(random.Uniform() * double(most - least + 1));
  };
  s = ConvShape();
  s.batch = draw(1, 3);
  const int64_t dimensions = draw(1, 3);
  for (auto a = size_t(3 - dimensions); a < 3; ++a) {
    s.input[a] = draw(1, dimensions == 3 ? 5 : dimensions == 2 ? 9 : 40);
    s.kernel[a] = draw(1, dimensions == 3 ? 3 : 5);
    s.stride[a] = draw(1, 3);
    s.dilation[a] = draw(1, 3);
    s.pad_before[a] = draw(0, 3);
    s.pad_after[a] = draw(0, 3);
  }
  s.groups = draw(0, 2) == 0 ? draw(1, 6) : 1;
  s.in_channels = s.groups * draw(1, s.groups == 1 ? 20 : 4);
  s.out_channels = s.groups * draw(1, s.groups == 1 ? 20 : 4);
  if (draw(0, 3) == 0) {  // depthwise
    s.groups = draw(2, 40);
    s.in_channels = s.groups;
    s.out_channels = s.groups * draw(1, 2);
  }
  return s.Check().ok();
}

ConvShape Square(int64_t size, int64_t kernel, int64_t in, int64_t out, int64_t pad = 0,
                 int64_t stride = 1, int64_t groups = 1) {
  ConvShape s;
  s.input = {1, size, size};
  s.kernel = {1, kernel, kernel};
  s.stride = {1, stride, stride};
  s.pad_before = s.pad_after = {0, pad, pad};
  s.in_channels = in;
  s.out_channels = out;
  s.groups = groups;
  return s;
}

TEST_CASE("Convolutions equal plain loops for all small 1-D shapes", "[convolution]") {
  ForEachTarget([] {
    for (int64_t input = 1; input <= 4; ++input) {
      for (int64_t kernel = 1; kernel <= 4; ++kernel) {
        for (int64_t stride = 1; stride <= 3; ++stride) {
          for (int64_t dilation = 1; dilation <= 3; ++dilation) {
            for (int64_t pads = 0; pads < 9; ++pads) {
              ConvShape s;
              s.input[2] = input;
              s.kernel[2] = kernel;
              s.stride[2] = stride;
              s.dilation[2] = dilation;
              s.pad_before[2] = pads / 3 * 2;
              s.pad_after[2] = pads % 3 * 2;
              s.in_channels = 1 + input % 3;
              s.out_channels = 1 + kernel % 2;
              if (s.Check().ok()) CheckConvolution(s);
            }
          }
        }
      }
    }
  });
}

TEST_CASE("Convolutions equal plain loops for random shapes", "[convolution]") {
  ForEachTarget([] {
    Random random(7);
    for (int done = 0; done < 400;) {
      ConvShape s;
      if (!RandomShape(random, s)) continue;
      CheckConvolution(s);
      ++done;
    }
  });
}

TEST_CASE("Convolutions equal plain loops for every number of channels", "[convolution]") {
  ForEachTarget([] {
    for (int64_t in = 1; in <= 20; ++in) {
      for (int64_t out = 1; out <= 20; ++out) CheckConvolution(Square(4, 3, in, out, 1));
    }
  });
}

TEST_CASE("Convolutions equal plain loops for blocks, panels and their edges", "[convolution]") {
  ForEachTarget([] {
    CheckConvolution(Square(14, 3, 70, 65, 1));
    CheckConvolution(Square(7, 1, 600, 33));
    CheckConvolution(Square(30, 1, 3, 130));
    CheckConvolution(Square(20, 7, 3, 16, 3, 2));
    CheckConvolution(Square(23, 11, 3, 8, 2, 4));
    CheckConvolution(Square(6, 2, 33, 40, 0, 2));
    CheckConvolution(Square(12, 3, 32, 32, 1, 1, 32));
    CheckConvolution(Square(9, 5, 40, 40, 2, 2, 40));
    CheckConvolution(Square(12, 3, 20, 40, 1, 2, 20));
    CheckConvolution(Square(8, 3, 64, 64, 1, 1, 4));
    CheckConvolution(Square(12, 11, 37, 37, 5, 1, 37));
    CheckConvolution(Square(13, 3, 48, 96, 1, 1, 48));
    CheckConvolution(Square(9, 3, 512, 512, 1, 2, 512));
    CheckConvolution(Square(5, 5, 512, 512, 2, 1, 512));
  });
}

TEST_CASE("Convolutions equal plain loops for few channels", "[convolution]") {
  ForEachTarget([] {
    for (int64_t in = 1; in <= 3; ++in) {
      for (const int64_t out : {1, 2, 3, 5, 6, 8, 12, 16}) {
        for (const int64_t size : {12, 13}) {  // neighbouring outputs are joined, or cannot be
          for (int64_t stride = 1; stride <= 2; ++stride) {
            ConvShape s = Square(size, 5, in, out, 2, stride);
            s.batch = 2;
            CheckConvolution(s);
            s.pad_after[2] = 0;
            CheckConvolution(s);
          }
        }
      }
    }
  });
}

TEST_CASE("Convolutions equal plain loops for few channels from many", "[convolution]") {
  ForEachTarget([] {
    for (const int64_t out : {1, 2, 5, 6, 7}) {
      for (int64_t kernel = 2; kernel <= 5; ++kernel) {
        for (int64_t pad = 0; pad <= 4; pad += 2) {
          ConvShape s = Square(11, kernel, 20, out, pad);
          s.batch = 2;
          CheckConvolution(s);
          s.pad_after[2] = 0;
          s.stride[1] = 2;
          if (s.Check().ok()) CheckConvolution(s);
          CheckConvolution(Square(11, kernel, out, 20, pad));  // the transpose
        }
      }
    }
    ConvShape s = Square(9, 3, 40, 3, 1);
    s.input[0] = 4;
    s.kernel[0] = 2;
    CheckConvolution(s);
    CheckConvolution(Square(300, 3, 24, 2, 1));  // in bands of rows
  });
}

TEST_CASE("Depthwise convolutions equal plain loops for all small sizes", "[convolution]") {
  ForEachTarget([] {
    for (int64_t size = 1; size <= 17; ++size) {
      for (int64_t stride = 1; stride <= 2; ++stride) {
        for (int64_t pads = 0; pads < 4; ++pads) {
          ConvShape s = Square(size, 3, 19, 19, pads / 2, stride, 19);
          s.pad_after = {0, pads % 2, pads % 2};
          s.batch = 2;
          if (s.Check().ok()) CheckConvolution(s);
        }
      }
    }
    CheckConvolution(Square(80, 3, 64, 64, 1, 1, 64));  // rows are fetched
  });
}

TEST_CASE("Convolutions equal plain loops for long rows", "[convolution]") {
  ForEachTarget([] {
    for (int64_t bits = 0; bits < 16; ++bits) {
      ConvShape s;
      s.batch = 2;
      s.input = {1, bits & 1 ? 3 : 1, 600};
      s.kernel = {1, bits & 1 ? 2 : 1, 5};
      s.stride[2] = bits & 2 ? 2 : 1;
      s.dilation[2] = bits & 4 ? 3 : 1;
      s.pad_before[2] = 2;
      s.pad_after[2] = 3;
      s.groups = bits & 8 ? 2 : 1;
      s.in_channels = 6 * s.groups;
      s.out_channels = 10 * s.groups;
      CheckConvolution(s);
    }
  });
}

TEST_CASE("Convolutions equal plain loops in tiles and their edges", "[convolution]") {
  ForEachTarget([] {
    for (int64_t size = 1; size <= 13; ++size) {
      for (int64_t pad = 0; pad <= 3; ++pad) {
        ConvShape s = Square(size, 3, 16 + size, 16 + 3 * pad, pad);
        s.input[1] = 5;
        s.pad_after[1] = 1;
        s.batch = 2;
        if (s.Check().ok()) CheckConvolution(s);
      }
    }
    CheckConvolution(Square(45, 3, 17, 18, 1));  // more tiles than are summed at a time
    // 3-D: taps along the depth too, with stride and dilation.
    for (int64_t bits = 0; bits < 8; ++bits) {
      ConvShape s = Square(6, 3, 16, 24, 1);
      s.input[0] = 5;
      s.kernel[0] = bits & 1 ? 2 : 3;
      s.stride[0] = bits & 2 ? 2 : 1;
      s.dilation[0] = bits & 4 ? 2 : 1;
      s.pad_before[0] = 1;
      s.pad_after[0] = 2;
      CheckConvolution(s);
    }
  });
}

TEST_CASE("Winograd's way rounds as finely as is said", "[convolution]") {
  ForEachTarget([] {
    for (const auto& [size, most] :
         std::vector<std::pair<int64_t, double>>{{12, 5e-5}, {2, 5e-6}}) {
      const ConvShape s = Square(size, 3, 256, 32, 1);
      const std::vector<float> input = Numbers(s.input_size(), 1);
      const std::vector<float> weights = Numbers(s.weight_count(), 2);
      const std::vector<double> want = reference::Convolve(s, input, weights);
      const std::vector<float> got = Forward(s, input, weights);
      double error = 0;
      double largest = 0;
      for (size_t i = 0; i < want.size(); ++i) {
        error = std::max(error, std::abs(double(got[i]) - want[i]));
        largest = std::max(largest, std::abs(want[i]));
      }
      INFO("pictures of side " << size << ": " << error / largest);
      CHECK(error <= most * largest);
      // The bound would be of no use if sums were plain.
      CHECK(error >= most / 100 * largest);
    }
  });
}

TEST_CASE("Convolutions with taps far apart take little memory and time", "[convolution]") {
  ConvShape s = Square(20, 2, 3, 5);
  s.dilation = {1, 1 << 20, 1 << 20};
  s.pad_before = {0, 1 << 20, 1 << 20};
  s.stride = {1, 1 << 19, 1};
  s.input = {1, 3, 9};
  REQUIRE(s.Check().ok());
  CheckConvolution(s);
}

TEST_CASE("Convolution adds bias and residual and activates", "[convolution]") {
  ForEachTarget([] {
    for (const ConvShape& s :
         {Square(5, 3, 7, 19, 1), Square(9, 3, 64, 64, 1), Square(5, 3, 80, 64, 1, 2),
          Square(8, 5, 1, 6, 2), Square(11, 5, 16, 6, 2), Square(15, 3, 40, 40, 1, 2, 40),
          Square(6, 3, 41, 41, 1, 1, 41), Square(6, 3, 20, 40, 1, 1, 20)}) {
      const std::vector<float> input = Numbers(s.input_size(), 1);
      const std::vector<float> weights = Numbers(s.weight_count(), 2);
      const std::vector<float> bias = Numbers(s.out_channels, 3);
      const std::vector<float> residual = Numbers(s.output_size(), 4);
      std::vector<double> plain = reference::Convolve(s, input, weights);
      for (size_t i = 0; i < plain.size(); ++i) {
        plain[i] += double(bias[i % bias.size()]) + double(residual[i]);
      }
      for (int which = 0; which < 6; ++which) {
        INFO("activation " << which);
        ConvEpilogue epilogue;
        epilogue.bias = bias.data();
        epilogue.residual = residual.data();
        epilogue.activation = ConvActivation(which);
        epilogue.slope = 0.125f;
        const auto activated = [&](double x) {
          const double functions[] = {x,
                                      std::max(x, 0.0),
                                      x < 0 ? 0.125 * x : x,
                                      std::clamp(x, 0.0, 6.0),
                                      x / (1 + std::exp(-x)),
                                      x * std::clamp(x + 3, 0.0, 6.0) / 6};
          return functions[which];
        };
        std::vector<double> want = plain;
        for (double& x : want) x = activated(x);
        // The steepest of them, hard swish, is below 1.5 in slope up to 3 and 1 above.
        const int64_t products = 2 * (s.weight_count() / s.out_channels + 2);
        CheckNumbers("activated", s, Forward(s, input, weights, epilogue), want, products,
                     kWinogradRounding);
        std::vector<float> in_place = residual;
        epilogue.residual = in_place.data();
        Convolution::Create(s, weights.data())
            ->Forward(input.data(), in_place.data(), s.batch, epilogue);
        CheckNumbers("activated in place", s, in_place, want, products, kWinogradRounding);
        epilogue.residual = nullptr;
        std::vector<float> more = Forward(s, input, weights, epilogue);
        epilogue.activation = ConvActivation::kNone;
        const std::vector<float> sums = Forward(s, input, weights, epilogue);
        for (size_t i = 0; i < want.size(); ++i) want[i] = activated(double(sums[i]));
        CheckNumbers("activated without residual", s, more, want, products);
      }
    }
  });
}

TEST_CASE("Convolution keeps NaN through its activations", "[convolution]") {
  ForEachTarget([] {
    const ConvShape s = Square(3, 1, 1, 40);
    const std::vector<float> input(9, NAN);
    const std::vector<float> weights = Numbers(s.weight_count(), 2);
    for (int which = 0; which < 6; ++which) {
      INFO("activation " << which);
      ConvEpilogue epilogue;
      epilogue.activation = ConvActivation(which);
      for (const float x : Forward(s, input, weights, epilogue)) REQUIRE(std::isnan(x));
    }
  });
}

TEST_CASE("Backward to data is the transpose of convolution", "[convolution]") {
  Random random(11);
  for (int done = 0; done < 200;) {
    ConvShape s;
    if (!RandomShape(random, s)) continue;
    ++done;
    INFO(Describe(s));
    const std::vector<float> x = Numbers(s.input_size(), 1);
    const std::vector<float> weights = Numbers(s.weight_count(), 2);
    const std::vector<float> y = Numbers(s.output_size(), 3);
    const std::vector<float> forward = Forward(s, x, weights);
    std::vector<float> back(x.size());
    REQUIRE(ConvolveBackwardData(s, weights.data(), y.data(), back.data()).ok());
    double a = 0;
    double b = 0;
    double size = 0;
    for (size_t i = 0; i < y.size(); ++i) a += double(forward[i]) * double(y[i]);
    for (size_t i = 0; i < x.size(); ++i) b += double(back[i]) * double(x[i]);
    for (size_t i = 0; i < y.size(); ++i) size += std::abs(double(forward[i]) * double(y[i]));
    // Each of the two rounds its sums to some 2^-20 of their size.
    CHECK(std::abs(a - b) <= 1e-5 * (size + 1));
  }
}

TEST_CASE("Convolutions give the same bytes for any number of threads", "[convolution]") {
  std::vector<ConvShape> shapes = {Square(40, 3, 24, 40, 1),    Square(28, 5, 1, 6, 2),
                                   Square(28, 5, 6, 16),        Square(33, 3, 16, 32, 1, 2),
                                   Square(7, 3, 128, 200, 1),   Square(56, 1, 64, 64),
                                   Square(60, 3, 3, 32, 1),     Square(40, 3, 48, 48, 1, 1, 48),
                                   Square(30, 3, 64, 64, 1, 1), Square(16, 2, 64, 128, 0, 2)};
  for (ConvShape& s : shapes) {
    s.batch = 2;
    INFO(Describe(s));
    const std::vector<float> input = Numbers(s.input_size(), 1);
    const std::vector<float> weights = Numbers(s.weight_count(), 2);
    const std::vector<float> d_output = Numbers(s.output_size(), 3);
    std::vector<std::vector<float>> first;
    for (const int threads : {1, 2, 4}) {
      SetThreads(threads);
      std::vector<std::vector<float>> all(4);
      all[0] = Forward(s, input, weights);
      all[1].resize(input.size());
      all[2].resize(weights.size());
      all[3].resize(size_t(s.out_channels));
      REQUIRE(ConvolveBackwardData(s, weights.data(), d_output.data(), all[1].data()).ok());
      REQUIRE(
          ConvolveBackwardWeights(s, input.data(), d_output.data(), all[2].data(), all[3].data())
              .ok());
      if (threads == 1) first = all;
      for (size_t i = 0; i < all.size(); ++i) {
        INFO("array " << i << ", " << threads << " threads");
        CHECK(std::memcmp(all[i].data(), first[i].data(), all[i].size() * sizeof(float)) == 0);
      }
    }
  }
  SetThreads(0);
}

TEST_CASE("Convolution gives a picture the same bytes alone and in a batch", "[convolution]") {
  for (ConvShape s :
       {Square(13, 3, 24, 40, 1), Square(7, 3, 64, 64, 1), Square(9, 5, 3, 7, 2),
        Square(12, 5, 1, 6, 2), Square(12, 5, 16, 6, 2), Square(14, 3, 32, 32, 1, 1, 32)}) {
    INFO(Describe(s));
    s.batch = 5;
    const std::vector<float> input = Numbers(s.input_size(), 1);
    const std::vector<float> weights = Numbers(s.weight_count(), 2);
    const std::vector<float> all = Forward(s, input, weights);
    const Result<Convolution> convolution = Convolution::Create(s, weights.data());
    for (int64_t n = 0; n < s.batch; ++n) {
      std::vector<float> one(all.size() / size_t(s.batch));
      convolution->Forward(input.data() + n * s.input_size() / s.batch, one.data(), 1);
      CHECK(std::memcmp(one.data(), all.data() + size_t(n) * one.size(),
                        one.size() * sizeof(float)) == 0);
    }
  }
}

TEST_CASE("Shapes of convolutions are checked", "[convolution]") {
  const ConvShape good = Square(8, 3, 4, 6, 1);
  CHECK(good.Check().ok());
  CHECK(good.output(2) == 8);
  CHECK(good.multiply_adds() == 8 * 8 * 6 * 9 * 4);
  const auto error = [&](auto change) {
    ConvShape s = Square(8, 3, 4, 6, 1);
    change(s);
    const Status status = s.Check();
    CHECK(status.is_usage());
    CHECK(!Convolution::Create(s, nullptr).ok());
    CHECK(!ConvolveBackwardData(s, nullptr, nullptr, nullptr).ok());
    CHECK(!ConvolveBackwardWeights(s, nullptr, nullptr, nullptr, nullptr).ok());
    return status.message();
  };
  CHECK(error([](ConvShape& s) { s.groups = 3; }) ==
        "convolution: expected numbers of channels that 3 groups divide, got 4 in and 6 out");
  CHECK(error([](ConvShape& s) {
          s.kernel = {1, 3, 11};
        }) ==
        "convolution: kernel 1x3x11 with dilation 1x1x1 is larger than the padded input 1x10x10");
  CHECK(error([](ConvShape& s) { s.stride[1] = 0; }) ==
        "convolution: expected strides from 1 to 2^30 along each axis, got 1x0x1");
  CHECK(error([](ConvShape& s) { s.pad_after[2] = -1; }) ==
        "convolution: expected padding from 0 to 2^30 along each axis, got 0x1x-1");
  error([](ConvShape& s) { s.input[0] = 0; });
  error([](ConvShape& s) { s.dilation[0] = -1; });
  error([](ConvShape& s) { s.in_channels = 0; });
  error([](ConvShape& s) { s.batch = 0; });
  error([](ConvShape& s) { s.input = {1 << 30, 1 << 30, 1 << 30}; });
  error([](ConvShape& s) { s.in_channels = int64_t{1} << 62; });
  error([](ConvShape& s) { s.batch = INT64_MAX; });
  error([](ConvShape& s) {
    s.input = {1, 1 << 20, 1 << 20};
    s.in_channels = 1 << 20;
  });
}

}  // namespace
}  // namespace sluice
