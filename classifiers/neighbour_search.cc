#include "classifiers/neighbour_search.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <mutex>
#include <numeric>
#include <utility>

#include "classifiers/neighbour_candidates.h"
#include "classifiers/neighbour_scan.h"
#include "lib/gemm.h"
#include "lib/parallel.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// Queries of one thread's task: their numbers stay in the last cache while blocks of rows go by.
constexpr int64_t kTaskNumbers = int64_t{1} << 21;
// Of all queries of a batch, which bounds the memory of a search: 64 MiB of each.
constexpr int64_t kBatchCandidates = int64_t{1} << 23;
constexpr int64_t kBatchNumbers = int64_t{1} << 24;
// Up to so many queries a product isn't worth its packing.
constexpr int64_t kFewQueries = 4;
// Projections pay for so many queries, rows and columns at least.
constexpr int64_t kProjectedQueries = 64;
constexpr int64_t kProjectedRows = 4096;
constexpr int64_t kProjectedColumns = 128;
// Rounding to integers does.
constexpr int64_t kRoundedQueries = 256;
constexpr int64_t kRoundedRows = 1024;
constexpr int64_t kRoundedColumns = 64;
// Queries that are tried before projections or integers are given up, should most of them stay
// uncertain.
constexpr int64_t kTrial = 512;

constexpr float kGreatest = std::numeric_limits<float>::max();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

int64_t CeilDivide(int64_t a, int64_t b) { return (a + b - 1) / b; }

ScanRows AsScanRows(const Tensor& tensor, int64_t first) {
  return {tensor.data() + first * tensor.dim(1), tensor.dim(1), tensor.dim(1)};
}

}  // namespace

struct NeighbourSearch::Prepared {
  std::once_flag projected;
  std::unique_ptr<NeighbourProjection> projection;
  std::atomic<bool> projection_is_useless = false;
  std::once_flag rounded;
  std::unique_ptr<IntegerSpace> integers;
  std::atomic<bool> integers_are_useless = false;
};

// One way of searching: by direct distances (no space), or by products in a space.
struct NeighbourSearch::Task {
  ConstMatrix queries;
  int k = 0;
  const NeighbourSpace* space = nullptr;
  const Tensor* basis = nullptr;           // of the space, where it is a projection
  const IntegerSpace* integers = nullptr;  // the space's rows, where integers are multiplied
  // Where the way is on trial: set if most of the first queries stay uncertain.
  std::atomic<bool>* useless = nullptr;
  int kept = 0;  // candidates of each query
  int32_t* indices = nullptr;
  float* distances = nullptr;
};

// Queries that are searched for together. Rows are split in parts where there are too few queries
// for all threads; each part has its own candidates of each query.
struct NeighbourSearch::Batch {
  int64_t count = 0;
  int64_t group = 0;  // queries of one thread's task
  int64_t parts = 1;
  Tensor queries;  // as compared directly
  Tensor centred;  // mean less query
  Tensor images;   // of these, for a projection
  IntegerRows integers;
  std::vector<Candidate> items;
  std::vector<Candidates> candidates;  // candidates[part * count + query]

  Candidates* of(int64_t part, int64_t query) { return candidates.data() + part * count + query; }
  const Candidates& of(int64_t part, int64_t query) const {
    return candidates[size_t(part * count + query)];
  }
};

NeighbourSearch::NeighbourSearch() : prepared_(std::make_unique<Prepared>()) {}
NeighbourSearch::NeighbourSearch(NeighbourSearch&& other) noexcept = default;
NeighbourSearch& NeighbourSearch::operator=(NeighbourSearch&& other) noexcept = default;
NeighbourSearch::~NeighbourSearch() = default;

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
  SLUICE_ASSIGN_OR_RETURN(search.space_.rows, Tensor::Create({rows.rows, search.columns_}));
  const Matrix data = AsMatrix(search.space_.rows);
  ParallelFor(rows.rows, 256, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) search.Prepare(rows, r, data.row(r));
  });
  if (distance == Distance::kL2 || distance == Distance::kCosine) search.space_.Measure();
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

