// Lines of keys with room for what the border rule puts to their left and right.
#ifndef SLUICE_FILTERS_KEY_LINE_H_
#define SLUICE_FILTERS_KEY_LINE_H_

#include <cstddef>

#include "filters/order_keys.h"
#include "lib/border.h"
#include "lib/buffer.h"
#include "lib/saturate.h"

namespace sluice {

// The size of a row, what stands beside it, and how far windows reach beyond it.
struct RowShape {
  int width = 0;  // pixels
  int channels = 0;
  Border border;
  int left = 0;  // pixels
  int right = 0;

  int samples() const { return width * channels; }
};

// Where a line's parts lie.
template <class Key>
struct KeyLine {
  static constexpr size_t kLanes = kRowAlignment / sizeof(Key);  // of the widest vector

  explicit KeyLine(const RowShape& shape)
      : body(RoundUp(size_t(shape.left) * size_t(shape.channels))),
        first(body - size_t(shape.left) * size_t(shape.channels)),
        size(RowStride(body + size_t(shape.samples() + shape.right * shape.channels) + kLanes,
                       sizeof(Key)) /
             sizeof(Key)) {}

  size_t body;   // the row's own keys begin here, aligned
  size_t first;  // the keys to their left begin here
  size_t size;   // from one line to the next, aligned; one vector more than is needed at the end

 private:
  static size_t RoundUp(size_t n) { return (n + kLanes - 1) / kLanes * kLanes; }
};

// Writes the border to the left and right of the row's own keys at `body`. T is the sample type.
template <class T>
void PadKeys(const RowShape& shape, OrderKey<T>* body) {
  PadRow(body, shape.width, shape.channels, shape.left, shape.right, shape.border.mode,
         KeyOf(FromFraction<T>(shape.border.constant)),
         body - ptrdiff_t{shape.left} * shape.channels);
}

}  // namespace sluice

#endif  // SLUICE_FILTERS_KEY_LINE_H_
