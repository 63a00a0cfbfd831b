// Which input samples make an output sample along one axis, and with which weights.
#ifndef SLUICE_FILTERS_RESIZE_WEIGHTS_H_
#define SLUICE_FILTERS_RESIZE_WEIGHTS_H_

#include <cstddef>
#include <vector>

#include "filters/resize.h"
#include "lib/status.h"

namespace sluice {

class ResizeWeights {
 public:
  // For an axis of `in` samples that becomes one of `out`. Fails when the table would be too large.
  static Result<ResizeWeights> Create(int in, int out, ResizeFilter filter);

  // Output sample i is the sum of weights(i)[k] * in[begin(i) + k] for k < count(i). Neither begins
  // nor ends ever go back as i grows.
  int begin(int i) const { return begins_[size_t(i)]; }
  int count(int i) const { return counts_[size_t(i)]; }
  int end(int i) const { return begin(i) + count(i); }
  const float* weights(int i) const { return weights_.data() + size_t(i) * size_t(max_count_); }
  // The largest count.
  int max_count() const { return max_count_; }
  int size() const { return static_cast<int>(begins_.size()); }

 private:
  int max_count_ = 1;
  std::vector<int> begins_;
  std::vector<int> counts_;
  std::vector<float> weights_;
};

// The input sample under the centre of output sample i.
int NearestSample(int i, int in, int out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_RESIZE_WEIGHTS_H_
