#include "classifiers/feature_rows.h"

#include <hwy/cache_control.h>

#include <algorithm>
#include <new>

namespace sluice {
namespace {

// Below this part of features other than 0 an index for each is worth it.
constexpr double kSparse = 0.5;
constexpr int64_t kMostColumns = 1 << 16;
constexpr int64_t kLine = 64;  // bytes
// Longer rows are left to the machine's own prefetching.
constexpr int64_t kMostLines = 64;

void PrefetchBytes(const void* data, int64_t bytes) {
  const auto* from = static_cast<const char*>(data);
  const int64_t end = std::min(bytes, kMostLines * kLine);
  for (int64_t at = 0; at < end; at += kLine) hwy::Prefetch(from + at);
}

}  // namespace

Result<FeatureRows> FeatureRows::Create(ConstMatrix x) {
  FeatureRows rows;
  rows.x_ = x;
  if (x.columns > kMostColumns) return rows;
  int64_t zeros = 0;
  for (int64_t r = 0; r < x.rows; ++r) zeros += std::count(x.row(r), x.row(r) + x.columns, 0.0f);
  const int64_t all = x.rows * x.columns;
  if (double(all - zeros) >= kSparse * double(all)) return rows;
  try {
    rows.begins_.reserve(size_t(x.rows) + 1);
    rows.indices_.reserve(size_t(all - zeros));
    rows.values_.reserve(size_t(all - zeros));
  } catch (const std::bad_alloc&) {
    return Status::Failed("not enough memory for a copy of the features");
  }
  rows.sparse_ = true;
  rows.begins_.push_back(0);
  for (int64_t r = 0; r < x.rows; ++r) {
    for (int64_t k = 0; k < x.columns; ++k) {
      if (x.row(r)[k] == 0) continue;
      rows.indices_.push_back(static_cast<uint16_t>(k));
      rows.values_.push_back(x.row(r)[k]);
    }
    rows.begins_.push_back(static_cast<int64_t>(rows.values_.size()));
  }
  return rows;
}

void FeatureRows::Prefetch(int64_t i) const {
  const Row row = (*this)[i];
  PrefetchBytes(row.values, row.count * int64_t{sizeof(float)});
  if (sparse_) PrefetchBytes(row.indices, row.count * int64_t{sizeof(uint16_t)});
}

}  // namespace sluice
