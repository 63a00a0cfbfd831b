#include "features/bank_responses.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include "features/bank_plan.h"
#include "features/descriptor.h"
#include "features/response_kernels.h"
#include "filters/correlate.h"
#include "filters/magnitude.h"
#include "filters/transpose.h"
#include "lib/parallel.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// Beyond this, transforms of f32 could overflow: such tiles are computed directly.
constexpr float kMostMagnitude = 1e30f;

constexpr size_t RoundUp(size_t n, size_t to) { return (n + to - 1) / to * to; }

// The picture less `center`, with its borders, and readable beyond them.
Result<Image<float>> Padded(ImageView<const float> gray, int reach, Border border, float center) {
  const int width = gray.width() + 2 * reach;
  SLUICE_ASSIGN_OR_RETURN(Image<float> padded, Image<float>::Create(width + int(kCorrelateSlack),
                                                                    gray.height() + 2 * reach, 1));
  const float constant = border.constant - center;
  ParallelFor(padded.height(), 64, [&](int64_t begin, int64_t end) {
    std::vector<float> row(size_t(gray.width()), constant);
    for (int64_t y = begin; y < end; ++y) {
      const int64_t from = BorderIndex(y - reach, gray.height(), border.mode);
      if (from < 0) {
        std::fill(row.begin(), row.end(), constant);
      } else {
        const float* const samples = gray.Row(static_cast<int>(from));
        std::transform(samples, samples + gray.width(), row.begin(),
                       [=](float sample) { return sample - center; });
      }
      float* const out = padded.Row(static_cast<int>(y));
      PadRow(row.data(), gray.width(), 1, reach, reach, border.mode, constant, out);
      std::fill_n(out + width, kCorrelateSlack, 0.0f);
    }
  });
  return padded;
}

// The mean, or 0 where there is none. Summed as distances from the first sample: a constant picture
// gives the constant itself.
float Center(ImageView<const float> gray) {
  const double first = double(gray.Row(0)[0]);
  double sum = 0;
  for (int y = 0; y < gray.height(); ++y) {
    const float* const row = gray.Row(y);
    for (int x = 0; x < gray.width(); ++x) sum += double(row[x]) - first;
  }
  const auto mean = static_cast<float>(first + sum / gray.width() / gray.height());
  return std::abs(mean) < kMostMagnitude ? mean : 0.0f;
}

// One picture's responses.
class Computation {
 public:
  Computation(const FilterBank& bank, BankPlan& plan, ImageView<const float> gray,
              const Image<float>& padded, float center)
      : bank_(bank), plan_(plan), gray_(gray), padded_(padded) {
    // What taking the mean off took from each kernel's results.
    for (const BankKernel& kernel : bank.kernels) {
      double sum = 0;
      for (const double w : kernel.weights) sum += w;
      offsets_.push_back(std::abs(sum) > 1e-9 ? static_cast<float>(sum * double(center)) : 0.0f);
    }
  }

  int tiles_across() const { return (gray_.width() + plan_.tile_width() - 1) / plan_.tile_width(); }
  int tiles() const {
    return tiles_across() * ((gray_.height() + plan_.tile_height() - 1) / plan_.tile_height());
  }

  // Tile `index`; its jobs over threads if asked.
  Status Compute(int index, bool parallel, const std::function<void(const ResponseTile&)>& use) {
    SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<BankPlan::TileMemory> memory, plan_.TakeTileMemory());
    ResponseTile tile;
    tile.index = index;
    tile.x = index % tiles_across() * plan_.tile_width();
    tile.y = index / tiles_across() * plan_.tile_height();
    tile.width = std::min(plan_.tile_width(), gray_.width() - tile.x);
    tile.height = std::min(plan_.tile_height(), gray_.height() - tile.y);
    tile.planes = memory->planes;
    tile.row_stride = plan_.row_stride();
    tile.plane_stride = plan_.plane_stride();
    const bool moderate = Transform(tile, *memory);

