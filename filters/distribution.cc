#include "filters/distribution.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "lib/parallel.h"

namespace sluice {
namespace {

// Rows that a thread counts at a time: enough to pay for its table.
constexpr int64_t kRowsAtATime = 256;

// Calls visit(sample) for each sample of the channels in rows [begin, end), in order.
template <class T, class Visit>
void VisitSamples(const Frame& frame, ChannelRange channels, int64_t begin, int64_t end,
                  const Visit& visit) {
  const int count = ChannelCount(frame.info());
  const int64_t samples = frame.info().row_samples();
  for (int64_t y = begin; y < end; ++y) {
    const T* row = frame.Row<T>(y);
    if (channels.begin == 0 && channels.end == count) {
      for (int64_t i = 0; i < samples; ++i) visit(row[i]);
      continue;
    }
    for (int64_t i = 0; i < samples; i += count) {
      for (int c = channels.begin; c < channels.end; ++c) visit(row[i + c]);
    }
  }
}

}  // namespace

int ChannelCount(const FrameInfo& info) {
  const bool has_channels = !info.axes.empty() && info.axes.back() == 'c';
  return has_channels ? static_cast<int>(info.shape.back()) : 1;
}

ChannelRange Colours(const FrameInfo& info) {
  const int channels = ChannelCount(info);
  return {0, info.alpha && channels > 1 ? channels - 1 : channels};
}

Result<Distribution> Distribution::Of(const Frame& frame, ChannelRange channels) {
  Distribution distribution;
  switch (frame.info().dtype) {
    case DType::kU8:
      distribution.CountIntegers<uint8_t>(frame, channels);
      distribution.SummarizeCounts();
      break;
    case DType::kU16:
      distribution.CountIntegers<uint16_t>(frame, channels);
      distribution.SummarizeCounts();
      break;
    case DType::kF32:
      SLUICE_RETURN_IF_ERROR(distribution.GatherFloats(frame, channels));
      distribution.SummarizeFloats();
      break;
  }
  return distribution;
}

template <class T>
void Distribution::CountIntegers(const Frame& frame, ChannelRange channels) {
  const size_t levels = static_cast<size_t>(DTypeTraits<T>::kFullScale) + 1;
  counts_.assign(levels, 0);
  std::mutex mutex;
  ParallelFor(frame.info().row_count(), kRowsAtATime, [&](int64_t begin, int64_t end) {
    // Two tables in turn: a run of equal samples does not wait for its own last count.
    std::vector<uint64_t> even(levels);
    std::vector<uint64_t> odd(levels);
    uint64_t* tables[2] = {even.data(), odd.data()};
    size_t turn = 0;
    VisitSamples<T>(frame, channels, begin, end, [&](T sample) {
      ++tables[turn][sample];
      turn ^= 1;
    });
    const std::lock_guard<std::mutex> lock(mutex);
    for (size_t v = 0; v < levels; ++v) counts_[v] += even[v] + odd[v];
  });
}

void Distribution::SummarizeCounts() {
  // Exact: 2^62 samples of 16 bits fit 80 bits, their squares fit 96.
  __extension__ using Wide = unsigned __int128;
  Wide sum = 0;
  for (size_t v = 0; v < counts_.size(); ++v) {
    if (counts_[v] == 0) continue;
    if (count_ == 0) min_ = static_cast<double>(v);
    max_ = static_cast<double>(v);
    count_ += counts_[v];
    sum += Wide{counts_[v]} * v;
  }
  if (count_ == 0) return;
  mean_ = static_cast<double>(sum) / static_cast<double>(count_);
  double squares = 0;
  for (size_t v = 0; v < counts_.size(); ++v) {
    const double distance = static_cast<double>(v) - mean_;
    squares += static_cast<double>(counts_[v]) * (distance * distance);
  }
  deviation_ = std::sqrt(squares / static_cast<double>(count_));
}

Status Distribution::GatherFloats(const Frame& frame, ChannelRange channels) {
  const int64_t rows = frame.info().row_count();
  const auto pixels = static_cast<size_t>(frame.info().row_samples()) /
                      static_cast<size_t>(ChannelCount(frame.info()));
  const size_t samples = pixels * static_cast<size_t>(channels.end - channels.begin);
  SLUICE_ASSIGN_OR_RETURN(floats_,
                          Buffer::Allocate(samples * static_cast<size_t>(rows) * sizeof(float)));
  float* to = floats();
  VisitSamples<float>(frame, channels, 0, rows, [&](float v) {
    if (std::isfinite(v)) {
      to[count_++] = v;
    } else if (std::isnan(v)) {
      ++nans_;
    } else {
      ++infinities_;
    }
  });
  return Status::Ok();
}

void Distribution::SummarizeFloats() {
  if (count_ == 0) return;
  const float* v = floats();
  float low = v[0];
  float high = v[0];
  double sum = 0;
  for (uint64_t i = 0; i < count_; ++i) {
    low = std::min(low, v[i]);
    high = std::max(high, v[i]);
    sum += double{v[i]};
  }
  min_ = double{low};
  max_ = double{high};
  mean_ = sum / static_cast<double>(count_);
  double squares = 0;
  for (uint64_t i = 0; i < count_; ++i) {
    const double distance = double{v[i]} - mean_;
    squares += distance * distance;
  }
  deviation_ = std::sqrt(squares / static_cast<double>(count_));
}

double Distribution::Ranked(uint64_t rank) {
  if (counts_.empty()) {
    std::nth_element(floats(), floats() + rank, floats() + count_);
    return double{floats()[rank]};
  }
  size_t v = 0;
  for (uint64_t below = counts_[0]; below <= rank; below += counts_[v]) ++v;
  return static_cast<double>(v);
}

double Distribution::Percentile(double percent) {
  if (count_ == 0) return 0;
  const double place = std::clamp(percent, 0.0, 100.0) / 100.0 * static_cast<double>(count_ - 1);
  const auto rank = static_cast<uint64_t>(place);
  const double low = Ranked(rank);
  const double part = place - static_cast<double>(rank);
  return part > 0 ? low + (Ranked(rank + 1) - low) * part : low;
}

std::vector<uint64_t> Distribution::Histogram(int bins, double low, double high) const {
  std::vector<uint64_t> histogram(static_cast<size_t>(bins));
  const double scale = bins / (high - low);
  const auto add = [&](double value, uint64_t times) {
    if (!(value >= low && value <= high)) return;
    const auto bin = static_cast<size_t>((value - low) * scale);
    histogram[std::min(bin, histogram.size() - 1)] += times;
  };
  if (counts_.empty()) {
    for (uint64_t i = 0; i < count_; ++i) add(double{floats()[i]}, 1);
  } else {
    for (size_t v = 0; v < counts_.size(); ++v) add(static_cast<double>(v), counts_[v]);
  }
  return histogram;
}

}  // namespace sluice
