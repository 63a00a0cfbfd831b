// What decoders do with the comments they found.
#ifndef SLUICE_LIB_CODECS_METADATA_H_
#define SLUICE_LIB_CODECS_METADATA_H_

#include <string>
#include <string_view>

#include "lib/frame.h"

namespace sluice {

// The keys `axes` and `alpha` say how this file's samples are meant. They are not kept as
// attributes: whoever writes the frame says them anew.
struct SampleTags {
  std::string axes;
  std::string alpha;  // "straight": the last channel is alpha; "none": it is not
};

// Moves what `comments` (without '#', a newline after each) says into the frame's attributes.
SampleTags TakeMetadata(std::string_view comments, FrameInfo* info);

}  // namespace sluice

#endif  // SLUICE_LIB_CODECS_METADATA_H_
