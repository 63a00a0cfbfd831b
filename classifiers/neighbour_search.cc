#include "classifiers/neighbour_search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "classifiers/neighbour_candidates.h"
#include "classifiers/neighbour_scan.h"
#include "lib/parallel.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// Queries of one task: their numbers stay in the last cache while blocks of rows go by.
constexpr int64_t kTaskNumbers = int64_t{1} << 21;
// Candidates of all queries of a batch, which bounds the memory of a search: 64 MiB.
constexpr int64_t kBatchCandidates = int64_t{1} << 23;
constexpr int64_t kBatchNumbers = int64_t{1} << 24;  // of queries: 64 MiB as well
// Up to so many queries a product isn't worth its packing.
constexpr int64_t kFewQueries = 4;

bool UsesProducts(Distance distance) {
  return distance == Distance::kL2 || distance == Distance::kCosine;
}

int64_t CeilDivide(int64_t a, int64_t b) { return (a + b - 1) / b; }

}  // namespace

// What the scan of some queries works with. Rows are split in parts where there are too few queries
// for all threads; each part has its own candidates of each query.
struct NeighbourSearch::Batch {
  int64_t count = 0;
  int k = 0;
  bool products = false;
  int64_t task_queries = 0;
  int64_t parts = 1;
  Tensor queries;  // as searched, count rounded up to whole tiles for each task
  Tensor negated;  // for products: mean less query
  std::vector<Candidate> items;
  std::vector<Candidates> candidates;  // part by part: candidates[part * count + query]
  ScanRows Queries(const Tensor& tensor, int64_t first) const {
    return {tensor.data() + first * tensor.dim(1), tensor.dim(1), tensor.dim(1)};
  }
};

Result<NeighbourSearch> NeighbourSearch::Create(ConstMatrix rows, Distance distance) {
  NeighbourSearch search;
  search.distance_ = distance;
  search.rows_ = rows.rows;
  search.dimensions_ = rows.columns;
  // One more column for cosine, see Prepare.
  const int64_t columns = rows.columns + (distance == Distance::kCosine ? 1 : 0);
  search.columns_ = CeilDivide(columns, kRowUnit) * kRowUnit;
  // Rows a multiple of 1 KiB apart would share cache sets.
  if (search.columns_ % 256 == 0) search.columns_ += kRowUnit;
  SLUICE_ASSIGN_OR_RETURN(search.data_, Tensor::Create({rows.rows, search.columns_}));
  const Matrix data = AsMatrix(search.data_);
  ParallelFor(rows.rows, 256, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) search.Prepare(rows, r, data.row(r));
  });
  if (!UsesProducts(distance)) return search;
  std::vector<double> sums(size_t(search.columns_));
  for (int64_t r = 0; r < rows.rows; ++r) {
    const float* row = data.row(r);
    for (size_t i = 0; i < sums.size(); ++i) sums[i] += double(row[i]);
  }
  for (const double sum : sums) {
    search.mean_.push_back(static_cast<float>(sum / double(rows.rows)));
  }
  search.half_squares_.resize(size_t(rows.rows));
  ParallelFor(rows.rows, 256, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      search.half_squares_[size_t(r)] =
          DirectDistance(Distance::kL2, data.row(r), search.mean_.data(), search.columns_) / 2;
    }
  });
  search.longest_ =
      std::sqrt(2 * *std::max_element(search.half_squares_.begin(), search.half_squares_.end()));
  return search;
}

void NeighbourSearch::Prepare(ConstMatrix from, int64_t row, float* to) const {
  const float* numbers = from.row(row);
  std::copy_n(numbers, dimensions_, to);
  std::fill(to + dimensions_, to + columns_, 0.0f);
  if (distance_ != Distance::kCosine) return;
  // 1 - cos of the angle between unit vectors is half their squared distance, without its loss of
  // digits. A vector of zeros becomes a unit vector along a dimension of its own: at 1 from others.
  double square = 0;
  for (int64_t i = 0; i < dimensions_; ++i) square += double(numbers[i]) * double(numbers[i]);
  if (square == 0) {
    to[dimensions_] = 1;
    return;
  }
  const double scale = 1 / std::sqrt(square);
  for (int64_t i = 0; i < dimensions_; ++i) to[i] = static_cast<float>(numbers[i] * scale);
}

