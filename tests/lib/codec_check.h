// Frames into bytes and back, for tests of the codecs.
#ifndef SLUICE_TESTS_LIB_CODEC_CHECK_H_
#define SLUICE_TESTS_LIB_CODEC_CHECK_H_

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "lib/codec.h"
#include "lib/frame.h"

namespace sluice {

using Decoder = Result<std::unique_ptr<RowReader>> (*)(ByteReader&, const DecodeOptions&);
using Encoder = Status (*)(RowReader&, const EncodeOptions&, ByteWriter&);

// The file's bytes; fails the test when it cannot be written.
std::vector<std::byte> Encode(Encoder encode, const Frame& frame,
                              const EncodeOptions& options = {});
// Why the frame cannot be written; fails the test when bytes were written nevertheless.
Status EncodeError(Encoder encode, const Frame& frame, const EncodeOptions& options = {});

// One frame out of the reader, read some rows at a time.
Result<Frame> Decode(Decoder decode, ByteReader& in, const DecodeOptions& options = {});
// One frame out of memory.
Result<Frame> Decode(Decoder decode, std::span<const std::byte> bytes,
                     const DecodeOptions& options = {});

std::vector<std::byte> FileBytes(const std::filesystem::path& path);

// A folder of the real pictures that tests use where they are installed: in the folder that the
// environment variable SLUICE_DATA names, else in ../shared/data. Empty when it is not there.
std::filesystem::path DataFolder(const std::string& name);

}  // namespace sluice

#endif  // SLUICE_TESTS_LIB_CODEC_CHECK_H_
