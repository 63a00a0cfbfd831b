// Windows of pooling layers, all channels of each.
#ifndef SLUICE_NETS_POOL_KERNELS_H_
#define SLUICE_NETS_POOL_KERNELS_H_

#include "nets/pool_window.h"

namespace sluice {

// With x_kc the numbers that a window of the run sees, k its places and c the channels; the results
// y_c of the windows lie one after the other.

// y_c = max_k x_kc, and y_c = mean_k x_kc.
void MaxOfWindows(const PoolRun& run, const float* x, float* y);
void MeanOfWindows(const PoolRun& run, const float* x, float* y);

// Their derivatives: adds dy_c to the dx_kc of the first greatest x_kc (of which max-unpooling is
// made, too), and dy_c / count to all dx_kc.
void AddAtMax(const PoolRun& run, const float* x, const float* dy, float* dx);
void AddMeans(const PoolRun& run, const float* dy, float* dx);
// For windows that are apart: dx_kc = dy_c at the first greatest x_kc, else 0.
void StoreAtMax(const PoolRun& run, const float* x, const float* dy, float* dx);

// y_c = in_kc at the first greatest x_kc, 0 where all are NaN.
void TakeAtMax(const PoolRun& run, const float* x, const float* in, float* y);

}  // namespace sluice

#endif  // SLUICE_NETS_POOL_KERNELS_H_
