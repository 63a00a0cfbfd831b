#include "features/bank_plan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace sluice {
namespace {

constexpr size_t RoundUp(size_t n, size_t to) { return (n + to - 1) / to * to; }

// Kernel `k` (-1 for none) as a tile for a circular convolution: turned about the first sample.
// The factor that the transforms leave is taken off.
void KernelTile(const FilterBank& bank, int k, const TileFft& fft, std::vector<float>* tile,
                std::vector<TileRow>* rows) {
  const auto width = static_cast<size_t>(fft.width());
  const auto height = static_cast<size_t>(fft.height());
  rows->assign(height, {});
  if (k < 0) return;
  tile->assign(fft.size(), 0.0f);
  const double* weight = bank.kernels[size_t(k)].weights.data();
  for (size_t i = 0; i < size_t(bank.size); ++i) {
    for (size_t j = 0; j < size_t(bank.size); ++j) {
      (*tile)[(height - i) % height * width + (width - j) % width] =
          static_cast<float>(*weight++ / static_cast<double>(fft.size()));
    }
  }
  for (size_t y = 0; y < height; ++y) (*rows)[y] = {tile->data() + y * width, width};
}

}  // namespace

TransformSize BestTransformSize(int picture_width, int picture_height, int kernel_size,
                                int kernels) {
  TransformSize best;
  double least = std::numeric_limits<double>::infinity();
  for (int width = kGroup; width <= 2048; width *= 2) {
    for (int height = kGroup; height <= 2048; height *= 2) {
      const int columns = width - kernel_size + 1;
      const int rows = height - kernel_size + 1;
      if (columns < 1 || rows < 1) continue;
      const double size = double(width) * height;
      const double tiles =
          std::ceil(double(picture_width) / columns) * std::ceil(double(picture_height) / rows);
      // As measured for convolutions (filters/convolve_fft.cc): operations for a sample, half as
      // many again outside of the L2 cache. The kernels' own transforms count once.
      const double transform = (5 * std::log2(size) + 11) * (size > 65536 ? 1.5 : 1.0);
      const double cost = size * transform * (tiles * (1 + kernels / 2.0) + kernels / 8.0);
      if (cost < least) {
        least = cost;
        best = {width, height};
      }
    }
  }
  return best;
}

BankPlan::BankPlan(const FilterBank& bank, TransformSize size)
    : fft_(size.width, size.height),
      kernel_size_(bank.size),
      planes_(RoundUp(bank.responses.size(), kGroup)) {
  const int count = static_cast<int>(bank.responses.size());
  for (int r = 0; r < count; r += 2) {
    ResponseJob job;
    job.first_spectrum = spectrum_count_;
    for (int part = 0; part < 2 && r + part < count; ++part) {
      job.responses[part] = r + part;
      job.spectra =
          std::max(job.spectra, static_cast<int>(bank.responses[size_t(r + part)].kernels.size()));
    }
    spectrum_count_ += job.spectra;
    jobs_.push_back(job);
  }
}

Result<std::shared_ptr<BankPlan>> BankPlan::Create(const FilterBank& bank, TransformSize size) {
  std::shared_ptr<BankPlan> plan(new BankPlan(bank, size));
  SLUICE_RETURN_IF_ERROR(plan->TransformKernels(bank));
  return plan;
}

Status BankPlan::TransformKernels(const FilterBank& bank) {
  SLUICE_ASSIGN_OR_RETURN(
      spectra_, Buffer::Allocate(size_t(spectrum_count_) * 2 * fft_.size() * sizeof(float)));
  TileFft::Workspace work(fft_);
  std::vector<float> tiles[2];
  std::vector<TileRow> rows[2];
  for (const ResponseJob& job : jobs_) {
    for (int i = 0; i < job.spectra; ++i) {
      for (int part = 0; part < 2; ++part) {
        int kernel = -1;
        if (job.responses[part] >= 0) {
          const std::vector<int>& kernels = bank.responses[size_t(job.responses[part])].kernels;
          if (i < static_cast<int>(kernels.size())) kernel = kernels[size_t(i)];
        }
        KernelTile(bank, kernel, fft_, &tiles[part], &rows[part]);
      }
      auto* const re = reinterpret_cast<float*>(spectra_.data()) +
                       size_t(job.first_spectrum + i) * 2 * fft_.size();
      fft_.Forward(rows[0].data(), rows[1].data(), work, re, re + fft_.size());
    }
  }
  return Status::Ok();
}

size_t BankPlan::row_stride() const { return RoundUp(size_t(tile_width()), kGroup); }

size_t BankPlan::plane_stride() const {
  // Off multiples of 2 KiB, where planes would share cache sets.
  const size_t samples = row_stride() * size_t(tile_height());
  return samples % 512 == 0 ? samples + kGroup : samples;
}

Result<std::unique_ptr<BankPlan::TileMemory>> BankPlan::TakeTileMemory() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!tile_memory_.empty()) {
      std::unique_ptr<TileMemory> memory = std::move(tile_memory_.back());
      tile_memory_.pop_back();
      return memory;
    }
  }
  auto memory = std::make_unique<TileMemory>();
  const size_t samples = 2 * fft_.size() + planes_ * plane_stride() + kGroup;
  SLUICE_ASSIGN_OR_RETURN(memory->buffer, Buffer::Allocate(samples * sizeof(float)));
  memory->re = reinterpret_cast<float*>(memory->buffer.data());
  memory->im = memory->re + fft_.size();
  memory->planes = memory->im + fft_.size();
  return memory;
}

Result<std::unique_ptr<BankPlan::JobMemory>> BankPlan::TakeJobMemory() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!job_memory_.empty()) {
      std::unique_ptr<JobMemory> memory = std::move(job_memory_.back());
      job_memory_.pop_back();
      return memory;
    }
  }
  auto memory = std::make_unique<JobMemory>(fft_);
  SLUICE_ASSIGN_OR_RETURN(memory->buffer, Buffer::Allocate(2 * plane_stride() * sizeof(float)));
  memory->results[0] = reinterpret_cast<float*>(memory->buffer.data());
  memory->results[1] = memory->results[0] + plane_stride();
  return memory;
}

void BankPlan::Return(std::unique_ptr<TileMemory> memory) {
  const std::lock_guard<std::mutex> lock(mutex_);
  tile_memory_.push_back(std::move(memory));
}

void BankPlan::Return(std::unique_ptr<JobMemory> memory) {
  const std::lock_guard<std::mutex> lock(mutex_);
  job_memory_.push_back(std::move(memory));
}

}  // namespace sluice