    Status status;
    std::mutex mutex;
    const auto jobs = static_cast<int64_t>(plan_.jobs().size());
    const auto run = [&](int64_t begin, int64_t end) {
      Result<std::unique_ptr<BankPlan::JobMemory>> work = plan_.TakeJobMemory();
      if (!work.ok()) {
        const std::lock_guard<std::mutex> lock(mutex);
        status = work.status();
        return;
      }
      for (int64_t j = begin; j < end; ++j) {
        Respond(tile, plan_.jobs()[size_t(j)], moderate, *memory, **work);
      }
      plan_.Return(std::move(*work));
    };
    if (parallel) {
      ParallelFor(jobs, 1, run);
    } else {
      run(0, jobs);
    }
    SLUICE_RETURN_IF_ERROR(status);
    use(tile);
    plan_.Return(std::move(memory));
    return Status::Ok();
  }

 private:
  // The tile's spectrum; false if its samples are too large for one.
  bool Transform(const ResponseTile& tile, BankPlan::TileMemory& memory) {
    const TileFft& fft = plan_.fft();
    const auto height = static_cast<size_t>(fft.height());
    const auto count = static_cast<size_t>(tile.width + bank_.size - 1);
    std::vector<TileRow> rows(height);
    const std::vector<TileRow> nothing(height);
    for (int y = 0; y < tile.height + bank_.size - 1; ++y) {
      const float* const samples = padded_.Row(tile.y + y) + tile.x;
      if (!AllWithin(samples, count, kMostMagnitude)) return false;
      rows[size_t(y)] = {samples, count};
    }
    Result<std::unique_ptr<BankPlan::JobMemory>> work = plan_.TakeJobMemory();
    if (!work.ok()) return false;
    fft.Forward(rows.data(), nothing.data(), (*work)->fft, memory.re, memory.im);
    plan_.Return(std::move(*work));
    return true;
  }

  void Respond(const ResponseTile& tile, const ResponseJob& job, bool moderate,
               BankPlan::TileMemory& memory, BankPlan::JobMemory& work) const {
    for (int i = 0; i < job.spectra; ++i) {
      // Responses of one kernel need no place between.
      float* results[2];
      for (int part = 0; part < 2; ++part) {
        results[part] = job.spectra == 1 && job.responses[part] >= 0
                            ? memory.planes + size_t(job.responses[part]) * tile.plane_stride
                            : work.results[part];
      }
      if (moderate) {
        Inverse(tile, job.first_spectrum + i, memory, work, results);
      }
      for (int part = 0; part < 2 && job.responses[part] >= 0; ++part) {
        const BankResponse& response = bank_.responses[size_t(job.responses[part])];
        if (i >= static_cast<int>(response.kernels.size())) continue;
        const int kernel = response.kernels[size_t(i)];
        if (!moderate) Correlate(tile, kernel, results[part]);
        CombineStep step;
        step.kind = response.kind;
        step.first = i == 0;
        step.last = i + 1 == static_cast<int>(response.kernels.size());
        step.offset = offsets_[size_t(kernel)];
        float* const out = memory.planes + size_t(job.responses[part]) * tile.plane_stride;
        if (out == results[part] && step.kind == ResponseKind::kKernel && step.offset == 0) {
          continue;
        }
        for (int y = 0; y < tile.height; ++y) {
          const size_t at = size_t(y) * tile.row_stride;
          CombineResponses(step, results[part] + at, size_t(tile.width), out + at);
        }
      }
    }
  }

  void Inverse(const ResponseTile& tile, int spectrum, const BankPlan::TileMemory& memory,
               BankPlan::JobMemory& work, float* const* results) const {
    const size_t strip_size = size_t(plan_.fft().width()) * kGroup;
    const float* const kernel_re = plan_.spectrum_re(spectrum);
    const float* const kernel_im = plan_.spectrum_im(spectrum);
    const auto strip = [&](size_t i, float* re, float* im) {
      const size_t at = i * strip_size;
      MultiplyComplex(memory.re + at, memory.im + at, kernel_re + at, kernel_im + at, strip_size,
                      false, re, im);
    };
    plan_.fft().Inverse(strip, size_t(tile.width), size_t(tile.height), tile.row_stride, work.fft,
                        results[0], results[1]);
  }

  // The same by direct correlation.
  void Correlate(const ResponseTile& tile, int kernel, float* results) const {
    const std::vector<double>& weights = bank_.kernels[size_t(kernel)].weights;
    const std::vector<float> floats(weights.begin(), weights.end());
    std::vector<ptrdiff_t> offsets(size_t(bank_.size));
    for (size_t j = 0; j < offsets.size(); ++j) offsets[j] = ptrdiff_t(j);
    // Rows are written beyond their ends.
    const size_t stride = RoundUp(size_t(tile.width), kGroup) + kCorrelateSlack;
    Scratch<float> made(stride * kCorrelateRows);
    float* const out[kCorrelateRows] = {made.data(), made.data() + stride, made.data() + 2 * stride,
                                        made.data() + 3 * stride};
    Correlation<float> c;
    c.height = bank_.size;
    c.width = bank_.size;
    c.weights = floats.data();
    c.offsets = offsets.data();
    c.count = size_t(tile.width);
    c.out = out;
    for (int y = 0; y < tile.height; y += kCorrelateRows) {
      c.out_rows = std::min(kCorrelateRows, tile.height - y);
      c.plane_rows = c.out_rows + bank_.size - 1;
      std::vector<const float*> rows;
      for (int r = 0; r < c.plane_rows; ++r) rows.push_back(padded_.Row(tile.y + y + r) + tile.x);
      c.rows = rows.data();
      CorrelateRows(c);
      for (int i = 0; i < c.out_rows; ++i) {
        std::copy_n(out[i], tile.width, results + size_t(y + i) * tile.row_stride);
      }
    }
  }

  const FilterBank& bank_;
  BankPlan& plan_;
  ImageView<const float> gray_;
  const Image<float>& padded_;
  std::vector<float> offsets_;
};

}  // namespace