Status NeighbourSearch::Search(ConstMatrix queries, int k, int32_t* indices,
                               float* distances) const {
  Batch batch;
  batch.k = k;
  batch.products = UsesProducts(distance_) && queries.rows > kFewQueries;
  // A few candidates more than asked for make it likely that these decide.
  const int kept = batch.products ? k + std::max(8, k / 4) : k;
  const int room = 2 * kept + 16;
  // Tasks for each thread, by queries and then by rows.
  const int64_t tasks = Threads() == 1 ? 1 : 4 * int64_t{Threads()};
  const int64_t most =
      std::max<int64_t>(1, std::min(kBatchCandidates / room, kBatchNumbers / columns_));
  const int64_t batches = std::max<int64_t>(1, CeilDivide(queries.rows, most));
  const int64_t each = CeilDivide(queries.rows, batches);
  batch.task_queries = std::clamp<int64_t>(kTaskNumbers / columns_, 16, 4096);
  batch.task_queries =
      RoundUpToTiles(std::min(batch.task_queries, std::max<int64_t>(56, CeilDivide(each, tasks))));
  const int64_t groups = std::max<int64_t>(1, CeilDivide(each, batch.task_queries));
  batch.parts = std::clamp<int64_t>(tasks / groups, 1, std::max<int64_t>(1, rows_ / 1024));
  const int64_t padded = groups * batch.task_queries;
  SLUICE_ASSIGN_OR_RETURN(batch.queries, Tensor::Create({padded, columns_}));
  if (batch.products) {
    SLUICE_ASSIGN_OR_RETURN(batch.negated, Tensor::Create({padded, columns_}));
  }
  batch.items.resize(size_t(each * batch.parts * room));
  batch.candidates.resize(size_t(each * batch.parts));
  for (int64_t first = 0; first < queries.rows; first += each) {
    batch.count = std::min(each, queries.rows - first);
    for (size_t i = 0; i < size_t(batch.count * batch.parts); ++i) {
      batch.candidates[i] = {};
      batch.candidates[i].items = batch.items.data() + i * size_t(room);
      batch.candidates[i].kept = kept;
      batch.candidates[i].room = room;
    }
    ParallelFor(padded, 64, [&](int64_t begin, int64_t end) {
      for (int64_t q = begin; q < end; ++q) {
        float* query = AsMatrix(batch.queries).row(q);
        if (q < batch.count) {
          Prepare(queries, first + q, query);
        } else {
          std::fill_n(query, columns_, 0.0f);
        }
        if (!batch.products) continue;
        float* negated = AsMatrix(batch.negated).row(q);
        for (int64_t i = 0; i < columns_; ++i) negated[i] = mean_[size_t(i)] - query[i];
      }
    });
    ScanBatch(batch);
    ParallelFor(batch.count, 16, [&](int64_t begin, int64_t end) {
      for (int64_t q = begin; q < end; ++q) {
        Decide(batch, q, indices + (first + q) * k, distances + (first + q) * k);
      }
    });
  }
  return Status::Ok();
}