const NeighbourProjection* NeighbourSearch::Projection(int64_t queries) const {
  if (queries < kProjectedQueries || rows_ < kProjectedRows || columns_ < kProjectedColumns) {
    return nullptr;
  }
  std::call_once(prepared_->projected, [&] {
    Result<NeighbourProjection> projection = ProjectSpace(space_);
    if (!projection.ok()) return;
    prepared_->projection = std::make_unique<NeighbourProjection>(std::move(projection).value());
  });
  return prepared_->projection_is_useless ? nullptr : prepared_->projection.get();
}

const IntegerSpace* NeighbourSearch::Integers(int64_t queries) const {
  if (queries < kRoundedQueries || rows_ < kRoundedRows || columns_ < kRoundedColumns ||
      !AreIntegersFaster()) {
    return nullptr;
  }
  std::call_once(prepared_->rounded, [&] {
    Result<IntegerSpace> integers = IntegerSpace::Create(space_);
    if (!integers.ok()) return;
    prepared_->integers = std::make_unique<IntegerSpace>(std::move(integers).value());
  });
  return prepared_->integers_are_useless ? nullptr : prepared_->integers.get();
}

Status NeighbourSearch::Search(ConstMatrix queries, int k, int32_t* indices,
                               float* distances) const {
  Task task;
  task.queries = queries;
  task.k = k;
  task.indices = indices;
  task.distances = distances;
  std::vector<int64_t> open(static_cast<size_t>(queries.rows));
  std::iota(open.begin(), open.end(), 0);
  if (!space_.mean.empty() && queries.rows > kFewQueries) {
    if (const NeighbourProjection* projection = Projection(queries.rows)) {
      task.space = &projection->space;
      task.basis = &projection->basis;
      task.kept = k + std::max(250, k);
      task.useless = &prepared_->projection_is_useless;
      SLUICE_ASSIGN_OR_RETURN(open, Run(task, open));
    }
    task.space = &space_;
    task.basis = nullptr;
    task.kept = k + std::max(8, k / 4);
    task.integers = Integers(static_cast<int64_t>(open.size()));
    if (task.integers != nullptr) {
      task.useless = &prepared_->integers_are_useless;
      SLUICE_ASSIGN_OR_RETURN(open, Run(task, open));
    }
    task.integers = nullptr;
    task.useless = nullptr;
    SLUICE_ASSIGN_OR_RETURN(open, Run(task, open));
  }
  task.space = nullptr;
  task.kept = k;
  SLUICE_ASSIGN_OR_RETURN(open, Run(task, open));
  return Status::Ok();
}

