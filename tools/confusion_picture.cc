#include "tools/confusion_picture.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <utility>

#include "filters/bitmap_font.h"
#include "lib/image.h"
#include "lib/row_reader.h"
#include "lib/sink.h"

namespace sluice {
namespace {

constexpr int kMargin = 8;
constexpr size_t kMaxName = 16;  // characters of a class's name

struct Layout {
  int cell = 0;  // pixels of a square's side
  int left = 0;  // where the squares begin
  int top = 0;
  int side = 0;  // of all squares
};

Layout Arrange(int classes, const std::vector<std::string>& names, size_t digits) {
  Layout layout;
  layout.cell = std::clamp(1200 / classes, 4, 48);
  if (layout.cell >= 16) {
    layout.cell = std::max(layout.cell, static_cast<int>(digits + 1) * kFontCellWidth);
  }
  size_t longest = 1;
  for (const std::string& name : names) longest = std::max(longest, name.size());
  const int name_width = static_cast<int>(std::min(longest, kMaxName)) * kFontCellWidth;
  layout.left = kMargin + (layout.cell >= kFontCellHeight ? name_width + kMargin : 0);
  layout.top = kMargin + (layout.cell >= kFontCellHeight ? 2 * kFontCellHeight : 0);
  layout.side = layout.cell * classes;
  return layout;
}

void FillSquare(int x0, int y0, int side, const Rgb& colour, ImageView<uint8_t> picture) {
  for (int y = y0; y < y0 + side; ++y) {
    for (int x = x0; x < x0 + side; ++x) {
      std::copy_n(colour.data(), 3, picture.Row(y) + 3 * x);
    }
  }
}

// White to blue for right answers, white to red for wrong ones. Roots make rare confusions visible.
Rgb Shade(double share, bool right) {
  const auto faded = static_cast<uint8_t>(std::lround(255 * (1 - std::sqrt(share))));
  const auto half = static_cast<uint8_t>(255 - (255 - faded) / 2);
  return right ? Rgb{faded, half, 255} : Rgb{255, faded, faded};
}

}  // namespace

Status WriteConfusionPicture(const Evaluation& evaluation, const std::vector<std::string>& classes,
                             const std::string& path) {
  const int n = evaluation.classes();
  int64_t greatest = 1;
  for (int t = 0; t < n; ++t) {
    for (int a = 0; a < n; ++a) greatest = std::max(greatest, evaluation.confusion(t, a));
  }
  const size_t digits = std::to_string(greatest).size();
  const Layout layout = Arrange(n, classes, digits);
  SLUICE_ASSIGN_OR_RETURN(Image<uint8_t> image,
                          Image<uint8_t>::Create(layout.left + layout.side + kMargin,
                                                 layout.top + layout.side + kMargin, 3));
  for (int y = 0; y < image.height(); ++y) {
    std::fill_n(image.Row(y), size_t(image.width()) * 3, uint8_t{255});
  }
  const ImageView<uint8_t> picture = image.view();
  const bool text = layout.cell >= kFontCellHeight;
  for (int t = 0; t < n; ++t) {
    int64_t examples = 0;
    for (int a = 0; a < n; ++a) examples += evaluation.confusion(t, a);
    const int y = layout.top + t * layout.cell;
    const int text_y = y + (layout.cell - kFontCellHeight) / 2;
    if (text) {
      DrawText(classes[size_t(t)].substr(0, kMaxName), kMargin, text_y, 1, Rgb{0, 0, 0}, picture);
      const std::string head = classes[size_t(t)].substr(0, size_t(layout.cell / kFontCellWidth));
      const int width = static_cast<int>(head.size()) * kFontCellWidth;
      DrawText(head, layout.left + t * layout.cell + (layout.cell - width) / 2, kMargin, 1,
               Rgb{0, 0, 0}, picture);
    }
    for (int a = 0; a < n; ++a) {
      const int64_t count = evaluation.confusion(t, a);
      const int x = layout.left + a * layout.cell;
      const double share = examples == 0 ? 0 : double(count) / double(examples);
      FillSquare(x, y, layout.cell - (layout.cell > 8 ? 1 : 0), Shade(share, t == a), picture);
      if (text && count > 0) {
        const std::string number = std::to_string(count);
        const int width = static_cast<int>(number.size()) * kFontCellWidth;
        const Rgb ink = t == a && share > 0.3 ? Rgb{255, 255, 255} : Rgb{0, 0, 0};
        DrawText(number, x + (layout.cell - width) / 2, text_y, 1, ink, picture);
      }
    }
  }
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<Sink> sink, MakeFileSink(path));
  SLUICE_RETURN_IF_ERROR(sink->Write(*MakeFrameReader(Frame::FromImage(std::move(image)))));
  return sink->Finish();
}

}  // namespace sluice
