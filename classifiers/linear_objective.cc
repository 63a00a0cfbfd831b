#include "classifiers/linear_objective.h"

#include <algorithm>
#include <utility>

#include "classifiers/linear_kernels.h"
#include "classifiers/sparse_kernels.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

// Rows of a tile: what fits the L2 cache beside the weights.
constexpr int64_t kTileSamples = 1 << 16;
constexpr int64_t kMostTileRows = 64;
// Chunks are as large as needed for their sums to take this many numbers at most.
constexpr int64_t kChunkRows = 256;
constexpr int64_t kMostChunks = 128;
constexpr int64_t kChunkSums = 1 << 24;
constexpr int64_t kCombineGrain = 1 << 12;

}  // namespace

struct LinearObjective::Tile {
  int64_t begin;  // rows of all the examples, if they are sparse
  int64_t count;
  std::vector<const float*> rows;
  std::vector<int> labels;
  std::vector<float> scores;  // rows x classes: room for what f computes

  Matrix Factors(int64_t classes) { return {scores.data(), count, classes, classes}; }
};

LinearObjective::LinearObjective(const Examples& examples, Loss loss, double l2)
    : examples_(examples),
      loss_(loss),
      l2_(l2),
      classes_(static_cast<int64_t>(examples.classes.size())),
      dimensions_(examples.dimensions()),
      width_(ClassWidth(classes_)) {}

void LinearObjective::ChooseRows(bool all) {
  if (all && !looked_for_zeros_) {
    looked_for_zeros_ = true;
    Result<FeatureRows> features = FeatureRows::Create(examples_.matrix());
    // Short memory leaves the dense rows.
    if (features.ok() && features->sparse()) features_ = std::move(features).value();
  }
  sparse_ = all && features_.has_value();
}

LinearObjective::Prepared LinearObjective::Prepare(std::span<const float> parameters) const {
  Prepared prepared{parameters.data(), {}};
  if (!sparse()) return prepared;
  prepared.lanes.resize(size_t(dimensions_ * width_ / kClassGroup));
  float* lanes = prepared.lanes.data()->lane;
  for (int64_t c = 0; c < classes_; ++c) {
    const float* from = parameters.data() + c * dimensions_;
    for (int64_t k = 0; k < dimensions_; ++k) lanes[k * width_ + c] = from[k];
  }
  return prepared;
}

void LinearObjective::Score(const Tile& tile, const Prepared& prepared, float* scores) const {
  if (sparse()) {
    std::vector<ClassLanes> wide(size_t(tile.count * width_ / kClassGroup));
    ScoreFeatureRows(*features_, tile.begin, tile.begin + tile.count, prepared.lanes.data()->lane,
                     width_, wide.data()->lane);
    for (int64_t r = 0; r < tile.count; ++r) {
      std::copy_n(wide.data()->lane + r * width_, classes_, scores + r * classes_);
    }
  } else {
    const std::vector<const float*> weights =
        ClassWeights(prepared.parameters, classes_, dimensions_);
    ScoreRows(tile.rows.data(), tile.count, weights.data(), int(classes_), dimensions_, scores);
  }
  const float* bias = prepared.parameters + weights();
  for (int64_t r = 0; r < tile.count; ++r) {
    for (int64_t c = 0; c < classes_; ++c) scores[r * classes_ + c] += bias[c];
  }
}

void LinearObjective::AddTile(const Tile& tile, float* sums) const {
  float* bias_sums = sums + dimensions_ * (sparse() ? width_ : classes_);
  const float* factors = tile.scores.data();
  if (sparse()) {
    std::vector<ClassLanes> wide(size_t(tile.count * width_ / kClassGroup));
    for (int64_t r = 0; r < tile.count; ++r) {
      std::copy_n(factors + r * classes_, classes_, wide.data()->lane + r * width_);
    }
    AddFeatureRows(*features_, tile.begin, tile.begin + tile.count, wide.data()->lane, width_,
                   sums);
  } else {
    const std::vector<float*> weight_sums = ClassWeights(sums, classes_, dimensions_);
    AddRows(tile.rows.data(), tile.count, factors, int(classes_), dimensions_, weight_sums.data());
  }
  for (int64_t r = 0; r < tile.count; ++r) {
    for (int64_t c = 0; c < classes_; ++c) bias_sums[c] += factors[r * classes_ + c];
  }
}

