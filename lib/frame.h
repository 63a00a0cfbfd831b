// Frames: what flows through pipes. A frame is one array with its axes and a few attributes.
#ifndef SLUICE_LIB_FRAME_H_
#define SLUICE_LIB_FRAME_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lib/buffer.h"
#include "lib/dtype.h"
#include "lib/image.h"
#include "lib/limits.h"
#include "lib/status.h"

namespace sluice {

// Ordered key=value pairs that travel with a frame: name, label, index, ... Unknown keys pass
// through untouched.
class Attributes {
 public:
  // The value of `key`, or nullptr.
  const std::string* Find(const std::string& key) const;
  // Sets or replaces.
  void Set(const std::string& key, std::string value);
  void Remove(const std::string& key);
  bool empty() const { return pairs_.empty(); }
  const std::vector<std::pair<std::string, std::string>>& pairs() const { return pairs_; }

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

// What a picture is, apart from its samples.
struct PictureInfo {
  int width = 0;
  int height = 0;
  int channels = 0;
  DType dtype = DType::kU8;
  bool alpha = false;  // the last channel is straight (not premultiplied) alpha
  int64_t index = 0;   // number of the frame in its stream, from 0

  int row_samples() const { return width * channels; }
};

// What a frame is, apart from its samples.
//
// A picture has axes "hwc" and three dimensions, also when it has one channel. Any other array has
// one letter a dimension: "n" a vector, "nc" a table or signal (n may be 0), "dhwc" a volume, "?"
// unknown. Any frame is a stack of row_count() rows with row_samples() samples each: h rows of w*c
// for a picture, d*h rows of w*c for a volume, one row for a vector and for all n*c of a table.
struct FrameInfo {
  std::vector<int64_t> shape;
  std::string axes;
  DType dtype = DType::kU8;
  bool alpha = false;
  int64_t index = 0;
  Attributes attributes;
  std::shared_ptr<const std::string> icc;  // ICC profile bytes, or null
  std::string path;                        // of the file it came from; empty for a pipe
  int64_t index_in_file = 0;               // number of the frame in that file or pipe, from 0
  std::string format;                      // of that file: "PNG", "PGM", ...
  std::string file_dtype;                  // the file's own sample type: "u4", "i64", "f16", ...
  std::string remark;                      // of the filters it went through, for the careful user

  bool is_picture() const { return axes == "hwc"; }
  int64_t row_count() const;
  int64_t row_samples() const;
  // The picture part; only for pictures.
  PictureInfo picture() const;
  // Replaces the picture part and keeps the rest.
  void set_picture(const PictureInfo& picture);
  // "640x480 RGB u8 picture", "14x14x14x1 f32 array": for messages.
  std::string Describe() const;

  static FrameInfo Picture(int width, int height, int channels, DType dtype, bool alpha = false);
  static FrameInfo Array(std::vector<int64_t> shape, std::string axes, DType dtype);
};

// Owns a frame: its rows lie `stride()` bytes apart, aligned and padded like an Image's.
class Frame {
 public:
  Frame() = default;
  // Samples are undefined. Fails when memory is short.
  static Result<Frame> Create(FrameInfo info);
  template <class T>
  static Frame FromImage(Image<T> image) {
    Frame frame;
    frame.info_ = FrameInfo::Picture(image.width(), image.height(), image.channels(), kDTypeOf<T>);
    frame.stride_ = image.stride();
    frame.buffer_ = std::move(image).ReleaseBuffer();
    return frame;
  }

  const FrameInfo& info() const { return info_; }
  FrameInfo& info() { return info_; }  // shape and dtype must keep fitting the rows
  size_t stride() const { return stride_; }
  std::byte* RowBytes(int64_t row) { return buffer_.data() + size_t(row) * stride_; }
  const std::byte* RowBytes(int64_t row) const { return buffer_.data() + size_t(row) * stride_; }
  template <class T>
  T* Row(int64_t row) {
    return reinterpret_cast<T*>(RowBytes(row));
  }
  template <class T>
  const T* Row(int64_t row) const {
    return reinterpret_cast<const T*>(RowBytes(row));
  }
  // The picture as a typed view; T must be the frame's sample type.
  template <class T>
  ImageView<T> view() {
    const PictureInfo p = info_.picture();
    return {Row<T>(0), p.width, p.height, p.channels, stride_, true};
  }
  template <class T>
  ImageView<const T> view() const {
    const PictureInfo p = info_.picture();
    return {Row<T>(0), p.width, p.height, p.channels, stride_, true};
  }
  // Gives the memory away; the frame is empty afterwards.
  Buffer ReleaseBuffer() && { return std::move(buffer_); }
  // A deep copy.
  Result<Frame> Clone() const;

 private:
  FrameInfo info_;
  Buffer buffer_;
  size_t stride_ = 0;
};

}  // namespace sluice

#endif  // SLUICE_LIB_FRAME_H_
