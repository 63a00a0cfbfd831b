#include "lib/frame.h"

#include <algorithm>
#include <cstring>

namespace sluice {

const std::string* Attributes::Find(const std::string& key) const {
  for (const auto& [k, v] : pairs_) {
    if (k == key) return &v;
  }
  return nullptr;
}

void Attributes::Set(const std::string& key, std::string value) {
  for (auto& [k, v] : pairs_) {
    if (k == key) {
      v = std::move(value);
      return;
    }
  }
  pairs_.emplace_back(key, std::move(value));
}

void Attributes::Remove(const std::string& key) {
  std::erase_if(pairs_, [&](const auto& pair) { return pair.first == key; });
}

int64_t FrameInfo::row_samples() const {
  if (shape.empty()) return 1;
  const bool channels_last = shape.size() >= 2 && axes.back() == 'c';
  return channels_last ? shape[shape.size() - 2] * shape.back() : shape.back();
}

int64_t FrameInfo::row_count() const {
  int64_t samples = 1;
  for (const int64_t dim : shape) samples *= dim;
  return samples == 0 ? 0 : samples / row_samples();
}

PictureInfo FrameInfo::picture() const {
  return {static_cast<int>(shape[1]),
          static_cast<int>(shape[0]),
          static_cast<int>(shape[2]),
          dtype,
          alpha,
          index};
}

void FrameInfo::set_picture(const PictureInfo& picture) {
  shape = {picture.height, picture.width, picture.channels};
  axes = "hwc";
  dtype = picture.dtype;
  alpha = picture.alpha;
  index = picture.index;
}

std::string FrameInfo::Describe() const {
  std::string text;
  if (is_picture()) {
    const PictureInfo p = picture();
    text = std::to_string(p.width) + "x" + std::to_string(p.height) + " ";
    if (p.channels == 1) {
      text += "gray";
    } else if (p.channels == 2 && p.alpha) {
      text += "gray+alpha";
    } else if (p.channels == 3) {
      text += "RGB";
    } else if (p.channels == 4 && p.alpha) {
      text += "RGBA";
    } else {
      text += std::to_string(p.channels) + "-channel";
    }
    return text + " " + DTypeName(dtype) + " picture";
  }
  for (const int64_t dim : shape) text += (text.empty() ? "" : "x") + std::to_string(dim);
  return text + " " + DTypeName(dtype) + " array with axes " + axes;
}

FrameInfo FrameInfo::Picture(int width, int height, int channels, DType dtype, bool alpha) {
  FrameInfo info;
  info.set_picture({width, height, channels, dtype, alpha, 0});
  return info;
}

FrameInfo FrameInfo::Array(std::vector<int64_t> shape, std::string axes, DType dtype) {
  FrameInfo info;
  info.shape = std::move(shape);
  info.axes = std::move(axes);
  info.dtype = dtype;
  return info;
}

Result<Frame> Frame::Create(FrameInfo info) {
  const int64_t rows = info.row_count();
  Frame frame;
  frame.stride_ = RowStride(size_t(info.row_samples()), SampleSize(info.dtype));
  SLUICE_ASSIGN_OR_RETURN(frame.buffer_, Buffer::Allocate(frame.stride_ * size_t(rows)));
  frame.info_ = std::move(info);
  return frame;
}

Result<Frame> Frame::Clone() const {
  SLUICE_ASSIGN_OR_RETURN(Frame copy, Create(info_));
  const size_t bytes = size_t(info_.row_samples()) * SampleSize(info_.dtype);
  for (int64_t row = 0; row < info_.row_count(); ++row) {
    std::memcpy(copy.RowBytes(row), RowBytes(row), bytes);
  }
  return copy;
}

}  // namespace sluice
