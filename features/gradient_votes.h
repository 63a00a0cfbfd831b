// The inner loops of histograms of oriented gradients.
#ifndef SLUICE_FEATURES_GRADIENT_VOTES_H_
#define SLUICE_FEATURES_GRADIENT_VOTES_H_

#include <cstddef>

namespace sluice {

// Three rows of one channel; row[-1] and row[count] are there, too.
struct RowTriple {
  const float* above = nullptr;
  const float* row = nullptr;
  const float* below = nullptr;
};

// For each pixel the length of the longest gradient of its channels, and where among `bins` bins
// over 180 or 360 degrees its angle lies: from 0 to below `bins`, k at the centre of bin k. Lengths
// that are not finite stay so and their positions mean nothing. Reads and writes whole vectors.
void GradientVotes(const RowTriple* channels, size_t channel_count, size_t count, int bins,
                   bool signed_angles, float* length, float* position);

// sums[i] += weight * row[i]. Reads and writes whole vectors.
void AddWeighted(const float* row, float weight, size_t count, float* sums);

}  // namespace sluice

#endif  // SLUICE_FEATURES_GRADIENT_VOTES_H_
