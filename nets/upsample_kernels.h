// Lines of places made longer.
#ifndef SLUICE_NETS_UPSAMPLE_KERNELS_H_
#define SLUICE_NETS_UPSAMPLE_KERNELS_H_

#include <array>
#include <cstdint>
#include <vector>

namespace sluice {

// The two places along an axis that one of the result is made of. A single one has weight 1 or 0,
// the other 0.
struct Taps {
  std::array<int64_t, 2> places = {0, 0};
  std::array<float, 2> weights = {1, 0};
};

// out_ic = sum_k weights_ik line_places_ik,c for all taps i.
void BlendPlaces(const std::vector<Taps>& taps, int64_t channels, const float* line, float* out);

// The transposed: d_line_places_ik,c += weights_ik d_out_ic, in order.
void AddBlendedPlaces(const std::vector<Taps>& taps, int64_t channels, const float* d_out,
                      float* d_line);

}  // namespace sluice

#endif  // SLUICE_NETS_UPSAMPLE_KERNELS_H_
