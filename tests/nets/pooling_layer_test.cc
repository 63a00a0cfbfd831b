#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <limits>
#include <string>
#include <vector>

#include "lib/parallel.h"
#include "tests/kernel_check.h"
#include "tests/nets/gradient_check.h"
#include "tests/nets/layer_run.h"

namespace sluice {
namespace {

std::string ShapeAfter(const std::string& text) {
  return ShapeText(Net::Build(text).value().output());
}

TEST_CASE("P1-P3: shapes of pooled pictures", "[nets]") {
  const Net p1 = Net::Build("input 28x28x6\nmaxpool 2 stride 2\n").value();
  CHECK(ShapeText(p1.output()) == "14x14x6");
  CHECK(p1.parameter_count() == 0);
  CHECK(p1.output().count() * 4 == p1.input().count());  // 75 % of the data dropped
  CHECK(ShapeAfter("input 5x5x2\nmaxpool 3 stride 1\n") == "3x3x2");
  CHECK(ShapeAfter("input 55x55x96\nmaxpool 3 stride 2\n") == "27x27x96");
}

TEST_CASE("pooled shapes round down, or up where asked", "[nets]") {
  CHECK(ShapeAfter("input 112x112x64\nmaxpool 3 stride 2 pad 1\n") == "56x56x64");  // ResNet
  CHECK(ShapeAfter("input 112x112x64\nmaxpool 3 stride 2\n") == "55x55x64");
  CHECK(ShapeAfter("input 112x112x64\nmaxpool 3 stride 2 ceil\n") == "56x56x64");  // GoogLeNet
  CHECK(ShapeAfter("input 14x14x8\nmaxpool 3 stride 2 pad same\n") == "7x7x8");
  CHECK(ShapeAfter("input 9x8\nmaxpool 2\n") == "4x8");
  CHECK(ShapeAfter("input 9x8\nmaxpool 2 ceil\n") == "5x8");
  CHECK(ShapeAfter("input 4x6x8x3\navgpool 2x3x4\n") == "2x2x2x3");
  CHECK(ShapeAfter("input 7x7x512\navgpool global\n") == "1x1x512");
  CHECK(ShapeAfter("input 7x6x5x512\nglobalpool\n") == "1x1x1x512");
  // A window that would begin in the padding after the input is left out, as PyTorch does.
  CHECK(ShapeAfter("input 4x1\nmaxpool 2 stride 4 pad 1 ceil\n") == "2x1");
  CHECK(ShapeAfter("input 3x1\nmaxpool 2 stride 4 pad 1 ceil\n") == "1x1");
}

// Plain loops: what each window sees, for one example and channel.
struct Plain {
  std::array<int64_t, 3> in, out, size, stride, pad;
  int64_t channels;

  template <class F>
  void ForPlaces(const std::array<int64_t, 3>& o, const F& f) const {
    for (int64_t z = 0; z < size[0]; ++z) {
      for (int64_t y = 0; y < size[1]; ++y) {
        for (int64_t x = 0; x < size[2]; ++x) {
          const std::array<int64_t, 3> i = {o[0] * stride[0] - pad[0] + z,
                                            o[1] * stride[1] - pad[1] + y,
                                            o[2] * stride[2] - pad[2] + x};
          bool inside = true;
          for (size_t a = 0; a < 3; ++a) inside &= i[a] >= 0 && i[a] < in[a];
          if (inside) f((i[0] * in[1] + i[1]) * in[2] + i[2]);
        }
      }
    }
  }

