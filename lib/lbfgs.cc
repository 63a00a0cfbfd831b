#include "lib/lbfgs.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>
#include <vector>

#include "lib/line_search.h"

namespace sluice {
namespace {

using Vector = std::vector<float>;

// Objectives are sums of f32: smaller relative differences say nothing.
constexpr double kNoise = 1e-7;

// The remembered pairs, and the product of the inverse Hessian that they stand for with a vector.
class History {
 public:
  explicit History(int memory) : memory_(static_cast<size_t>(std::max(1, memory))) {}

  bool empty() const { return pairs_.empty(); }
  void Clear() { pairs_.clear(); }

  // Pairs without positive curvature are left out: they would make the product no descent.
  void Add(Vector step, Vector change) {
    const double curvature = DotProduct(step, change);
    const double square = DotProduct(change, change);
    if (!(curvature > 1e-10 * square)) return;
    if (pairs_.size() == memory_) pairs_.pop_front();
    scale_ = curvature / square;
    pairs_.push_back({std::move(step), std::move(change), 1 / curvature, 0});
  }

  void Multiply(Vector* v) {
    if (pairs_.empty()) return;
    for (auto p = pairs_.rbegin(); p != pairs_.rend(); ++p) {
      p->alpha = p->inverse * DotProduct(p->step, *v);
      AddScaled(-p->alpha, p->change, *v);
    }
    for (float& x : *v) x = float(x * scale_);
    for (Pair& p : pairs_) {
      AddScaled(p.alpha - p.inverse * DotProduct(p.change, *v), p.step, *v);
    }
  }

 private:
  struct Pair {
    Vector step;
    Vector change;
    double inverse;
    double alpha;
  };
  size_t memory_;
  double scale_ = 1;
  std::deque<Pair> pairs_;
};

float Sign(float x) { return x > 0 ? 1.0f : x < 0 ? -1.0f : 0.0f; }

class Minimizer {
 public:
  Minimizer(const Objective& objective, const LbfgsOptions& options, const L1Penalty& l1,
            std::span<float> parameters)
      : objective_(objective),
        l1_(l1),
        history_(options.memory),
        x_(parameters.begin(), parameters.end()),
        gradient_(x_.size()),
        trial_(x_.size()),
        trial_gradient_(x_.size()),
        direction_(x_.size()) {
    value_ = Evaluate(x_, &gradient_);
  }

  double value() const { return value_; }
  int evaluations() const { return evaluations_; }
  const Vector& x() const { return x_; }

  // With an L1 penalty, the one-sided derivative of steepest descent; 0 where neither side falls.
  Vector PseudoGradient() const {
    Vector pseudo = gradient_;
    if (l1_.weight == 0) return pseudo;
    const auto weight = float(l1_.weight);
    for (size_t i = 0; i < l1_.count; ++i) {
      const float g = gradient_[i];
      if (x_[i] != 0) {
        pseudo[i] = g + weight * Sign(x_[i]);
      } else {
        pseudo[i] = g + weight < 0 ? g + weight : g - weight > 0 ? g - weight : 0.0f;
      }
    }
    return pseudo;
  }

  // Goes one step; false when no step makes the value smaller.
  bool Iterate(const Vector& pseudo) {
    for (int attempt = 0; attempt < 2; ++attempt) {
      for (size_t i = 0; i < pseudo.size(); ++i) direction_[i] = -pseudo[i];
      const bool first = history_.empty();
      history_.Multiply(&direction_);
      if (l1_.weight != 0) KeepDescending(pseudo);
      const double slope = DotProduct(pseudo, direction_);
      if (slope < 0) {
        const double length = std::sqrt(DotProduct(pseudo, pseudo));
        const double step = first ? std::min(1.0, 1 / length) : 1.0;
        if (l1_.weight == 0 ? Search(step, slope) : SearchOrthant(step, pseudo)) return true;
      }
      if (first) return false;
      history_.Clear();  // steepest descent is the last resort
    }
    return false;
  }

