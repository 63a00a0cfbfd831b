// Windows of rows over a picture's borders: shared by the drivers of row functions.
#ifndef SLUICE_LIB_ROW_WINDOW_H_
#define SLUICE_LIB_ROW_WINDOW_H_

#include <cstddef>
#include <vector>

#include "lib/border.h"
#include "lib/frame.h"
#include "lib/rows.h"
#include "lib/scratch.h"

namespace sluice {

// A picture's rows and what stands above and below them.
class RowSpace {
 public:
  RowSpace(const PictureInfo& picture, Border border);

  // The real rows that stand in for `needed`: the smallest range that holds them all. Empty when
  // only the border's constant is needed.
  RowRange RealRows(RowRange needed) const;

  // Pointers to the rows `needed`; row_at(y) gives the real row y.
  template <class RowAt>
  std::vector<const std::byte*> Window(RowRange needed, RowAt row_at) const {
    std::vector<const std::byte*> rows(static_cast<size_t>(needed.size()));
    for (int y = needed.begin; y < needed.end; ++y) {
      const int64_t from = BorderIndex(y, height_, border_.mode);
      rows[static_cast<size_t>(y - needed.begin)] =
          from < 0 ? constant_row_.data() : row_at(static_cast<int>(from));
    }
    return rows;
  }

 private:
  int height_;
  Border border_;
  Scratch<std::byte> constant_row_;
};

}  // namespace sluice

#endif  // SLUICE_LIB_ROW_WINDOW_H_
