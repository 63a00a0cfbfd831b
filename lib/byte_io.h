// Bytes in and bytes out: forward only, from files, pipes and memory alike.
#ifndef SLUICE_LIB_BYTE_IO_H_
#define SLUICE_LIB_BYTE_IO_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/status.h"

namespace sluice {

// Reads forward from a file descriptor or from memory. Never seeks, loops over short reads.
class ByteReader {
 public:
  // Reads from an open descriptor, which stays the caller's.
  static ByteReader FromDescriptor(int fd);
  // Reads `bytes`, which must outlive the reader.
  static ByteReader FromMemory(std::span<const std::byte> bytes);
  // Opens a file and owns it. Fails with the system's reason ("No such file or directory"), without
  // the path.
  static Result<ByteReader> Open(const std::string& path);

  ByteReader(ByteReader&&) noexcept;
  ByteReader& operator=(ByteReader&&) noexcept;
  ~ByteReader();

  // The next bytes without taking them: at least `count` unless the stream ends before. Valid until
  // the next call. `count` is at most kMaxPeek.
  Result<std::span<const std::byte>> Peek(size_t count);
  // Whatever is buffered, at least one byte unless the stream has ended: for parsers that go byte
  // by byte or take what they get (libjpeg). Valid until the next call.
  Result<std::span<const std::byte>> PeekSome() { return Peek(1); }
  // Takes `count` bytes that were peeked.
  void Skip(size_t count);
  // Fills `out`; returns how many bytes there were, fewer only at the end of the stream.
  Result<size_t> Read(std::span<std::byte> out);
  // Fills `out`; the end of the stream before that is an error "truncated: wanted N bytes, got M".
  Status ReadExactly(std::span<std::byte> out);
  // The bytes taken so far.
  uint64_t position() const { return position_; }

  // For tests: every read from the system returns at most this many bytes.
  void SetMaxReadForTests(size_t bytes) { max_read_ = bytes; }

  static constexpr size_t kMaxPeek = size_t{64} << 10;

 private:
  ByteReader() = default;
  void CloseIfOwned();
  // Reads once more into the buffer, behind what is there; sets ended_ at the end of the stream.
  Status Refill();
  // Reads once; 0 bytes at the end of the stream.
  Result<size_t> ReadFromSystem(std::byte* data, size_t size);

  int fd_ = -1;
  bool owns_fd_ = false;
  bool ended_ = false;
  size_t max_read_ = SIZE_MAX;
  std::unique_ptr<std::byte[]> buffer_;  // null when reading memory
  std::span<const std::byte> available_;
  uint64_t position_ = 0;
};

// Takes bytes and gathers small writes. Errors (full disk, closed pipe) surface at the latest in
// Close; their messages name the file.
class ByteWriter {
 public:
  static constexpr std::chrono::milliseconds kMaxDelay{10};

  virtual ~ByteWriter() = default;
  virtual Status Write(std::span<const std::byte> bytes) = 0;
  // Says that what was written so far is whole: a frame, a line. Where somebody may wait for it at
  // the other end, it is passed on at the latest before the thread that made the writer reads
  // again, which may take its time, or with a later mark kMaxDelay after the last write to the
  // system; until then, small pieces are gathered.
  virtual Status Mark() { return Status::Ok(); }
  // Passes on what is whole now.
  virtual Status FlushMarked() { return Status::Ok(); }
  // Passes on everything and completes. A writer destroyed without Close leaves nothing behind.
  virtual Status Close() = 0;

  Status Write(std::string_view text) { return Write(std::as_bytes(std::span(text))); }
};

// Writes to an open descriptor, which stays the caller's; `name` is what messages call it. A pipe
// that much is written to is enlarged to 1 MiB where the system allows it.
std::unique_ptr<ByteWriter> MakeDescriptorWriter(int fd, std::string name = "stdout");

// Writes to a temporary neighbour of `path` and renames it when closed; removed when not closed
// and, through RemoveUnfinishedFiles, when the process is interrupted. A file that is replaced
// keeps its permissions; a symbolic link keeps pointing to its target, which is replaced. Something
// that exists and is not a regular file (/dev/null, /dev/full, a named pipe) is written directly.
Result<std::unique_ptr<ByteWriter>> MakeFileWriter(const std::string& path);

// Appends to `bytes`, which must outlive the writer.
std::unique_ptr<ByteWriter> MakeMemoryWriter(std::vector<std::byte>* bytes);

// Removes the temporary files of writers that are not closed yet. Safe in a signal handler.
void RemoveUnfinishedFiles();

}  // namespace sluice

#endif  // SLUICE_LIB_BYTE_IO_H_
