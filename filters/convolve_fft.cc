// Convolution with large kernels by fast Fourier transform, in overlapping tiles (overlap-save).
//
// A tile of width x height samples gives (width - kernel + 1) x (height - kernel + 1) results.
// Tiles lie at fixed places of the output, so that results don't depend on the band they are
// computed in. Two tiles make one complex transform; each is transformed once and serves all
// kernels of a bank.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>
#include <vector>

#include "filters/convolve_method.h"
#include "filters/correlate.h"
#include "filters/fft_tiles.h"
#include "filters/finish_row.h"
#include "filters/magnitude.h"
#include "filters/padded_rows.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// Beyond this, transforms of f32 could overflow: such tiles are computed directly, so that a NaN or
// an infinity stays where it is.
constexpr float kMostMagnitude = 1e30f;

// Kernel spectra above this many numbers are not worth their memory.
constexpr double kMaxSpectra = 6.4e7;

// How the work is cut into tiles.
struct TilePlan {
  int width = 0;  // of a transform
  int height = 0;
  int step = 1;  // samples of a row from one pixel to the next: 1 where channels are taken apart
  double cost = std::numeric_limits<double>::infinity();

  // Results of a tile.
  int Columns(const KernelBank& bank) const { return width - (bank.width - 1) * step; }
  int Rows(const KernelBank& bank) const { return height - bank.height + 1; }
};

class FftConvolve : public ConvolveMethod {
 public:
  FftConvolve(const ConvolveGeometry& geometry, const KernelBank& bank, const TilePlan& plan)
      : geometry_(geometry),
        bank_(bank),
        fft_(plan.width, plan.height),
        step_(plan.step),
        row_samples_(geometry.out.width * plan.step),
        tile_columns_(plan.Columns(bank)),
        tile_rows_(plan.Rows(bank)),
        weights_(bank.weights.begin(), bank.weights.end()) {
    TransformKernels();
  }

  int TileRows() const override { return tile_rows_; }

  void Rows(const RowWindow* slices, RowRange out, const RowBand& band) const override {
    PaddedRows<float> rows(geometry_, bank_.width, bank_.depth, step_ != geometry_.in.channels,
                           fft_.height());
    Workspace work(*this);
    for (int y = out.begin / tile_rows_ * tile_rows_; y < out.end; y += tile_rows_) {
      const RowRange made{y, std::min(y + tile_rows_, geometry_.out.height)};
      const RowRange needed = geometry_.InputRows(made, bank_.height);
      rows.Require(slices, needed.begin, needed.end);
      const RowRange wanted{std::max(y, out.begin), std::min(made.end, out.end)};
      for (int i = 0; i < items(); i += 2) {
        Tile tiles[2] = {TileAt(i, made), i + 1 < items() ? TileAt(i + 1, made) : Tile{}};
        ComputePair(rows, needed, tiles, wanted, band, work);
      }
    }
  }

 private:
  // A tile of the responses of one group: of a channel, or of all of them.
  struct Tile {
    int group = 0;
    int x = 0;        // sample of its first result in the row of responses
    int columns = 0;  // results, 0 for none
    RowRange rows;
  };

  struct Workspace {
    explicit Workspace(const FftConvolve& c)
        : fft(c.fft_),
          re(c.fft_.size() * size_t(c.bank_.planes())),
          im(c.fft_.size() * size_t(c.bank_.planes())),
          stride(size_t(c.tile_columns_) + kCorrelateSlack),
          results{Scratch<float>(stride * size_t(c.tile_rows_)),
                  Scratch<float>(stride * size_t(c.tile_rows_))} {}
    TileFft::Workspace fft;
    Scratch<float> re, im;  // the tiles' spectra, plane by plane
    size_t stride;          // samples from one row of results to the next
    Scratch<float> results[2];
  };

  int tiles_in_row() const { return (row_samples_ + tile_columns_ - 1) / tile_columns_; }
  // Samples of an output pixel that come from one kernel.
  int pixel() const { return geometry_.out.channels / bank_.count; }
  int groups() const { return pixel() / step_; }
  int items() const { return tiles_in_row() * groups(); }

  Tile TileAt(int item, RowRange rows) const {
    const int x = item % tiles_in_row() * tile_columns_;
    return {item / tiles_in_row(), x, std::min(tile_columns_, row_samples_ - x), rows};
  }

  // The plane of PaddedRows that plane p of the kernel meets for a tile.
  int PlaneOf(const Tile& tile, int p) const { return p * groups() + tile.group; }

