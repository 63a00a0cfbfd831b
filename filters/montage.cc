#include "filters/montage.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "filters/bitmap_font.h"
#include "filters/resize.h"
#include "lib/limits.h"

namespace sluice {
namespace {

std::string Cut(std::string text, int tile_width, int scale) {
  const auto room = static_cast<size_t>(std::max(0, tile_width / (kFontCellWidth * scale)));
  if (text.size() <= room) return text;
  if (room < 4) return text.substr(0, room);
  return text.substr(0, room - 2) + "..";
}

// Black on light, white on dark.
Rgb InkOn(const Rgb& background) {
  const int luminance = (299 * background[0] + 587 * background[1] + 114 * background[2]) / 1000;
  const auto ink = static_cast<uint8_t>(luminance < 128 ? 235 : 32);
  return {ink, ink, ink};
}

void FillSheet(const Rgb& colour, ImageView<uint8_t> sheet) {
  for (int y = 0; y < sheet.height(); ++y) {
    uint8_t* row = sheet.Row(y);
    for (int x = 0; x < sheet.width(); ++x) std::copy(colour.begin(), colour.end(), row + x * 3);
  }
}

void Paste(ImageView<const uint8_t> picture, int left, int top, ImageView<uint8_t> sheet) {
  for (int y = 0; y < picture.height(); ++y) {
    std::memcpy(sheet.Row(top + y) + size_t(left) * 3, picture.Row(y), picture.row_samples());
  }
}

// How many columns make a sheet about as many tiles wide as high.
int SquareColumns(size_t tiles) {
  int columns = 1;
  while (size_t(columns) * size_t(columns) < tiles) ++columns;
  return columns;
}

// Where everything lies. In 64 bits until the sheet's size is known to be within the limits.
class Layout {
 public:
  Layout(const std::vector<MontageTile>& tiles, const MontageOptions& options)
      : gap_(options.gap),
        tile_width_(options.tile_width),
        tile_height_(options.tile_height),
        columns_(options.columns > 0 ? std::min<int64_t>(options.columns, int64_t(tiles.size()))
                                     : SquareColumns(tiles.size())),
        rows_((int64_t(tiles.size()) + columns_ - 1) / columns_) {
    bool captions = false;
    for (const MontageTile& tile : tiles) {
      const PictureInfo picture = tile.picture.info().picture();
      if (options.tile_width == 0) tile_width_ = std::max<int64_t>(tile_width_, picture.width);
      if (options.tile_height == 0) tile_height_ = std::max<int64_t>(tile_height_, picture.height);
      captions |= !tile.caption.empty();
    }
    caption_height_ = captions ? kFontCellHeight * caption_scale() + 2 : 0;
  }

  uint64_t sheet_width() const { return uint64_t(columns_ * (tile_width_ + gap_) + gap_); }
  uint64_t sheet_height() const {
    return uint64_t(rows_ * (tile_height_ + caption_height_ + gap_) + gap_);
  }
  int tile_width() const { return static_cast<int>(tile_width_); }
  int tile_height() const { return static_cast<int>(tile_height_); }
  int left(size_t tile) const {
    return static_cast<int>(gap_ + int64_t(tile) % columns_ * (tile_width_ + gap_));
  }
  int top(size_t tile) const {
    const int64_t row = int64_t(tile) / columns_;
    return static_cast<int>(gap_ + row * (tile_height_ + caption_height_ + gap_));
  }
  // Legible on a page that is shown smaller, without filling the tile.
  int caption_scale() const {
    return static_cast<int>(std::clamp<int64_t>(tile_width_ / 200, 1, 4));
  }

 private:
  int64_t gap_;
  int64_t tile_width_;
  int64_t tile_height_;
  int64_t columns_;
  int64_t rows_;
  int64_t caption_height_ = 0;
};

void PasteTile(const MontageTile& tile, const Layout& layout, size_t number, const Rgb& ink,
               ImageView<uint8_t> sheet) {
  const ImageView<const uint8_t> picture = tile.picture.view<uint8_t>();
  const int left = layout.left(number);
  const int top = layout.top(number);
  Paste(picture, left + (layout.tile_width() - picture.width()) / 2,
        top + (layout.tile_height() - picture.height()) / 2, sheet);
  const int scale = layout.caption_scale();
  const std::string caption = Cut(tile.caption, layout.tile_width(), scale);
  const int caption_width = static_cast<int>(caption.size()) * kFontCellWidth * scale;
  DrawText(caption, left + (layout.tile_width() - caption_width) / 2,
           top + layout.tile_height() + 1, scale, ink, sheet);
}

}  // namespace

Result<Frame> FitTile(Frame picture, int tile_width, int tile_height) {
  const PictureInfo info = picture.info().picture();
  const int width = tile_width > 0 ? tile_width : info.width;
  const int height = tile_height > 0 ? tile_height : info.height;
  ResizeOptions resize;
  if (info.width > width || info.height > height) {
    resize.filter = ResizeFilter::kLinear;
    resize.target.fit = true;
    resize.target.width = width;
    resize.target.height = height;
  } else {
    const int times = std::min(width / info.width, height / info.height);
    if (times <= 1) return picture;
    resize.filter = ResizeFilter::kNearest;
    resize.target.width = info.width * times;
    resize.target.height = info.height * times;
  }
  return FilterFrame(*MakeResize(resize), picture);
}

Result<Frame> MakeMontage(std::vector<MontageTile> tiles, const MontageOptions& options) {
  if (tiles.empty()) return Status::Failed("no pictures");
  for (MontageTile& tile : tiles) {
    SLUICE_ASSIGN_OR_RETURN(
        tile.picture, FitTile(std::move(tile.picture), options.tile_width, options.tile_height));
  }
  const Layout layout(tiles, options);
  SLUICE_RETURN_IF_ERROR(CheckSize(layout.sheet_width(), layout.sheet_height(), 3, Limits{}));
  SLUICE_ASSIGN_OR_RETURN(Image<uint8_t> sheet,
                          Image<uint8_t>::Create(static_cast<int>(layout.sheet_width()),
                                                 static_cast<int>(layout.sheet_height()), 3));
  FillSheet(options.background, sheet.view());
  for (size_t i = 0; i < tiles.size(); ++i) {
    PasteTile(tiles[i], layout, i, InkOn(options.background), sheet.view());
  }
  return Frame::FromImage(std::move(sheet));
}

}  // namespace sluice
