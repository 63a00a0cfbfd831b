#include "lib/codecs/orientation.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "lib/frame.h"

namespace sluice {
namespace {

// Where an upright pixel (x, y) lies in the file: the file's column is x or y, its row the other,
// either counted from the far end.
struct Turn {
  bool transpose;    // the file's column is y, its row x
  bool from_right;   // the file's column counts from its right edge
  bool from_bottom;  // the file's row counts from its bottom
};

constexpr Turn kTurns[8] = {
    {false, false, false},  // 1: upright
    {false, true, false},   // 2: mirrored left to right
    {false, true, true},    // 3: upside down
    {false, false, true},   // 4: mirrored top to bottom
    {true, false, false},   // 5: transposed
    {true, false, true},    // 6: to be turned right by 90 degrees
    {true, true, true},     // 7: transposed over the other diagonal
    {true, true, false},    // 8: to be turned left by 90 degrees
};

// Transposition walks tiles of this many pixels, whose cache lines of both pictures stay in L1.
constexpr int kTile = 32;

class UprightRows : public RowReader {
 public:
  UprightRows(std::unique_ptr<RowReader> upstream, const Turn& turn)
      : upstream_(std::move(upstream)), turn_(turn) {
    info_ = upstream_->info();
    picture_ = info_.picture();
    if (turn_.transpose) std::swap(picture_.width, picture_.height);
    info_.set_picture(picture_);
  }

  Status Read(int64_t count, std::byte* data, size_t stride) override {
    if (upstream_ != nullptr) {
      SLUICE_ASSIGN_OR_RETURN(file_, ReadFrame(*upstream_));
      upstream_.reset();
    }
    const int end = next_ + static_cast<int>(count);
    for (; next_ < end; next_ += kTile) {
      const int rows = std::min(kTile, end - next_);
      for (int x = 0; x < picture_.width; x += kTile) {
        const int columns = std::min(kTile, picture_.width - x);
        Tile(x, columns, next_, rows, data, stride);
      }
      data += size_t(rows) * stride;
    }
    next_ = end;
    return Status::Ok();
  }

 private:
  void Tile(int x, int columns, int y, int rows, std::byte* data, size_t stride) const {
    switch (size_t(picture_.channels) * SampleSize(picture_.dtype)) {
      case 1:
        return Tile<1>(x, columns, y, rows, data, stride);
      case 2:
        return Tile<2>(x, columns, y, rows, data, stride);
      case 3:
        return Tile<3>(x, columns, y, rows, data, stride);
      case 4:
        return Tile<4>(x, columns, y, rows, data, stride);
      case 6:
        return Tile<6>(x, columns, y, rows, data, stride);
      default:
        return Tile<8>(x, columns, y, rows, data, stride);
    }
  }

  // Writes the upright pixels [x, x + columns), of kBytes bytes each, of `rows` rows from row y on;
  // row y is at `data`.
  template <size_t kBytes>
  void Tile(int x, int columns, int y, int rows, std::byte* data, size_t stride) const {
    const PictureInfo file = file_.info().picture();
    const auto pixel = static_cast<ptrdiff_t>(kBytes);
    const auto row = static_cast<ptrdiff_t>(file_.stride());
    const ptrdiff_t step =
        turn_.transpose ? (turn_.from_bottom ? -row : row) : (turn_.from_right ? -pixel : pixel);
    for (int i = 0; i < rows; ++i) {
      int file_x = turn_.transpose ? y + i : x;
      int file_y = turn_.transpose ? x : y + i;
      if (turn_.from_right) file_x = file.width - 1 - file_x;
      if (turn_.from_bottom) file_y = file.height - 1 - file_y;
      const std::byte* in = file_.RowBytes(file_y) + file_x * pixel;
      std::byte* out = data + size_t(i) * stride + size_t(x) * kBytes;
      for (int j = 0; j < columns; ++j) {
        std::copy_n(in + j * step, kBytes, out + size_t(j) * kBytes);
      }
    }
  }

  std::unique_ptr<RowReader> upstream_;  // until it has been read
  Turn turn_;
  PictureInfo picture_;  // upright
  Frame file_;           // as the file has it
  int next_ = 0;         // upright row
};

}  // namespace

std::unique_ptr<RowReader> MakeUpright(std::unique_ptr<RowReader> upstream, int orientation) {
  if (orientation <= 1 || orientation > 8) return upstream;
  return std::make_unique<UprightRows>(std::move(upstream), kTurns[orientation - 1]);
}

}  // namespace sluice
