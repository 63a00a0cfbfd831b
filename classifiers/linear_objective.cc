#include "classifiers/linear_objective.h"

#include <algorithm>

#include "classifiers/linear_kernels.h"
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
  std::vector<const float*> rows;
  std::vector<int> labels;
  std::vector<float> scores;  // rows x classes: room for what f computes
  int64_t count;

  Matrix Factors(int64_t classes) { return {scores.data(), count, classes, classes}; }
};

LinearObjective::LinearObjective(const Examples& examples, Loss loss, double l2)
    : examples_(examples),
      loss_(loss),
      l2_(l2),
      classes_(static_cast<int64_t>(examples.classes.size())),
      dimensions_(examples.dimensions()) {}

namespace {

// Scores of a tile's rows, biases included.
void ScoreTile(const std::vector<const float*>& rows, int64_t count, int64_t classes,
               int64_t dimensions, const float* parameters, float* scores) {
  const std::vector<const float*> weights = ClassWeights(parameters, classes, dimensions);
  ScoreRows(rows.data(), count, weights.data(), int(classes), dimensions, scores);
  const float* bias = parameters + classes * dimensions;
  for (int64_t r = 0; r < count; ++r) {
    for (int64_t c = 0; c < classes; ++c) scores[r * classes + c] += bias[c];
  }
}

}  // namespace

double LinearObjective::SumChunk(const int64_t* rows, int64_t begin, int64_t end, float* sums,
                                 const std::function<double(Tile*)>& f) const {
  std::fill_n(sums, parameters(), 0.0f);
  const std::vector<float*> weight_sums = ClassWeights(sums, classes_, dimensions_);
  float* bias_sums = sums + weights();
  const ConstMatrix x = examples_.matrix();
  const int64_t most = std::clamp<int64_t>(kTileSamples / dimensions_ / 4 * 4, 4, kMostTileRows);
  Tile tile;
  double value = 0;
  for (int64_t first = begin; first < end; first += most) {
    tile.count = std::min(most, end - first);
    tile.rows.clear();
    tile.labels.clear();
    for (int64_t i = first; i < first + tile.count; ++i) {
      const int64_t row = rows == nullptr ? i : rows[i];
      tile.rows.push_back(x.row(row));
      tile.labels.push_back(examples_.labels[size_t(row)]);
    }
    tile.scores.resize(size_t(tile.count * classes_));
    value += f(&tile);
    AddRows(tile.rows.data(), tile.count, tile.scores.data(), int(classes_), dimensions_,
            weight_sums.data());
    for (int64_t r = 0; r < tile.count; ++r) {
      for (int64_t c = 0; c < classes_; ++c) bias_sums[c] += tile.scores[size_t(r * classes_ + c)];
    }
  }
  return value;
}

double LinearObjective::SumTiles(const int64_t* rows, int64_t count, std::span<float> sums,
                                 const std::function<double(Tile*)>& f) {
  // The chunks depend on the size of the problem alone.
  const auto n = static_cast<int64_t>(parameters());
  const int64_t most = std::clamp<int64_t>(kChunkSums / n, 8, kMostChunks);
  const int64_t chunk_rows = std::max(kChunkRows, (count + most - 1) / most);
  const int64_t chunks = (count + chunk_rows - 1) / chunk_rows;
  if (chunks == 1) return SumChunk(rows, 0, count, sums.data(), f);
  chunk_sums_.resize(size_t(chunks * n));
  std::vector<double> values(static_cast<size_t>(chunks));
  ParallelFor(chunks, 1, [&](int64_t begin, int64_t end) {
    for (int64_t chunk = begin; chunk < end; ++chunk) {
      values[size_t(chunk)] =
          SumChunk(rows, chunk * chunk_rows, std::min(count, (chunk + 1) * chunk_rows),
                   chunk_sums_.data() + chunk * n, f);
    }
  });
  ParallelFor(n, kCombineGrain, [&](int64_t begin, int64_t end) {
    std::vector<double> total(size_t(end - begin));
    for (int64_t chunk = 0; chunk < chunks; ++chunk) {
      const float* part = chunk_sums_.data() + chunk * n + begin;
      for (size_t i = 0; i < total.size(); ++i) total[i] += double(part[i]);
    }
    for (size_t i = 0; i < total.size(); ++i) sums[size_t(begin) + i] = float(total[i]);
  });
  double value = 0;
  for (const double v : values) value += v;
  return value;
}

double LinearObjective::Value(std::span<const float> parameters, std::span<float> gradient) {
  return Value({}, parameters, gradient);
}

double LinearObjective::Value(std::span<const int64_t> rows, std::span<const float> parameters,
                              std::span<float> gradient) {
  const int64_t count = rows.empty() ? examples_.count() : static_cast<int64_t>(rows.size());
  const double sum =
      SumTiles(rows.empty() ? nullptr : rows.data(), count, gradient, [&](Tile* tile) {
        ScoreTile(tile->rows, tile->count, classes_, dimensions_, parameters.data(),
                  tile->scores.data());
        return LossAndDerivatives(loss_, tile->labels.data(), tile->Factors(classes_));
      });
  const float share = 1.0f / float(count);
  for (float& g : gradient) g *= share;
  return sum / double(count) + AddL2(l2_, parameters.first(weights()), gradient);
}

void LinearObjective::MultiplyHessian(std::span<const float> parameters,
                                      std::span<const float> direction, std::span<float> product) {
  SumTiles(nullptr, examples_.count(), product, [&](Tile* tile) {
    std::vector<float> scores(tile->scores.size());
    ScoreTile(tile->rows, tile->count, classes_, dimensions_, parameters.data(), scores.data());
    ScoreTile(tile->rows, tile->count, classes_, dimensions_, direction.data(),
              tile->scores.data());
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
