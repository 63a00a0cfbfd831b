#include "data/synth/shape.h"

#include <cmath>
#include <utility>

#include "lib/sin_cos.h"

namespace sluice::synth {
namespace {

float Length(Point p) { return std::sqrt(Dot(p, p)); }

// The distance to the straight line from a to b.
float DistanceToLine(Point p, Point a, Point b) {
  const Point line = b - a;
  const float squared = Dot(line, line);
  const float along = squared > 0 ? std::clamp(Dot(p - a, line) / squared, 0.0f, 1.0f) : 0.0f;
  return Length(p - a - line * along);
}

Shape Around(std::function<float(Point)> distance, const std::vector<Point>& points, float margin) {
  Shape shape{std::move(distance), points.front(), points.front()};
  for (const Point p : points) {
    shape.low = {std::min(shape.low.x, p.x), std::min(shape.low.y, p.y)};
    shape.high = {std::max(shape.high.x, p.x), std::max(shape.high.y, p.y)};
  }
  shape.low = shape.low - Point{margin, margin};
  shape.high = shape.high + Point{margin, margin};
  return shape;
}

}  // namespace

Shape Disc(Point centre, float radius) {
  return Around([=](Point p) { return Length(p - centre) - radius; }, {centre}, radius);
}

Shape Ring(Point centre, float radius, float width) {
  return Around([=](Point p) { return std::abs(Length(p - centre) - radius) - width * 0.5f; },
                {centre}, radius + width);
}

Shape Box(Point low, Point high, float corner) {
  const Point centre = (low + high) * 0.5f;
  const Point half = (high - low) * 0.5f - Point{corner, corner};
  return Around(
      [=](Point p) {
        const Point away = {std::abs(p.x - centre.x) - half.x, std::abs(p.y - centre.y) - half.y};
        const Point outside = {std::max(away.x, 0.0f), std::max(away.y, 0.0f)};
        return Length(outside) + std::min(std::max(away.x, away.y), 0.0f) - corner;
      },
      {low, high}, 0);
}

Shape Polygon(std::vector<Point> corners) {
  const std::vector<Point> around = corners;
  return Around(
      [corners = std::move(corners)](Point p) {
        float distance = 1e9f;
        bool inside = false;
        for (size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
          const Point a = corners[i];
          const Point b = corners[j];
          distance = std::min(distance, DistanceToLine(p, a, b));
          const bool crosses = (a.y > p.y) != (b.y > p.y);
          if (crosses && p.x < a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y)) inside = !inside;
        }
        return inside ? -distance : distance;
      },
      around, 0);
}

Shape Stroke(std::vector<Point> points, float radius) {
  const std::vector<Point> around = points;
  return Around(
      [points = std::move(points), radius](Point p) {
        float distance = 1e9f;
        for (size_t i = 0; i + 1 < points.size(); ++i) {
          distance = std::min(distance, DistanceToLine(p, points[i], points[i + 1]));
        }
        return distance - radius;
      },
      around, radius);
}

Shape Blob(Point centre, float radius, std::vector<Point> waves) {
  float swing = 1;
  for (const Point wave : waves) swing += Length(wave);
  return Around(
      [centre, radius, waves = std::move(waves)](Point p) {
        const Point v = p - centre;
        const float length = Length(v);
        if (length == 0.0f) return -radius;
        const Point one = v * (1.0f / length);
        // (cos, sin) of 2, 3, ... times the angle, by turning on.
        Point turned = one;
        float factor = 1;
        for (const Point wave : waves) {
          turned = {turned.x * one.x - turned.y * one.y, turned.x * one.y + turned.y * one.x};
          factor += Dot(wave, turned);
        }
        return length - radius * factor;
      },
      {centre}, radius * swing);
}

Shape Either(Shape a, Shape b) {
  const Point low = {std::min(a.low.x, b.low.x), std::min(a.low.y, b.low.y)};
  const Point high = {std::max(a.high.x, b.high.x), std::max(a.high.y, b.high.y)};
  return {[a = std::move(a.distance), b = std::move(b.distance)](Point p) {
            return std::min(a(p), b(p));
          },
          low, high};
}

Shape Both(Shape a, Shape b) {
  const Point low = {std::max(a.low.x, b.low.x), std::max(a.low.y, b.low.y)};
  const Point high = {std::min(a.high.x, b.high.x), std::min(a.high.y, b.high.y)};
  return {[a = std::move(a.distance), b = std::move(b.distance)](Point p) {
            return std::max(a(p), b(p));
          },
          low, high};
}

Shape Without(Shape a, Shape b) {
  return {[a = std::move(a.distance), b = std::move(b.distance)](Point p) {
            return std::max(a(p), -b(p));
          },
          a.low, a.high};
}

Shape Grown(Shape shape, float by) {
  return {[distance = std::move(shape.distance), by](Point p) { return distance(p) - by; },
          shape.low - Point{by, by}, shape.high + Point{by, by}};
}

Shape Moved(Shape shape, Point by) {
  return {[distance = std::move(shape.distance), by](Point p) { return distance(p - by); },
          shape.low + by, shape.high + by};
}

Turn::Turn(Point centre, double degrees) : centre_(centre) {
  const SinCos angle = SinCosDegrees(degrees);
  sin_ = static_cast<float>(angle.sin);
  cos_ = static_cast<float>(angle.cos);
}

Shape Turned(Shape shape, Point centre, double degrees) {
  const Turn there(centre, degrees);
  const Turn back(centre, -degrees);
  const std::vector<Point> corners = {there(shape.low), there(shape.high),
                                      there({shape.low.x, shape.high.y}),
                                      there({shape.high.x, shape.low.y})};
  return Around([distance = std::move(shape.distance), back](Point p) { return distance(back(p)); },
                corners, 0);
}

std::vector<Point> Corners(Point centre, float radius, int count, double degrees, float inner) {
  const int all = inner < 1.0f ? 2 * count : count;
  std::vector<Point> corners;
  for (int i = 0; i < all; ++i) {
    const float r = inner < 1.0f && i % 2 == 1 ? radius * inner : radius;
    corners.push_back(Turn(centre, degrees + 360.0 * i / all)(centre + Point{0, -r}));
  }
  return corners;
}

}  // namespace sluice::synth
