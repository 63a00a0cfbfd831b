// The responses of a gray picture to a whole bank of filters.
#ifndef SLUICE_FEATURES_BANK_RESPONSES_H_
#define SLUICE_FEATURES_BANK_RESPONSES_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "features/filter_bank.h"
#include "lib/border.h"
#include "lib/image.h"
#include "lib/row_filter.h"
#include "lib/status.h"

namespace sluice {

// The responses at width x height pixels of a picture from (x, y) on, plane by plane.
struct ResponseTile {
  int index = 0;  // tiles are numbered from left to right, row by row
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  const float* planes = nullptr;
  size_t row_stride = 0;  // samples from one row to the next; readable to the next multiple of 16
  size_t plane_stride = 0;

  const float* Row(int response, int row) const {
    return planes + size_t(response) * plane_stride + size_t(row) * row_stride;
  }
  // Writes a row of `count` responses pixel by pixel: width x count numbers.
  void Interleave(int row, int count, float* out) const;
};

// Correlation with all kernels of a bank by fast Fourier transform, in overlapping tiles
// (overlap-save): a tile is transformed once for all kernels, and each transform back gives the
// results of two, one in its real and one in its imaginary part, as pictures and kernels are real.
// The picture's mean is taken off before and put back after, which keeps the rounding errors of
// bright, flat pictures small.
//
// Responses of single kernels differ from the exact ones by at most 2^-20 times the greatest
// distance of a sample near (in the tile) from the picture's mean; a maximum or magnitude, by as
// much or twice as much. A constant picture gives exact zeros wherever a kernel has mean 0. Near
// samples that are NaN or beyond 1e30 sums are direct, so that a NaN reaches no further than the
// kernels do. The same bytes for any number of threads; memory for a few tiles and the bank's
// spectra.
class BankResponses {
 public:
  explicit BankResponses(FilterBank bank, Border border = {BorderMode::kMirror});
  ~BankResponses();
  BankResponses(const BankResponses&) = delete;
  BankResponses& operator=(const BankResponses&) = delete;

  const FilterBank& bank() const { return bank_; }
  int count() const { return static_cast<int>(bank_.responses.size()); }

  // How many tiles a picture of that size has.
  int Tiles(int width, int height) const;
  // Calls use(tile) for each, from several threads at once and in any order. Fails when memory is
  // short.
  Status ForEachTile(ImageView<const float> gray,
                     const std::function<void(const ResponseTile&)>& use) const;

 private:
  struct Cache;

  FilterBank bank_;
  Border border_;
  std::unique_ptr<Cache> cache_;  // the plan of the last size, as pictures often share theirs
};

// Pictures to their responses: an f32 picture with a channel for each response of the bank, of the
// luminance as fractions of full scale.
std::unique_ptr<FrameFilter> MakeBankFilter(FilterBank bank, Border border = {BorderMode::kMirror});

// The kernels of a bank as one u8 picture: each is stretched so that 0 is middle gray and its
// largest weight black or white.
Result<Frame> BankPicture(const FilterBank& bank);

}  // namespace sluice

#endif  // SLUICE_FEATURES_BANK_RESPONSES_H_