Result<std::vector<int64_t>> NeighbourSearch::Run(const Task& task,
                                                  const std::vector<int64_t>& which) const {
  std::vector<int64_t> uncertain;
  const auto total = static_cast<int64_t>(which.size());
  const int room = 2 * task.kept + 16;
  const int64_t most =
      std::max<int64_t>(1, std::min(kBatchCandidates / room, kBatchNumbers / columns_));
  const int64_t each = CeilDivide(total, std::max<int64_t>(1, CeilDivide(total, most)));
  Batch batch;
  for (int64_t first = 0; first < total; first += batch.count) {
    batch.count = std::min(each, total - first);
    if (task.useless != nullptr && first == 0) batch.count = std::min(batch.count, kTrial);
    // Tasks for each thread, by queries and then by rows.
    const int64_t tasks = Threads() == 1 ? 1 : 4 * int64_t{Threads()};
    batch.group = std::clamp<int64_t>(kTaskNumbers / columns_, 16, 4096);
    batch.group = RoundUpToTiles(
        std::min(batch.group, std::max<int64_t>(56, CeilDivide(batch.count, tasks))));
    batch.parts = std::clamp<int64_t>(tasks / CeilDivide(batch.count, batch.group), 1,
                                      std::max<int64_t>(1, rows_ / 1024));
    batch.parts = std::min(batch.parts, std::max<int64_t>(1, most / batch.count));
    batch.items.resize(size_t(batch.count * batch.parts * room));
    batch.candidates.resize(size_t(batch.count * batch.parts));
    for (size_t i = 0; i < batch.candidates.size(); ++i) {
      batch.candidates[i] = {};
      batch.candidates[i].items = batch.items.data() + i * size_t(room);
      batch.candidates[i].kept = task.kept;
      batch.candidates[i].room = room;
    }
    SLUICE_RETURN_IF_ERROR(PrepareQueries(task, which.data() + first, &batch));
    Scan(task, &batch);
    std::vector<char> certain(size_t(batch.count));
    ParallelFor(batch.count, 16, [&](int64_t begin, int64_t end) {
      for (int64_t q = begin; q < end; ++q) {
        certain[size_t(q)] = Decide(task, batch, q, which[size_t(first + q)]) ? 1 : 0;
      }
    });
    for (int64_t q = 0; q < batch.count; ++q) {
      if (certain[size_t(q)] == 0) uncertain.push_back(which[size_t(first + q)]);
    }
    if (task.useless != nullptr && first == 0 && 2 * int64_t(uncertain.size()) > batch.count) {
      *task.useless = true;
      uncertain.insert(uncertain.end(), which.begin() + batch.count, which.end());
      break;
    }
  }
  return uncertain;
}

Status NeighbourSearch::PrepareQueries(const Task& task, const int64_t* which, Batch* batch) const {
  const int64_t padded = CeilDivide(batch->count, batch->group) * batch->group;
  const auto fit = [&](Tensor* tensor, int64_t columns) -> Status {
    if (tensor->rank() == 2 && tensor->dim(0) >= padded) return Status::Ok();
    SLUICE_ASSIGN_OR_RETURN(*tensor, Tensor::Create({padded, columns}));
    return Status::Ok();
  };
  SLUICE_RETURN_IF_ERROR(fit(&batch->queries, columns_));
  if (task.space != nullptr) SLUICE_RETURN_IF_ERROR(fit(&batch->centred, columns_));
  ParallelFor(padded, 64, [&](int64_t begin, int64_t end) {
    for (int64_t q = begin; q < end; ++q) {
      float* query = AsMatrix(batch->queries).row(q);
      if (q < batch->count) {
        Prepare(task.queries, which[q], query);
      } else {
        std::fill_n(query, columns_, 0.0f);
      }
      if (task.space == nullptr) continue;
      float* centred = AsMatrix(batch->centred).row(q);
      for (int64_t i = 0; i < columns_; ++i) centred[i] = space_.mean[size_t(i)] - query[i];
    }
  });
  if (task.integers != nullptr) {
    return RoundToIntegers(AsMatrix(batch->centred).Rows(0, padded), &batch->integers);
  }
  if (task.basis == nullptr) return Status::Ok();
  const int64_t columns = task.basis->dim(1);
  SLUICE_RETURN_IF_ERROR(fit(&batch->images, columns));
  const Matrix images = AsMatrix(batch->images).Rows(0, padded);
  Gemm(AsMatrix(batch->centred).Rows(0, padded), AsMatrix(*task.basis), images);
  // The images' own mean is all but 0; rows are less it, so queries must be.
  for (int64_t q = 0; q < padded; ++q) {
    for (int64_t i = 0; i < columns; ++i) images.row(q)[i] += task.space->mean[size_t(i)];
  }
  return Status::Ok();
}