void NeighbourSearch::ScanBatch(const Batch& batch) const {
  const ScanRows rows = {data_.data(), columns_, columns_};
  const int64_t groups = CeilDivide(batch.count, batch.task_queries);
  const int64_t part_rows = CeilDivide(rows_, batch.parts);
  ParallelFor(groups * batch.parts, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int64_t query = i % groups * batch.task_queries;
      const int64_t count = std::min(batch.task_queries, batch.count - query);
      const int64_t part = i / groups;
      const int64_t row = std::min(part * part_rows, rows_);
      const int64_t row_end = std::min(row + part_rows, rows_);
      auto* candidates =
          const_cast<Candidates*>(batch.candidates.data()) + part * batch.count + query;
      if (batch.products) {
        Scratch<float> scratch(ProductScratch(columns_));
        ScanProducts(rows, row, row_end, mean_.data(), half_squares_.data(),
                     batch.Queries(batch.negated, query), count, candidates, scratch.data());
      } else {
        ScanDirect(distance_, rows, row, row_end, batch.Queries(batch.queries, query), count,
                   candidates);
      }
    }
  });
}

// Whether no row that the scan left out can be as near as `kth`. The key of a row is a sum of n =
// columns products; with u = 2^-24 its error is below (n + 8) u (|x| |y| + |y|^2 / 2), a fused or
// separate multiply-add alike (Higham, Accuracy and stability of numerical algorithms, 3.1), and
// the direct distance of a row below a relative (n / 16 + 8) u.
bool NeighbourSearch::IsCertain(const Batch& batch, int64_t query, float kth) const {
  float limit = std::numeric_limits<float>::infinity();
  for (int64_t part = 0; part < batch.parts; ++part) {
    limit = std::min(limit, batch.candidates[size_t(part * batch.count + query)].limit);
  }
  if (limit == std::numeric_limits<float>::infinity()) return true;  // none was left out
  const double square = double(
      DirectDistance(Distance::kL2, AsMatrix(batch.queries).row(query), mean_.data(), columns_));
  const double unit = 0x1p-24;
  const double key_error = double(columns_ + 8) * unit *
                           (std::sqrt(square) * longest_ + double(longest_) * longest_ / 2);
  const double direct_error = (double(columns_) / kRowUnit + 8) * unit;
  const double nearest_left_out = square * (1 - direct_error) + 2 * (double(limit) - key_error);
  return nearest_left_out * (1 - direct_error) > double(kth) * (1 + direct_error);
}

void NeighbourSearch::Decide(const Batch& batch, int64_t query, int32_t* indices,
                             float* distances) const {
  const float* x = AsMatrix(batch.queries).row(query);
  const auto k = size_t(batch.k);
  std::vector<Candidate> found;
  for (int64_t part = 0; part < batch.parts; ++part) {
    const Candidates& some = batch.candidates[size_t(part * batch.count + query)];
    found.insert(found.end(), some.items, some.items + some.size);
  }
  if (batch.products) {
    const Distance direct = Distance::kL2;
    for (Candidate& candidate : found) {
      candidate.key = DirectDistance(direct, x, AsMatrix(data_).row(candidate.row), columns_);
    }
    bool certain = found.size() >= k;
    if (certain) {
      std::nth_element(found.begin(), found.begin() + ptrdiff_t(k) - 1, found.end());
      certain = IsCertain(batch, query, found[k - 1].key);
    }
    if (!certain) {
      std::vector<Candidate> items(2 * k + 16);
      Candidates all;
      all.items = items.data();
      all.kept = batch.k;
      all.room = static_cast<int>(items.size());
      ScanDirect(direct, {data_.data(), columns_, columns_}, 0, rows_, {x, columns_, columns_}, 1,
                 &all);
      found.assign(all.items, all.items + all.size);
    }
  }
  std::partial_sort(found.begin(), found.begin() + ptrdiff_t(k), found.end());
  for (size_t i = 0; i < k; ++i) {
    indices[i] = found[i].row;
    distances[i] = Reported(found[i].key);
  }
}

float NeighbourSearch::Reported(float distance) const {
  if (distance == std::numeric_limits<float>::max()) {
    return std::numeric_limits<float>::infinity();
  }
  if (distance_ == Distance::kL2) return std::sqrt(distance);
  return distance_ == Distance::kCosine ? distance / 2 : distance;
}

}  // namespace sluice
