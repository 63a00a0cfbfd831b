// Convolutions of nets as loops over all outputs, taps and channels, in f64.
#ifndef SLUICE_TESTS_REFERENCE_CONVOLUTION_H_
#define SLUICE_TESTS_REFERENCE_CONVOLUTION_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "lib/convolution.h"

namespace sluice::reference {

// Calls visit(input index, weight index, output index) for every product of the convolution.
inline void ForEachConvProduct(const ConvShape& s,
                               const std::function<void(int64_t, int64_t, int64_t)>& visit) {
  const int64_t in_group = s.in_channels / s.groups;
  const int64_t out_group = s.out_channels / s.groups;
  int64_t output = 0;
  for (int64_t n = 0; n < s.batch; ++n)
    for (int64_t oz = 0; oz < s.output(0); ++oz)
      for (int64_t oy = 0; oy < s.output(1); ++oy)
        for (int64_t ox = 0; ox < s.output(2); ++ox)
          for (int64_t o = 0; o < s.out_channels; ++o, ++output)
            for (int64_t kz = 0; kz < s.kernel[0]; ++kz)
              for (int64_t ky = 0; ky < s.kernel[1]; ++ky)
                for (int64_t kx = 0; kx < s.kernel[2]; ++kx) {
                  const int64_t z = oz * s.stride[0] + kz * s.dilation[0] - s.pad_before[0];
                  const int64_t y = oy * s.stride[1] + ky * s.dilation[1] - s.pad_before[1];
                  const int64_t x = ox * s.stride[2] + kx * s.dilation[2] - s.pad_before[2];
                  if (z < 0 || z >= s.input[0] || y < 0 || y >= s.input[1] || x < 0 ||
                      x >= s.input[2]) {
                    continue;
                  }
                  const int64_t pixel = ((n * s.input[0] + z) * s.input[1] + y) * s.input[2] + x;
                  const int64_t tap =
                      ((o * s.kernel[0] + kz) * s.kernel[1] + ky) * s.kernel[2] + kx;
                  for (int64_t c = 0; c < in_group; ++c) {
                    visit(pixel * s.in_channels + o / out_group * in_group + c, tap * in_group + c,
                          output);
                  }
                }
}

inline std::vector<double> Convolve(const ConvShape& s, const std::vector<float>& input,
                                    const std::vector<float>& weights) {
  std::vector<double> output(size_t(s.output_size()));
  ForEachConvProduct(s, [&](int64_t i, int64_t w, int64_t o) {
    output[size_t(o)] += double(input[size_t(i)]) * double(weights[size_t(w)]);
  });
  return output;
}

inline std::vector<double> ConvolveBackwardData(const ConvShape& s,
                                                const std::vector<float>& weights,
                                                const std::vector<float>& d_output) {
  std::vector<double> d_input(size_t(s.input_size()));
  ForEachConvProduct(s, [&](int64_t i, int64_t w, int64_t o) {
    d_input[size_t(i)] += double(weights[size_t(w)]) * double(d_output[size_t(o)]);
  });
  return d_input;
}

inline std::vector<double> ConvolveBackwardWeights(const ConvShape& s,
                                                   const std::vector<float>& input,
                                                   const std::vector<float>& d_output) {
  std::vector<double> d_weights(size_t(s.weight_count()));
  ForEachConvProduct(s, [&](int64_t i, int64_t w, int64_t o) {
    d_weights[size_t(w)] += double(input[size_t(i)]) * double(d_output[size_t(o)]);
  });
  return d_weights;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_CONVOLUTION_H_
