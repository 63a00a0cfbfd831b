// How different two pictures are.
#ifndef SLUICE_FILTERS_METRICS_H_
#define SLUICE_FILTERS_METRICS_H_

#include <cstdint>

#include "lib/frame.h"

namespace sluice {

// Errors are fractions of full scale. All samples count alike, alpha too.
struct Metrics {
  uint64_t samples = 0;
  uint64_t differing = 0;  // samples whose error is above the tolerance
  double max_error = 0;    // greatest absolute difference
  double mean_error = 0;   // mean absolute difference
  double mse = 0;          // mean squared difference
  double rmse = 0;         // its square root
  double psnr = 0;         // 10 log10(1 / mse) in dB; infinite when the frames are equal
};

// Compares frames of the same shape; sample types may differ. Two NaN are equal, and so are equal
// infinities; a NaN beside a number counts as an infinite error. Fails (Usage) when shapes differ.
// The sums are taken in f64 in a fixed order: results never depend on threads.
Result<Metrics> Compare(const Frame& a, const Frame& b, double tolerance = 0);

// Structural similarity (Wang, Bovik, Sheikh and Simoncelli, Image quality assessment: from error
// visibility to structural similarity, 2004): 11x11 Gaussian window of sigma 1.5, K1 = 0.01,
// K2 = 0.03, the mean over all windows that lie wholly inside the picture, and over the channels.
// 1 for equal pictures. NaN for pictures below 11x11 pixels and for what is no picture. Computed in
// f32; off by less than 1e-4 for samples in the usual range. Shapes must be the same.
Result<double> Ssim(const Frame& a, const Frame& b);

// A picture of the differing pixels, for people: one u8 channel, 0 where no sample of the pixel is
// off by more than `tolerance`, else from 64 up to 255 in proportion to the greatest error of the
// pixel's samples, 255 standing for the greatest error of the picture. Shapes must be the same.
Result<Frame> DifferencePicture(const Frame& a, const Frame& b, double tolerance);

}  // namespace sluice

#endif  // SLUICE_FILTERS_METRICS_H_
