#include "classifiers/feature_rows.h"

#include <hwy/cache_control.h>

#include <algorithm>
#include <utility>

namespace sluice {
namespace {

// Below this part of features other than 0 an index for each is worth it.
constexpr double kSparse = 0.5;
constexpr int64_t kMostColumns = 1 << 16;
constexpr size_t kEntry = sizeof(float) + sizeof(uint16_t);
constexpr size_t kLine = 64;
// Of longer rows the rest is left to the machine's own prefetching.
constexpr size_t kMostBytes = 64 * kLine;

}  // namespace

Result<FeatureRows> FeatureRows::Create(ConstMatrix x) {
  FeatureRows rows;
  rows.x_ = x;
  if (x.columns > kMostColumns) return rows;
  std::vector<Place> places;
  size_t bytes = 0;
  int64_t all = 0;
  for (int64_t r = 0; r < x.rows; ++r) {
    const int64_t count = x.columns - std::count(x.row(r), x.row(r) + x.columns, 0.0f);
    places.push_back({bytes, count});
    bytes += (size_t(count) * kEntry + kLine - 1) / kLine * kLine;
    all += count;
  }
  if (double(all) >= kSparse * double(x.rows * x.columns)) return rows;
  SLUICE_ASSIGN_OR_RETURN(rows.bytes_, Buffer::Allocate(std::max(bytes, kLine)));
  for (int64_t r = 0; r < x.rows; ++r) {
    const Place& place = places[size_t(r)];
    auto* value = reinterpret_cast<float*>(rows.bytes_.data() + place.offset);
    auto* index = reinterpret_cast<uint16_t*>(value + place.count);
    for (int64_t k = 0; k < x.columns; ++k) {
      if (x.row(r)[k] == 0) continue;
      *value++ = x.row(r)[k];
      *index++ = static_cast<uint16_t>(k);
    }
  }
  rows.places_ = std::move(places);
  return rows;
}

void FeatureRows::Prefetch(int64_t i) const {
  const Row row = (*this)[i];
  const size_t bytes = size_t(row.count) * (places_.empty() ? sizeof(float) : kEntry);
  const auto* from = reinterpret_cast<const char*>(row.values);
  for (size_t at = 0; at < std::min(bytes, kMostBytes); at += kLine) hwy::Prefetch(from + at);
}

}  // namespace sluice