double LinearObjective::SumChunk(std::span<const int64_t> rows, int64_t begin, int64_t end,
                                 float* sums, const std::function<double(Tile*)>& f) const {
  std::fill_n(sums, SumsSize(), 0.0f);
  const ConstMatrix x = examples_.matrix();
  const int64_t most = std::clamp<int64_t>(kTileSamples / dimensions_ / 4 * 4, 4, kMostTileRows);
  Tile tile;
  double value = 0;
  for (int64_t first = begin; first < end; first += most) {
    tile.begin = first;
    tile.count = std::min(most, end - first);
    tile.rows.clear();
    tile.labels.clear();
    for (int64_t i = first; i < first + tile.count; ++i) {
      const int64_t row = rows.empty() ? i : rows[size_t(i)];
      tile.rows.push_back(x.row(row));
      tile.labels.push_back(examples_.labels[size_t(row)]);
    }
    tile.scores.resize(size_t(tile.count * classes_));
    value += f(&tile);
    AddTile(tile, sums);
  }
  return value;
}

double LinearObjective::SumTiles(std::span<const int64_t> rows, std::span<float> sums,
                                 const std::function<double(Tile*)>& f) {
  const int64_t count = rows.empty() ? examples_.count() : static_cast<int64_t>(rows.size());
  // The chunks depend on the size of the problem alone. Their sums are whole cache lines apart.
  const int64_t size = (SumsSize() + kClassGroup - 1) / kClassGroup * kClassGroup;
  const int64_t most = std::clamp<int64_t>(kChunkSums / size, 8, kMostChunks);
  const int64_t chunk_rows = std::max(kChunkRows, (count + most - 1) / most);
  const int64_t chunks = (count + chunk_rows - 1) / chunk_rows;
  if (chunks == 1 && !sparse()) return SumChunk(rows, 0, count, sums.data(), f);
  chunk_sums_.resize(size_t(chunks * size / kClassGroup));
  float* chunk_sums = chunk_sums_.data()->lane;
  std::vector<double> values(static_cast<size_t>(chunks));
  ParallelFor(chunks, 1, [&](int64_t begin, int64_t end) {
    for (int64_t chunk = begin; chunk < end; ++chunk) {
      values[size_t(chunk)] =
          SumChunk(rows, chunk * chunk_rows, std::min(count, (chunk + 1) * chunk_rows),
                   chunk_sums + chunk * size, f);
    }
  });
  // The first chunk's sums become the total's.
  ParallelFor(size, kCombineGrain, [&](int64_t begin, int64_t end) {
    std::vector<double> total(size_t(end - begin));
    for (int64_t chunk = 0; chunk < chunks; ++chunk) {
      const float* part = chunk_sums + chunk * size + begin;
      for (size_t i = 0; i < total.size(); ++i) total[i] += double(part[i]);
    }
    for (size_t i = 0; i < total.size(); ++i) chunk_sums[size_t(begin) + i] = float(total[i]);
  });
  if (!sparse()) {
    std::copy_n(chunk_sums, sums.size(), sums.data());
  } else {
    for (int64_t c = 0; c < classes_; ++c) {
      for (int64_t k = 0; k < dimensions_; ++k) {
        sums[size_t(c * dimensions_ + k)] = chunk_sums[k * width_ + c];
      }
      sums[weights() + size_t(c)] = chunk_sums[dimensions_ * width_ + c];
    }
  }
  double value = 0;
  for (const double v : values) value += v;
  return value;
}

double LinearObjective::Value(std::span<const float> parameters, std::span<float> gradient) {
  ChooseRows(true);
  return ValueOf({}, parameters, gradient);
}

double LinearObjective::Value(std::span<const int64_t> rows, std::span<const float> parameters,
                              std::span<float> gradient) {
  ChooseRows(false);
  return ValueOf(rows, parameters, gradient);
}

double LinearObjective::ValueOf(std::span<const int64_t> rows, std::span<const float> parameters,
                                std::span<float> gradient) {
  const Prepared prepared = Prepare(parameters);
  const double sum = SumTiles(rows, gradient, [&](Tile* tile) {
    Score(*tile, prepared, tile->scores.data());
    return LossAndDerivatives(loss_, tile->labels.data(), tile->Factors(classes_));
  });
  const int64_t count = rows.empty() ? examples_.count() : static_cast<int64_t>(rows.size());
  const float share = 1.0f / float(count);
  for (float& g : gradient) g *= share;
  return sum / double(count) + AddL2(l2_, parameters.first(weights()), gradient);
}

void LinearObjective::MultiplyHessian(std::span<const float> parameters,
                                      std::span<const float> direction, std::span<float> product) {
  ChooseRows(true);
  const Prepared at = Prepare(parameters);
  const Prepared along = Prepare(direction);
  SumTiles({}, product, [&](Tile* tile) {
    std::vector<float> scores(tile->scores.size());
    Score(*tile, at, scores.data());
    Score(*tile, along, tile->scores.data());
    MultiplySecondDerivatives(loss_, tile->labels.data(),
                              {scores.data(), tile->count, classes_, classes_},
                              tile->Factors(classes_));
    return 0.0;
  });
  const float share = 1.0f / float(examples_.count());
  for (float& p : product) p *= share;
  AddL2(l2_, direction.first(weights()), product);
}

}  // namespace sluice
