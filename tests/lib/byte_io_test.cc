#include "lib/byte_io.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "tests/lib/temporary_folder.h"

namespace sluice {
namespace {

namespace fs = std::filesystem;

std::vector<std::byte> Numbers(size_t count) {
  std::vector<std::byte> bytes(count);
  for (size_t i = 0; i < count; ++i) bytes[i] = std::byte(i * 7 + i / 251);
  return bytes;
}

std::string Contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void CheckReads(ByteReader& in, const std::vector<std::byte>& want) {
  std::vector<std::byte> got;
  const Result<std::span<const std::byte>> peeked = in.Peek(100);
  REQUIRE(peeked.ok());
  REQUIRE(peeked->size() >= std::min<size_t>(100, want.size()));
  REQUIRE(std::equal(peeked->begin(), peeked->end(), want.begin()));
  for (size_t step = 1; got.size() < want.size(); step = step * 3 + 1) {
    std::vector<std::byte> part(step);
    const Result<size_t> count = in.Read(part);
    REQUIRE(count.ok());
    REQUIRE(*count == std::min(step, want.size() - got.size()));
    got.insert(got.end(), part.begin(), part.begin() + static_cast<ptrdiff_t>(*count));
    REQUIRE(in.position() == got.size());
  }
  REQUIRE(got == want);
  REQUIRE(in.PeekSome()->empty());
  REQUIRE(*in.Read(std::span(got).first(1)) == 0);
}

TEST_CASE("a reader gives the same bytes from memory, a file, a pipe and single-byte reads",
          "[byte_io]") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "numbers";
  for (const size_t size : {size_t{1}, size_t{100}, size_t{65537}, size_t{1500000}}) {
    const std::vector<std::byte> want = Numbers(size);
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(want.data()), static_cast<std::streamsize>(size));
    SECTION("memory " + std::to_string(size)) {
      ByteReader in = ByteReader::FromMemory(want);
      CheckReads(in, want);
    }
    SECTION("file " + std::to_string(size)) {
      Result<ByteReader> in = ByteReader::Open(path);
      REQUIRE(in.ok());
      CheckReads(*in, want);
    }
    SECTION("short reads " + std::to_string(size)) {
      for (const size_t at_most : {size_t{1}, size_t{4097}}) {
        Result<ByteReader> in = ByteReader::Open(path);
        REQUIRE(in.ok());
        in->SetMaxReadForTests(at_most);
        CheckReads(*in, want);
      }
    }
    SECTION("pipe " + std::to_string(size)) {
      int ends[2];
      REQUIRE(pipe(ends) == 0);
      std::thread writer([&] {
        const std::unique_ptr<ByteWriter> out = MakeDescriptorWriter(ends[1]);
        static_cast<void>(out->Write(want));
        static_cast<void>(out->Close());
        close(ends[1]);
      });
      ByteReader in = ByteReader::FromDescriptor(ends[0]);
      CheckReads(in, want);
      writer.join();
      close(ends[0]);
    }
  }
}

TEST_CASE("a peek is as long as asked for, up to the limit, until the end", "[byte_io]") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "numbers";
  const std::vector<std::byte> want = Numbers(300000);
  std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(want.data()), 300000);
  Result<ByteReader> in = ByteReader::Open(path);
  REQUIRE(in.ok());
  size_t position = 0;
  for (; position + ByteReader::kMaxPeek <= want.size(); position += 1000) {
    const auto peeked = in->Peek(ByteReader::kMaxPeek);
    REQUIRE(peeked.ok());
    REQUIRE(peeked->size() >= ByteReader::kMaxPeek);
    REQUIRE(std::equal(peeked->begin(), peeked->end(), want.begin() + ptrdiff_t(position)));
    in->Skip(1000);
  }
  REQUIRE(in->Peek(ByteReader::kMaxPeek)->size() == want.size() - position);
}

TEST_CASE("the end of the stream before the bytes wanted is an error with both counts",
          "[byte_io]") {
  const std::vector<std::byte> three = Numbers(3);
  ByteReader in = ByteReader::FromMemory(three);
  std::vector<std::byte> ten(10);
  REQUIRE(in.ReadExactly(ten).message() == "truncated: wanted 10 bytes, got 3");
}

TEST_CASE("reading what can't be read says why", "[byte_io]") {
  REQUIRE(ByteReader::Open("/nonexistent/a").status().message() == "No such file or directory");
  Result<ByteReader> folder = ByteReader::Open("/");
  REQUIRE(folder.ok());
  REQUIRE(folder->PeekSome().status().message() == "cannot read: Is a directory");
}

