#include "lib/sin_cos.h"

#include <cmath>

namespace sluice {
namespace {

constexpr double kRadiansPerDegree = 0.017453292519943295;

// Taylor's series, for |x| <= pi / 4.
double SinSeries(double x) {
  const double x2 = x * x;
  double term = x;
  double sum = 0;
  for (int k = 1; k <= 17; k += 2) {
    sum += term;
    term = -term * x2 / ((k + 1) * (k + 2));
  }
  return sum;
}
double CosSeries(double x) {
  const double x2 = x * x;
  double term = 1;
  double sum = 0;
  for (int k = 0; k <= 18; k += 2) {
    sum += term;
    term = -term * x2 / ((k + 1) * (k + 2));
  }
  return sum;
}

}  // namespace

SinCos SinCosDegrees(double degrees) {
  if (!std::isfinite(degrees)) return {};
  const double turn = std::fmod(degrees, 360.0);  // exact
  const double quarter = std::nearbyint(turn / 90.0);
  const double x = (turn - quarter * 90.0) * kRadiansPerDegree;
  const double s = SinSeries(x);
  const double c = CosSeries(x);
  switch (static_cast<int>(quarter) & 3) {
    case 0:
      return {s, c};
    case 1:
      return {c, -s};
    case 2:
      return {-s, -c};
    default:
      return {-c, s};
  }
}

}  // namespace sluice
