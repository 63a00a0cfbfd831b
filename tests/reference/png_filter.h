// PNG's filters as the specification's section 9 writes them, one byte at a time.
#ifndef SLUICE_TESTS_REFERENCE_PNG_FILTER_H_
#define SLUICE_TESTS_REFERENCE_PNG_FILTER_H_

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace sluice::reference {

inline int PaethPredictor(int a, int b, int c) {
  const int p = a + b - c;
  const int pa = std::abs(p - a);
  const int pb = std::abs(p - b);
  const int pc = std::abs(p - c);
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}

// The filtered bytes of a row with filter 0 to 4, after the filter's number.
inline std::vector<uint8_t> PngFilter(const std::vector<uint8_t>& row,
                                      const std::vector<uint8_t>& above, size_t pixel_bytes,
                                      int filter) {
  std::vector<uint8_t> out = {static_cast<uint8_t>(filter)};
  for (size_t i = 0; i < row.size(); ++i) {
    const int a = i < pixel_bytes ? 0 : row[i - pixel_bytes];
    const int b = above[i];
    const int c = i < pixel_bytes ? 0 : above[i - pixel_bytes];
    const int predictions[5] = {0, a, b, (a + b) / 2, PaethPredictor(a, b, c)};
    out.push_back(static_cast<uint8_t>(row[i] - predictions[filter]));
  }
  return out;
}

// The result of the filter, of the first `filters` ones, with the smallest sum of the bytes taken
// as signed numbers without their signs.
inline std::vector<uint8_t> BestPngFilter(const std::vector<uint8_t>& row,
                                          const std::vector<uint8_t>& above, size_t pixel_bytes,
                                          int filters) {
  std::vector<uint8_t> best;
  long best_sum = 0;
  for (int filter = 0; filter < filters; ++filter) {
    const std::vector<uint8_t> filtered = PngFilter(row, above, pixel_bytes, filter);
    long sum = 0;
    for (size_t i = 1; i < filtered.size(); ++i) sum += std::abs(static_cast<int8_t>(filtered[i]));
    if (best.empty() || sum < best_sum) {
      best = filtered;
      best_sum = sum;
    }
  }
  return best;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_PNG_FILTER_H_
