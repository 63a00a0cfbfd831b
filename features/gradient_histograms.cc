#include "features/gradient_histograms.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "features/clipped_norm.h"
#include "features/gradient_votes.h"
#include "filters/depth.h"
#include "lib/parallel.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// Rows of a picture as planes of f32, those needed for a row's gradients at a time.
class GradientRows {
 public:
  GradientRows(const Frame& picture, bool square_root)
      : picture_(picture),
        info_(picture.info().picture()),
        square_root_(square_root),
        channels_(static_cast<size_t>(std::max(1, info_.channels - (info_.alpha ? 1 : 0)))),
        stride_(static_cast<size_t>(info_.width) + kPadding),
        samples_(static_cast<size_t>(info_.row_samples())),
        planes_(3 * channels_ * stride_ + kPadding),
        triples_(channels_) {}

  size_t channels() const { return channels_; }

  // Row y and its neighbours; rows are asked for one after the other.
  const RowTriple* Around(int y) {
    for (loaded_ = std::max(loaded_, y - 2); loaded_ < std::min(y + 1, info_.height - 1);) {
      Load(++loaded_);
    }
    const int above = y > 0 ? y - 1 : std::min(1, info_.height - 1);
    const int below = y + 1 < info_.height ? y + 1 : std::max(0, info_.height - 2);
    for (size_t c = 0; c < channels_; ++c) triples_[c] = {Row(above, c), Row(y, c), Row(below, c)};
    return triples_.data();
  }

 private:
  static constexpr size_t kPadding = 2 * kRowAlignment / sizeof(float);

  float* Row(int y, size_t channel) {
    return planes_.data() + (size_t(y % 3) * channels_ + channel) * stride_ +
           kRowAlignment / sizeof(float);
  }

  void Load(int y) {
    const auto width = static_cast<size_t>(info_.width);
    const auto all = static_cast<size_t>(info_.channels);
    ConvertDepth(picture_.RowBytes(y), info_.dtype, width * all, DType::kF32,
                 reinterpret_cast<std::byte*>(samples_.data()));
    for (size_t c = 0; c < channels_; ++c) {
      float* const row = Row(y, c);
      for (size_t x = 0; x < width; ++x) row[x] = samples_[x * all + c];
      if (square_root_) {
        for (size_t x = 0; x < width; ++x) row[x] = row[x] < 0 ? 0 : std::sqrt(row[x]);
      }
      row[-1] = row[width > 1 ? 1 : 0];
      row[width] = row[width > 1 ? width - 2 : 0];
    }
  }

  const Frame& picture_;
  PictureInfo info_;
  bool square_root_;
  size_t channels_;
  size_t stride_;
  Scratch<float> samples_;
  Scratch<float> planes_;
  std::vector<RowTriple> triples_;
  int loaded_ = -1;  // the last row
};

}  // namespace

Status GradientHistograms::CheckSize(int width, int height) const {
  if (Blocks(width, height) > 0) return Status::Ok();
  const auto size = [](int w, int h) { return std::to_string(w) + "x" + std::to_string(h); };
  return Status::Failed(
      "expects a picture of at least " + size(layout().block_pixels(), layout().block_pixels()) +
          " pixels, a block of " + size(layout().block, layout().block) + " cells of " +
          size(layout().cell, layout().cell) + "; got " + size(width, height),
      "smaller cells, or larger pictures by --size");
}

Status GradientHistograms::Compute(const Frame& picture, float* out) const {
  const PictureInfo info = picture.info().picture();
  const std::shared_ptr<const Plan> plan = FindPlan(info.width, info.height);
  // Strips read the rows their blocks share again: few, where strips are high.
  constexpr int64_t kStrip = 16;
  std::atomic<bool> finite = true;
  ParallelFor(plan->y.blocks, kStrip, [&](int64_t begin, int64_t end) {
    if (!ComputeRows(picture, *plan, static_cast<int>(begin), static_cast<int>(end), out)) {
      finite = false;
    }
  });
  if (finite) return Status::Ok();
  return Status::Failed("expects finite samples, got a picture with NaN or infinite ones");
}

