// The samples of a frame as a distribution: extremes, mean, spread, percentiles, histogram.
#ifndef SLUICE_FILTERS_DISTRIBUTION_H_
#define SLUICE_FILTERS_DISTRIBUTION_H_

#include <cstdint>
#include <vector>

#include "lib/buffer.h"
#include "lib/frame.h"

namespace sluice {

// Which channels of a frame: [begin, end). A frame without channels counts as one.
struct ChannelRange {
  int begin = 0;
  int end = 1;
};
// The channels that are colours: all but alpha.
ChannelRange Colours(const FrameInfo& info);
// The number of channels of any frame: the last dimension of axes that end in c, else 1.
int ChannelCount(const FrameInfo& info);

// Values are in sample units. Only finite samples count; the others are told apart by their number.
// u8 and u16 are counted by value, so that everything is exact; f32 are kept, 4 bytes a sample, and
// added in f64 in the order of the rows, so that results never depend on threads.
class Distribution {
 public:
  // Of one frame's samples. Fails when memory is short.
  static Result<Distribution> Of(const Frame& frame, ChannelRange channels);

  uint64_t count() const { return count_; }  // finite samples
  uint64_t nans() const { return nans_; }
  uint64_t infinities() const { return infinities_; }
  // These are 0 when there is no finite sample.
  double min() const { return min_; }
  double max() const { return max_; }
  double mean() const { return mean_; }
  double deviation() const { return deviation_; }  // divided by count, not by count - 1

  // The value below which `percent` of 100 of the samples lie, between two samples in proportion
  // (NumPy's default). 50 is the median. 0 when there is no finite sample.
  double Percentile(double percent);
  // How many samples fall into each of `bins` equal parts of [low, high]; high itself belongs to
  // the last one, samples outside to none. low < high.
  std::vector<uint64_t> Histogram(int bins, double low, double high) const;

 private:
  Distribution() = default;
  template <class T>
  void CountIntegers(const Frame& frame, ChannelRange channels);
  void SummarizeCounts();
  Status GatherFloats(const Frame& frame, ChannelRange channels);
  void SummarizeFloats();
  // The sample of rank `rank` from below.
  double Ranked(uint64_t rank);
  float* floats() { return reinterpret_cast<float*>(floats_.data()); }
  const float* floats() const { return reinterpret_cast<const float*>(floats_.data()); }

  std::vector<uint64_t> counts_;  // of each value, of u8 and u16
  Buffer floats_;                 // f32
  uint64_t count_ = 0;
  uint64_t nans_ = 0;
  uint64_t infinities_ = 0;
  double min_ = 0;
  double max_ = 0;
  double mean_ = 0;
  double deviation_ = 0;
};

}  // namespace sluice

#endif  // SLUICE_FILTERS_DISTRIBUTION_H_
