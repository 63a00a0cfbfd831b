// Shapes by their signed distance: how far a place is from the outline, negative inside. The share
// of a pixel that a shape covers follows from the distance, so that outlines are smooth without
// supersampling.
#ifndef SLUICE_DATA_SYNTH_SHAPE_H_
#define SLUICE_DATA_SYNTH_SHAPE_H_

#include <functional>
#include <vector>

#include "data/synth/colour.h"

namespace sluice::synth {

struct Shape {
  std::function<float(Point)> distance;
  // A rectangle around all places of negative distance.
  Point low;
  Point high;
};

Shape Disc(Point centre, float radius);
Shape Ring(Point centre, float radius, float width);
// An upright rectangle with rounded corners.
Shape Box(Point low, Point high, float corner = 0);
// Any simple polygon, convex or not.
Shape Polygon(std::vector<Point> corners);
// All places within `radius` of a chain of straight lines.
Shape Stroke(std::vector<Point> points, float radius);
// A disc whose radius swings about `radius`: waves[k] holds the cosine and sine parts of the k + 2
// waves around it, as fractions of the radius.
Shape Blob(Point centre, float radius, std::vector<Point> waves);

// What is in either; what is in both; what is in the first and not in the second; the first grown
// by `by` pixels.
Shape Either(Shape a, Shape b);
Shape Both(Shape a, Shape b);
Shape Without(Shape a, Shape b);
Shape Grown(Shape shape, float by);
Shape Moved(Shape shape, Point by);

// Turns places about a centre, clockwise.
class Turn {
 public:
  Turn(Point centre, double degrees);
  Point operator()(Point p) const {
    const Point v = p - centre_;
    return {centre_.x + cos_ * v.x - sin_ * v.y, centre_.y + sin_ * v.x + cos_ * v.y};
  }

 private:
  Point centre_;
  float sin_;
  float cos_;
};
// The shape turned about `centre`.
Shape Turned(Shape shape, Point centre, double degrees);

// The corners of a regular polygon, or of a star when `inner` (a fraction of the radius) is below
// 1: then with as many corners in between.
std::vector<Point> Corners(Point centre, float radius, int count, double degrees,
                           float inner = 1.0f);

}  // namespace sluice::synth

#endif  // SLUICE_DATA_SYNTH_SHAPE_H_
