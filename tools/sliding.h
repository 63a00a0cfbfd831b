// predict --slide: what a net says about every window of pictures.
#ifndef SLUICE_TOOLS_SLIDING_H_
#define SLUICE_TOOLS_SLIDING_H_

#include <string>

#include "classifiers/model.h"
#include "lib/status.h"
#include "tools/command.h"
#include "tools/io.h"

namespace sluice {

struct SlideOptions {
  bool slide = false;
  int stride = 0;  // 0: the net's
  bool scores = false;
};

// --slide, --stride N and --scores.
void DeclareSlide(Command* command, SlideOptions* options);

// What the help of the command says about them.
extern const char* const kSlideDescription;

// Writes a map for each frame of `io`: the number of the best class at each place, or the scores of
// all. Fails unless the model is a net that slides and learnt from plain pixels; what is wrong with
// a frame is told to `io`.
Status WriteMaps(const SlideOptions& options, const Model& model, Io& io);

}  // namespace sluice

#endif  // SLUICE_TOOLS_SLIDING_H_