TEST_CASE("what is marked is passed on before its writer's thread reads again", "[byte_io]") {
  int in[2];
  int out[2];
  REQUIRE(pipe(in) == 0);
  REQUIRE(pipe2(out, O_NONBLOCK) == 0);
  const auto arrived = [&] {
    std::string text(16, ' ');
    const ssize_t got = read(out[0], text.data(), text.size());
    return text.substr(0, size_t(std::max<ssize_t>(got, 0)));
  };
  {
    ByteReader reader = ByteReader::FromDescriptor(in[0]);
    const std::unique_ptr<ByteWriter> writer = MakeDescriptorWriter(out[1]);
    REQUIRE(write(in[1], "x", 1) == 1);
    REQUIRE(writer->Write("one").ok());
    CHECK(arrived().empty());
    REQUIRE(writer->Mark().ok());
    CHECK(arrived() == "one");  // there was no write before
    REQUIRE(writer->Write("two").ok());
    REQUIRE(writer->Mark().ok());
    REQUIRE(writer->Write("part").ok());
    std::thread([&] {  // another thread's reads are none of this writer's business
      int other[2];
      REQUIRE(pipe(other) == 0);
      close(other[1]);
      ByteReader end = ByteReader::FromDescriptor(other[0]);
      REQUIRE(end.PeekSome().ok());
      close(other[0]);
    })
        .join();
    REQUIRE(reader.PeekSome().ok());
    CHECK(arrived() == "two");
    std::this_thread::sleep_for(2 * ByteWriter::kMaxDelay);
    REQUIRE(writer->Mark().ok());
    CHECK(arrived() == "part");
    REQUIRE(writer->Write("unmarked").ok());
    REQUIRE(writer->Close().ok());
    CHECK(arrived() == "unmarked");
  }
  for (const int fd : {in[0], in[1], out[0], out[1]}) close(fd);
}

TEST_CASE("a file appears when it is complete and not before", "[byte_io]") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "out";
  const auto files = [&] {
    return std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator());
  };
  SECTION("closed") {
    Result<std::unique_ptr<ByteWriter>> out = MakeFileWriter(path);
    REQUIRE(out.ok());
    REQUIRE((*out)->Write("hello ").ok());
    REQUIRE((*out)->Write("world").ok());
    REQUIRE_FALSE(fs::exists(path));
    REQUIRE((*out)->Close().ok());
    REQUIRE(Contents(path) == "hello world");
  }
  SECTION("not closed") {
    {
      Result<std::unique_ptr<ByteWriter>> out = MakeFileWriter(path);
      REQUIRE((*out)->Write("hello").ok());
      REQUIRE((*out)->FlushMarked().ok());
      REQUIRE(files() == 1);
    }
    REQUIRE(files() == 0);
  }
  SECTION("interrupted") {
    Result<std::unique_ptr<ByteWriter>> one = MakeFileWriter(path);
    Result<std::unique_ptr<ByteWriter>> two = MakeFileWriter(path.string() + "2");
    REQUIRE(files() == 2);
    RemoveUnfinishedFiles();
    REQUIRE(files() == 0);
  }
  SECTION("replacing keeps permissions and links") {
    std::ofstream(path) << "old";
    fs::permissions(path, fs::perms(0640));
    const fs::path link = folder.path() / "link";
    fs::create_symlink("out", link);
    Result<std::unique_ptr<ByteWriter>> out = MakeFileWriter(link);
    REQUIRE((*out)->Write("new").ok());
    REQUIRE(Contents(path) == "old");
    REQUIRE((*out)->Close().ok());
    REQUIRE(fs::is_symlink(link));
    REQUIRE(Contents(path) == "new");
    REQUIRE(fs::status(path).permissions() == fs::perms(0640));
  }
}

TEST_CASE("a writer takes small and large pieces in order", "[byte_io]") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "out";
  const std::vector<std::byte> want = Numbers(3000000);
  Result<std::unique_ptr<ByteWriter>> out = MakeFileWriter(path);
  size_t done = 0;
  for (size_t step = 1; done < want.size(); step = step < 600000 ? step * 5 : 1) {
    const size_t count = std::min(step, want.size() - done);
    REQUIRE((*out)->Write(std::span(want).subspan(done, count)).ok());
    done += count;
  }
  REQUIRE((*out)->Close().ok());
  const std::string got = Contents(path);
  REQUIRE(got.size() == want.size());
  REQUIRE(std::memcmp(got.data(), want.data(), want.size()) == 0);
}

TEST_CASE("devices and named pipes are written directly", "[byte_io]") {
  const TemporaryFolder folder;
  SECTION("/dev/null") {
    Result<std::unique_ptr<ByteWriter>> out = MakeFileWriter("/dev/null");
    REQUIRE(out.ok());
    REQUIRE((*out)->Write("hello").ok());
    REQUIRE((*out)->Close().ok());
    REQUIRE(fs::is_character_file("/dev/null"));
  }
  SECTION("/dev/full") {
    if (!fs::exists("/dev/full")) return;
    Result<std::unique_ptr<ByteWriter>> out = MakeFileWriter("/dev/full");
    REQUIRE(out.ok());
    REQUIRE((*out)->Write("hello").ok());
    REQUIRE((*out)->Close().message() == "/dev/full: cannot write: No space left on device");
  }
  SECTION("named pipe") {
    const fs::path path = folder.path() / "fifo";
    REQUIRE(mkfifo(path.c_str(), 0600) == 0);
    std::string got;
    std::thread reader([&] { got = Contents(path); });
    Result<std::unique_ptr<ByteWriter>> out = MakeFileWriter(path);
    REQUIRE((*out)->Write("hello").ok());
    REQUIRE((*out)->Close().ok());
    reader.join();
    REQUIRE(got == "hello");
  }
}

TEST_CASE("a file that can't be written says why", "[byte_io]") {
  const TemporaryFolder folder;
  REQUIRE(MakeFileWriter("/nonexistent/a.png").status().message() ==
          "/nonexistent/a.png: cannot write: No such file or directory");
  REQUIRE(MakeFileWriter(folder.path()).status().message() ==
          folder.path().string() + ": cannot write: Is a directory");
}

}  // namespace
}  // namespace sluice
