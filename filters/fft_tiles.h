// Two-dimensional transforms of pairs of real tiles.
#ifndef SLUICE_FILTERS_FFT_TILES_H_
#define SLUICE_FILTERS_FFT_TILES_H_

#include <cstddef>

#include "filters/fft.h"
#include "lib/scratch.h"

namespace sluice {

// `count` samples of a row of a tile; the rest of the tile's row, and rows that are null, are 0.
struct TileRow {
  const float* samples = nullptr;
  size_t count = 0;
};

// Transforms tiles of width x height samples, two at a time: one as the real, the other as the
// imaginary part of a complex tile. As kernels are real, the two never mix in a convolution.
//
// A spectrum holds size() numbers, real and imaginary parts apart, in an order of its own: strips
// of kGroup vertical frequencies, in each all horizontal ones. Columns are transformed in strips
// that stay in L1; between the two directions the tile is transposed.
class TileFft {
 public:
  // Powers of two, at least kGroup.
  TileFft(int width, int height) : along_x_(width), along_y_(height) {}

  int width() const { return along_x_.length(); }
  int height() const { return along_y_.length(); }
  size_t size() const { return size_t(width()) * size_t(height()); }

  // Working memory for one thread.
  class Workspace {
   public:
    explicit Workspace(const TileFft& fft);

   private:
    friend class TileFft;
    Scratch<float> re_, im_;                // a strip
    Scratch<float> turned_re_, turned_im_;  // a tile between the two directions, by columns
  };

  // The spectrum of two tiles of height() rows each.
  void Forward(const TileRow* real, const TileRow* imaginary, Workspace& work, float* re,
               float* im) const;

  // Calls strip(i, re, im) to get strip i of a spectrum (width() * kGroup numbers each), transforms
  // back and writes the first `rows` rows of the first `columns` columns of both tiles, rows
  // `stride` apart: the tiles times size(). Whole groups of columns are written.
  template <class GetStrip>
  void Inverse(GetStrip strip, size_t columns, size_t rows, size_t stride, Workspace& work,
               float* real, float* imaginary) const {
    for (size_t i = 0; i < size_t(height()) / kGroup; ++i) {
      strip(i, work.re_.data(), work.im_.data());
      InverseStrip(i, work);
    }
    InverseColumns(columns, rows, stride, work, real, imaginary);
  }

 private:
  // Rows of the turned tile are kept off powers of two, where they would share cache sets.
  size_t turned_stride() const { return size_t(height()) + kGroup; }
  void InverseStrip(size_t i, Workspace& work) const;
  void InverseColumns(size_t columns, size_t rows, size_t stride, Workspace& work, float* real,
                      float* imaginary) const;

  ColumnFft along_x_;
  ColumnFft along_y_;
};

}  // namespace sluice

#endif  // SLUICE_FILTERS_FFT_TILES_H_
