#include "nets/channel_sums.h"

#include <algorithm>
#include <cstddef>

#include "lib/parallel.h"
#include "nets/channel_kernels.h"

namespace sluice {
namespace {

constexpr int64_t kWide = 64;                 // numbers that fill vectors
constexpr int64_t kBlock = int64_t{1} << 15;  // numbers that stay in the second-level cache
constexpr int64_t kFewest = 64;               // rows of a block: its sums are little beside it

// Adds what repeated channels have summed.
void Fold(const std::vector<float>& wide, std::span<double> sums) {
  std::fill(sums.begin(), sums.end(), 0.0);
  for (size_t i = 0; i < wide.size(); i += sums.size()) {
    for (size_t c = 0; c < sums.size(); ++c) sums[c] += double(wide[i + c]);
  }
}

}  // namespace

ChannelRows::ChannelRows(int64_t rows, int64_t channels)
    : rows_(rows),
      channels_(channels),
      together_(std::clamp<int64_t>(kWide / channels, 1, rows)),
      block_(std::max(kFewest, kBlock / channels)) {
  block_ = (block_ + together_ - 1) / together_ * together_;
}

std::vector<float> ChannelRows::Repeat(std::span<const float> values) const {
  std::vector<float> repeated;
  repeated.reserve(static_cast<size_t>(wide()));
  for (int64_t i = 0; i < together_; ++i) {
    repeated.insert(repeated.end(), values.begin(), values.begin() + channels_);
  }
  return repeated;
}

template <class F>
void ChannelRows::InRows(int64_t begin, int64_t end, const F& f) const {
  const int64_t times = (end - begin) / together_;
  const int64_t done = begin + times * together_;
  if (times > 0) f(begin * channels_, times, wide());
  if (done < end) f(done * channels_, end - done, channels_);
}

void ChannelRows::ForParts(
    const std::function<void(int64_t first, int64_t rows, int64_t columns)>& f) const {
  ParallelFor(rows_, block_, [&](int64_t begin, int64_t end) { InRows(begin, end, f); });
}

void ChannelRows::Moments(const float* x, std::span<double> means,
                          std::span<double> variances) const {
  const auto channels = static_cast<size_t>(channels_);
  std::vector<double> block_means(static_cast<size_t>(block_count()) * channels);
  std::vector<double> block_squares(block_means.size());
  ParallelFor(rows_, block_, [&](int64_t begin, int64_t end) {
    const size_t block = static_cast<size_t>(begin / block_) * channels;
    const std::span<double> mean(&block_means[block], channels);
    const std::span<double> squares(&block_squares[block], channels);
    std::vector<float> sums(static_cast<size_t>(wide()));
    InRows(begin, end, [&](int64_t first, int64_t rows, int64_t columns) {
      AddColumns(x + first, rows, columns, sums.data());
    });
    Fold(sums, mean);
    std::vector<float> pivots(channels);
    for (size_t c = 0; c < channels; ++c) {
      pivots[c] = static_cast<float>(mean[c] / double(end - begin));
    }
    const std::vector<float> repeated = Repeat(pivots);
    std::vector<float> wide_squares(sums.size());
    std::fill(sums.begin(), sums.end(), 0.0F);
    InRows(begin, end, [&](int64_t first, int64_t rows, int64_t columns) {
      AddDistances(x + first, repeated.data(), rows, columns, sums.data(), wide_squares.data());
    });
    Fold(sums, mean);
    Fold(wide_squares, squares);
    // From the pivot, which the first pass has rounded, to the mean.
    for (size_t c = 0; c < channels; ++c) {
      const double step = mean[c] / double(end - begin);
      mean[c] = double(pivots[c]) + step;
      squares[c] -= double(end - begin) * step * step;
    }
  });
  std::fill(means.begin(), means.end(), 0.0);
  std::fill(variances.begin(), variances.end(), 0.0);
  for (int64_t b = 0; b < block_count(); ++b) {
    const double before = double(b * block_);
    const double count = double(std::min(rows_, (b + 1) * block_)) - before;
    const double share = count / (before + count);
    for (size_t c = 0; c < channels; ++c) {
      const double step = block_means[size_t(b) * channels + c] - means[c];
      means[c] += step * share;
      variances[c] += block_squares[size_t(b) * channels + c] + step * step * before * share;
    }
  }
  for (double& variance : variances) variance = std::max(0.0, variance / double(rows_));
}

void ChannelRows::Sums(const float* x, std::span<float> sums) const {
  const auto channels = static_cast<size_t>(channels_);
  std::vector<double> block_sums(static_cast<size_t>(block_count()) * channels);
  ParallelFor(rows_, block_, [&](int64_t begin, int64_t end) {
    std::vector<float> wide_sums(static_cast<size_t>(wide()));
    InRows(begin, end, [&](int64_t first, int64_t rows, int64_t columns) {
      AddColumns(x + first, rows, columns, wide_sums.data());
    });
    Fold(wide_sums, {&block_sums[static_cast<size_t>(begin / block_) * channels], channels});
  });
  for (size_t i = channels; i < block_sums.size(); ++i) block_sums[i % channels] += block_sums[i];
  for (size_t c = 0; c < channels; ++c) sums[c] = static_cast<float>(block_sums[c]);
}

void ChannelRows::Products(const float* x, const float* dy, std::span<const float> means,
                           std::span<double> sums, std::span<double> products) const {
  const auto channels = static_cast<size_t>(channels_);
  std::vector<double> block_sums(static_cast<size_t>(block_count()) * channels);
  std::vector<double> block_products(block_sums.size());
  const std::vector<float> repeated = Repeat(means);
  ParallelFor(rows_, block_, [&](int64_t begin, int64_t end) {
    const size_t block = static_cast<size_t>(begin / block_) * channels;
    std::vector<float> wide_sums(static_cast<size_t>(wide()));
    std::vector<float> wide_products(wide_sums.size());
    InRows(begin, end, [&](int64_t first, int64_t rows, int64_t columns) {
      AddProducts(x + first, dy + first, repeated.data(), rows, columns, wide_sums.data(),
                  wide_products.data());
    });
    Fold(wide_sums, {&block_sums[block], channels});
    Fold(wide_products, {&block_products[block], channels});
  });
  std::fill(sums.begin(), sums.end(), 0.0);
  std::fill(products.begin(), products.end(), 0.0);
  for (size_t i = 0; i < block_sums.size(); ++i) {
    sums[i % channels] += block_sums[i];
    products[i % channels] += block_products[i];
  }
}

}  // namespace sluice
