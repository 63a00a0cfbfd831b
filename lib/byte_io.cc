#include "lib/byte_io.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace sluice {
namespace {

// What one read asks for, and what is gathered before a write. A quarter of it must hold
// ByteReader::kMaxPeek.
constexpr size_t kBufferSize = size_t{256} << 10;
constexpr int kPipeSize = 1 << 20;

std::string SystemReason(int error) { return std::generic_category().message(error); }

// The writers that somebody may wait behind, with the threads that made them.
class LiveWriters {
 public:
  void Add(ByteWriter* writer) {
    const std::lock_guard<std::mutex> lock(mutex_);
    writers_.emplace_back(writer, std::this_thread::get_id());
  }
  void Remove(ByteWriter* writer) {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::erase_if(writers_, [&](const auto& entry) { return entry.first == writer; });
  }
  // Errors come back with the writers' next calls.
  void FlushThisThreads() {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [writer, thread] : writers_) {
      if (thread == std::this_thread::get_id()) static_cast<void>(writer->FlushMarked());
    }
  }

 private:
  std::mutex mutex_;
  std::vector<std::pair<ByteWriter*, std::thread::id>> writers_;
};

LiveWriters& live_writers() {
  static auto* const writers = new LiveWriters;  // outlives every writer
  return *writers;
}

}  // namespace

ByteReader ByteReader::FromDescriptor(int fd) {
  ByteReader reader;
  reader.fd_ = fd;
  reader.buffer_ = std::make_unique_for_overwrite<std::byte[]>(kBufferSize);
  return reader;
}

ByteReader ByteReader::FromMemory(std::span<const std::byte> bytes) {
  ByteReader reader;
  reader.available_ = bytes;
  reader.ended_ = true;
  return reader;
}

Result<ByteReader> ByteReader::Open(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return Status::Failed(SystemReason(errno));
  ByteReader reader = FromDescriptor(fd);
  reader.owns_fd_ = true;
  return reader;
}

ByteReader::ByteReader(ByteReader&& other) noexcept { *this = std::move(other); }

ByteReader& ByteReader::operator=(ByteReader&& other) noexcept {
  if (this == &other) return *this;
  CloseIfOwned();
  fd_ = std::exchange(other.fd_, -1);
  owns_fd_ = std::exchange(other.owns_fd_, false);
  ended_ = std::exchange(other.ended_, true);
  max_read_ = other.max_read_;
  buffer_ = std::move(other.buffer_);
  available_ = std::exchange(other.available_, {});
  position_ = other.position_;
  return *this;
}

ByteReader::~ByteReader() { CloseIfOwned(); }

void ByteReader::CloseIfOwned() {
  if (owns_fd_) close(fd_);
}

Result<size_t> ByteReader::ReadFromSystem(std::byte* data, size_t size) {
  live_writers().FlushThisThreads();
  while (true) {
    const ssize_t got = read(fd_, data, std::min(size, max_read_));
    if (got >= 0) return static_cast<size_t>(got);
    if (errno != EINTR) return Status::Failed("cannot read: " + SystemReason(errno));
  }
}

Status ByteReader::Refill() {
  if (ended_) return Status::Ok();
  std::byte* const begin = buffer_.get();
  const size_t kept = available_.size();
  if (kept == 0) {
    available_ = {begin, 0};
  } else if (available_.data() + kept == begin + kBufferSize) {
    std::memmove(begin, available_.data(), kept);
    available_ = {begin, kept};
  }
  const auto used = static_cast<size_t>(available_.data() - begin) + kept;
  SLUICE_ASSIGN_OR_RETURN(const size_t got, ReadFromSystem(begin + used, kBufferSize - used));
  ended_ = got == 0;
  available_ = {available_.data(), kept + got};
  return Status::Ok();
}

Result<std::span<const std::byte>> ByteReader::Peek(size_t count) {
  while (available_.size() < count && !ended_) SLUICE_RETURN_IF_ERROR(Refill());
  return available_;
}

void ByteReader::Skip(size_t count) {
  available_ = available_.subspan(count);
  position_ += count;
}

Result<size_t> ByteReader::Read(std::span<std::byte> out) {
  size_t done = 0;
  while (done < out.size()) {
    const size_t left = out.size() - done;
    if (available_.empty() && !ended_ && left >= kBufferSize) {  // past the buffer: one copy less
      SLUICE_ASSIGN_OR_RETURN(const size_t got, ReadFromSystem(out.data() + done, left));
      ended_ = got == 0;
      position_ += got;
      done += got;
      continue;
    }
    SLUICE_ASSIGN_OR_RETURN(const std::span<const std::byte> bytes, PeekSome());
    if (bytes.empty()) break;
    const size_t count = std::min(left, bytes.size());
    std::memcpy(out.data() + done, bytes.data(), count);
    Skip(count);
    done += count;
  }
  return done;
}

