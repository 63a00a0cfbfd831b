#ifndef SLUICE_TESTS_REFERENCE_THRESHOLD_H_
#define SLUICE_TESTS_REFERENCE_THRESHOLD_H_

#include "lib/frame.h"

namespace sluice::reference {

// Samples above at (fraction of full scale) become full scale, the others 0.
inline Frame Threshold(const Frame& in, float at, bool invert) {
  Frame out = in.Clone().value();
  for (int64_t row = 0; row < in.info().row_count(); ++row) {
    VisitDType(in.info().dtype, [&](auto zero) {
      using T = decltype(zero);
      const auto full = static_cast<double>(FullScale(in.info().dtype));
      for (int64_t i = 0; i < in.info().row_samples(); ++i) {
        const bool above = static_cast<double>(in.Row<T>(row)[i]) > static_cast<double>(at) * full;
        out.Row<T>(row)[i] = static_cast<T>(above != invert ? full : 0.0);
      }
    });
  }
  return out;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_THRESHOLD_H_
