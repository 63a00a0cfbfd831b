// Curves over epochs as inline SVG.
#ifndef SLUICE_TOOLS_CURVES_H_
#define SLUICE_TOOLS_CURVES_H_

#include <string>
#include <utility>
#include <vector>

namespace sluice {

struct Curve {
  std::string name;
  std::vector<std::pair<double, double>> points;  // by x; numbers that are not finite are left out
};

// Steps of 1, 2 or 5 times a power of ten, about `count` of them, that reach from low to high.
std::vector<double> Ticks(double low, double high, int count);

// An <svg> element with axes and up to two curves, each named at its end, in the classes `curve
// first` and `curve second`, whose colours are the page's matter. Empty if there are no points.
std::string DrawSvgCurves(const std::string& title, const std::vector<Curve>& curves);

}  // namespace sluice

#endif  // SLUICE_TOOLS_CURVES_H_
