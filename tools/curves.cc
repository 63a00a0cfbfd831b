#include "tools/curves.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "tools/html.h"
#include "tools/values.h"

namespace sluice {
namespace {

constexpr double kWidth = 640;
constexpr double kHeight = 260;
constexpr double kLeft = 64;
constexpr double kRight = 120;  // for the names at the ends
constexpr double kTop = 32;
constexpr double kBottom = 36;

struct Scale {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void Include(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  // Never of length 0.
  void Widen() {
    if (high > low) return;
    const double half = low == 0 ? 1 : std::abs(low) * 0.5;
    low -= half;
    high += half;
  }
  double Place(double value, double from, double to) const {
    return from + (to - from) * (value - low) / (high - low);
  }
};

// A curve's name and last value, beside its end.
struct EndLabel {
  double y;
  std::string style;
  std::string name;
  std::string value;
};

std::string Fixed(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.1f", value);
  return text;
}

std::string Line(double x1, double y1, double x2, double y2, const char* name) {
  return std::string("<line class=\"") + name + "\" x1=\"" + Fixed(x1) + "\" y1=\"" + Fixed(y1) +
         "\" x2=\"" + Fixed(x2) + "\" y2=\"" + Fixed(y2) + "\"/>\n";
}

std::string Text(double x, double y, const char* name, const std::string& text) {
  return std::string("<text class=\"") + name + "\" x=\"" + Fixed(x) + "\" y=\"" + Fixed(y) +
         "\">" + EscapeHtml(text) + "</text>\n";
}

bool Finite(const std::pair<double, double>& point) {
  return std::isfinite(point.first) && std::isfinite(point.second);
}

// Four digits are enough to read.
std::string Short(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.4g", value);
  return text;
}

}  // namespace

std::vector<double> Ticks(double low, double high, int count) {
  const double rough = (high - low) / count;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  const double share = rough / power;
  const double step = power * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
  std::vector<double> ticks;
  for (double i = std::ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; ++i) {
    ticks.push_back(i * step);
  }
  return ticks;
}

std::string DrawSvgCurves(const std::string& title, const std::vector<Curve>& curves) {
  Scale x;
  Scale y;
  for (const Curve& curve : curves) {
    for (const auto& point : curve.points) {
      if (!Finite(point)) continue;
      x.Include(point.first);
      y.Include(point.second);
    }
  }
  if (x.high < x.low) return "";
  x.Widen();
  y.Widen();
  const double right = kWidth - kRight;
  const double bottom = kHeight - kBottom;
  std::string out = "<svg viewBox=\"0 0 640 260\" role=\"img\" aria-label=\"" + EscapeHtml(title) +
                    "\">\n" + Text(kLeft, 16, "title", title);
  for (const double tick : Ticks(y.low, y.high, 4)) {
    const double at = y.Place(tick, bottom, kTop);
    out += Line(kLeft, at, right, at, "grid") + Text(kLeft - 8, at + 4, "tick left", Short(tick));
  }
  for (const double tick : Ticks(x.low, x.high, 6)) {
    if (tick != std::floor(tick)) continue;  // epochs are whole
    out += Text(x.Place(tick, kLeft, right), bottom + 18, "tick middle", Short(tick));
  }
  out += Line(kLeft, bottom, right, bottom, "axis") +
         Text(kLeft - 12, bottom + 18, "tick left", "epoch");
  std::vector<EndLabel> labels;
  for (size_t i = 0; i < curves.size(); ++i) {
    const std::string name = i == 0 ? "first" : "second";
    std::string path;
    std::string dots;
    double end_y = 0;
    double end_value = 0;
    for (const auto& point : curves[i].points) {
      if (!Finite(point)) continue;
      const double px = x.Place(point.first, kLeft, right);
      const double py = y.Place(point.second, bottom, kTop);
      path += (path.empty() ? "" : " ") + Fixed(px) + "," + Fixed(py);
      dots += "<circle class=\"dot " + name + "\" cx=\"" + Fixed(px) + "\" cy=\"" + Fixed(py) +
              "\" r=\"3\"><title>" +
              EscapeHtml(curves[i].name + ", epoch " + Short(point.first) + ": " +
                         Short(point.second)) +
              "</title></circle>\n";
      end_y = py;
      end_value = point.second;
    }
    if (path.empty()) continue;
    out += "<polyline class=\"curve " + name + "\" points=\"" + path + "\"/>\n" + dots;
    labels.push_back({end_y + 4, name, curves[i].name, Short(end_value)});
  }
  // From the lowest one up, so that none lies on another or below the chart.
  std::sort(labels.begin(), labels.end(),
            [](const EndLabel& a, const EndLabel& b) { return a.y > b.y; });
  double most = bottom - 12;
  for (const EndLabel& label : labels) {
    const double at = std::min(label.y, most);
    most = at - 28;
    out += Text(right + 10, at, ("name " + label.style).c_str(), label.name) +
           Text(right + 10, at + 12, "tick", label.value);
  }
  return out + "</svg>\n";
}

}  // namespace sluice