struct BankResponses::Cache {
  std::mutex mutex;
  std::shared_ptr<BankPlan> plan;
};

BankResponses::BankResponses(FilterBank bank, Border border)
    : bank_(std::move(bank)), border_(border), cache_(std::make_unique<Cache>()) {}

BankResponses::~BankResponses() = default;

int BankResponses::Tiles(int width, int height) const {
  const TransformSize size =
      BestTransformSize(width, height, bank_.size, int(bank_.kernels.size()));
  const int columns = size.width - bank_.size + 1;
  const int rows = size.height - bank_.size + 1;
  return ((width + columns - 1) / columns) * ((height + rows - 1) / rows);
}

Status BankResponses::ForEachTile(ImageView<const float> gray,
                                  const std::function<void(const ResponseTile&)>& use) const {
  const TransformSize size =
      BestTransformSize(gray.width(), gray.height(), bank_.size, int(bank_.kernels.size()));
  std::shared_ptr<BankPlan> plan;
  {
    const std::lock_guard<std::mutex> lock(cache_->mutex);
    if (cache_->plan == nullptr || cache_->plan->size() != size) {
      SLUICE_ASSIGN_OR_RETURN(cache_->plan, BankPlan::Create(bank_, size));
    }
    plan = cache_->plan;
  }
  const float center = Center(gray);
  SLUICE_ASSIGN_OR_RETURN(const Image<float> padded, Padded(gray, bank_.size / 2, border_, center));
  Computation computation(bank_, *plan, gray, padded, center);
  const int tiles = computation.tiles();
  // Few tiles are computed one by one, with the kernels over threads.
  const bool few = tiles < 2 * Threads();
  Status status;
  std::mutex mutex;
  const auto run = [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const Status done = computation.Compute(static_cast<int>(i), few, use);
      if (done.ok()) continue;
      const std::lock_guard<std::mutex> lock(mutex);
      status = done;
    }
  };
  if (few) {
    run(0, tiles);
  } else {
    ParallelFor(tiles, 1, run);
  }
  return status;
}

}  // namespace sluice
