// How a bank of filters is computed for pictures of one size: tiles, spectra, working memory.
#ifndef SLUICE_FEATURES_BANK_PLAN_H_
#define SLUICE_FEATURES_BANK_PLAN_H_

#include <memory>
#include <mutex>
#include <vector>

#include "features/filter_bank.h"
#include "filters/fft_tiles.h"
#include "lib/buffer.h"
#include "lib/image.h"
#include "lib/status.h"

namespace sluice {

// The width and height of the transforms that cost least for a picture.
struct TransformSize {
  int width = 0;
  int height = 0;
  bool operator==(const TransformSize&) const = default;
};
TransformSize BestTransformSize(int picture_width, int picture_height, int kernel_size,
                                int kernels);

// Up to two responses computed together: kernel i of the one is the real part, of the other the
// imaginary part of spectrum first_spectrum + i.
struct ResponseJob {
  int responses[2] = {-1, -1};
  int first_spectrum = 0;
  int spectra = 0;
};

class BankPlan {
 public:
  static Result<std::shared_ptr<BankPlan>> Create(const FilterBank& bank, TransformSize size);

  const TileFft& fft() const { return fft_; }
  TransformSize size() const { return {fft_.width(), fft_.height()}; }
  // Results of a tile.
  int tile_width() const { return fft_.width() - kernel_size_ + 1; }
  int tile_height() const { return fft_.height() - kernel_size_ + 1; }
  size_t row_stride() const;    // samples
  size_t plane_stride() const;  // samples
  const std::vector<ResponseJob>& jobs() const { return jobs_; }
  const float* spectrum_re(int i) const { return Spectrum(2 * i); }
  const float* spectrum_im(int i) const { return Spectrum(2 * i + 1); }

  // What one thread needs for a tile, or a part of one. Uninitialised.
  struct TileMemory {
    float* re = nullptr;  // the tile's spectrum
    float* im = nullptr;
    float* planes = nullptr;  // all responses, rounded up to a multiple of 16 planes
    Buffer buffer;
  };
  struct JobMemory {
    explicit JobMemory(const TileFft& fft) : fft(fft) {}
    TileFft::Workspace fft;
    float* results[2] = {nullptr, nullptr};  // a plane each
    Buffer buffer;
  };
  Result<std::unique_ptr<TileMemory>> TakeTileMemory();
  Result<std::unique_ptr<JobMemory>> TakeJobMemory();
  // Keeps it for the next one who asks.
  void Return(std::unique_ptr<TileMemory> memory);
  void Return(std::unique_ptr<JobMemory> memory);

 private:
  BankPlan(const FilterBank& bank, TransformSize size);
  const float* Spectrum(int i) const {
    return reinterpret_cast<const float*>(spectra_.data()) + size_t(i) * fft_.size();
  }
  Status TransformKernels(const FilterBank& bank);

  TileFft fft_;
  int kernel_size_;
  size_t planes_;
  std::vector<ResponseJob> jobs_;
  int spectrum_count_ = 0;
  Buffer spectra_;  // real and imaginary parts in turn
  std::mutex mutex_;
  std::vector<std::unique_ptr<TileMemory>> tile_memory_;
  std::vector<std::unique_ptr<JobMemory>> job_memory_;
};

}  // namespace sluice

#endif  // SLUICE_FEATURES_BANK_PLAN_H_