void NeighbourSearch::Scan(const Task& task, Batch* batch) const {
  const int64_t groups = CeilDivide(batch->count, batch->group);
  const int64_t part_rows = CeilDivide(rows_, batch->parts);
  ParallelFor(groups * batch->parts, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int64_t query = i % groups * batch->group;
      const int64_t count = std::min(batch->group, batch->count - query);
      const int64_t part = i / groups;
      const int64_t row = std::min(part * part_rows, rows_);
      const int64_t row_end = std::min(row + part_rows, rows_);
      if (task.space == nullptr) {
        ScanDirect(distance_, AsScanRows(space_.rows, 0), row, row_end,
                   AsScanRows(batch->queries, query), count, batch->of(part, query));
        continue;
      }
      const NeighbourSpace& space = *task.space;
      if (task.integers != nullptr) {
        Scratch<float> scratch(IntegerScratch(columns_ / 2));
        ScanIntegers(*task.integers, space.half_squares.data(), row, row_end, batch->integers,
                     query, count, batch->of(part, query), scratch.data());
        continue;
      }
      const Tensor& negated = task.basis != nullptr ? batch->images : batch->centred;
      Scratch<float> scratch(ProductScratch(space.rows.dim(1)));
      ScanProducts(AsScanRows(space.rows, 0), row, row_end, space.mean.data(),
                   space.half_squares.data(), AsScanRows(negated, query), count,
                   batch->of(part, query), scratch.data());
    }
  });
}

// Writes the neighbours of a query to place `result`, unless a row that the scan left out may be as
// near as the last of them: then returns false.
bool NeighbourSearch::Decide(const Task& task, const Batch& batch, int64_t query,
                             int64_t result) const {
  const auto k = static_cast<size_t>(task.k);
  std::vector<Candidate> nominated;
  float limit = kInfinity;
  for (int64_t part = 0; part < batch.parts; ++part) {
    const Candidates& some = batch.of(part, query);
    nominated.insert(nominated.end(), some.items, some.items + some.size);
    limit = std::min(limit, some.limit);
  }
  std::vector<Candidate> best;
  if (task.space == nullptr) {
    best = std::move(nominated);
    std::partial_sort(best.begin(), best.begin() + task.k, best.end());
    best.resize(k);
  } else {
    if (nominated.size() < k) return false;
    const float* x = AsMatrix(batch.queries).row(query);
    const std::vector<float> zeros(static_cast<size_t>(columns_), 0.0f);
    const double length = std::sqrt(double(
        DirectDistance(Distance::kL2, AsMatrix(batch.centred).row(query), zeros.data(), columns_)));
    const Tensor& images = task.basis != nullptr ? batch.images : batch.centred;
    const double square = double(
        DirectDistance(Distance::kL2, AsMatrix(images).row(query), zeros.data(), images.dim(1)));
    const double key_error =
        task.integers == nullptr
            ? 0
            : task.integers->KeyError(std::sqrt(square), batch.integers.rests[size_t(query)],
                                      double(task.space->longest));
    // The relative error of direct sums.
    const double error = (double(columns_) / kRowUnit + 8) * 0x1p-24;
    const auto beyond = [&](float key, float distance) {
      return task.space->LeastSquare(square, length, key, key_error) * (1 - error) >
             double(distance) * (1 + error);
    };
    // A heap of the k best, nominees by their keys until none of the rest can be among them.
    std::sort(nominated.begin(), nominated.end());
    for (const Candidate& nominee : nominated) {
      if (best.size() == k && beyond(nominee.key, best.front().key)) break;
      const float* row = AsMatrix(space_.rows).row(nominee.row);
      const Candidate found = {DirectDistance(Distance::kL2, x, row, columns_), nominee.row};
      if (best.size() == k) {
        if (!(found < best.front())) continue;
        std::pop_heap(best.begin(), best.end());
        best.pop_back();
      }
      best.push_back(found);
      std::push_heap(best.begin(), best.end());
    }
    if (limit < kInfinity && !beyond(limit, best.front().key)) return false;
    std::sort_heap(best.begin(), best.end());
  }
  for (size_t i = 0; i < k; ++i) {
    const float key = best[i].key;
    float distance = distance_ == Distance::kCosine ? key / 2 : key;
    if (distance_ == Distance::kL2) distance = std::sqrt(key);
    task.indices[size_t(result) * k + i] = best[i].row;
    task.distances[size_t(result) * k + i] = key == kGreatest ? kInfinity : distance;
  }
  return true;
}

}  // namespace sluice
