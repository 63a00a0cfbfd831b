// Feeds arbitrary bytes to the frame reader: any input gives frames or an error, nothing else.
#include <cstddef>
#include <cstdint>
#include <span>

#include "lib/byte_io.h"
#include "lib/codec.h"
#include "lib/limits.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sluice;
  SetMemoryBudget(uint64_t{256} << 20);
  DecodeOptions options;
  options.limits.max_pixels = uint64_t{1} << 20;
  options.allow_truncated = size % 2 == 1;
  ByteReader in = ByteReader::FromMemory(std::as_bytes(std::span(data, size)));
  for (int frames = 0; frames < 16; ++frames) {
    Result<std::unique_ptr<RowReader>> frame = DecodeFrame(in, options);
    if (!frame.ok() || *frame == nullptr) break;
    if (!ReadFrame(**frame).ok()) break;
  }
  return 0;
}
