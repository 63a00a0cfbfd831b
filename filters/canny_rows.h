// The rows that the Canny edge detector looks for maxima in, one after the other within a band.
#ifndef SLUICE_FILTERS_CANNY_ROWS_H_
#define SLUICE_FILTERS_CANNY_ROWS_H_

#include <memory>

#include "filters/canny_maxima.h"
#include "filters/canny_smooth_rows.h"
#include "filters/row_ring.h"
#include "lib/rows.h"

namespace sluice {

// Makes the smoothed luminance and its squared gradient for rows from top to bottom. The squared
// gradient is made a column wider than the picture on each side, as if the picture went on as the
// border says.
class CannyRows {
 public:
  // The input rows that the gradient of the rows `out`, and of those around them, needs.
  static RowRange InputRows(const CannyPicture& picture, RowRange out);

  // Next starts with row `first`.
  CannyRows(const CannyPicture& picture, const RowWindow& in, int first);

  // The rows around the next one; they stay as they are until the following call.
  GradientRows Next();

 private:
  int width_;
  int next_;
  int next_smooth_;
  int next_squared_;
  std::unique_ptr<SmoothRows> source_;
  RowRing smooth_;
  RowRing squared_;
};

}  // namespace sluice

#endif  // SLUICE_FILTERS_CANNY_ROWS_H_
