#include "lib/newton_cg.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace sluice {
namespace {

using Vector = std::vector<float>;

// The paper's constants: when a step is taken, and how the region shrinks and grows.
constexpr double kTaken = 1e-4;
constexpr double kPoor = 0.25;
constexpr double kGood = 0.75;
constexpr double kShrinkMost = 0.25;
constexpr double kShrink = 0.5;
constexpr double kGrow = 4;
// Conjugate gradients end when the residual is this fraction of the gradient.
constexpr double kResidual = 0.1;

double Length(const Vector& v) { return std::sqrt(DotProduct(v, v)); }

// The step to the boundary of the region of radius `radius` from s along d.
double ToBoundary(const Vector& s, const Vector& d, double radius) {
  const double sd = DotProduct(s, d);
  const double ss = DotProduct(s, s);
  const double dd = DotProduct(d, d);
  const double room = radius * radius - ss;
  const double root = std::sqrt(std::max(0.0, sd * sd + dd * room));
  return sd >= 0 ? room / (sd + root) : (root - sd) / dd;
}

// Approximately solves H s = -gradient within |s| <= radius (Steihaug 1983); leaves the residual
// -gradient - H s.
void ConjugateGradients(const HessianProduct& hessian, std::span<const float> x,
                        const Vector& gradient, double radius, Vector* s, Vector* residual) {
  const size_t n = gradient.size();
  std::fill(s->begin(), s->end(), 0.0f);
  for (size_t i = 0; i < n; ++i) (*residual)[i] = -gradient[i];
  Vector d = *residual;
  Vector product(n);
  const double goal = kResidual * Length(gradient);
  double square = DotProduct(*residual, *residual);
  for (size_t step = 0; step < std::max<size_t>(n, 10) && std::sqrt(square) > goal; ++step) {
    hessian(x, d, product);
    const double curvature = DotProduct(d, product);
    const double alpha = curvature > 0 ? square / curvature : 0;
    AddScaled(alpha, d, *s);
    if (curvature <= 0 || Length(*s) > radius) {
      AddScaled(-alpha, d, *s);
      const double edge = ToBoundary(*s, d, radius);
      AddScaled(edge, d, *s);
      AddScaled(-edge, product, *residual);
      return;
    }
    AddScaled(-alpha, product, *residual);
    const double next = DotProduct(*residual, *residual);
    const double beta = next / square;
    for (size_t i = 0; i < n; ++i) d[i] = float(double((*residual)[i]) + beta * double(d[i]));
    square = next;
  }
}

}  // namespace

Result<Minimum> MinimizeNewton(const Objective& objective, const HessianProduct& hessian,
                               const NewtonOptions& options, std::span<float> parameters,
                               const EpochCallback& on_iteration) {
  const size_t n = parameters.size();
  Vector gradient(n);
  Vector trial(n);
  Vector trial_gradient(n);
  Vector s(n);
  Vector residual(n);
  Minimum minimum;
  minimum.value = objective(parameters, gradient);
  minimum.evaluations = 1;
  if (!std::isfinite(minimum.value)) {
    return Status::Failed("the objective is not a finite number at the start");
  }
  double radius = Length(gradient);
  const double goal = options.tolerance * radius;
  bool first = true;
  while (true) {
    minimum.converged = Length(gradient) <= goal;
    if (minimum.converged || minimum.iterations == options.iterations) break;
    ConjugateGradients(hessian, parameters, gradient, radius, &s, &residual);
    for (size_t i = 0; i < n; ++i) trial[i] = parameters[i] + s[i];
    const double slope = DotProduct(gradient, s);
    const double predicted = -0.5 * (slope - DotProduct(s, residual));
    const double value = objective(trial, trial_gradient);
    ++minimum.evaluations;
    const double actual = minimum.value - value;
    const double length = Length(s);
    if (first) radius = std::min(radius, length);
    first = false;
    const double rise = value - minimum.value - slope;
    const double alpha = rise <= 0 ? kGrow : std::max(kShrinkMost, -0.5 * (slope / rise));
    if (!std::isfinite(value) || actual < kTaken * predicted) {
      radius =
          std::min(std::isfinite(value) ? alpha * length : kShrinkMost * length, kShrink * radius);
    } else if (actual < kPoor * predicted) {
      radius = std::max(kShrinkMost * radius, std::min(alpha * length, kShrink * radius));
    } else if (actual < kGood * predicted) {
      radius = std::max(kShrinkMost * radius, std::min(alpha * length, kGrow * radius));
    } else {
      radius = std::max(radius, std::min(alpha * length, kGrow * radius));
    }
    if (actual > kTaken * predicted) {
      std::copy(trial.begin(), trial.end(), parameters.begin());
      gradient.swap(trial_gradient);
      minimum.value = value;
      ++minimum.iterations;
      if (on_iteration && !on_iteration(minimum.iterations, value)) break;
    }
    // Objectives are sums of f32: smaller changes than these say nothing.
    const double noise = 1e-8 * std::abs(minimum.value);
    if ((std::abs(actual) <= noise && predicted <= noise) || !(radius > 0)) break;
  }
  return minimum;
}

}  // namespace sluice
