// The frequency responses of GIST's filters, and filtering by them.
#ifndef SLUICE_FEATURES_GIST_FILTERS_H_
#define SLUICE_FEATURES_GIST_FILTERS_H_

#include <cstddef>
#include <memory>

#include "features/gist.h"
#include "filters/fft_tiles.h"
#include "lib/buffer.h"
#include "lib/image.h"
#include "lib/status.h"

namespace sluice {

// All for pictures of the options' size.
class GistFilters {
 public:
  static Result<std::unique_ptr<GistFilters>> Create(const GistOptions& options);

  const TileFft& fft() const { return fft_; }
  int count() const { return count_; }
  // size() numbers each, in the order of TileFft's spectra, divided by size(): of filter i, and of
  // the low frequencies that the prefilter takes off.
  const float* response(int i) const { return Response(i); }
  const float* low_frequencies() const { return Response(count_); }

  // The spectrum of a picture that goes on by reflection; its first pixel is the tile's.
  struct Spectrum {
    float* re = nullptr;
    float* im = nullptr;
    Buffer buffer;
  };
  Result<Spectrum> Transform(ImageView<const float> picture, TileFft::Workspace& work) const;
  // The picture filtered: the real and the imaginary part, rows stride() samples apart.
  void Filter(const Spectrum& spectrum, const float* response, TileFft::Workspace& work, float* re,
              float* im) const;
  size_t stride() const { return (size_t(width_) + kGroup - 1) / kGroup * kGroup; }

 private:
  GistFilters(const GistOptions& options, Buffer responses);
  float* Response(int i) const {
    return reinterpret_cast<float*>(const_cast<std::byte*>(responses_.data())) +
           size_t(i) * fft_.size();
  }
  void FillResponses(const GistOptions& options);

  int width_;
  int height_;
  int count_;
  TileFft fft_;
  Buffer responses_;
};

}  // namespace sluice

#endif  // SLUICE_FEATURES_GIST_FILTERS_H_
