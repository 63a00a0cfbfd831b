#include "lib/codecs/icc.h"

#include <cstddef>
#include <cstdint>

namespace sluice {
namespace {

// The header (ICC.1, section 7.2): its length, and where what we look at lies.
constexpr size_t kHeaderBytes = 128;
constexpr size_t kColourSpace = 16;
constexpr size_t kSignature = 36;

uint32_t SizeField(std::string_view profile) {
  uint32_t size = 0;
  for (size_t i = 0; i < 4; ++i) size = size << 8 | static_cast<uint8_t>(profile[i]);
  return size;
}

}  // namespace

bool IccFits(std::string_view profile, int channels) {
  if (profile.size() < kHeaderBytes + 4 || SizeField(profile) != profile.size()) return false;
  if (profile.substr(kSignature, 4) != "acsp") return false;
  return profile.substr(kColourSpace, 4) == (channels <= 2 ? "GRAY" : "RGB ");
}

}  // namespace sluice
