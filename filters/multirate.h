// Wide Gaussian blurs at a cost that hardly depends on sigma.
#ifndef SLUICE_FILTERS_MULTIRATE_H_
#define SLUICE_FILTERS_MULTIRATE_H_

#include <memory>

#include "filters/multirate_design.h"
#include "filters/separable.h"
#include "lib/border.h"
#include "lib/row_filter.h"

namespace sluice {

// Decimates, filters on the coarser grid and interpolates, each axis by its own design
// (multirate_design.h). Coarse positions are multiples of the factor in the picture's coordinates,
// on the extended picture outside of it: so every border rule holds exactly, and a row does not
// depend on the band it is computed in.
//
// A blur of sigma s reads about 3 s rows above and below, as the Gaussian's own weights do, and a
// few times the factor more. u8 pictures with both factors above 1 are computed in 16-bit fixed
// point, all others in f32. NaN and infinities reach as far as the spline carries them.
std::unique_ptr<RowFilter> MakeMultirate(MultirateAxis column, MultirateAxis row, Border border,
                                         SeparableOutput output);

}  // namespace sluice

#endif  // SLUICE_FILTERS_MULTIRATE_H_
