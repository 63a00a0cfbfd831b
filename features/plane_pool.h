// Memory for planes of f32 that is used again.
#ifndef SLUICE_FEATURES_PLANE_POOL_H_
#define SLUICE_FEATURES_PLANE_POOL_H_

#include <mutex>
#include <vector>

#include "lib/buffer.h"
#include "lib/frame.h"
#include "lib/status.h"

namespace sluice {

// For algorithms that need many planes for a short time, picture after picture: the first touch of
// fresh memory takes longer than most of what is done with it. Keeps what it is given.
class PlanePool {
 public:
  // A picture of f32 with one channel; samples are undefined. Fails when memory is short.
  Result<Frame> Take(int width, int height);
  // Takes a frame's memory back; an empty frame is none.
  void Give(Frame frame);

 private:
  std::mutex mutex_;
  std::vector<Buffer> spare_;  // by rising size
};

}  // namespace sluice

#endif  // SLUICE_FEATURES_PLANE_POOL_H_
