// Pictures in memory: rows of interleaved samples, aligned and padded for SIMD.
#ifndef SLUICE_LIB_IMAGE_H_
#define SLUICE_LIB_IMAGE_H_

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "lib/buffer.h"
#include "lib/dtype.h"
#include "lib/limits.h"
#include "lib/status.h"

namespace sluice {

// Borrows a picture of height x width x channels samples, channels last. Row(y) has
// width * channels samples. Copying a view copies no samples.
template <class T>
class ImageView {
 public:
  ImageView() = default;
  // `stride` is the number of bytes from one row to the next. `padded` says that every row starts
  // at a multiple of kRowAlignment and may be read to the next multiple.
  ImageView(T* data, int width, int height, int channels, size_t stride, bool padded = false)
      : data_(data),
        width_(width),
        height_(height),
        channels_(channels),
        stride_(stride),
        padded_(padded) {}
  // A view of T is also a view of const T.
  operator ImageView<const T>() const {  // NOLINT(google-explicit-constructor)
    return ImageView<const T>(data_, width_, height_, channels_, stride_, padded_);
  }

  int width() const { return width_; }
  int height() const { return height_; }
  int channels() const { return channels_; }
  size_t stride() const { return stride_; }
  bool padded() const { return padded_; }
  size_t row_samples() const { return size_t(width_) * size_t(channels_); }

  T* Row(int y) const {
    using Byte = std::conditional_t<std::is_const_v<T>, const std::byte, std::byte>;
    return reinterpret_cast<T*>(reinterpret_cast<Byte*>(data_) + size_t(y) * stride_);
  }

 private:
  T* data_ = nullptr;
  int width_ = 0;
  int height_ = 0;
  int channels_ = 0;
  size_t stride_ = 0;
  bool padded_ = false;
};

// Owns a picture. T is uint8_t, uint16_t or float. Move-only: copies are explicit (Clone).
template <class T>
class Image {
 public:
  Image() = default;
  // Samples are undefined. Fails when a side is not positive or memory is short.
  static Result<Image> Create(int width, int height, int channels) {
    if (width <= 0 || height <= 0 || channels <= 0) {
      return Status::Failed("an image needs at least one pixel and one channel");
    }
    SLUICE_RETURN_IF_ERROR(CheckSize(uint64_t(width), uint64_t(height), uint64_t(channels),
                                     Limits{uint64_t{1} << 62}));
    const size_t stride = RowStride(size_t(width) * size_t(channels), sizeof(T));
    SLUICE_ASSIGN_OR_RETURN(Buffer buffer, Buffer::Allocate(stride * size_t(height)));
    return Image(std::move(buffer), width, height, channels, stride);
  }
  // Takes over a buffer whose rows are `stride` bytes apart, aligned and padded.
  Image(Buffer buffer, int width, int height, int channels, size_t stride)
      : buffer_(std::move(buffer)),
        width_(width),
        height_(height),
        channels_(channels),
        stride_(stride) {}

  int width() const { return width_; }
  int height() const { return height_; }
  int channels() const { return channels_; }
  size_t stride() const { return stride_; }
  size_t row_samples() const { return size_t(width_) * size_t(channels_); }
  T* Row(int y) { return view().Row(y); }
  const T* Row(int y) const { return view().Row(y); }

  ImageView<T> view() {
    return {reinterpret_cast<T*>(buffer_.data()), width_, height_, channels_, stride_, true};
  }
  ImageView<const T> view() const {
    return {reinterpret_cast<const T*>(buffer_.data()), width_, height_, channels_, stride_, true};
  }
  // Gives the memory away; the image is empty afterwards.
  Buffer ReleaseBuffer() && { return std::move(buffer_); }

 private:
  Buffer buffer_;
  int width_ = 0;
  int height_ = 0;
  int channels_ = 0;
  size_t stride_ = 0;
};

}  // namespace sluice

#endif  // SLUICE_LIB_IMAGE_H_
