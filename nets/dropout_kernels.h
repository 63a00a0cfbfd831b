// Random zeros.
#ifndef SLUICE_NETS_DROPOUT_KERNELS_H_
#define SLUICE_NETS_DROPOUT_KERNELS_H_

#include <cstdint>

namespace sluice {

// to_i = 0 where bits_i < threshold, else factor * from_i; `to` may be `from`.
void ScaleOrDrop(const uint32_t* bits, uint32_t threshold, float factor, const float* from,
                 int64_t count, float* to);

}  // namespace sluice

#endif  // SLUICE_NETS_DROPOUT_KERNELS_H_
