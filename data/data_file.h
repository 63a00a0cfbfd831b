// The bytes of a data set's file, read in any order.
#ifndef SLUICE_DATA_DATA_FILE_H_
#define SLUICE_DATA_DATA_FILE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "lib/status.h"

namespace sluice {

// A plain file is read where it lies; a gzip file is unpacked into memory as far as it is needed.
// Every error names the file.
class DataFile {
 public:
  enum class Packing { kByContent, kNone, kGzip };

  // Opens the file from byte `offset` on: positions below count from there. kByContent takes what
  // begins as gzip files do for one.
  static Result<std::unique_ptr<DataFile>> Open(const std::string& path, uint64_t offset = 0,
                                                Packing packing = Packing::kByContent);

  virtual ~DataFile() = default;
  const std::string& path() const { return path_; }

  // The first bytes, for headers, before the size is set. Fails when there are fewer.
  virtual Status ReadStart(std::span<std::byte> out) = 0;
  // The content is `size` bytes long, or at least that long if not `exact`. Fails when it can't be:
  // a plain file is of another size, a gzip file is too short to hold as much; what a gzip file
  // holds beyond that shows when its last byte is read. Call it before Read.
  virtual Status SetSize(uint64_t size, bool exact) = 0;
  // Fills `out` from byte `position` on, which lies within the size that was set. Threads may call
  // it at the same time.
  virtual Status Read(uint64_t position, std::span<std::byte> out) const = 0;

 protected:
  explicit DataFile(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

// The whole content of a file, unpacked if it is a gzip file: for text, which is read from memory.
// Fails beyond `limit` bytes.
Result<std::string> ReadWholeFile(const std::string& path, uint64_t limit);

// The limit for text: a quarter of the memory budget.
uint64_t TextLimit();

// The size of a file in bytes. Fails for what is no regular file.
Result<uint64_t> FileSize(const std::string& path);

// Whether there is a regular file of that name (links followed).
bool IsFile(const std::string& path);
bool IsFolder(const std::string& path);
// "folder/name", also where the folder ends with a slash.
std::string JoinPath(const std::string& folder, const std::string& name);

}  // namespace sluice

#endif  // SLUICE_DATA_DATA_FILE_H_