  // Correlation is a circular convolution with the kernel turned about the tile's first sample. The
  // factor that the transforms leave is taken off here.
  void TransformKernels() {
    const size_t planes = size_t(bank_.count) * size_t(bank_.planes());
    kernel_re_ = Scratch<float>(fft_.size() * planes);
    kernel_im_ = Scratch<float>(fft_.size() * planes);
    TileFft::Workspace work(fft_);
    const auto width = static_cast<size_t>(fft_.width());
    const auto height = static_cast<size_t>(fft_.height());
    const std::vector<TileRow> nothing(height);
    for (size_t plane = 0; plane < planes; ++plane) {
      std::vector<float> tile(fft_.size());
      const double* weights = bank_.weights.data() + plane * bank_.plane_size();
      for (size_t i = 0; i < size_t(bank_.height); ++i) {
        for (size_t j = 0; j < size_t(bank_.width); ++j) {
          tile[(height - i) % height * width + (width - j * size_t(step_)) % width] =
              static_cast<float>(*weights++ / static_cast<double>(fft_.size()));
        }
      }
      std::vector<TileRow> rows(height);
      for (size_t y = 0; y < height; ++y) rows[y] = {tile.data() + y * width, width};
      fft_.Forward(rows.data(), nothing.data(), work, kernel_re_.data() + plane * fft_.size(),
                   kernel_im_.data() + plane * fft_.size());
    }
  }

  void ComputePair(const PaddedRows<float>& rows, RowRange needed, const Tile (&tiles)[2],
                   RowRange wanted, const RowBand& band, Workspace& work) const {
    bool moderate = true;
    for (int p = 0; p < bank_.planes(); ++p) {
      std::vector<TileRow> inputs[2];
      for (int t = 0; t < 2; ++t) {
        inputs[t].resize(size_t(fft_.height()));
        const auto count = size_t(tiles[t].columns + fft_.width() - tile_columns_);
        for (int y = needed.begin; y < needed.end && tiles[t].columns > 0; ++y) {
          const float* const samples = rows.Row(y, PlaneOf(tiles[t], p)) + tiles[t].x;
          inputs[t][size_t(y - needed.begin)] = {samples, count};
          if (geometry_.in.dtype == DType::kF32) {
            moderate = moderate && AllWithin(samples, count, kMostMagnitude);
          }
        }
      }
      if (!moderate) break;
      const size_t at = size_t(p) * fft_.size();
      fft_.Forward(inputs[0].data(), inputs[1].data(), work.fft, work.re.data() + at,
                   work.im.data() + at);
    }
    for (int k = 0; k < bank_.count; ++k) {
      if (moderate) {
        Respond(k, size_t(tiles[0].columns), size_t(tiles[0].rows.size()), work);
      } else {
        for (int t = 0; t < 2; ++t) Correlate(rows, needed, tiles[t], k, work, t);
      }
      for (int t = 0; t < 2; ++t) Write(tiles[t], k, wanted, work.results[t].data(), band, work);
    }
  }

  // The responses of kernel k from the tiles' spectra.
  void Respond(int k, size_t columns, size_t rows, Workspace& work) const {
    const size_t strip_size = size_t(fft_.width()) * kGroup;
    const size_t kernel = size_t(k) * size_t(bank_.planes()) * fft_.size();
    const auto strip = [&](size_t i, float* re, float* im) {
      for (size_t p = 0; p < size_t(bank_.planes()); ++p) {
        const size_t at = p * fft_.size() + i * strip_size;
        MultiplyComplex(work.re.data() + at, work.im.data() + at, kernel_re_.data() + kernel + at,
                        kernel_im_.data() + kernel + at, strip_size, p > 0, re, im);
      }
    };
    fft_.Inverse(strip, columns, rows, work.stride, work.fft, work.results[0].data(),
                 work.results[1].data());
  }

