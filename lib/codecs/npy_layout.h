// How an array's dimensions become a frame's: which is height, width, depth, channels.
#ifndef SLUICE_LIB_CODECS_NPY_LAYOUT_H_
#define SLUICE_LIB_CODECS_NPY_LAYOUT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "lib/codecs/npy_header.h"
#include "lib/limits.h"
#include "lib/status.h"

namespace sluice {

// A frame's dimensions over the elements of a file.
struct NpyLayout {
  std::vector<int64_t> shape;    // of the frame
  std::string axes;              // of the frame
  std::vector<int64_t> strides;  // elements of the file from one index to the next
  bool in_order = true;          // the file's elements come in the frame's order
};

// The axes that an array of this shape has unless something else is said: "n", "hw", "hwc" when the
// last dimension is at most 4, else "dhw", "dhwc"; "?" for each dimension of higher ranks.
std::string DefaultAxes(const std::vector<uint64_t>& shape);

// Lays a frame over an array; complex numbers are a last dimension of 2. `asked` names the array's
// axes, a letter for each dimension (d, h, w, c in any order with h and w among them, or n, or nc);
// it fails (Usage) when that does not fit. If it is empty, `tag` counts as far as it fits, then
// DefaultAxes. Fails when the array is empty, too large or has no dimensions.
Result<NpyLayout> LayOut(const NpyHeader& header, const std::string& asked, const std::string& tag,
                         const Limits& limits);

}  // namespace sluice

#endif  // SLUICE_LIB_CODECS_NPY_LAYOUT_H_
