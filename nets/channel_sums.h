// Statistics of channels over many rows, in an order that does not depend on the number of threads.
#ifndef SLUICE_NETS_CHANNEL_SUMS_H_
#define SLUICE_NETS_CHANNEL_SUMS_H_

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace sluice {

// Rows of a few channels each: narrow ones are taken several at a time, so that they fill vectors.
// What is done to each channel is repeated as often.
class ChannelRows {
 public:
  ChannelRows(int64_t rows, int64_t channels);

  int64_t rows() const { return rows_; }
  int64_t channels() const { return channels_; }
  // `values`, of the channels, as often as rows are taken at a time.
  std::vector<float> Repeat(std::span<const float> values) const;
  // Calls f(first, rows, columns) for parts of all rows over the threads: `rows` rows of `columns`
  // numbers each, as Repeat has them, begin at number `first`.
  void ForParts(const std::function<void(int64_t first, int64_t rows, int64_t columns)>& f) const;

  // The mean of each channel and the mean square distance from it. Within blocks of rows two passes
  // of f32 while the block is in the cache; blocks are merged in f64, in order (Chan, Golub and
  // LeVeque, 1979).
  void Moments(const float* x, std::span<double> means, std::span<double> variances) const;
  // sums_c = sum_r x_rc.
  void Sums(const float* x, std::span<float> sums) const;
  // sums_c = sum_r dy_rc and products_c = sum_r dy_rc (x_rc - means_c).
  void Products(const float* x, const float* dy, std::span<const float> means,
                std::span<double> sums, std::span<double> products) const;

 private:
  int64_t wide() const { return together_ * channels_; }
  int64_t block_count() const { return (rows_ + block_ - 1) / block_; }
  // The same for some of the rows, in the caller.
  template <class F>
  void InRows(int64_t begin, int64_t end, const F& f) const;

  int64_t rows_;
  int64_t channels_;
  int64_t together_;  // rows that are taken at a time
  int64_t block_;     // rows whose sums are taken in f32
};

}  // namespace sluice

#endif  // SLUICE_NETS_CHANNEL_SUMS_H_
