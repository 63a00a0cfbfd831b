#include "data/data_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <mutex>
#include <string_view>
#include <system_error>
#include <utility>

#include "lib/buffer.h"
#include "lib/limits.h"

namespace sluice {
namespace {

// The most that one byte of a deflate stream can stand for (zlib's technical notes: 1032).
constexpr uint64_t kMaxRatio = 1032;
constexpr size_t kStep = size_t{1} << 20;

std::string SystemReason() { return std::generic_category().message(errno); }

std::string Number(uint64_t n) { return std::to_string(n); }

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

// Reads up to `size` bytes; fewer only at the end of the file.
Result<size_t> ReadAt(int fd, uint64_t position, std::byte* out, size_t size) {
  size_t done = 0;
  while (done < size) {
    const ssize_t got = pread(fd, out + done, size - done, off_t(position + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Status::Failed("cannot read: " + SystemReason());
    if (got == 0) break;
    done += size_t(got);
  }
  return done;
}

Status TooShort(const std::string& path, uint64_t wanted, uint64_t found) {
  return Status::Failed(path + ": truncated: expected " + Number(wanted) + " bytes, found " +
                        Number(found));
}

Status TooLong(const std::string& path, uint64_t wanted, const std::string& found) {
  return Status::Failed(path + ": expected " + Number(wanted) + " bytes, found " + found);
}

class PlainFile : public DataFile {
 public:
  PlainFile(std::string path, Descriptor fd, uint64_t offset, uint64_t size)
      : DataFile(std::move(path)), fd_(std::move(fd)), offset_(offset), size_(size) {}

  Status ReadStart(std::span<std::byte> out) override { return Read(0, out); }

  Status SetSize(uint64_t size, bool exact) override {
    if (size_ < size) return TooShort(path_, size, size_);
    if (exact && size_ > size) return TooLong(path_, size, Number(size_));
    return Status::Ok();
  }

  Status Read(uint64_t position, std::span<std::byte> out) const override {
    const Result<size_t> got = ReadAt(fd_.get(), offset_ + position, out.data(), out.size());
    if (!got.ok()) return got.status().WithContext(path_);
    if (*got < out.size()) return TooShort(path_, position + out.size(), position + *got);
    return Status::Ok();
  }

 private:
  Descriptor fd_;
  uint64_t offset_;
  uint64_t size_;  // behind the offset
};

// A gzip stream, read forward.
class GzipStream {
 public:
  // Takes the descriptor at its current position; null when memory is short.
  static std::unique_ptr<GzipStream> Open(Descriptor fd) {
    const gzFile file = gzdopen(fd.get(), "rb");
    if (file == nullptr) return nullptr;
    fd.Release();
    gzbuffer(file, 1 << 17);
    return std::unique_ptr<GzipStream>(new GzipStream(file));
  }
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;
  ~GzipStream() { gzclose_r(file_); }

  // Unpacks up to `size` bytes; fewer only at the end of the stream.
  Result<size_t> Read(std::byte* out, size_t size) {
    size_t done = 0;
    while (done < size) {
      const auto step = static_cast<unsigned>(std::min(size - done, kStep));
      const int got = gzread(file_, out + done, step);
      int error = Z_OK;
      const char* const reason = gzerror(file_, &error);
      if (got < 0 || (error != Z_OK && error != Z_STREAM_END)) {
        if (error == Z_ERRNO) return Status::Failed("cannot read: " + SystemReason());
        if (error == Z_BUF_ERROR) return Status::Failed("truncated gzip file");
        // zlib puts its name for the file in front.
        const std::string_view text = reason;
        const size_t name = text.find(": ");
        return Status::Failed("damaged gzip file: " +
                              std::string(text.substr(name == text.npos ? 0 : name + 2)));
      }
      done += size_t(got);
      if (unsigned(got) < step) break;
    }
    return done;
  }
  bool Rewind() { return gzrewind(file_) == 0; }

 private:
  explicit GzipStream(gzFile file) : file_(file) {}
  gzFile file_;
};

class GzipFile : public DataFile {
 public:
  GzipFile(std::string path, std::unique_ptr<GzipStream> stream, uint64_t packed_size)
      : DataFile(std::move(path)), stream_(std::move(stream)), packed_size_(packed_size) {}

  Status ReadStart(std::span<std::byte> out) override {
    const Result<size_t> got = stream_->Read(out.data(), out.size());
    if (!got.ok()) return got.status().WithContext(path_);
    if (*got < out.size()) return TooShort(path_, out.size(), *got);
    return stream_->Rewind() ? Status::Ok() : Status::Failed(path_ + ": cannot seek");
  }

  Status SetSize(uint64_t size, bool exact) override {
    if (size / kMaxRatio > packed_size_) {
      return Status::Failed(path_ + ": truncated: expected " + Number(size) +
                            " bytes, more than a gzip file of " + Number(packed_size_) +
                            " bytes can hold");
    }
    Result<Buffer> content = Buffer::Allocate(size);
    if (!content.ok()) return content.status().WithContext(path_);
    content_ = std::move(*content);
    exact_ = exact;
    return Status::Ok();
  }

  Status Read(uint64_t position, std::span<std::byte> out) const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    SLUICE_RETURN_IF_ERROR(Unpack(position + out.size()));
    std::copy_n(content_.data() + position, out.size(), out.data());
    return Status::Ok();
  }

 private:
  Status Unpack(uint64_t end) const {
    while (unpacked_ < end) {
      const size_t step = std::min<size_t>(content_.size() - unpacked_, kStep);
      Result<size_t> got = stream_->Read(content_.data() + unpacked_, step);
      if (!got.ok()) return got.status().WithContext(path_);
      if (*got < step) return TooShort(path_, content_.size(), unpacked_ + *got);
      unpacked_ += step;
      if (unpacked_ == content_.size()) SLUICE_RETURN_IF_ERROR(CheckEnd());
    }
    return Status::Ok();
  }

  // Reads behind the last byte: the checksum is looked at only then.
  Status CheckEnd() const {
    std::byte more;
    if (!exact_) return Status::Ok();
    const Result<size_t> got = stream_->Read(&more, 1);
    if (!got.ok()) return got.status().WithContext(path_);
    return *got == 0 ? Status::Ok() : TooLong(path_, content_.size(), "more");
  }

  mutable std::mutex mutex_;  // guards what follows
  std::unique_ptr<GzipStream> stream_;
  mutable Buffer content_;
  mutable size_t unpacked_ = 0;
  uint64_t packed_size_;
  bool exact_ = true;
};

bool StartsAsGzip(int fd, uint64_t offset) {
  std::array<std::byte, 2> start{};
  const Result<size_t> got = ReadAt(fd, offset, start.data(), start.size());
  return got.ok() && *got == 2 && start[0] == std::byte{0x1f} && start[1] == std::byte{0x8b};
}

}  // namespace

Result<std::unique_ptr<DataFile>> DataFile::Open(const std::string& path, uint64_t offset,
                                                 Packing packing) {
  Descriptor fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat info {};
  if (fd.get() < 0 || fstat(fd.get(), &info) != 0) {
    return Status::Failed(path + ": " + SystemReason());
  }
  if (!S_ISREG(info.st_mode)) return Status::Failed(path + ": expected a regular file");
  const auto size = static_cast<uint64_t>(info.st_size);
  if (size < offset) return TooShort(path, offset, size);
  const bool gzip = StartsAsGzip(fd.get(), offset);
  if (packing == Packing::kGzip && !gzip) {
    return Status::Failed(path + ": expected gzip data at byte " + Number(offset) +
                          ", found something else");
  }
  if (!gzip || packing == Packing::kNone) {
    return std::unique_ptr<DataFile>(
        std::make_unique<PlainFile>(path, std::move(fd), offset, size - offset));
  }
  if (lseek(fd.get(), off_t(offset), SEEK_SET) < 0) {
    return Status::Failed(path + ": cannot seek: " + SystemReason());
  }
  std::unique_ptr<GzipStream> stream = GzipStream::Open(std::move(fd));
  if (stream == nullptr) return Status::Failed(path + ": out of memory");
  return std::unique_ptr<DataFile>(
      std::make_unique<GzipFile>(path, std::move(stream), size - offset));
}

Result<std::string> ReadWholeFile(const std::string& path, uint64_t limit) {
  Descriptor fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) return Status::Failed(path + ": " + SystemReason());
  struct stat info {};
  if (fstat(fd.get(), &info) != 0 || S_ISDIR(info.st_mode)) {
    return Status::Failed(path + ": expected a file, found a folder");
  }
  // zlib passes on what is not packed.
  const std::unique_ptr<GzipStream> stream = GzipStream::Open(std::move(fd));
  if (stream == nullptr) return Status::Failed(path + ": out of memory");
  std::string text;
  while (true) {
    const size_t used = text.size();
    text.resize(used + kStep);
    const Result<size_t> got =
        stream->Read(reinterpret_cast<std::byte*>(text.data()) + used, kStep);
    if (!got.ok()) return got.status().WithContext(path);
    text.resize(used + *got);
    if (text.size() > limit) {
      return Status::Failed(path + ": expected at most " + Number(limit) + " bytes, found more",
                            "--max-memory raises the limit");
    }
    if (*got < kStep) return text;
  }
}

uint64_t TextLimit() { return MemoryBudget() / 4; }

Result<uint64_t> FileSize(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return Status::Failed(path + ": " + SystemReason());
  if (!S_ISREG(info.st_mode)) return Status::Failed(path + ": expected a regular file");
  return static_cast<uint64_t>(info.st_size);
}

bool IsFile(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

bool IsFolder(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

std::string JoinPath(const std::string& folder, const std::string& name) {
  return folder.ends_with('/') ? folder + name : folder + "/" + name;
}

}  // namespace sluice