  // The same by direct correlation, for one of the tiles.
  void Correlate(const PaddedRows<float>& rows, RowRange needed, const Tile& tile, int k,
                 Workspace& work, int t) const {
    Correlation<float> c;
    c.planes = bank_.planes();
    c.height = bank_.height;
    c.width = bank_.width;
    c.weights = weights_.data() + size_t(k) * size_t(bank_.planes()) * bank_.plane_size();
    c.offsets = rows.offsets().data();
    c.count = size_t(tile.columns);
    for (int y = 0; y < tile.rows.size() && tile.columns > 0; y += kCorrelateRows) {
      c.out_rows = std::min(kCorrelateRows, tile.rows.size() - y);
      c.plane_rows = c.out_rows + bank_.height - 1;
      std::vector<const float*> pointers;
      for (int p = 0; p < bank_.planes(); ++p) {
        for (int r = 0; r < c.plane_rows; ++r) {
          pointers.push_back(rows.Row(needed.begin + y + r, PlaneOf(tile, p)) + tile.x);
        }
      }
      float* out[kCorrelateRows];
      for (int i = 0; i < kCorrelateRows; ++i) {
        out[i] = work.results[t].data() + size_t(y + i) * work.stride;
      }
      c.rows = pointers.data();
      c.out = out;
      CorrelateRows(c);
    }
  }

  // Puts a tile's results into the rows `wanted` of the output.
  void Write(const Tile& tile, int k, RowRange wanted, const float* results, const RowBand& band,
             Workspace& work) const {
    const auto multiplier = static_cast<float>(bank_.multiplier[size_t(k)]);
    const float bias = geometry_.bias * FullScale(geometry_.out.dtype);
    const auto count = static_cast<size_t>(tile.columns);
    VisitDType(geometry_.out.dtype, [&](auto zero) {
      using T = decltype(zero);
      Scratch<T> finished(count);
      for (int y = wanted.begin; y < wanted.end; ++y) {
        FinishRow(results + size_t(y - tile.rows.begin) * work.stride, count, multiplier, bias,
                  finished.data());
        T* const row = band.Row<T>(y);
        if (step_ == geometry_.out.channels) {
          std::memcpy(row + tile.x, finished.data(), count * sizeof(T));
          continue;
        }
        for (int i = 0; i < tile.columns; ++i) {
          const int x = (tile.x + i) / step_;
          const int channel = k * pixel() + tile.group + (tile.x + i) % step_;
          row[ptrdiff_t{x} * geometry_.out.channels + channel] = finished[size_t(i)];
        }
      }
    });
  }

  ConvolveGeometry geometry_;
  KernelBank bank_;
  TileFft fft_;
  int step_;          // samples of a row of responses from one pixel to the next
  int row_samples_;   // of a row of responses of one group
  int tile_columns_;  // results of a tile
  int tile_rows_;
  std::vector<float> weights_;
  Scratch<float> kernel_re_{0}, kernel_im_{0};  // spectra, kernel by kernel, plane by plane
};

// The plan with the least cost.
TilePlan BestPlan(const ConvolveGeometry& geometry, const KernelBank& bank) {
  TilePlan best;
  if (geometry.stride_x != 1 || geometry.stride_y != 1) return best;
  const double kernels = bank.count;
  const double planes = bank.planes();
  const int pixel = geometry.out.channels / bank.count;
  for (const int step : {1, pixel}) {
    for (int width = kGroup; width <= 1024; width *= 2) {
      for (int height = kGroup; height <= 1024; height *= 2) {
        TilePlan plan{width, height, step, 0};
        if (plan.Columns(bank) < kGroup || plan.Rows(bank) < kGroup / 4) continue;
        const double size = double(width) * height;
        if (size * planes * kernels > kMaxSpectra) continue;
        const double samples = double(geometry.out.width) * pixel;
        const double across = std::ceil(samples / plan.Columns(bank));
        const double down = std::ceil(double(geometry.out.height) / plan.Rows(bank));
        const double pairs = std::ceil(across / 2) * down;
        // Measured: a transform, with all that moves its samples, costs this many operations for
        // each of them, half as much again outside of the L2 cache.
        const double transform = (5 * std::log2(size) + 11) * (size > 65536 ? 1.5 : 1.0);
        plan.cost = pairs * size / 16 * (transform * (planes + kernels) + 4 * planes * kernels);
        // Channels are taken apart and put together one by one.
        if (step != pixel || kernels > 1) plan.cost += samples * geometry.out.height * kernels * 3;
        if (plan.cost < best.cost) best = plan;
      }
    }
  }
  return best;
}

}  // namespace

std::unique_ptr<ConvolveMethod> MakeFftConvolve(const ConvolveGeometry& geometry,
                                                const KernelBank& bank) {
  const TilePlan plan = BestPlan(geometry, bank);
  if (plan.width == 0) return nullptr;
  return std::make_unique<FftConvolve>(geometry, bank, plan);
}

double FftConvolveCost(const ConvolveGeometry& geometry, const KernelBank& bank) {
  return BestPlan(geometry, bank).cost;
}

}  // namespace sluice
