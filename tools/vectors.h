// Feature vectors out of the frames that a command reads.
#ifndef SLUICE_TOOLS_VECTORS_H_
#define SLUICE_TOOLS_VECTORS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "classifiers/examples.h"
#include "lib/frame.h"
#include "lib/status.h"
#include "tools/command.h"
#include "tools/filter_chain.h"
#include "tools/io.h"

namespace sluice {

// Makes the vector of each frame: a vector is taken as it is, a picture is described by `features`
// (a pipeline's text) if there is one.
class Vectorizer {
 public:
  // `features` may be empty: then pictures are refused. `dictionaries` are those it reads that need
  // not lie where they did. Fails when it is no pipeline.
  static Result<Vectorizer> Create(const std::string& features,
                                   const ModelFiles& dictionaries = {});

  // Arrays of any shape count as vectors of their numbers, too.
  void TakeArrays() { takes_arrays_ = true; }

  // The numbers of a frame, of which there must be `dimensions` unless that is 0. Fails when the
  // frame is neither a vector nor a picture, when it was described otherwise, and for numbers that
  // are not finite.
  Result<std::vector<float>> Vector(Frame frame, int64_t dimensions);

 private:
  std::string features_;
  std::optional<FilterChain> chain_;
  bool takes_arrays_ = false;
};

// How pictures become vectors of their pixels, for what learns from pictures as they are.
struct PictureInput {
  bool taken = false;  // else pictures are refused
  SizeOption size;     // resize to this first; 0: as they are

  // The pipeline: "pixels --size 32x32"; "" if pictures are refused.
  std::string Pipeline() const;
};

// --size WxH.
void PictureSizeOption(Command* command, PictureInput* pictures);

// All frames of `io` as labelled examples.
struct LabelledVectors {
  Examples examples;
  std::vector<std::string> names;
  std::string features;  // what described the pictures, where the frames tell
};

// Reads until the end; every frame must be a vector of the same length with a label, or a picture
// if these are taken; their shape then is the examples'. Fails at the first one that isn't, naming
// it, and when there is none: nothing is learnt from part of the data.
Result<LabelledVectors> ReadLabelledVectors(Io& io, const PictureInput& pictures = {});

// The frames of `io` in batches of at most `batch`, each with its frame's name and label.
struct Batch {
  std::vector<float> numbers;  // size() x dimensions
  std::vector<FrameInfo> infos;
  std::vector<Frame> frames;  // as they came, if they were to be kept
  int64_t size() const { return static_cast<int64_t>(infos.size()); }
};

// Calls use(batch) until the frames end or it returns false. A frame without numbers is told to
// `io` and left out.
void ForEachBatch(Io& io, const std::function<Result<std::vector<float>>(Frame)>& numbers_of,
                  int64_t batch, bool keep_frames, const std::function<bool(Batch&)>& use);
// The same with the vectors of a vectorizer.
void ForEachBatch(Io& io, Vectorizer& vectorizer, int64_t dimensions, int64_t batch,
                  bool keep_frames, const std::function<bool(Batch&)>& use);

}  // namespace sluice

#endif  // SLUICE_TOOLS_VECTORS_H_
