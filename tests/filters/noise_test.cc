#include "filters/noise.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/kernel_check.h"
#include "tests/reference/noise.h"

namespace sluice {
namespace {

const std::vector<NoiseKind> kAllKinds = {NoiseKind::kGaussian, NoiseKind::kSpeckle,
                                          NoiseKind::kPoisson, NoiseKind::kSaltPepper,
                                          NoiseKind::kImpulse};

float Amount(NoiseKind kind) { return kind == NoiseKind::kPoisson ? 40.0f : 0.2f; }

// A picture with the same value everywhere.
template <class T>
Frame Constant(int width, int height, int channels, T value) {
  Image<T> image = Image<T>::Create(width, height, channels).value();
  for (int y = 0; y < height; ++y) {
    for (size_t i = 0; i < image.row_samples(); ++i) image.Row(y)[i] = value;
  }
  return Frame::FromImage(std::move(image));
}

Frame Noisy(const Frame& in, NoiseKind kind, float amount, uint64_t seed = 0) {
  return FilterFrame(*MakeNoise({{{kind, amount}}, seed}), in).value();
}

struct Moments {
  double mean = 0;
  double deviation = 0;
};
template <class T>
Moments MomentsOf(const Frame& frame) {
  double sum = 0;
  double squares = 0;
  const double count =
      static_cast<double>(frame.info().row_count()) * double(frame.info().row_samples());
  for (int64_t y = 0; y < frame.info().row_count(); ++y) {
    for (int64_t i = 0; i < frame.info().row_samples(); ++i) {
      const auto v = static_cast<double>(frame.Row<T>(y)[i]);
      sum += v;
      squares += v * v;
    }
  }
  return {sum / count, std::sqrt(squares / count - sum / count * (sum / count))};
}

TEST_CASE("each noise equals its reference on every target, type, size and driver", "[noise]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const int channels : {1, 2, 3, 5}) {
      for (const int width : {1, 7, 65}) {
        for (const NoiseKind kind : kAllKinds) {
          Frame in = RandomPicture(width, 5, channels, dtype);
          in.info().index = 3;
          const NoiseOptions options{{{kind, Amount(kind)}}, 17};
          const Frame want = reference::Noise(in, options);
          ForEachTarget(
              [&] { CheckSameFrame(FilterFrame(*MakeNoise(options), in).value(), want); });
        }
      }
    }
  }
}

TEST_CASE("noise is the same from every driver and thread count", "[noise]") {
  const Frame in = RandomPicture(70, 20, 3, DType::kU8);
  const NoiseOptions options{{{NoiseKind::kPoisson, 100.0f},
                              {NoiseKind::kGaussian, 0.1f},
                              {NoiseKind::kGaussian, 0.1f},
                              {NoiseKind::kSaltPepper, 0.05f}},
                             1};
  ForEachTarget([&] {
    CheckSameFrame(CheckDrivers([&] { return MakeNoise(options); }, in),
                   reference::Noise(in, options));
  });
}

TEST_CASE("noise differs with seed, frame and row", "[noise]") {
  const Frame flat = Constant<float>(200, 2, 1, 0.5f);
  const auto equal = [](const float* a, const float* b) {
    int count = 0;
    for (int i = 0; i < 200; ++i) count += a[i] == b[i];
    return count;
  };
  const Frame one = Noisy(flat, NoiseKind::kGaussian, 0.1f, 1);
  const Frame other_seed = Noisy(flat, NoiseKind::kGaussian, 0.1f, 2);
  Frame second = flat.Clone().value();
  second.info().index = 1;
  const Frame other_frame = Noisy(second, NoiseKind::kGaussian, 0.1f, 1);
  CHECK(equal(one.Row<float>(0), one.Row<float>(1)) < 5);
  CHECK(equal(one.Row<float>(0), other_seed.Row<float>(0)) < 5);
  CHECK(equal(one.Row<float>(0), other_frame.Row<float>(0)) < 5);
}

