#ifndef SLUICE_TESTS_REFERENCE_MORPHOLOGY_H_
#define SLUICE_TESTS_REFERENCE_MORPHOLOGY_H_

#include <algorithm>
#include <vector>

#include "filters/morphology.h"
#include "lib/border.h"
#include "lib/frame.h"
#include "tests/reference/rank.h"

namespace sluice::reference {

// The offsets (dx, dy) of the window's pixels.
inline std::vector<std::pair<int, int>> Window(const MorphologyOptions& o, bool reflected) {
  std::vector<std::pair<int, int>> offsets;
  const double a = o.width / 2;   // NOLINT(bugprone-integer-division): the radius of an odd side
  const double b = o.height / 2;  // NOLINT(bugprone-integer-division)
  for (int dy = -(o.height / 2); dy < o.height - o.height / 2; ++dy) {
    for (int dx = -(o.width / 2); dx < o.width - o.width / 2; ++dx) {
      const bool in_disc = dx * b * dx * b + dy * a * dy * a <= a * b * a * b;
      if (o.shape == MorphologyShape::kDisc && !in_disc) continue;
      offsets.emplace_back(reflected ? -dx : dx, reflected ? -dy : dy);
    }
  }
  return offsets;
}

inline Frame ErodeOrDilate(const Frame& in, const MorphologyOptions& o, bool dilate) {
  const PictureInfo p = in.info().picture();
  const auto offsets = Window(o, dilate);
  Frame out = in.Clone().value();
  VisitDType(p.dtype, [&](auto zero) {
    using T = decltype(zero);
    std::vector<double> values;
    for (int y = 0; y < p.height; ++y) {
      for (int x = 0; x < p.width; ++x) {
        for (int c = 0; c < p.channels; ++c) {
          values.clear();
          for (const auto& [dx, dy] : offsets) {
            values.push_back(SampleAt<T>(in, y + dy, x + dx, c, o.border));
          }
          const auto [low, high] = std::minmax_element(values.begin(), values.end(), Smaller);
          out.Row<T>(y)[x * p.channels + c] = static_cast<T>(dilate ? *high : *low);
        }
      }
    }
  });
  return out;
}

// a - b, 0 instead of negative numbers in u8 and u16.
inline Frame Minus(const Frame& a, const Frame& b) {
  Frame out = a.Clone().value();
  for (int64_t y = 0; y < a.info().row_count(); ++y) {
    VisitDType(a.info().dtype, [&](auto zero) {
      using T = decltype(zero);
      for (int64_t i = 0; i < a.info().row_samples(); ++i) {
        const T from = a.Row<T>(y)[i];
        const T what = b.Row<T>(y)[i];
        const bool saturates = DTypeTraits<T>::kFullScale > 1 && from < what;
        out.Row<T>(y)[i] = saturates ? T{0} : static_cast<T>(from - what);
      }
    });
  }
  return out;
}

// The definition, each step on a whole picture.
inline Frame Morphology(const Frame& in, const MorphologyOptions& o) {
  const auto erode = [&](const Frame& f) { return ErodeOrDilate(f, o, false); };
  const auto dilate = [&](const Frame& f) { return ErodeOrDilate(f, o, true); };
  switch (o.op) {
    case MorphologyOp::kErode:
      return erode(in);
    case MorphologyOp::kDilate:
      return dilate(in);
    case MorphologyOp::kOpen:
      return dilate(erode(in));
    case MorphologyOp::kClose:
      return erode(dilate(in));
    case MorphologyOp::kGradient:
      return Minus(dilate(in), erode(in));
    case MorphologyOp::kTopHat:
      return Minus(in, dilate(erode(in)));
    case MorphologyOp::kBlackHat:
      return Minus(erode(dilate(in)), in);
  }
  return in.Clone().value();
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_MORPHOLOGY_H_
