// The inner loop of SIFT's descriptor.
#ifndef SLUICE_FEATURES_SIFT_VOTES_H_
#define SLUICE_FEATURES_SIFT_VOTES_H_

#include <cstddef>

namespace sluice {

inline constexpr size_t kSiftBins = 8;
inline constexpr size_t kSiftCells = 4;
// A margin of one cell all round takes what falls outside.
inline constexpr size_t kSiftVoteCells = kSiftCells + 2;
inline constexpr size_t kSiftVotes = kSiftVoteCells * kSiftVoteCells * kSiftBins;

// Gradients of consecutive pixels of a row of the picture.
struct SiftVoteRow {
  size_t count = 0;
  const float* lengths = nullptr;
  const float* positions = nullptr;  // among kSiftBins bins, see GradientVotes
  const float* window = nullptr;     // a weight for each pixel
  float weight = 0;                  // of all
  // Where the first pixel lies among the cells of the descriptor, 0 in the middle of the first one,
  // and how far it is from pixel to pixel.
  float column = 0;
  float column_step = 0;
  float row = 0;
  float row_step = 0;
  float turn = 0;  // of the descriptor, in bins, clockwise; 0 to below kSiftBins
};

// Adds each gradient to the two nearest bins of the two by two nearest cells, in proportion to how
// near they are. Bins go counterclockwise from the descriptor's direction. Pixel i counts in
// votes[i % 2], which are summed in the end: additions then wait for each other half as long. The
// same on every SIMD target. Reads whole vectors.
void AddSiftVotes(const SiftVoteRow& row, float (*votes)[kSiftVotes]);

}  // namespace sluice

#endif  // SLUICE_FEATURES_SIFT_VOTES_H_
