#include "tools/array_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "filters/display.h"
#include "filters/montage.h"
#include "lib/image.h"
#include "lib/limits.h"

namespace sluice {
namespace {

constexpr std::array<Rgb, 6> kColours = {Rgb{31, 119, 180}, Rgb{214, 39, 40},   Rgb{44, 160, 44},
                                         Rgb{255, 127, 14}, Rgb{148, 103, 189}, Rgb{96, 96, 96}};
constexpr int kMostCurves = 6;

float Limited(float number) {
  if (!(number > 0)) return 0;  // NaN, too
  return std::min(number, 1.0F);
}

uint8_t Byte(float number) { return static_cast<uint8_t>(std::lround(Limited(number) * 255)); }

// A place's colour: its three channels, or the mean of all.
Rgb ColourOf(const float* place, int64_t channels) {
  if (channels == 3) return {Byte(place[0]), Byte(place[1]), Byte(place[2])};
  float sum = 0;
  for (int64_t c = 0; c < channels; ++c) sum += Limited(place[c]);
  const uint8_t gray = Byte(sum / static_cast<float>(channels));
  return {gray, gray, gray};
}

// How the slices of a volume, or the numbers of a vector, stand beside one another.
struct Sheet {
  int64_t columns = 1;
  int64_t rows = 1;
};
Sheet SheetOf(int64_t count, int64_t most_in_a_row) {
  Sheet sheet;
  const auto root = static_cast<int64_t>(std::sqrt(double(count)));
  sheet.columns = count <= most_in_a_row ? count : root * root < count ? root + 1 : root;
  // A sheet without empty places, if it is not too long.
  for (int64_t rows = root; rows > root / 3 && count > most_in_a_row; --rows) {
    if (count % rows != 0) continue;
    sheet.columns = count / rows;
    break;
  }
  sheet.rows = (count + sheet.columns - 1) / sheet.columns;
  return sheet;
}

Result<Image<uint8_t>> WhiteImage(int64_t width, int64_t height) {
  SLUICE_RETURN_IF_ERROR(CheckSize(uint64_t(width), uint64_t(height), 3, Limits{}));
  SLUICE_ASSIGN_OR_RETURN(Image<uint8_t> image, Image<uint8_t>::Create(int(width), int(height), 3));
  for (int y = 0; y < image.height(); ++y) {
    std::fill_n(image.Row(y), size_t(image.width()) * 3, uint8_t{255});
  }
  return image;
}

Result<Frame> Enlarged(Image<uint8_t> image, int side) {
  const int width = image.width();
  const int height = image.height();
  const int times = std::max(1, side / std::max(width, height));
  return FitTile(Frame::FromImage(std::move(image)), width * times, height * times);
}

void DrawCurve(const float* numbers, int64_t count, int64_t step, const Rgb& colour,
               Image<uint8_t>* image) {
  const int width = image->width();
  const int height = image->height();
  const auto row_at = [&](double place) {
    const auto before = static_cast<int64_t>(place);
    const int64_t after = std::min(before + 1, count - 1);
    const double share = place - double(before);
    const double value = double(Limited(numbers[before * step])) * (1 - share) +
                         double(Limited(numbers[after * step])) * share;
    return static_cast<int>(std::lround((1 - value) * (height - 3))) + 1;
  };
  int last = row_at(0);
  for (int x = 0; x < width; ++x) {
    const double place = count > 1 ? double(x) * double(count - 1) / double(width - 1) : 0;
    const int now = row_at(place);
    for (int y = std::min(last, now) - (last == now ? 1 : 0); y <= std::max(last, now); ++y) {
      std::copy(colour.begin(), colour.end(), image->Row(std::max(0, y)) + 3 * x);
    }
    last = now;
  }
}

// A frame, and a curve for each channel.
Result<Frame> DrawCurves(const Shape& shape, const std::vector<float>& numbers, int side) {
  const int64_t places = shape.places();
  const int64_t width = std::clamp<int64_t>(places, 2 * side, 8 * side);
  SLUICE_ASSIGN_OR_RETURN(Image<uint8_t> image, WhiteImage(width, std::max(24, side)));
  for (int y = 0; y < image.height(); ++y) {
    const bool edge = y == 0 || y == image.height() - 1 || y == image.height() / 2;
    for (int x = 0; x < image.width(); ++x) {
      if (edge || x == 0 || x == image.width() - 1) std::fill_n(image.Row(y) + 3 * x, 3, 216);
    }
  }
  const auto curves = static_cast<int>(std::min<int64_t>(shape.channels, kMostCurves));
  for (int c = curves - 1; c >= 0; --c) {  // the first one on top
    DrawCurve(numbers.data() + c, places, shape.channels, kColours[size_t(c)], &image);
  }
  return Frame::FromImage(std::move(image));
}

// Slices of a volume or the one of a picture, each pixel by colour(place).
template <class Colour>
Result<Frame> DrawSlices(const Shape& shape, int side, const Colour& colour) {
  const auto [depth, height, width] = shape.size;
  const Sheet sheet = SheetOf(depth, 5);
  SLUICE_ASSIGN_OR_RETURN(Image<uint8_t> image, WhiteImage(sheet.columns * (width + 1) - 1,
                                                           sheet.rows * (height + 1) - 1));
  for (int64_t place = 0; place < shape.places(); ++place) {
    const int64_t slice = place / (width * height);
    const int64_t y = slice / sheet.columns * (height + 1) + place / width % height;
    const int64_t x = slice % sheet.columns * (width + 1) + place % width;
    const Rgb rgb = colour(place);
    std::copy(rgb.begin(), rgb.end(), image.Row(int(y)) + 3 * x);
  }
  return Enlarged(std::move(image), side);
}

// Red over a gray that is paler than the picture, or blue.
Rgb Heated(const Rgb& picture, float heat) {
  const Rgb hot = heat > 0 ? Rgb{220, 20, 20} : Rgb{20, 60, 220};
  const float share = Limited(std::abs(heat));
  const float luminance =
      (0.299F * float(picture[0]) + 0.587F * float(picture[1]) + 0.114F * float(picture[2])) / 255;
  Rgb out;
  for (size_t c = 0; c < 3; ++c) {
    out[c] = Byte((0.15F + 0.7F * luminance) * (1 - share) + float(hot[c]) / 255 * share);
  }
  return out;
}

float Greatest(const std::vector<float>& numbers) {
  float greatest = 0;
  for (const float number : numbers) greatest = std::max(greatest, std::abs(number));
  return greatest;
}

}  // namespace

void ScaleAroundZero(std::vector<float>* numbers) {
  const float greatest = Greatest(*numbers);
  for (float& number : *numbers) {
    number = greatest > 0 ? 0.5F + number / (2 * greatest) : 0.5F;
  }
}

void ScaleFromZero(std::vector<float>* numbers) {
  const bool negative =
      std::any_of(numbers->begin(), numbers->end(), [](float number) { return number < 0; });
  if (negative) return ScaleAroundZero(numbers);
  const float greatest = Greatest(*numbers);
  if (!(greatest > 0)) return;
  for (float& number : *numbers) number /= greatest;
}

void ScaleToRange(std::vector<float>* numbers) {
  const auto [least, greatest] = std::minmax_element(numbers->begin(), numbers->end());
  if (least == numbers->end() || (*least >= 0 && *greatest <= 1)) return;
  const float low = *least;
  const float range = *greatest - low;
  for (float& number : *numbers) number = range > 0 ? (number - low) / range : 0.5F;
}

Result<Frame> DrawArray(const Shape& shape, const std::vector<float>& numbers, int side) {
  if (shape.axes == 1) return DrawCurves(shape, numbers, side);
  Shape drawn = shape;
  if (shape.axes == 0) {
    const Sheet sheet = SheetOf(shape.channels, 1);
    drawn.size = {1, sheet.rows, sheet.columns};
    drawn.channels = 1;
  }
  return DrawSlices(drawn, side, [&](int64_t place) {
    const auto first = static_cast<size_t>(place * drawn.channels);
    if (first >= numbers.size()) return Rgb{255, 255, 255};
    return ColourOf(&numbers[first], drawn.channels);
  });
}

Result<Frame> DrawHeat(const Shape& shape, const std::vector<float>& numbers,
                       const std::vector<float>& heat, int side) {
  return DrawSlices(shape, side, [&](int64_t place) {
    return Heated(ColourOf(&numbers[size_t(place * shape.channels)], shape.channels),
                  heat[size_t(place)]);
  });
}

}  // namespace sluice
