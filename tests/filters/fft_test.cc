#include "filters/fft.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <complex>
#include <random>
#include <vector>

#include "filters/fft_tiles.h"
#include "filters/transpose.h"
#include "lib/scratch.h"
#include "tests/kernel_check.h"

namespace sluice {
namespace {

using Complex = std::complex<double>;

void FillRandom(Scratch<float>* samples, size_t count, unsigned seed) {
  std::mt19937 random(seed);
  for (size_t i = 0; i < count; ++i) (*samples)[i] = float(random() % 2001) / 1000 - 1;
}

// Frequency f of column c by definition.
Complex Frequency(Scratch<float>& re, Scratch<float>& im, size_t length, size_t c, size_t f) {
  Complex sum = 0;
  for (size_t t = 0; t < length; ++t) {
    sum += Complex(re[t * kGroup + c], im[t * kGroup + c]) *
           std::polar(1.0, -2 * 3.14159265358979323846 * double(f * t % length) / double(length));
  }
  return sum;
}

TEST_CASE("a transform has the frequencies of its definition, each once", "[fft]") {
  for (const size_t length : {4u, 8u, 16u, 32u, 64u, 128u}) {
    const size_t size = length * kGroup;
    Scratch<float> re(size), im(size);
    FillRandom(&re, size, 1);
    FillRandom(&im, size, 2);
    const ColumnFft fft(static_cast<int>(length));
    Scratch<float> out_re = re, out_im = im;
    fft.Forward(out_re.data(), out_im.data());
    for (const size_t column : {0, 7, 15}) {
      std::vector<bool> found(length);
      for (size_t f = 0; f < length; ++f) {
        const Complex want = Frequency(re, im, length, column, f);
        for (size_t i = 0; i < length; ++i) {
          const Complex got(out_re[i * kGroup + column], out_im[i * kGroup + column]);
          if (std::abs(got - want) < 1e-5 * double(length)) found[i] = true;
        }
      }
      for (size_t i = 0; i < length; ++i) REQUIRE(found[i]);
    }
  }
}

TEST_CASE("a transform there and back is the input times its length, on every target", "[fft]") {
  for (const size_t length : {4u, 8u, 64u, 128u, 1024u, 2048u}) {
    const size_t size = length * kGroup;
    Scratch<float> re(size), im(size);
    FillRandom(&re, size, 3);
    FillRandom(&im, size, 4);
    const ColumnFft fft(static_cast<int>(length));
    std::vector<float> first;
    ForEachTarget([&] {
      Scratch<float> a = re, b = im;
      fft.Forward(a.data(), b.data());
      std::vector<float> spectrum(a.data(), a.data() + size);
      spectrum.insert(spectrum.end(), b.data(), b.data() + size);
      if (first.empty()) first = spectrum;
      REQUIRE(spectrum == first);
      fft.Inverse(a.data(), b.data());
      for (size_t i = 0; i < size; ++i) {
        REQUIRE(std::abs(a[i] / float(length) - re[i]) < 1e-6f);
        REQUIRE(std::abs(b[i] / float(length) - im[i]) < 1e-6f);
      }
    });
  }
}

TEST_CASE("products of spectra of tiles are circular convolutions of both tiles", "[fft]") {
  constexpr size_t kWidth = 32, kHeight = 16, kSize = kWidth * kHeight;
  const TileFft fft(kWidth, kHeight);
  Scratch<float> tiles[3] = {Scratch<float>(kSize), Scratch<float>(kSize), Scratch<float>(kSize)};
  std::vector<TileRow> rows[3];
  for (unsigned t = 0; t < 3; ++t) {
    FillRandom(&tiles[t], kSize, 10 + t);
    for (size_t y = 0; y < kHeight; ++y) rows[t].push_back({tiles[t].data() + y * kWidth, kWidth});
  }
  const std::vector<TileRow> nothing(kHeight);
  ForEachTarget([&] {
    TileFft::Workspace work(fft);
    Scratch<float> re(kSize), im(kSize), kernel_re(kSize), kernel_im(kSize);
    fft.Forward(rows[0].data(), rows[1].data(), work, re.data(), im.data());
    fft.Forward(rows[2].data(), nothing.data(), work, kernel_re.data(), kernel_im.data());
    Scratch<float> out[2] = {Scratch<float>(kSize), Scratch<float>(kSize)};
    fft.Inverse(
        [&](size_t i, float* strip_re, float* strip_im) {
          const size_t at = i * kWidth * kGroup;
          MultiplyComplex(re.data() + at, im.data() + at, kernel_re.data() + at,
                          kernel_im.data() + at, kWidth * kGroup, false, strip_re, strip_im);
        },
        kWidth, kHeight, kWidth, work, out[0].data(), out[1].data());
    for (size_t t = 0; t < 2; ++t) {
      for (size_t y = 0; y < kHeight; ++y) {
        for (size_t x = 0; x < kWidth; ++x) {
          double want = 0;
          for (size_t i = 0; i < kHeight; ++i) {
            for (size_t j = 0; j < kWidth; ++j) {
              want +=
                  double(tiles[2][i * kWidth + j]) *
                  double(
                      tiles[t][(y + kHeight - i) % kHeight * kWidth + (x + kWidth - j) % kWidth]);
            }
          }
          REQUIRE(std::abs(double(out[t][y * kWidth + x]) / kSize - want) < 2e-5);
        }
      }
    }
  });
}

TEST_CASE("rows turn into groups and back", "[fft]") {
  constexpr size_t kStride = 50;
  for (const size_t samples : {1u, 4u, 7u, 33u}) {
    Scratch<float> rows(kGroup * kStride), groups(kStride * kGroup), back(kGroup * kStride);
    for (size_t i = 0; i < kGroup * kStride; ++i) rows[i] = float(i);
    ForEachTarget([&] {
      RowsToGroups(rows.data(), kStride, samples, groups.data());
      GroupsToRows(groups.data(), samples, kStride, back.data());
      for (size_t r = 0; r < kGroup; ++r) {
        for (size_t s = 0; s < samples; ++s) {
          REQUIRE(groups[s * kGroup + r] == rows[r * kStride + s]);
          REQUIRE(back[r * kStride + s] == rows[r * kStride + s]);
        }
      }
    });
  }
}

}  // namespace
}  // namespace sluice
