// ICC profiles: carried as bytes, never interpreted beyond their header.
#ifndef SLUICE_LIB_CODECS_ICC_H_
#define SLUICE_LIB_CODECS_ICC_H_

#include <string_view>

namespace sluice {

// Whether the bytes are an ICC profile for pictures of that many channels: a gray profile for 1
// and 2, an RGB profile for 3 and 4. A profile that does not fit (CMYK's after conversion to RGB,
// a colour profile after conversion to gray) must neither be read nor written.
bool IccFits(std::string_view profile, int channels);

}  // namespace sluice

#endif  // SLUICE_LIB_CODECS_ICC_H_
