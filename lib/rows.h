// Rows of samples as filters see them: a window of input rows, a band of output rows.
#ifndef SLUICE_LIB_ROWS_H_
#define SLUICE_LIB_ROWS_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// Rows [begin, end) of a picture.
struct RowRange {
  int begin = 0;
  int end = 0;
  int size() const { return end - begin; }
};

// The input rows a filter asked for, by their row number in the picture. Rows outside the picture
// are there too: the driver has put the row in their place that the border rule names. Every row
// starts at a multiple of kRowAlignment and may be read to the next multiple after its last sample.
class RowWindow {
 public:
  // `rows[i]` is row number `first + i`.
  RowWindow(const std::byte* const* rows, int first) : rows_(rows), first_(first) {}
  template <class T>
  const T* Row(int y) const {
    return reinterpret_cast<const T*>(rows_[y - first_]);
  }

 private:
  const std::byte* const* rows_;
  int first_;
};

// Output rows to be written, by their row number. Every row starts at a multiple of kRowAlignment
// and may be written to the next multiple after its last sample (not further).
class RowBand {
 public:
  // Row number `first` is at `data`, the following ones `stride` bytes apart.
  RowBand(std::byte* data, size_t stride, int first)
      : data_(data), stride_(stride), first_(first) {}
  template <class T>
  T* Row(int y) const {
    return reinterpret_cast<T*>(data_ + size_t(y - first_) * stride_);
  }

 private:
  std::byte* data_;
  size_t stride_;
  int first_;
};

}  // namespace sluice

#endif  // SLUICE_LIB_ROWS_H_
