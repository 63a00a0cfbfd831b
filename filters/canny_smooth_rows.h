// Rows of the smoothed luminance for the Canny edge detector.
#ifndef SLUICE_FILTERS_CANNY_SMOOTH_ROWS_H_
#define SLUICE_FILTERS_CANNY_SMOOTH_ROWS_H_

#include <memory>

#include "filters/canny_smoothing.h"
#include "lib/border.h"
#include "lib/frame.h"
#include "lib/rows.h"

namespace sluice {

// What all bands of a picture share.
struct CannyPicture {
  PictureInfo info;
  Border border;
  CannySmoothing smoothing;
};

// Smooths one row after the other, from top to bottom.
class SmoothRows {
 public:
  // Each row is made from this many numbers before its first pixel on, so that stores are aligned;
  // those from 2 before on are valid.
  static constexpr int kLeft = kRowAlignment / sizeof(float);
  // And to this many after its last pixel.
  static constexpr int kRight = 2;

  // The fastest way for the picture. `first` is the first row that will be made; the window has the
  // rows that it and the following ones need: from smoothing.radius() above to as many below.
  static std::unique_ptr<SmoothRows> Create(const CannyPicture& picture, const RowWindow& in,
                                            int first);
  virtual ~SmoothRows() = default;

  // Makes row y and writes it around `out`, the number of its first pixel, and up to
  // kRowAlignment numbers further. All numbers may be too small, by the same amount.
  virtual void Make(int y, float* out) = 0;
};

}  // namespace sluice

#endif  // SLUICE_FILTERS_CANNY_SMOOTH_ROWS_H_
