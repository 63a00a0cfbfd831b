// The rows that the Canny edge detector works on, made one after the other within a band.
#ifndef SLUICE_FILTERS_CANNY_ROWS_H_
#define SLUICE_FILTERS_CANNY_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "filters/canny_maxima.h"
#include "filters/canny_smoothing.h"
#include "filters/row_ring.h"
#include "lib/border.h"
#include "lib/frame.h"
#include "lib/rows.h"

namespace sluice {

// What all bands of a picture share.
struct CannyPicture {
  PictureInfo info;
  Border border;
  CannySmoothing smoothing;

  // The input rows that the gradient of the rows `out`, and of those around them, needs.
  RowRange InputRows(RowRange out) const;
};

// Makes the smoothed luminance and its squared gradient for rows from top to bottom. The smoothed
// row is made two columns wider than the picture on each side, the squared gradient one, as if the
// picture went on as the border says.
class CannyRows {
 public:
  // Next starts with row `first`.
  CannyRows(const CannyPicture& picture, const RowWindow& in, int first);

  // The rows around the next one; they stay as they are until the following call.
  GradientRows Next();

 private:
  void MakeSmooth(int y);
  void SumColumns(int y, float* out);
  void FindLuminance(int y);
  float ConstantColumn() const;

  const CannyPicture& picture_;
  const RowWindow& in_;
  const bool whole_numbers_;  // one channel of u8: summed as it is
  int next_;
  int next_luminance_;
  int next_smooth_;
  int next_squared_;
  RowRing luminance_;
  RowRing columns_;  // one row after the vertical pass
  RowRing smooth_;
  RowRing squared_;
  float constant_column_;  // what the vertical pass makes of the border's constant
  std::vector<const uint8_t*> u8_window_;
  std::vector<const float*> f32_window_;
};

}  // namespace sluice

#endif  // SLUICE_FILTERS_CANNY_ROWS_H_
