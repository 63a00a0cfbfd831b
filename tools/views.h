// Views of a picture, which a model's answers are averaged over.
#ifndef SLUICE_TOOLS_VIEWS_H_
#define SLUICE_TOOLS_VIEWS_H_

#include <vector>

#include "lib/frame.h"
#include "lib/status.h"
#include "tools/command.h"

namespace sluice {

enum class Views { kWhole, kMirror, kFiveCrops, kTenCrops };

// --views WHAT.
void ViewsOption(Command* command, Views* views);

int CountOf(Views views);

// The picture; it and its mirror image; its four corners and its centre; these five, each also
// mirrored. Crops are of the size `crop`, or, if that is 0, of seven eighths of each side: the
// share of Krizhevsky's crops, 224 of 256. Fails for frames that are no pictures, and for pictures
// smaller than crops.
Result<std::vector<Frame>> ViewsOf(Frame picture, Views views, SizeOption crop);

}  // namespace sluice

#endif  // SLUICE_TOOLS_VIEWS_H_