TEST_CASE("noise has the strength that was asked for", "[noise]") {
  const Frame gray = Constant<uint16_t>(500, 500, 1, 32768);
  const double full = 65535;
  const Moments gaussian = MomentsOf<uint16_t>(Noisy(gray, NoiseKind::kGaussian, 0.05f));
  CHECK(gaussian.mean / full == Approx(0.5).margin(0.0005));
  CHECK(gaussian.deviation / full == Approx(0.05).epsilon(0.01));
  const Moments speckle = MomentsOf<uint16_t>(Noisy(gray, NoiseKind::kSpeckle, 0.1f));
  CHECK(speckle.deviation / full == Approx(0.05).epsilon(0.01));
  const Moments poisson = MomentsOf<uint16_t>(Noisy(gray, NoiseKind::kPoisson, 100.0f));
  CHECK(poisson.mean / full == Approx(0.5).margin(0.001));
  CHECK(poisson.deviation / full == Approx(std::sqrt(50.0) / 100).epsilon(0.01));

  const Frame salted = Noisy(gray, NoiseKind::kSaltPepper, 0.1f);
  const Frame hit = Noisy(gray, NoiseKind::kImpulse, 0.1f);
  int salt = 0;
  int pepper = 0;
  int impulses = 0;
  for (int y = 0; y < 500; ++y) {
    for (int x = 0; x < 500; ++x) {
      salt += salted.Row<uint16_t>(y)[x] == 65535;
      pepper += salted.Row<uint16_t>(y)[x] == 0;
      impulses += hit.Row<uint16_t>(y)[x] != 32768;
    }
  }
  CHECK(salt == Approx(12500).margin(600));
  CHECK(pepper == Approx(12500).margin(600));
  CHECK(impulses == Approx(25000).margin(800));
}

TEST_CASE("no amount of noise changes nothing, all of it leaves nothing", "[noise]") {
  const Frame in = RandomPicture(33, 9, 3, DType::kU8);
  for (const NoiseKind kind : kAllKinds) {
    if (kind != NoiseKind::kPoisson) CheckSameFrame(Noisy(in, kind, 0.0f), in);
  }
  const Frame all = Noisy(in, NoiseKind::kSaltPepper, 1.0f);
  for (int i = 0; i < 99; ++i)
    CHECK((all.Row<uint8_t>(4)[i] == 0 || all.Row<uint8_t>(4)[i] == 255));
}

TEST_CASE("noise leaves alpha alone", "[noise]") {
  Frame in = RandomPicture(40, 6, 4, DType::kU8);
  in.info().alpha = true;
  const Frame out = Noisy(in, NoiseKind::kGaussian, 0.3f);
  int changed = 0;
  for (int i = 0; i < 160; ++i) {
    const bool same = in.Row<uint8_t>(2)[i] == out.Row<uint8_t>(2)[i];
    if (i % 4 == 3) CHECK(same);
    changed += !same;
  }
  CHECK(changed > 60);
}

TEST_CASE("noise on f32 keeps NaN and infinity and goes beyond the range", "[noise]") {
  Frame in = Constant<float>(64, 1, 1, 1.0f);
  in.Row<float>(0)[0] = std::numeric_limits<float>::quiet_NaN();
  in.Row<float>(0)[1] = std::numeric_limits<float>::infinity();
  for (const NoiseKind kind : {NoiseKind::kGaussian, NoiseKind::kSpeckle, NoiseKind::kPoisson}) {
    const Frame out = Noisy(in, kind, Amount(kind));
    CHECK(std::isnan(out.Row<float>(0)[0]));
    CHECK(!std::isfinite(out.Row<float>(0)[1]));
    bool above = false;
    for (int i = 2; i < 64; ++i) above |= out.Row<float>(0)[i] > 1.0f;
    CHECK(above);
  }
}

TEST_CASE("amounts of noise that make no sense are refused", "[noise]") {
  const Frame in = RandomPicture(4, 4, 1, DType::kU8);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const NoiseStep step :
       {NoiseStep{NoiseKind::kGaussian, -0.1f}, NoiseStep{NoiseKind::kGaussian, nan},
        NoiseStep{NoiseKind::kSaltPepper, 1.5f}, NoiseStep{NoiseKind::kPoisson, 0.0f}}) {
    const Result<Frame> out = FilterFrame(*MakeNoise({{step}, 0}), in);
    CHECK(out.status().is_usage());
  }
}

}  // namespace
}  // namespace sluice
