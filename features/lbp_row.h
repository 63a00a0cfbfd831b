// The inner loop of local binary patterns.
#ifndef SLUICE_FEATURES_LBP_ROW_H_
#define SLUICE_FEATURES_LBP_ROW_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// A neighbour between four samples: the rows' pointers are those of the left samples.
struct LbpNeighbour {
  const float* above = nullptr;
  const float* below = nullptr;
  float weights[4] = {};  // above left, above right, below left, below right
  uint32_t bit = 0;
};

// Neighbours that are below their pixel by no more than this count as equal to it: rounding errors
// of f32 are below, steps of u8 and u16 pictures far above.
inline constexpr float kLbpTie = 1e-6f;

// codes[x] |= bit where the weighted sum of the four samples' differences from center[x] is at
// least -kLbpTie, for x < count. Up to 16 samples beyond are read and codes written.
void AddLbpBit(const LbpNeighbour& neighbour, const float* center, size_t count, uint32_t* codes);

}  // namespace sluice

#endif  // SLUICE_FEATURES_LBP_ROW_H_