  std::vector<float> Pool(const std::vector<float>& x, int64_t batch, bool max) const {
    std::vector<float> y;
    for (int64_t n = 0; n < batch; ++n) {
      for (int64_t i = 0; i < out[0] * out[1] * out[2]; ++i) {
        for (int64_t c = 0; c < channels; ++c) {
          double sum = 0;
          double count = 0;
          float most = -std::numeric_limits<float>::infinity();
          ForPlaces({i / (out[1] * out[2]), i / out[2] % out[1], i % out[2]}, [&](int64_t place) {
            const float v = x[size_t((n * in[0] * in[1] * in[2] + place) * channels + c)];
            most = std::max(most, v);
            sum += double(v);
            ++count;
          });
          y.push_back(max ? most : static_cast<float>(sum / count));
        }
      }
    }
    return y;
  }
};

TEST_CASE("pooling is that of plain loops, in 1 to 3 axes, for all small shapes", "[nets]") {
  ForEachTarget([] {
    for (const int axes : {1, 2, 3}) {
      for (int64_t size = 1; size <= 3; ++size) {
        for (int64_t stride = 1; stride <= 3; ++stride) {
          for (int64_t pad = 0; pad < size; ++pad) {
            for (const bool ceil : {false, true}) {
              for (const bool max : {false, true}) {
                const std::vector<std::string> inputs = {"7x21", "5x6x5", "3x4x5x3"};
                const std::string text = "input " + inputs[size_t(axes - 1)] + "\n" +
                                         (max ? "maxpool " : "avgpool ") + std::to_string(size) +
                                         " stride " + std::to_string(stride) + " pad " +
                                         std::to_string(pad) + (ceil ? " ceil\n" : "\n");
                INFO(text);
                LayerRun run(text);
                Plain plain{
                    run.net.input().size,    run.net.output().size, {1, 1, 1}, {1, 1, 1}, {0, 0, 0},
                    run.net.input().channels};
                for (size_t a = size_t(3 - axes); a < 3; ++a) {
                  plain.size[a] = size;
                  plain.stride[a] = stride;
                  plain.pad[a] = pad;
                }
                const std::vector<float> got = run.Forward(2);
                const std::vector<float> want = plain.Pool(run.input, 2, max);
                REQUIRE(got.size() == want.size());
                for (size_t i = 0; i < got.size(); ++i) {
                  // Means of up to 27 numbers of about 1, summed in f32.
                  REQUIRE(double(got[i]) == Approx(double(want[i])).margin(max ? 0 : 1e-6));
                }
              }
            }
          }
        }
      }
    }
  });
}

TEST_CASE("global pooling sees all places", "[nets]") {
  LayerRun run("input 13x11x5\nglobalpool\n");
  const std::vector<float> got = run.Forward(2);
  LayerRun most("input 13x11x5\nmaxpool global\n");
  const std::vector<float> greatest = most.Forward(2);
  for (size_t n = 0; n < 2; ++n) {
    for (size_t c = 0; c < 5; ++c) {
      double sum = 0;
      float max = -1e9F;
      for (size_t p = 0; p < 143; ++p) {
        sum += double(run.input[(n * 143 + p) * 5 + c]);
        max = std::max(max, run.input[(n * 143 + p) * 5 + c]);
      }
      CHECK(double(got[n * 5 + c]) == Approx(sum / 143).margin(1e-7));
      CHECK(greatest[n * 5 + c] == max);
    }
  }
}

TEST_CASE("O5: derivatives of pooling are central differences", "[nets]") {
  // Averages are linear: nothing but the rounding of f32. Steps of 1e-3 keep the maxima of these
  // seeds where they are: two of some hundred numbers in a window are rarely that close.
  GradientCheck check;
  check.step = 1e-3;
  for (const std::string type : {"maxpool ", "avgpool "}) {
    for (const std::string text :
         {"input 9x3\n@3 stride 2 pad 1\n", "input 9x3\n@2\n", "input 6x7x5\n@2\n",
          "input 6x7x5\n@3 stride 2 pad 1\n", "input 6x7x5\n@3 stride 2 ceil\n",
          "input 6x7x5\n@3x2 stride 1x2 pad 1x0\n", "input 6x7x5\n@global\n",
          "input 3x4x5x2\n@2 stride 1\n", "input 3x4x5x2\n@3 stride 2 pad 1\n"}) {
      std::string net = text;
      net.replace(net.find('@'), 1, type);
      INFO(net);
      CHECK(WorstGradient(net, check) < 2e-3);
    }
  }
}

TEST_CASE("the derivative of equal maxima goes to the first", "[nets]") {
  LayerRun run("input 4x2\nmaxpool 4\n");
  const std::vector<float> input = {1, 7, 3, 7, 3, 0, 2, 7};
  NetRun forward(run.net, run.learnt, run.followed, true);
  REQUIRE(forward.Forward(input.data(), 1).ok());
  const std::vector<float> d_output = {10, 20};
  std::vector<float> d_input(8);
  const float* const d_head = d_output.data();
  REQUIRE(forward.Backward({&d_head, 1}, run.learnt, d_input.data()).ok());
  CHECK(d_input == std::vector<float>{0, 20, 10, 0, 0, 0, 0, 0});
}

TEST_CASE("pooling is the same for any number of threads", "[nets]") {
  for (const std::string line :
       {"maxpool 2", "maxpool 3 stride 2 pad 1", "avgpool 5 stride 1", "globalpool"}) {
    const std::string net = "input 60x60x19\n" + line + "\n";
    SetThreads(1);
    const std::vector<float> forward = LayerRun(net).Forward(4);
    const std::vector<float> backward = LayerRun(net).Backward(4);
    for (const int threads : {2, 4}) {
      SetThreads(threads);
      CHECK(LayerRun(net).Forward(4) == forward);
      CHECK(LayerRun(net).Backward(4) == backward);
    }
    SetThreads(0);
  }
}

TEST_CASE("windows of few channels, which vectors overrun, leave their neighbours alone",
          "[nets]") {
  for (const size_t channels : {3, 5, 6, 7, 9, 12, 15}) {
    INFO(channels << " channels");
    const std::string shape = "input 6x10x" + std::to_string(channels);
    LayerRun run(shape + "\nmaxpool 2\n");
    const std::vector<float> got = run.Forward(2);
    const std::vector<float> d_input = run.Backward(2);
    const std::vector<float> d_output = NormalNumbers(int64_t(got.size()), 2);
    for (size_t i = 0; i < got.size(); ++i) {
      const size_t row = i / channels / 5;
      const size_t first = (row * 2 * 10 + i / channels % 5 * 2) * channels + i % channels;
      size_t greatest = first;
      for (const size_t place : {first + channels, first + 10 * channels, first + 11 * channels}) {
        if (run.input[place] > run.input[greatest]) greatest = place;
      }
      REQUIRE(got[i] == run.input[greatest]);
      for (const size_t place :
           {first, first + channels, first + 10 * channels, first + 11 * channels}) {
        REQUIRE(d_input[place] == (place == greatest ? d_output[i] : 0.0F));
      }
    }
  }
}

TEST_CASE("what is wrong with a pooling layer is said", "[nets]") {
  CHECK(BuildFailure("input 5x5x1\nmaxpool\n") ==
        "2:1: maxpool: expected one of global, got the end of the line");
  CHECK(BuildFailure("input 5x5x1\nmaxpool 2 pad 2\n") ==
        "2:1: maxpool: expected padding smaller than the window, got 2 for a window of 2");
  CHECK(BuildFailure("input 5x5x1\nmaxpool 6\n") ==
        "2:1: maxpool: expected a window no larger than the input with its padding, got 6 for an "
        "input of 5x5x1");
  CHECK(BuildFailure("input 100000x1\nmaxpool 50000 stride 1 pad 49999\n") ==
        "2:1: maxpool: expected a window of at most 2^24 places, fewer with much padding");
  CHECK(BuildFailure("input 5\nmaxpool 2\n") == "2:1: maxpool: expected a picture, got 5");
  CHECK(BuildFailure("input 5x5x1\nmaxpool 2 stride 0\n") ==
        "2:18: maxpool: expected stride, one whole number of at least 1 or one for each of 2 axes, "
        "got 0");
}

}  // namespace
}  // namespace sluice
