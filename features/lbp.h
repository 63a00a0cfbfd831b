// Local binary patterns: how the neighbours on a circle compare with each pixel.
#ifndef SLUICE_FEATURES_LBP_H_
#define SLUICE_FEATURES_LBP_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "features/descriptor.h"
#include "lib/border.h"

namespace sluice {

// Which patterns count as the same.
enum class LbpMapping {
  kUniform,  // those with at most two changes between 0 and 1 around the circle, one by one; all
             // others together: P (P - 1) + 3 bins
  kRiu2,     // uniform ones by their number of ones, all others together: P + 2 bins
  kRi,       // those that are rotations of one another: 36 bins for 8 points
  kNone,     // none: 2^P bins
};
const std::vector<std::string>& LbpMappingNames();  // "uniform", "riu2", "ri", "none"

struct LbpOptions {
  int points = 8;    // 4 to 24; 4 to 16 for kRi and kNone
  float radius = 1;  // pixels, 0.5 to 100
  LbpMapping mapping = LbpMapping::kUniform;
  int grid_width = 1;  // cells whose histograms are concatenated, row by row
  int grid_height = 1;
  Border border = {BorderMode::kMirror};
};

// The pattern of a pixel has bit p set when the luminance at (R cos(2 pi p / P),
// -R sin(2 pi p / P)) from it, interpolated linearly between pixels, is not below the pixel's
// (by more than a millionth of full scale, for ties must survive rounding errors). Offsets are
// rounded to a millionth of a pixel. A flat region gives all ones.
//
// The histograms of patterns in each cell, each divided by the cell's pixels (zeros for a cell
// without any). Bins: kUniform, one run of k = 1 ... P - 1 ones that starts at bit r is bin
// (k - 1) P + r, then all zeros, all ones, the others; kRiu2, the number of ones, then the others;
// kRi, in the order of the least rotation; kNone, the pattern itself. Fails for samples that are
// not finite.
//
// Ojala, Pietikäinen and Mäenpää, Multiresolution gray-scale and rotation invariant texture
// classification with local binary patterns, IEEE TPAMI 24(7), 2002.
Result<std::unique_ptr<Descriptor>> MakeLbp(const LbpOptions& options);

}  // namespace sluice

#endif  // SLUICE_FEATURES_LBP_H_
