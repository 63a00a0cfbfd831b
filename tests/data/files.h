// Files for the tests of data sets.
#ifndef SLUICE_TESTS_DATA_FILES_H_
#define SLUICE_TESTS_DATA_FILES_H_

#include <zlib.h>

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include "data/data_set.h"
#include "lib/status.h"
#include "tests/lib/temporary_folder.h"

namespace sluice {

// A folder with files that a test writes.
class Files {
 public:
  std::string Path(const std::string& name) const { return (folder_.path() / name).string(); }
  std::string root() const { return folder_.path().string(); }

  std::string Write(const std::string& name, const std::string& bytes) const {
    std::filesystem::create_directories((folder_.path() / name).parent_path());
    std::ofstream(Path(name), std::ios::binary) << bytes;
    return Path(name);
  }
  std::string WriteGzip(const std::string& name, const std::string& bytes) const {
    const gzFile file = gzopen(Path(name).c_str(), "wb");
    gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
    gzclose(file);
    return Path(name);
  }

 private:
  TemporaryFolder folder_;
};

// Bytes from numbers.
inline std::string Bytes(const std::vector<int>& values) {
  std::string bytes;
  for (const int value : values) bytes += static_cast<char>(value);
  return bytes;
}

// The samples of a u8 frame, row by row.
inline std::vector<int> Samples(const Frame& frame) {
  std::vector<int> samples;
  for (int64_t y = 0; y < frame.info().row_count(); ++y) {
    const auto* const row = frame.Row<uint8_t>(y);
    samples.insert(samples.end(), row, row + frame.info().row_samples());
  }
  return samples;
}

// The message of an opening or loading that should fail, with the test's folder left out.
template <class T>
std::string Message(const Result<T>& result, const Files& files) {
  if (result.ok()) return "no error";
  std::string text = result.status().message();
  const std::string folder = files.root() + "/";
  for (size_t at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
    text.erase(at, folder.size());
  }
  return text;
}

}  // namespace sluice

#endif  // SLUICE_TESTS_DATA_FILES_H_