Status ByteReader::ReadExactly(std::span<std::byte> out) {
  SLUICE_ASSIGN_OR_RETURN(const size_t got, Read(out));
  if (got == out.size()) return Status::Ok();
  return Status::Failed("truncated: wanted " + std::to_string(out.size()) + " bytes, got " +
                        std::to_string(got));
}

namespace {

// The path of a temporary file that a signal handler has to remove. Whoever takes the path out owns
// it. A handler may not free it, so it only keeps it reachable.
struct UnfinishedFile {
  std::atomic<char*> path{nullptr};
  char* removed = nullptr;
};
static_assert(std::atomic<char*>::is_always_lock_free);

// A table without locks, because a handler may neither lock nor allocate.
std::array<UnfinishedFile, 64> unfinished_files;

// The place that now holds a copy of `path`, or null when all are taken (an interrupt then leaves
// the file behind).
UnfinishedFile* RegisterUnfinished(const std::string& path) {
  char* copy = strdup(path.c_str());
  for (UnfinishedFile& file : unfinished_files) {
    char* empty = nullptr;
    if (file.path.compare_exchange_strong(empty, copy)) return &file;
  }
  std::free(copy);
  return nullptr;
}

void ForgetUnfinished(UnfinishedFile* file) {
  if (file != nullptr) std::free(file->path.exchange(nullptr));
}

// Gathers bytes and writes them to a descriptor.
class DescriptorWriter : public ByteWriter {
 public:
  // `live`: somebody may wait for what is marked.
  DescriptorWriter(int fd, std::string name, bool live)
      : fd_(fd), name_(std::move(name)), live_(live) {
    if (live_) live_writers().Add(this);
  }
  DescriptorWriter(const DescriptorWriter&) = delete;
  DescriptorWriter& operator=(const DescriptorWriter&) = delete;
  ~DescriptorWriter() override {
    if (live_) live_writers().Remove(this);
  }
  using ByteWriter::Write;

  Status Write(std::span<const std::byte> bytes) override {
    if (used_ + bytes.size() > kBufferSize) SLUICE_RETURN_IF_ERROR(WriteGathered(used_));
    if (bytes.size() >= kBufferSize) return WriteToSystem(bytes);
    if (bytes.empty()) return error_;
    if (!buffer_) buffer_ = std::make_unique_for_overwrite<std::byte[]>(kBufferSize);
    std::memcpy(buffer_.get() + used_, bytes.data(), bytes.size());
    used_ += bytes.size();
    return error_;
  }

  Status Mark() override {
    marked_ = used_;
    if (!live_ || marked_ == 0 || Clock::now() - last_write_ < kMaxDelay) return error_;
    return FlushMarked();
  }

  Status FlushMarked() override { return WriteGathered(marked_); }

  Status Close() override { return WriteGathered(used_); }

 protected:
  int fd() const { return fd_; }
  Status Error(int error) const {
    return Status::Failed(name_ + ": cannot write: " + SystemReason(error));
  }

 private:
  using Clock = std::chrono::steady_clock;

  // Writes the first `count` of the gathered bytes.
  Status WriteGathered(size_t count) {
    if (count == 0) return error_;
    const Status status = WriteToSystem({buffer_.get(), count});
    used_ -= count;
    marked_ -= std::min(marked_, count);
    std::memmove(buffer_.get(), buffer_.get() + count, used_);
    return status;
  }

  // An error stays: what is behind it would be out of place.
  Status WriteToSystem(std::span<const std::byte> bytes) {
    if (written_ < kBufferSize && written_ + bytes.size() >= kBufferSize) EnlargePipe();
    while (error_.ok() && !bytes.empty()) {
      const ssize_t done = write(fd_, bytes.data(), bytes.size());
      if (done < 0 && errno == EINTR) continue;
      if (done < 0) {
        error_ = Error(errno);
        break;
      }
      written_ += static_cast<size_t>(done);
      bytes = bytes.subspan(static_cast<size_t>(done));
    }
    if (live_) last_write_ = Clock::now();
    return error_;
  }

  // Worth its cost only for more than the 64 KiB a pipe holds anyway. Fails harmlessly on anything
  // that is not a pipe, and beyond the user's quota.
  void EnlargePipe() const {
#ifdef F_SETPIPE_SZ
    fcntl(fd_, F_SETPIPE_SZ, kPipeSize);
#endif
  }

