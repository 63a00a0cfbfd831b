// Damaged input for decoders.
#ifndef SLUICE_TESTS_LIB_HOSTILE_CHECK_H_
#define SLUICE_TESTS_LIB_HOSTILE_CHECK_H_

#include <span>
#include <string>
#include <vector>

#include "tests/lib/codec_check.h"

namespace sluice {

std::vector<std::byte> AsBytes(const std::string& text);
std::string AsText(std::span<const std::byte> bytes);

// Cuts the file, which holds exactly one frame, at every position: each is an error that says so;
// with allow_truncated it is a frame as soon as the header is complete, and never anything else.
void CheckEveryTruncation(Decoder decode, const std::vector<std::byte>& file);

// Reads all frames until the end or an error, and checks that an error has a message.
void CheckHarmless(std::span<const std::byte> bytes);

}  // namespace sluice

#endif  // SLUICE_TESTS_LIB_HOSTILE_CHECK_H_
