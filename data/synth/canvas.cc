#include "data/synth/canvas.h"

#include <cmath>
#include <cstring>
#include <utility>

#include "lib/parallel.h"
#include "lib/saturate.h"

namespace sluice::synth {
namespace {

constexpr int64_t kRowsAtATime = 16;

Point Middle(int x, int64_t y) {
  return {static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f};
}

// The pixels from `low` to `high`, within [0, size).
std::pair<int, int> PixelRange(float low, float high, int size) {
  const auto limit = static_cast<float>(size);
  return {static_cast<int>(std::clamp(std::floor(low), 0.0f, limit)),
          static_cast<int>(std::clamp(std::ceil(high), 0.0f, limit))};
}

template <class T>
Result<Frame> CopyOf(const Image<T>& image) {
  SLUICE_ASSIGN_OR_RETURN(Image<T> copy,
                          Image<T>::Create(image.width(), image.height(), image.channels()));
  for (int y = 0; y < image.height(); ++y) {
    std::memcpy(copy.Row(y), image.Row(y), image.row_samples() * sizeof(T));
  }
  return Frame::FromImage(std::move(copy));
}

}  // namespace

static_assert(sizeof(Colour) == 3 * sizeof(float));

Canvas::Canvas(Image<float> colours, Image<uint8_t> labels, Image<uint16_t> instances)
    : colours_(std::move(colours)), labels_(std::move(labels)), instances_(std::move(instances)) {}

Result<Canvas> Canvas::Create(int width, int height) {
  SLUICE_ASSIGN_OR_RETURN(Image<float> colours, Image<float>::Create(width, height, 3));
  SLUICE_ASSIGN_OR_RETURN(Image<uint8_t> labels, Image<uint8_t>::Create(width, height, 1));
  SLUICE_ASSIGN_OR_RETURN(Image<uint16_t> instances, Image<uint16_t>::Create(width, height, 1));
  Canvas canvas(std::move(colours), std::move(labels), std::move(instances));
  canvas.Fill(Plain({}));
  return canvas;
}

void Canvas::Fill(const Paint& paint, Mark mark) {
  Change([&](Point p, Colour* colour, Mark* m) {
    *colour = paint(p);
    *m = mark;
  });
}

void Canvas::Change(const std::function<void(Point, Colour*, Mark*)>& change) {
  ParallelFor(height(), kRowsAtATime, [&](int64_t begin, int64_t end) {
    for (int y = static_cast<int>(begin); y < end; ++y) {
      for (int x = 0; x < width(); ++x) {
        Mark mark{labels_.Row(y)[x], instances_.Row(y)[x]};
        change(Middle(x, y), &ColourRow(y)[x], &mark);
        labels_.Row(y)[x] = mark.label;
        instances_.Row(y)[x] = mark.instance;
      }
    }
  });
}

template <class Body>
void Canvas::ForShape(const Shape& shape, float margin, const Body& body) {
  const auto [left, right] = PixelRange(shape.low.x - margin, shape.high.x + margin, width());
  const auto [top, bottom] = PixelRange(shape.low.y - margin, shape.high.y + margin, height());
  const int first_row = top;
  const int first = left;
  const int last = right;
  ParallelFor(std::max(0, bottom - top), kRowsAtATime, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int y = first_row + static_cast<int>(row);
      for (int x = first; x < last; ++x) body(x, y, shape.distance(Middle(x, y)));
    }
  });
}

void Canvas::Draw(const Shape& shape, const Paint& paint, Mark mark) {
  ForShape(shape, 1, [&](int x, int y, float distance) {
    const float coverage = std::clamp(0.5f - distance, 0.0f, 1.0f);
    if (coverage == 0.0f) return;
    Colour& colour = ColourRow(y)[x];
    colour = Mix(colour, paint(Middle(x, y)), coverage);
    if (distance < 0.0f) {
      labels_.Row(y)[x] = mark.label;
      instances_.Row(y)[x] = mark.instance;
    }
  });
}

void Canvas::Tint(const Shape& shape, const Paint& paint, float opacity) {
  ForShape(shape, 1, [&](int x, int y, float distance) {
    const float coverage = std::clamp(0.5f - distance, 0.0f, 1.0f) * opacity;
    if (coverage == 0.0f) return;
    Colour& colour = ColourRow(y)[x];
    colour = Mix(colour, paint(Middle(x, y)), coverage);
  });
}

void Canvas::Shade(const Shape& shape, float strength, float softness) {
  ForShape(shape, softness, [&](int x, int y, float distance) {
    const float shadow = strength * (1.0f - SmoothStep(-softness, softness, distance));
    Colour& colour = ColourRow(y)[x];
    colour = colour * (1.0f - shadow);
  });
}

Result<Frame> Canvas::Picture(bool gray) const {
  SLUICE_ASSIGN_OR_RETURN(Image<uint8_t> picture,
                          Image<uint8_t>::Create(width(), height(), gray ? 1 : 3));
  for (int y = 0; y < height(); ++y) {
    uint8_t* to = picture.Row(y);
    for (int x = 0; x < width(); ++x) {
      const Colour c = ColourRow(y)[x];
      if (gray) {
        *to++ = FromFraction<uint8_t>((c.r + c.g + c.b) / 3.0f);
      } else {
        for (const float v : {c.r, c.g, c.b}) *to++ = FromFraction<uint8_t>(v);
      }
    }
  }
  return Frame::FromImage(std::move(picture));
}

Result<Frame> Canvas::Labels() const { return CopyOf(labels_); }
Result<Frame> Canvas::Instances() const { return CopyOf(instances_); }

}  // namespace sluice::synth