std::shared_ptr<const GradientHistograms::Plan> GradientHistograms::FindPlan(int width,
                                                                             int height) const {
  const std::lock_guard lock(mutex_);
  if (plan_ == nullptr || plan_->width != width || plan_->height != height) {
    plan_ = std::make_shared<const Plan>(
        Plan{width, height, MakeVoteWindows(layout(), width), MakeVoteWindows(layout(), height)});
  }
  return plan_;
}

// Rows [begin, end) of blocks. False if a gradient isn't finite.
bool GradientHistograms::ComputeRows(const Frame& picture, const Plan& plan, int begin, int end,
                                     float* out) const {
  const auto slots = static_cast<size_t>(layout().block);
  const size_t columns = size_t(plan.x.blocks) * slots * size_t(options_.bins);
  const size_t padded = RowStride(columns, sizeof(float)) / sizeof(float);
  Scratch<float> row(padded);
  Scratch<float> sums(size_t(end - begin) * slots * padded);
  Scratch<float> length(size_t(plan.width));
  Scratch<float> position(size_t(plan.width));
  GradientRows rows(picture, options_.square_root);
  const int step = layout().step;
  const int first_row = begin * step;
  const int last_row = (end - 1) * step + layout().block_pixels();
  const auto first_slot = static_cast<int>(begin * layout().block);
  const auto end_slot = static_cast<int>(end * layout().block);
  for (int i = first_row; i < last_row; ++i) {
    if (plan.y.first[size_t(i)] == plan.y.first[size_t(i) + 1]) continue;  // between blocks
    GradientVotes(rows.Around(plan.y.begin + i), rows.channels(), size_t(plan.width), options_.bins,
                  options_.signed_angles, length.data(), position.data());
    std::fill_n(row.data(), columns, 0.0f);
    if (!VoteRow(plan.x, length.data(), position.data(), row.data())) return false;
    for (size_t k = plan.y.first[size_t(i)]; k < plan.y.first[size_t(i) + 1]; ++k) {
      const VoteWindows::Share& share = plan.y.shares[k];
      if (share.slot < first_slot || share.slot >= end_slot) continue;
      AddWeighted(row.data(), share.weight, columns,
                  sums.data() + size_t(share.slot - first_slot) * padded);
    }
  }
  const ClippedNormOptions norm{options_.clip, 0.1 / 255 * double(BlockNumbers()), 1e-3};
  for (int by = begin; by < end; ++by) {
    const float* const block_row = sums.data() + size_t(by - begin) * slots * padded;
    for (int bx = 0; bx < plan.x.blocks; ++bx) {
      float* const block = out + (int64_t{by} * plan.x.blocks + bx) * BlockNumbers();
      const size_t cells = slots * size_t(options_.bins);  // a row of cells
      for (size_t cy = 0; cy < slots; ++cy) {
        std::copy_n(block_row + cy * padded + size_t(bx) * cells, cells, block + cy * cells);
      }
      ScaleAndClip(norm, size_t(BlockNumbers()), block);
    }
  }
  return true;
}

// Adds the votes of a row of pixels to the cells they lie in.
bool GradientHistograms::VoteRow(const VoteWindows& x, const float* length, const float* position,
                                 float* sums) const {
  for (int i = 0; i < x.pixels(); ++i) {
    const float vote = length[x.begin + i];
    if (vote == 0) continue;
    if (!(vote <= std::numeric_limits<float>::max())) return false;
    const auto bin = static_cast<int>(position[x.begin + i]);
    const int next = bin + 1 < options_.bins ? bin + 1 : 0;
    const float upper = vote * (position[x.begin + i] - static_cast<float>(bin));
    const float lower = vote - upper;
    for (size_t k = x.first[size_t(i)]; k < x.first[size_t(i) + 1]; ++k) {
      float* const cell = sums + size_t(x.shares[k].slot) * size_t(options_.bins);
      cell[bin] += x.shares[k].weight * lower;
      cell[next] += x.shares[k].weight * upper;
    }
  }
  return true;
}

}  // namespace sluice
