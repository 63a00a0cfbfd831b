// A picture being painted, together with what is where.
#ifndef SLUICE_DATA_SYNTH_CANVAS_H_
#define SLUICE_DATA_SYNTH_CANVAS_H_

#include <cstdint>

#include "data/synth/colour.h"
#include "data/synth/shape.h"
#include "lib/frame.h"
#include "lib/image.h"

namespace sluice::synth {

// What a thing is: its class and its number in the scene. 0 is the background of both.
struct Mark {
  uint8_t label = 0;
  uint16_t instance = 0;
};

// Painted back to front. A pixel's colour is mixed by the share that a shape covers; its mark is
// that of the last shape that its middle lies in: exact ground truth.
class Canvas {
 public:
  // Black and unmarked.
  static Result<Canvas> Create(int width, int height);

  int width() const { return colours_.width(); }
  int height() const { return colours_.height(); }

  // Paints everything.
  void Fill(const Paint& paint, Mark mark = {});
  // Paints a shape and marks it.
  void Draw(const Shape& shape, const Paint& paint, Mark mark);
  // Paints without marking, only to the share `opacity`.
  void Tint(const Shape& shape, const Paint& paint, float opacity);
  // Darkens what a shape's shadow falls on: by `strength` well inside the shape, fading out over
  // `softness` pixels on both sides of its outline.
  void Shade(const Shape& shape, float strength, float softness);
  // Calls change(place, colour, mark) for every pixel.
  void Change(const std::function<void(Point, Colour*, Mark*)>& change);

  // The colours as u8: RGB, or one channel of their mean.
  Result<Frame> Picture(bool gray) const;
  Result<Frame> Labels() const;     // u8
  Result<Frame> Instances() const;  // u16

 private:
  Canvas(Image<float> colours, Image<uint8_t> labels, Image<uint16_t> instances);
  Colour* ColourRow(int y) { return reinterpret_cast<Colour*>(colours_.Row(y)); }
  const Colour* ColourRow(int y) const { return reinterpret_cast<const Colour*>(colours_.Row(y)); }
  // Calls body(x, y, distance) for the pixels that lie within `margin` of the shape's rectangle.
  template <class Body>
  void ForShape(const Shape& shape, float margin, const Body& body);

  Image<float> colours_;
  Image<uint8_t> labels_;
  Image<uint16_t> instances_;
};

}  // namespace sluice::synth

#endif  // SLUICE_DATA_SYNTH_CANVAS_H_
