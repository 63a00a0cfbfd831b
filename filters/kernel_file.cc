// Kernels from files: text, or frames of any format.
#include <cstddef>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filters/kernel.h"
#include "lib/byte_io.h"
#include "lib/codec.h"
#include "lib/row_reader.h"

namespace sluice {
namespace {

Result<Kernel> LoadText(ByteReader& in) {
  std::string text;
  std::vector<std::byte> piece(size_t{64} << 10);
  // A number takes a few bytes; a file much longer than that is not a kernel.
  while (text.size() < size_t{32} * kMaxKernelWeights) {
    SLUICE_ASSIGN_OR_RETURN(const size_t count, in.Read(piece));
    text.append(reinterpret_cast<const char*>(piece.data()), count);
    if (count < piece.size()) return ParseKernel(text);
  }
  return Status::Failed("too long for a kernel");
}

// Whether the file holds text that can only be a kernel's: no format's magic starts so.
bool StartsLikeText(std::span<const std::byte> bytes) {
  if (bytes.empty()) return true;
  return std::string_view("0123456789+-. ,;|/#\t\r\n").find(static_cast<char>(bytes[0])) !=
         std::string_view::npos;
}

}  // namespace

Result<std::vector<Kernel>> LoadKernels(const std::string& path, bool bank) {
  const auto load = [&]() -> Result<std::vector<Kernel>> {
    SLUICE_ASSIGN_OR_RETURN(ByteReader in, ByteReader::Open(path));
    SLUICE_ASSIGN_OR_RETURN(const std::span<const std::byte> start, in.PeekSome());
    if (StartsLikeText(start)) {
      SLUICE_ASSIGN_OR_RETURN(Kernel kernel, LoadText(in));
      return std::vector<Kernel>{std::move(kernel)};
    }
    std::vector<Kernel> kernels;
    while (true) {
      SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<RowReader> reader, DecodeFrame(in, {}));
      if (reader == nullptr) return kernels;
      SLUICE_ASSIGN_OR_RETURN(const Frame frame, ReadFrame(*reader));
      SLUICE_ASSIGN_OR_RETURN(std::vector<Kernel> more, KernelsFromFrame(frame, bank));
      std::move(more.begin(), more.end(), std::back_inserter(kernels));
    }
  };
  Result<std::vector<Kernel>> kernels = load();
  if (!kernels.ok()) return kernels.status().WithContext(path);
  return kernels;
}

}  // namespace sluice