 private:
  double Evaluate(const Vector& at, Vector* gradient) {
    ++evaluations_;
    return objective_(at, *gradient) + L1Value(l1_, at);
  }

  // Parts of the direction that climb are cut off.
  void KeepDescending(const Vector& pseudo) {
    for (size_t i = 0; i < l1_.count; ++i) {
      if (direction_[i] * pseudo[i] >= 0) direction_[i] = 0;
    }
  }

  bool Search(double step, double slope) {
    const LinePoint end =
        SearchLine({0, value_, slope}, step, kNoise * std::abs(value_), [&](double along) {
          for (size_t i = 0; i < x_.size(); ++i) {
            trial_[i] = float(double(x_[i]) + along * double(direction_[i]));
          }
          const double value = Evaluate(trial_, &trial_gradient_);
          return LinePoint{along, value, DotProduct(trial_gradient_, direction_)};
        });
    if (end.step == 0 || !std::isfinite(end.value)) return false;
    return Accept(end.value);
  }

  // Backtracks within one orthant: parameters that would change their sign become 0.
  bool SearchOrthant(double step, const Vector& pseudo) {
    for (int halvings = 0; halvings < 40; ++halvings, step *= 0.5) {
      double promised = 0;
      for (size_t i = 0; i < x_.size(); ++i) {
        trial_[i] = float(double(x_[i]) + step * double(direction_[i]));
        const float orthant = x_[i] != 0 ? x_[i] : -pseudo[i];
        if (i < l1_.count && trial_[i] * orthant <= 0) trial_[i] = 0;
        promised += double(pseudo[i]) * double(trial_[i] - x_[i]);
      }
      if (!(promised < 0)) continue;
      const double value = Evaluate(trial_, &trial_gradient_);
      if (value <= value_ + 1e-4 * promised) return Accept(value);
    }
    return false;
  }

  // A change within the noise is the end.
  bool Accept(double value) {
    const bool lower = value < value_ || DotProduct(trial_gradient_, trial_gradient_) <
                                             DotProduct(gradient_, gradient_);
    if (!lower) return false;
    Vector step(x_.size());
    Vector change(x_.size());
    for (size_t i = 0; i < x_.size(); ++i) {
      step[i] = trial_[i] - x_[i];
      change[i] = trial_gradient_[i] - gradient_[i];
    }
    history_.Add(std::move(step), std::move(change));
    x_.swap(trial_);
    gradient_.swap(trial_gradient_);
    value_ = value;
    return true;
  }

  const Objective& objective_;
  const L1Penalty l1_;
  History history_;
  Vector x_;
  Vector gradient_;
  Vector trial_;
  Vector trial_gradient_;
  Vector direction_;
  double value_ = 0;
  int evaluations_ = 0;
};

}  // namespace

Result<Minimum> MinimizeLbfgs(const Objective& objective, const LbfgsOptions& options,
                              const L1Penalty& l1, std::span<float> parameters,
                              const EpochCallback& on_iteration) {
  Minimizer minimizer(objective, options, l1, parameters);
  if (!std::isfinite(minimizer.value())) {
    return Status::Failed("the objective is not a finite number at the start");
  }
  Minimum minimum;
  Vector pseudo = minimizer.PseudoGradient();
  const double goal = options.tolerance * LargestMagnitude(pseudo);
  for (int i = 0;; ++i) {
    minimum.iterations = i;
    minimum.converged = LargestMagnitude(pseudo) <= goal;
    if (minimum.converged || i == options.iterations || !minimizer.Iterate(pseudo)) break;
    pseudo = minimizer.PseudoGradient();
    if (on_iteration && !on_iteration(i + 1, minimizer.value())) {
      minimum.iterations = i + 1;
      break;
    }
  }
  std::copy(minimizer.x().begin(), minimizer.x().end(), parameters.begin());
  minimum.value = minimizer.value();
  minimum.evaluations = minimizer.evaluations();
  return minimum;
}

}  // namespace sluice
