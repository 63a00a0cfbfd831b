// Numbers as files of raw bytes, the way the Python scripts beside hand them over.
#ifndef SLUICE_BENCH_CLASSIFIERS_RAW_ARRAYS_H_
#define SLUICE_BENCH_CLASSIFIERS_RAW_ARRAYS_H_

#include <cstddef>
#include <fstream>
#include <vector>

namespace sluice {

template <class T>
std::vector<T> ReadAll(const char* path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::vector<T> values(static_cast<size_t>(file.tellg()) / sizeof(T));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(values.data()), std::streamsize(values.size() * sizeof(T)));
  return values;
}

}  // namespace sluice

#endif  // SLUICE_BENCH_CLASSIFIERS_RAW_ARRAYS_H_
