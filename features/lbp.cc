#include "features/lbp.h"

#include <algorithm>
#include <bit>
#include <cfloat>
#include <cmath>
#include <mutex>
#include <numbers>
#include <utility>

#include "features/lbp_row.h"
#include "filters/magnitude.h"
#include "lib/parallel.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

constexpr size_t kSlack = 16;  // samples that the inner loop may read and write past a row

// Patterns to bins.
class Mapping {
 public:
  Mapping(LbpMapping mapping, int points) : mapping_(mapping), points_(points) {
    const uint32_t patterns = uint32_t{1} << points;
    if (mapping == LbpMapping::kNone) bins_ = int(patterns);
    if (mapping == LbpMapping::kUniform) bins_ = points * (points - 1) + 3;
    if (mapping == LbpMapping::kRiu2) bins_ = points + 2;
    if (mapping != LbpMapping::kRi) return;
    table_.resize(patterns, -1);
    for (uint32_t pattern = 0; pattern < patterns; ++pattern) {
      if (table_[pattern] >= 0) continue;  // a rotation of a smaller one
      uint32_t turned = pattern;
      for (int r = 0; r < points; ++r) {
        table_[turned] = bins_;
        turned = Turned(turned);
      }
      ++bins_;
    }
  }

  int bins() const { return bins_; }

  int Bin(uint32_t pattern) const {
    if (mapping_ == LbpMapping::kNone) return int(pattern);
    if (mapping_ == LbpMapping::kRi) return table_[pattern];
    const int ones = std::popcount(pattern);
    const uint32_t changes = pattern ^ Turned(pattern);
    const bool uniform = std::popcount(changes) <= 2;
    if (mapping_ == LbpMapping::kRiu2) return uniform ? ones : points_ + 1;
    if (ones == 0 || ones == points_ || !uniform) {
      return points_ * (points_ - 1) + (ones == 0 ? 0 : ones == points_ ? 1 : 2);
    }
    // Bit r is the first of the run of ones: it is set and the one before it, as turned, is not.
    return (ones - 1) * points_ + std::countr_zero(pattern & changes);
  }

 private:
  // Bit p goes to p + 1, the last to 0.
  uint32_t Turned(uint32_t pattern) const {
    const uint32_t all = (uint32_t{1} << points_) - 1;
    return ((pattern << 1) | (pattern >> (points_ - 1))) & all;
  }

  LbpMapping mapping_;
  int points_;
  int bins_ = 0;
  std::vector<int> table_;
};

// Where a neighbour lies from the pixel.
struct Offset {
  int x = 0;  // of the upper left of its four samples
  int y = 0;
  float weights[4] = {};
};

std::vector<Offset> Offsets(const LbpOptions& options) {
  const auto rounded = [](double v) { return std::round(v * 1e6) / 1e6; };
  std::vector<Offset> offsets;
  for (int p = 0; p < options.points; ++p) {
    const double angle = 2 * std::numbers::pi * p / options.points;
    const double x = rounded(double(options.radius) * std::cos(angle));
    const double y = rounded(-double(options.radius) * std::sin(angle));
    Offset offset;
    offset.x = static_cast<int>(std::floor(x));
    offset.y = static_cast<int>(std::floor(y));
    const double right = x - offset.x;
    const double down = y - offset.y;
    const double weights[4] = {(1 - right) * (1 - down), right * (1 - down), (1 - right) * down,
                               right * down};
    std::copy_n(weights, 4, offset.weights);
    offsets.push_back(offset);
  }
  return offsets;
}

class Lbp : public Descriptor {
 public:
  explicit Lbp(const LbpOptions& options)
      : options_(options),
        mapping_(options.mapping, options.points),
        offsets_(Offsets(options)),
        reach_(static_cast<int>(std::ceil(options.radius)) + 1) {}

  Result<int64_t> Size(const PictureInfo&) const override {
    return int64_t{mapping_.bins()} * options_.grid_width * options_.grid_height;
  }

