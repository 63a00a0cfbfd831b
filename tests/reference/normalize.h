#ifndef SLUICE_TESTS_REFERENCE_NORMALIZE_H_
#define SLUICE_TESTS_REFERENCE_NORMALIZE_H_

#include <cmath>

#include "lib/frame.h"
#include "lib/saturate.h"

namespace sluice::reference {

// The samples of channels [begin, end) in f64, finite ones only, in the order of the rows.
inline std::vector<double> FiniteSamples(const Frame& in, int begin, int end) {
  const PictureInfo picture = in.info().picture();
  std::vector<double> samples;
  for (int y = 0; y < picture.height; ++y) {
    for (int i = 0; i < picture.row_samples(); ++i) {
      const int c = i % picture.channels;
      if (c < begin || c >= end) continue;
      VisitDType(picture.dtype, [&](auto zero) {
        const auto v = static_cast<double>(in.Row<decltype(zero)>(y)[i]);
        if (std::isfinite(v)) samples.push_back(v);
      });
    }
  }
  return samples;
}

// Samples v of channels [begin, end) become (v - low) / (high - low) of full scale.
inline void StretchRange(Frame* frame, int begin, int end, double low, double high) {
  const PictureInfo picture = frame->info().picture();
  for (int y = 0; y < picture.height; ++y) {
    for (int i = 0; i < picture.row_samples(); ++i) {
      const int c = i % picture.channels;
      if (c < begin || c >= end) continue;
      VisitDType(picture.dtype, [&](auto zero) {
        using T = decltype(zero);
        T& v = frame->Row<T>(y)[i];
        const float part =
            (static_cast<float>(v) - static_cast<float>(low)) / static_cast<float>(high - low);
        v = FromFraction<T>(part);
      });
    }
  }
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_NORMALIZE_H_
