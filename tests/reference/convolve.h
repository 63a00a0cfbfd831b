#ifndef SLUICE_TESTS_REFERENCE_CONVOLVE_H_
#define SLUICE_TESTS_REFERENCE_CONVOLVE_H_

#include <cstdint>
#include <vector>

#include "lib/border.h"
#include "lib/frame.h"
#include "lib/saturate.h"

namespace sluice::reference {

// An array of samples in double precision, in sample units.
struct Volume {
  int64_t depth = 1, height = 1, width = 1, channels = 1;
  std::vector<double> samples;  // [depth][height][width][channels]
  double& at(int64_t z, int64_t y, int64_t x, int64_t c) {
    return samples[static_cast<size_t>(((z * height + y) * width + x) * channels + c)];
  }
  double at(int64_t z, int64_t y, int64_t x, int64_t c) const {
    return const_cast<Volume*>(this)->at(z, y, x, c);
  }
};

// Any frame that is a signal (n), a picture (hwc) or a volume (dhwc).
inline Volume ToVolume(const Frame& frame) {
  const FrameInfo& info = frame.info();
  Volume v;
  if (info.axes == "hwc" || info.axes == "dhwc") {
    const size_t at = info.shape.size() - 3;
    v.depth = at == 0 ? 1 : info.shape[0];
    v.height = info.shape[at];
    v.width = info.shape[at + 1];
    v.channels = info.shape[at + 2];
  } else {
    v.width = info.row_samples();
  }
  for (int64_t row = 0; row < info.row_count(); ++row) {
    VisitDType(info.dtype, [&](auto zero) {
      const auto* samples = frame.Row<decltype(zero)>(row);
      v.samples.insert(v.samples.end(), samples, samples + info.row_samples());
    });
  }
  return v;
}

// A kernel of depth x height x width weights for one channel of the input.
struct Plane {
  int64_t depth = 1, height = 1, width = 1;
  std::vector<double> weights;
};

struct Placement {
  int64_t stride_x = 1, stride_y = 1, stride_z = 1;
  int64_t before_x = 0, before_y = 0, before_z = 0;  // how far the kernel reaches over the edge
  int64_t depth = 1, height = 1, width = 1;          // of the result
  Border border;
};

// The correlation of channel `channel` with `plane`, added to channel `to` of `out`.
inline void AddCorrelation(const Volume& in, int64_t channel, const Plane& plane,
                           const Placement& p, double constant, int64_t to, Volume* out) {
  for (int64_t z = 0; z < p.depth; ++z) {
    for (int64_t y = 0; y < p.height; ++y) {
      for (int64_t x = 0; x < p.width; ++x) {
        double sum = 0;
        for (int64_t k = 0; k < plane.depth; ++k) {
          for (int64_t i = 0; i < plane.height; ++i) {
            for (int64_t j = 0; j < plane.width; ++j) {
              const int64_t zz =
                  BorderIndex(z * p.stride_z + k - p.before_z, in.depth, p.border.mode);
              const int64_t yy =
                  BorderIndex(y * p.stride_y + i - p.before_y, in.height, p.border.mode);
              const int64_t xx =
                  BorderIndex(x * p.stride_x + j - p.before_x, in.width, p.border.mode);
              const bool outside = zz < 0 || yy < 0 || xx < 0;
              sum += plane.weights[static_cast<size_t>((k * plane.height + i) * plane.width + j)] *
                     (outside ? constant : in.at(zz, yy, xx, channel));
            }
          }
        }
        out->at(z, y, x, to) += sum;
      }
    }
  }
}

// What stands outside, in sample units.
inline double BorderConstant(const Border& border, DType dtype) {
  double constant = 0;
  VisitDType(dtype, [&](auto zero) {
    constant = static_cast<double>(FromFraction<decltype(zero)>(border.constant));
  });
  return constant;
}

// Each channel by itself with the same plane; unrounded, in sample units.
inline Volume Correlate(const Frame& in, const Plane& plane, const Placement& p) {
  const Volume source = ToVolume(in);
  Volume out{p.depth, p.height, p.width, source.channels, {}};
  out.samples.resize(static_cast<size_t>(out.depth * out.height * out.width * out.channels));
  const double constant = BorderConstant(p.border, in.info().dtype);
  for (int64_t c = 0; c < source.channels; ++c) {
    AddCorrelation(source, c, plane, p, constant, c, &out);
  }
  return out;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_CONVOLVE_H_