  Status Describe(const Frame& picture, float* out) const override {
    SLUICE_ASSIGN_OR_RETURN(const Image<float> gray, GrayPicture(picture));
    for (int y = 0; y < gray.height(); ++y) {
      if (!AllWithin(gray.Row(y), size_t(gray.width()), FLT_MAX)) {
        return Status::Failed("expects finite samples, got a picture with NaN or infinite ones");
      }
    }
    const auto bins = static_cast<size_t>(mapping_.bins());
    std::vector<int64_t> counts(bins * size_t(options_.grid_width) * size_t(options_.grid_height));
    std::mutex mutex;
    ParallelFor(gray.height(), 64, [&](int64_t begin, int64_t end) {
      std::vector<int64_t> own(counts.size());
      CountRows(gray, static_cast<int>(begin), static_cast<int>(end), &own);
      const std::lock_guard<std::mutex> lock(mutex);
      for (size_t i = 0; i < own.size(); ++i) counts[i] += own[i];
    });
    for (size_t cell = 0; cell < counts.size(); cell += bins) {
      int64_t pixels = 0;
      for (size_t i = cell; i < cell + bins; ++i) pixels += counts[i];
      for (size_t i = cell; i < cell + bins; ++i) {
        out[i] = pixels == 0 ? 0.0f : static_cast<float>(double(counts[i]) / double(pixels));
      }
    }
    return Status::Ok();
  }

 private:
  // Adds the patterns of rows [begin, end) to the cells' histograms.
  void CountRows(const Image<float>& gray, int begin, int end, std::vector<int64_t>* counts) const {
    const auto width = static_cast<size_t>(gray.width());
    const size_t stride = width + 2 * size_t(reach_) + kSlack;
    const int window = 2 * reach_ + 1;
    // A ring of padded rows.
    Scratch<float> rows(stride * size_t(window));
    const auto row = [&](int y) {
      return rows.data() + size_t(y - begin + reach_) % size_t(window) * stride + reach_;
    };
    const auto fill = [&](int y) {
      const int64_t from = BorderIndex(y, gray.height(), options_.border.mode);
      const std::vector<float> constant(from < 0 ? width : 0, options_.border.constant);
      PadRow(from < 0 ? constant.data() : gray.Row(static_cast<int>(from)), gray.width(), 1, reach_,
             reach_, options_.border.mode, options_.border.constant, row(y) - reach_);
    };
    for (int y = begin - reach_; y < begin + reach_; ++y) fill(y);
    Scratch<uint32_t> codes(width + kSlack);
    for (int y = begin; y < end; ++y) {
      fill(y + reach_);
      std::fill_n(codes.data(), width + kSlack, 0U);
      for (size_t p = 0; p < offsets_.size(); ++p) {
        const Offset& offset = offsets_[p];
        LbpNeighbour neighbour;
        neighbour.above = row(y + offset.y) + offset.x;
        neighbour.below = row(y + offset.y + 1) + offset.x;
        std::copy_n(offset.weights, 4, neighbour.weights);
        neighbour.bit = uint32_t{1} << p;
        AddLbpBit(neighbour, row(y), width, codes.data());
      }
      const int64_t cell_y = int64_t{y} * options_.grid_height / gray.height();
      for (size_t x = 0; x < width; ++x) {
        const int64_t cell_x = int64_t(x) * options_.grid_width / gray.width();
        const int64_t cell = cell_y * options_.grid_width + cell_x;
        ++(*counts)[size_t(cell * mapping_.bins() + mapping_.Bin(codes[x]))];
      }
    }
  }

  LbpOptions options_;
  Mapping mapping_;
  std::vector<Offset> offsets_;
  int reach_;  // rows and columns around a pixel that are kept
};

}  // namespace

const std::vector<std::string>& LbpMappingNames() {
  static const std::vector<std::string> names = {"uniform", "riu2", "ri", "none"};
  return names;
}

Result<std::unique_ptr<Descriptor>> MakeLbp(const LbpOptions& options) {
  const bool table = options.mapping == LbpMapping::kRi || options.mapping == LbpMapping::kNone;
  const int most = table ? 16 : 24;
  if (options.points < 4 || options.points > most) {
    return Status::Usage("this mapping takes 4 to " + std::to_string(most) + " points, got " +
                         std::to_string(options.points));
  }
  if (!(options.radius >= 0.5f && options.radius <= 100.0f)) {
    return Status::Usage("expected a radius from 0.5 to 100 pixels, got " +
                         std::to_string(options.radius));
  }
  if (options.grid_width < 1 || options.grid_height < 1 ||
      int64_t{options.grid_width} * options.grid_height > 4096) {
    return Status::Usage("expected a grid of 1 to 4096 cells, got " +
                         std::to_string(options.grid_width) + "x" +
                         std::to_string(options.grid_height));
  }
  return std::unique_ptr<Descriptor>(std::make_unique<Lbp>(options));
}

}  // namespace sluice
