#include "features/plane_pool.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "lib/image.h"

namespace sluice {

Result<Frame> PlanePool::Take(int width, int height) {
  const size_t stride = RowStride(size_t(width), sizeof(float));
  Buffer buffer;
  {
    const std::lock_guard lock(mutex_);
    const auto fits = std::find_if(spare_.begin(), spare_.end(), [&](const Buffer& b) {
      return b.size() >= stride * size_t(height);
    });
    if (fits != spare_.end()) {
      buffer = std::move(*fits);
      spare_.erase(fits);
    } else {
      // None is large enough: the pictures have grown.
      spare_.clear();
    }
  }
  if (buffer.data() == nullptr) {
    return Frame::Create(FrameInfo::Picture(width, height, 1, DType::kF32));
  }
  return Frame::FromImage(Image<float>(std::move(buffer), width, height, 1, stride));
}

void PlanePool::Give(Frame frame) {
  Buffer buffer = std::move(frame).ReleaseBuffer();
  if (buffer.data() == nullptr) return;
  const std::lock_guard lock(mutex_);
  const auto place = std::find_if(spare_.begin(), spare_.end(),
                                  [&](const Buffer& b) { return b.size() >= buffer.size(); });
  spare_.insert(place, std::move(buffer));
}

}  // namespace sluice
