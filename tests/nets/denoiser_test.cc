#include "nets/denoiser.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lib/random.h"
#include "nets/noisy_patches.h"
#include "nets/training.h"

namespace sluice {
namespace {

template <class T>
Frame Noise(int width, int height, int channels, bool alpha = false, uint64_t seed = 1) {
  Frame frame =
      Frame::Create(FrameInfo::Picture(width, height, channels, kDTypeOf<T>, alpha)).value();
  Random random(seed);
  for (int y = 0; y < height; ++y) {
    for (int i = 0; i < width * channels; ++i) {
      frame.Row<T>(y)[i] = static_cast<T>(random.Uniform() * double(DTypeTraits<T>::kFullScale));
    }
  }
  return frame;
}

template <class T>
std::vector<T> Samples(const Frame& frame) {
  std::vector<T> samples;
  for (int64_t y = 0; y < frame.info().row_count(); ++y) {
    samples.insert(samples.end(), frame.Row<T>(y), frame.Row<T>(y) + frame.info().row_samples());
  }
  return samples;
}

// The net with random numbers everywhere, running statistics included.
TrainedNet RandomNet(const std::string& text) {
  NetRecipe recipe{text, {}};
  const Net net = recipe.Build().value();
  NetState state = NewNetState(net, 5);
  Random random(6);
  for (float& number : state.learnt) number += 0.1F * random.Normal();
  for (float& number : state.followed) number = 0.5F + static_cast<float>(random.Uniform());
  return TrainedNet::FromTraining(net, recipe, state).value();
}

constexpr const char* kSmall =
    "picture = input 20x20x1\nconv 6 3 pad 1\nrelu\nconv 6 5x3 pad 2x1 nobias\nbatchnorm\nrelu\n"
    "conv 1 3 pad 1\nadd picture last\nloss l2\n";

std::shared_ptr<const Frame> Shared(Frame frame) {
  return std::make_shared<const Frame>(std::move(frame));
}

TEST_CASE("patches are parts of the pictures in one of eight attitudes", "[denoise]") {
  const auto small = Shared(Noise<uint8_t>(9, 7, 3));
  const auto large = Shared(Noise<uint8_t>(12, 10, 4, true, 2));
  NoisyPatchOptions options;
  options.patch = 5;
  options.count = 64;
  options.sigma_low = options.sigma_high = 0;
  const NoisyPatches patches = NoisyPatches::Create({small, large}, options).value();
  CHECK(patches.channels() == 3);
  CHECK(patches.target_size() == 75);
  const std::vector<int64_t> all(64);
  const NetBatch batch = patches.Make(all, 3);
  CHECK(batch.numbers == batch.targets);
  std::vector<int> from(2);
  std::vector<bool> attitudes(8);
  for (size_t i = 0; i < 64; ++i) {
    const float* const patch = batch.targets.data() + 75 * i;
    int found = 0;
    for (size_t which = 0; which < 2; ++which) {
      const Frame& picture = which == 0 ? *small : *large;
      const PictureInfo info = picture.info().picture();
      for (int y0 = 0; y0 + 5 <= info.height; ++y0) {
        for (int x0 = 0; x0 + 5 <= info.width; ++x0) {
          for (int attitude = 0; attitude < 8; ++attitude) {
            bool same = true;
            for (int y = 0; y < 5; ++y) {
              for (int x = 0; x < 5; ++x) {
                int u = (attitude & 1) != 0 ? y : x;
                int v = (attitude & 1) != 0 ? x : y;
                if ((attitude & 2) != 0) u = 4 - u;
                if ((attitude & 4) != 0) v = 4 - v;
                const uint8_t* const pixel =
                    picture.Row<uint8_t>(y0 + v) + (x0 + u) * info.channels;
                for (int c = 0; c < 3; ++c) {
                  same &= std::lround(255 * patch[(5 * y + x) * 3 + c]) == pixel[c];
                }
              }
            }
            if (!same) continue;
            ++found;
            ++from[which];
            attitudes[size_t(attitude)] = true;
          }
        }
      }
    }
    CHECK(found == 1);
  }
  // 15 places and 48: all 64 from one of them would be less likely than 1e-7.
  CHECK(from[0] > 0);
  CHECK(from[1] > from[0]);
  CHECK(std::count(attitudes.begin(), attitudes.end(), true) == 8);
}

TEST_CASE("noise has the deviation asked for and is new at each step", "[denoise]") {
  NoisyPatchOptions options;
  options.patch = 32;
  options.count = 8;
  const auto picture = Shared(Noise<float>(40, 40, 1));
  const NoisyPatches patches = NoisyPatches::Create({picture}, options).value();
  const std::vector<int64_t> all(8);
  const NetBatch batch = patches.Make(all, 0);
  double squares = 0;
  for (size_t i = 0; i < batch.numbers.size(); ++i) {
    const double noise = 255 * double(batch.numbers[i] - batch.targets[i]);
    squares += noise * noise;
  }
  // 8192 numbers: their deviation is known to 0.8 %.
  CHECK(std::sqrt(squares / 8192) == Approx(25).epsilon(0.03));
  CHECK(patches.Make(all, 0).numbers == batch.numbers);
  CHECK(patches.Make(all, 1).numbers != batch.numbers);

  options.sigma_low = 5;
  options.sigma_high = 50;
  const NoisyPatches blind = NoisyPatches::Create({picture}, options).value();
  const NetBatch mixed = blind.Make(all, 0);
  double least = 100;
  double most = 0;
  for (size_t n = 0; n < 8; ++n) {
    double sum = 0;
    for (size_t i = 1024 * n; i < 1024 * (n + 1); ++i) {
      const double noise = 255 * double(mixed.numbers[i] - mixed.targets[i]);
      sum += noise * noise / 1024;
    }
    least = std::min(least, std::sqrt(sum));
    most = std::max(most, std::sqrt(sum));
  }
  CHECK(least > 4);
  CHECK(most < 55);
  CHECK(most > least + 5);
}

TEST_CASE("pictures that make no patches are refused", "[denoise]") {
  NoisyPatchOptions options;
  options.patch = 10;
  const auto gray = Shared(Noise<uint8_t>(12, 12, 1));
  CHECK(NoisyPatches::Create({}, options).status().message() ==
        "expected pictures to learn from, got none");
  CHECK(
      NoisyPatches::Create({gray, Shared(Noise<uint8_t>(12, 9, 1))}, options).status().message() ==
      "expected pictures of 10x10 at least, got one of 12x9");
  CHECK(
      NoisyPatches::Create({gray, Shared(Noise<uint8_t>(12, 12, 3))}, options).status().message() ==
      "expected pictures of 1 channel as the first one, got one of 3");
}

// The results of a net over a picture of 64x84, by tiles.
std::vector<float> Tiled(const TrainedNet& net, int64_t tile) {
  const Frame frame = Noise<float>(64, 84, 1);
  const std::vector<float> picture = Samples<float>(frame);
  std::vector<float> out(picture.size(), -1);
  const auto read = [&](const TileArea& area, float* numbers) {
    for (int64_t y = 0; y < area.height; ++y) {
      numbers = std::copy_n(&picture[size_t((area.top + y) * 64 + area.left)], area.width, numbers);
    }
  };
  const auto write = [&](const TileArea& area, const float* results, int64_t stride) {
    for (int64_t y = 0; y < area.height; ++y) {
      float* const to = &out[size_t((area.top + y) * 64 + area.left)];
      for (int64_t x = 0; x < area.width; ++x) CHECK(to[x] == -1);  // each place once
      std::copy_n(results + y * stride, area.width, to);
    }
  };
  REQUIRE(TiledNet::Create(net).value().Run(84, 64, read, write, tile).ok());
  return out;
}

TEST_CASE("tiles make no difference", "[denoise]") {
  for (const char* text :
       {kSmall,
        "input 16x16x1\nconv 4 3 pad 1\na = relu\nmaxpool 2\nconv 4 3 pad 1\nupsample nearest 2\n"
        "add a last\nconv 1 3 pad 1\nloss l2\n"}) {
    INFO(text);
    const TrainedNet net = RandomNet(text);
    const std::vector<float> whole = Tiled(net, 1000);
    for (const int64_t tile : {24, 40, 64}) {
      const std::vector<float> tiled = Tiled(net, tile);
      for (size_t i = 0; i < whole.size(); ++i) {
        // Convolutions may add in another order near a tile's end.
        REQUIRE(tiled[i] == Approx(whole[i]).margin(1e-5));
      }
    }
  }
}

TEST_CASE("denoisers go to files and come back", "[denoise]") {
  const Denoiser denoiser = Denoiser::Create(RandomNet(kSmall), "25", {{"pictures", "3"}}).value();
  const ModelFile file = denoiser.ToFile().value();
  CHECK(file.Text("kind").value() == "denoiser");
  CHECK(file.Text("note.pictures").value() == "3");
  const Denoiser again = Denoiser::FromFile(file).value();
  CHECK(again.sigma() == "25");
  CHECK(again.channels() == 1);
  CHECK(Samples<float>(again.Apply(Noise<float>(23, 17, 1)).value()) ==
        Samples<float>(denoiser.Apply(Noise<float>(23, 17, 1)).value()));

  ModelFile other = denoiser.ToFile().value();
  other.Set("kind", "net");
  CHECK(Denoiser::FromFile(other).status().message() ==
        "expected a model of kind denoiser, got net");
  ModelFile changed = denoiser.ToFile().value();
  changed.Set("net", "input 20x20x1\nconv 6 3\n");
  CHECK_FALSE(Denoiser::FromFile(changed).ok());
  CHECK(Denoiser::Create(RandomNet("input 8x8x1\nconv 2 3 pad 1\n"), "1", {}).status().message() ==
        "expected a net that gives a picture as it takes it, got one from 8x8x1 to 8x8x2");
}

TEST_CASE("denoisers keep sample types, alpha and channels", "[denoise]") {
  const Denoiser denoiser = Denoiser::Create(RandomNet(kSmall), "25", {}).value();
  const Frame colour = Noise<uint8_t>(19, 14, 4, true);
  const Frame clean = denoiser.Apply(colour.Clone().value()).value();
  CHECK(clean.info().picture().alpha);
  for (int c = 0; c < 3; ++c) {
    Frame plane = Frame::Create(FrameInfo::Picture(19, 14, 1, DType::kU8)).value();
    for (int y = 0; y < 14; ++y) {
      for (int x = 0; x < 19; ++x) plane.Row<uint8_t>(y)[x] = colour.Row<uint8_t>(y)[4 * x + c];
    }
    const Frame alone = denoiser.Apply(std::move(plane)).value();
    for (int y = 0; y < 14; ++y) {
      for (int x = 0; x < 19; ++x) {
        REQUIRE(alone.Row<uint8_t>(y)[x] == clean.Row<uint8_t>(y)[4 * x + c]);
        REQUIRE(clean.Row<uint8_t>(y)[4 * x + 3] == colour.Row<uint8_t>(y)[4 * x + 3]);
      }
    }
  }

  // The same intensities as u8, u16 and f32.
  const Frame narrow = Noise<uint8_t>(30, 9, 1);
  Frame wide = Frame::Create(FrameInfo::Picture(30, 9, 1, DType::kU16)).value();
  Frame real = Frame::Create(FrameInfo::Picture(30, 9, 1, DType::kF32)).value();
  for (int y = 0; y < 9; ++y) {
    for (int x = 0; x < 30; ++x) {
      wide.Row<uint16_t>(y)[x] = uint16_t(257 * narrow.Row<uint8_t>(y)[x]);
      real.Row<float>(y)[x] = float(narrow.Row<uint8_t>(y)[x]) / 255;
    }
  }
  const Frame out8 = denoiser.Apply(narrow.Clone().value()).value();
  const Frame out16 = denoiser.Apply(std::move(wide)).value();
  const Frame out32 = denoiser.Apply(std::move(real)).value();
  for (int y = 0; y < 9; ++y) {
    for (int x = 0; x < 30; ++x) {
      const double value = double(out32.Row<float>(y)[x]);
      const double inside = std::clamp(value, 0.0, 1.0);
      // Half a step of rounding, and what f32 adds.
      CHECK(std::abs(double(out8.Row<uint8_t>(y)[x]) - 255 * inside) < 0.501);
      CHECK(std::abs(double(out16.Row<uint16_t>(y)[x]) - 65535 * inside) < 0.6);
    }
  }

  const Denoiser rgb =
      Denoiser::Create(RandomNet("input 8x8x3\nconv 3 3 pad 1\nloss l2\n"), "25", {}).value();
  CHECK(rgb.Apply(Noise<uint8_t>(9, 9, 4, true)).ok());
  CHECK(rgb.Apply(Noise<uint8_t>(9, 9, 1)).status().message() ==
        "expected a picture of 3 channels, as the model learnt from, got a 9x9 gray u8 picture");
}

}  // namespace
}  // namespace sluice
