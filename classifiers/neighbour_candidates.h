// The best rows found so far for one query.
#ifndef SLUICE_CLASSIFIERS_NEIGHBOUR_CANDIDATES_H_
#define SLUICE_CLASSIFIERS_NEIGHBOUR_CANDIDATES_H_

#include <algorithm>
#include <cstdint>
#include <limits>

namespace sluice {

// A row with a key that grows with its distance.
struct Candidate {
  float key;
  int32_t row;
};
inline bool operator<(const Candidate& a, const Candidate& b) {
  return a.key < b.key || (a.key == b.key && a.row < b.row);
}

// Keeps the least `kept` candidates of all that are added, by key and then row. They are collected
// and thinned out when the room is full, which is cheaper than a heap; a scan need only compare
// keys with `limit`, which few rows are below.
struct Candidates {
  Candidate* items = nullptr;
  int size = 0;
  int kept = 0;
  int room = 0;  // of items, more than `kept`
  // Every candidate that was left out has a key of at least this.
  float limit = std::numeric_limits<float>::infinity();

  // For keys below the limit; rows must come in ascending order.
  void Add(float key, int32_t row) {
    items[size++] = {key, row};
    if (size == room) Thin();
  }
  void Thin() {
    if (size <= kept) return;
    std::nth_element(items, items + kept - 1, items + size);
    size = kept;
    limit = items[kept - 1].key;
  }
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_NEIGHBOUR_CANDIDATES_H_
