#include "classifiers/feature_bins.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <numeric>

#include "lib/parallel.h"

namespace sluice {
namespace {

// Columns read together: a cache line of a row.
constexpr int64_t kColumnsAtOnce = 16;
constexpr int64_t kTransposeRows = 64;

// Adding 0 makes -0 the same value as 0.
float Canonical(float value) { return value + 0.0f; }

// Numbers different values in the order they come, as long as they are few.
class Distinct {
 public:
  // The number of `value`, or -1 when there are too many values.
  int Find(float value) {
    if (value == last_ && last_code_ >= 0) return last_code_;
    const auto bits = std::bit_cast<uint32_t>(value);
    size_t place = (bits * 0x9E3779B1u) >> (32 - kSizeBits);
    while (codes_[place] >= 0 && keys_[place] != bits) place = (place + 1) % keys_.size();
    if (codes_[place] < 0) {
      if (values_.size() == FeatureBins::kMostBins) return -1;
      keys_[place] = bits;
      codes_[place] = static_cast<int16_t>(values_.size());
      values_.push_back(value);
    }
    last_ = value;
    return last_code_ = codes_[place];
  }
  std::vector<float>& values() { return values_; }

 private:
  static constexpr int kSizeBits = 10;
  static constexpr std::array<int16_t, 1 << kSizeBits> kFree = [] {
    std::array<int16_t, 1 << kSizeBits> free{};
    free.fill(-1);
    return free;
  }();
  std::array<uint32_t, 1 << kSizeBits> keys_{};
  std::array<int16_t, 1 << kSizeBits> codes_ = kFree;
  std::vector<float> values_;
  float last_ = 0;
  int last_code_ = -1;
};

}  // namespace

Result<FeatureBins> FeatureBins::Create(ConstMatrix x) {
  FeatureBins bins;
  bins.rows_ = x.rows;
  const size_t size = size_t(x.rows) * size_t(x.columns);
  SLUICE_ASSIGN_OR_RETURN(bins.columns_, Buffer::Allocate(size));
  SLUICE_ASSIGN_OR_RETURN(bins.by_row_, Buffer::Allocate(size));
  bins.ranges_.resize(size_t(x.columns));
  ParallelFor(x.columns, kColumnsAtOnce,
              [&](int64_t begin, int64_t end) { bins.CutColumns(x, begin, end); });
  ParallelFor(x.rows, kTransposeRows, [&](int64_t begin, int64_t end) {
    auto* rows = reinterpret_cast<uint8_t*>(bins.by_row_.data());
    for (int64_t f = 0; f < x.columns; ++f) {
      const uint8_t* column = bins.Column(f);
      for (int64_t r = begin; r < end; ++r) rows[r * x.columns + f] = column[r];
    }
  });
  return bins;
}

void FeatureBins::CutColumns(ConstMatrix x, int64_t begin, int64_t end) {
  const auto width = static_cast<size_t>(end - begin);
  std::vector<Distinct> distinct(width);
  std::vector<char> many(width, 0);
  uint8_t* codes = reinterpret_cast<uint8_t*>(columns_.data()) + begin * rows_;
  for (int64_t r = 0; r < x.rows; ++r) {
    const float* row = x.row(r) + begin;
    for (size_t c = 0; c < width; ++c) {
      if (many[c] != 0) continue;
      const int code = distinct[c].Find(Canonical(row[c]));
      if (code < 0) {
        many[c] = 1;
      } else {
        codes[int64_t(c) * rows_ + r] = static_cast<uint8_t>(code);
      }
    }
  }
  for (size_t c = 0; c < width; ++c) {
    if (many[c] != 0) {
      CutByCounts(x, begin + int64_t(c));
    } else {
      CutExactly(&distinct[c].values(), begin + int64_t(c), codes + int64_t(c) * rows_);
    }
  }
}

void FeatureBins::CutExactly(std::vector<float>* distinct, int64_t feature, uint8_t* codes) {
  const std::vector<float>& values = *distinct;
  std::vector<int> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int a, int b) { return values[a] < values[b]; });
  std::array<uint8_t, kMostBins> code_of{};
  for (size_t i = 0; i < order.size(); ++i) {
    code_of[size_t(order[i])] = static_cast<uint8_t>(i);
    const float value = values[size_t(order[i])];
    ranges_[size_t(feature)].push_back({value, value});
  }
  for (int64_t r = 0; r < rows_; ++r) codes[r] = code_of[codes[r]];
}

void FeatureBins::CutByCounts(ConstMatrix x, int64_t feature) {
  std::vector<float> values(size_t(x.rows));
  for (int64_t r = 0; r < x.rows; ++r) values[size_t(r)] = Canonical(x.row(r)[feature]);
  std::sort(values.begin(), values.end());
  // Each bin takes its share of what is left, and all that equals its last value.
  std::vector<Range>& ranges = ranges_[size_t(feature)];
  std::vector<float> ends;
  for (size_t first = 0; first < values.size();) {
    const size_t left = size_t(kMostBins) - ranges.size();
    size_t end = first + (values.size() - first + left - 1) / left;
    end = size_t(std::upper_bound(values.begin() + ptrdiff_t(end), values.end(), values[end - 1]) -
                 values.begin());
    ranges.push_back({values[first], values[end - 1]});
    ends.push_back(values[end - 1]);
    first = end;
  }
  uint8_t* codes = reinterpret_cast<uint8_t*>(columns_.data()) + feature * rows_;
  for (int64_t r = 0; r < x.rows; ++r) {
    const float value = Canonical(x.row(r)[feature]);
    codes[r] =
        static_cast<uint8_t>(std::lower_bound(ends.begin(), ends.end(), value) - ends.begin());
  }
}

float FeatureBins::Threshold(int64_t feature, int left, int right) const {
  const std::vector<Range>& ranges = ranges_[size_t(feature)];
  const float low = ranges[size_t(left)].high;
  const float high = ranges[size_t(right)].low;
  const auto middle = static_cast<float>((double(low) + double(high)) / 2);
  return middle < high ? middle : low;
}

}  // namespace sluice