  int fd_;
  std::string name_;
  bool live_;
  std::unique_ptr<std::byte[]> buffer_;
  size_t used_ = 0;
  size_t marked_ = 0;  // of the bytes in the buffer
  uint64_t written_ = 0;
  Clock::time_point last_write_;  // the epoch: the first mark is passed on at once
  Status error_;
};

// Owns the descriptor of a file that is written in place.
class OwnedDescriptorWriter : public DescriptorWriter {
 public:
  using DescriptorWriter::DescriptorWriter;
  ~OwnedDescriptorWriter() override {
    if (!closed_) close(fd());
  }
  Status Close() override {
    SLUICE_RETURN_IF_ERROR(DescriptorWriter::Close());
    closed_ = true;
    return close(fd()) == 0 ? Status::Ok() : Error(errno);
  }

 private:
  bool closed_ = false;
};

// Writes a temporary file and gives it its name at the end.
class RenamingWriter : public OwnedDescriptorWriter {
 public:
  RenamingWriter(int fd, std::string temporary, std::string target, const std::string& name)
      : OwnedDescriptorWriter(fd, name, false),
        temporary_(std::move(temporary)),
        target_(std::move(target)),
        unfinished_(RegisterUnfinished(temporary_)) {}
  ~RenamingWriter() override {
    if (!renamed_) unlink(temporary_.c_str());
    ForgetUnfinished(unfinished_);
  }
  Status Close() override {
    SLUICE_RETURN_IF_ERROR(OwnedDescriptorWriter::Close());
    if (rename(temporary_.c_str(), target_.c_str()) != 0) return Error(errno);
    renamed_ = true;
    return Status::Ok();
  }

 private:
  std::string temporary_;
  std::string target_;
  UnfinishedFile* unfinished_;
  bool renamed_ = false;
};

class MemoryWriter : public ByteWriter {
 public:
  explicit MemoryWriter(std::vector<std::byte>* bytes) : bytes_(bytes) {}
  Status Write(std::span<const std::byte> bytes) override {
    bytes_->insert(bytes_->end(), bytes.begin(), bytes.end());
    return Status::Ok();
  }
  Status Close() override { return Status::Ok(); }

 private:
  std::vector<std::byte>* bytes_;
};

// The path with symbolic links followed, so that renaming replaces the file, not the link. A path
// that does not exist yet is its own.
std::string FollowLinks(const std::string& path) {
  char* resolved = realpath(path.c_str(), nullptr);
  if (resolved == nullptr) return path;
  std::string result = resolved;
  std::free(resolved);
  return result;
}

// A hidden name in the same directory (renaming works only within a file system), short enough for
// any file system and not used by another process or thread.
std::string TemporaryNeighbour(const std::string& path) {
  static std::atomic<unsigned> counter{0};
  const size_t slash = path.rfind('/');
  const std::string directory = slash == std::string::npos ? "" : path.substr(0, slash + 1);
  return directory + ".sluice-" + std::to_string(getpid()) + "-" + std::to_string(counter++) +
         ".part";
}

}  // namespace

std::unique_ptr<ByteWriter> MakeDescriptorWriter(int fd, std::string name) {
  return std::make_unique<DescriptorWriter>(fd, std::move(name), true);
}

Result<std::unique_ptr<ByteWriter>> MakeFileWriter(const std::string& path) {
  const auto error = [&](int code) {
    return Status::Failed(path + ": cannot write: " + SystemReason(code));
  };
  struct stat existing {};
  const bool exists = stat(path.c_str(), &existing) == 0;
  if (exists && access(path.c_str(), W_OK) != 0) return error(errno);
  if (exists && !S_ISREG(existing.st_mode)) {
    const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd < 0) return error(errno);
    return std::unique_ptr<ByteWriter>(std::make_unique<OwnedDescriptorWriter>(fd, path, true));
  }
  const std::string target = FollowLinks(path);
  std::string temporary;
  int fd = -1;
  do {  // again when a killed process of the same number left its file behind
    temporary = TemporaryNeighbour(target);
    fd = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  } while (fd < 0 && errno == EEXIST);
  if (fd < 0) return error(errno);
  if (exists) static_cast<void>(fchmod(fd, existing.st_mode & 07777));
  return std::unique_ptr<ByteWriter>(std::make_unique<RenamingWriter>(fd, temporary, target, path));
}

std::unique_ptr<ByteWriter> MakeMemoryWriter(std::vector<std::byte>* bytes) {
  return std::make_unique<MemoryWriter>(bytes);
}

void RemoveUnfinishedFiles() {
  for (UnfinishedFile& file : unfinished_files) {
    char* path = file.path.exchange(nullptr);
    if (path == nullptr) continue;
    unlink(path);
    file.removed = path;
  }
}

}  // namespace sluice
