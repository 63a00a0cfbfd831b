#include "classifiers/dual_coordinate.h"

#include <hwy/cache_control.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <string>

#include "classifiers/dual_problem.h"
#include "classifiers/linear_kernels.h"
#include "classifiers/linear_objective.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
// Violations below this are none.
constexpr float kNothing = 1e-12f;
// So often the weights are summed anew, lest the rounding of millions of steps adds up, and all
// examples are looked at again, lest f32 keeps the rest from ever meeting the tolerance.
constexpr int kResumEpochs = 100;

// One class against the rest: its own problem, in the words of the paper.
struct ClassProblem {
  int index = 0;
  // The range of the projected gradient in the last epoch: what lies beyond is shrunk.
  float highest_before = kInfinity;
  float lowest_before = -kInfinity;
  float highest = 0;
  float lowest = 0;
  bool shrunk = false;  // some examples are skipped
  bool solved = false;
};

class OneVersusRest {
 public:
  static constexpr float kOthersSign = -1;

  OneVersusRest(const DualOptions& options, DualProblem* problem)
      : problem_(*problem),
        bound_(options.loss == Loss::kHinge ? float(options.c) : kInfinity),
        diagonal_(options.loss == Loss::kHinge ? 0.0f : float(0.5 / options.c)),
        tolerance_(float(options.tolerance)) {
    classes_.resize(size_t(problem->classes));
    for (int c = 0; c < problem->classes; ++c) classes_[size_t(c)].index = c;
  }

  // Visits all examples once; returns whether all classes are solved.
  bool Epoch() {
    std::vector<ClassProblem*> open;
    for (ClassProblem& c : classes_) {
      if (!c.solved) open.push_back(&c);
    }
    // Each thread has some of the classes, which know nothing of one another.
    const auto count = static_cast<int64_t>(open.size());
    const int64_t grain = (count + Threads() - 1) / Threads();
    ParallelFor(count, grain, [&](int64_t begin, int64_t end) {
      VisitAll({open.data() + begin, size_t(end - begin)});
    });
    bool solved = true;
    for (ClassProblem* c : open) solved &= Finish(c);
    return solved;
  }

  void LookAtAll() {
    for (ClassProblem& c : classes_) {
      if (!c.solved) LookAtAll(&c);
    }
  }

  // The dual objective: what the primal cannot be less than.
  double Value() const {
    double sum = -0.5 * problem_.WeightSquares();
    for (const float a : problem_.alpha) {
      sum += double(a) - 0.5 * double(diagonal_) * double(a) * double(a);
    }
    return sum;
  }

 private:
  void VisitAll(std::span<ClassProblem* const> group) {
    for (ClassProblem* c : group) {
      c->highest = -kInfinity;
      c->lowest = kInfinity;
    }
    std::vector<ClassProblem*> active(group.size());
    std::vector<float*> weights(group.size());
    std::vector<float> numbers(group.size());
    for (size_t at = 0; at < problem_.order.size(); ++at) {
      const int64_t i = problem_.order[at];
      problem_.PrefetchAfter(at);
      size_t count = 0;
      for (ClassProblem* c : group) {
        if (!problem_.Active(i, c->index)) continue;
        weights[count] = problem_.Weights(c->index);
        active[count++] = c;
      }
      if (count == 0) continue;
      const float* row = problem_.Row(i);
      ScoreRows(&row, 1, weights.data(), int(count), problem_.dimensions, numbers.data());
      size_t moved = 0;
      for (size_t j = 0; j < count; ++j) {
        const float step = Visit(i, active[j], numbers[j]);
        if (step == 0) continue;
        weights[moved] = problem_.Weights(active[j]->index);
        numbers[moved++] = step;
      }
      AddRows(&row, 1, numbers.data(), int(moved), problem_.dimensions, weights.data());
    }
  }

  // Solves for the variable of example i in the problem of one class, whose weights give `score`;
  // returns what times the example is to be added to the weights.
  float Visit(int64_t i, ClassProblem* c, float score) {
    float& alpha = problem_.Alpha(i, c->index);
    const float sign = problem_.labels[size_t(i)] == c->index ? 1.0f : -1.0f;
    const float gradient = sign * (score + problem_.BiasScore(c->index)) - 1 + diagonal_ * alpha;
    float projected = gradient;
    if (alpha == 0) {
      if (gradient > c->highest_before) return Shrink(i, c);
      projected = std::min(gradient, 0.0f);
    } else if (alpha == bound_) {
      if (gradient < c->lowest_before) return Shrink(i, c);
      projected = std::max(gradient, 0.0f);
    }
    c->highest = std::max(c->highest, projected);
    c->lowest = std::min(c->lowest, projected);
    if (std::abs(projected) <= kNothing) return 0;
    const float curvature = problem_.squares[size_t(i)] + diagonal_;
    const float next = std::clamp(alpha - gradient / curvature, 0.0f, bound_);
    const float step = sign * (next - alpha);
    alpha = next;
    problem_.MoveBias(c->index, step);
    return step;
  }

  float Shrink(int64_t i, ClassProblem* c) {
    problem_.Active(i, c->index) = 0;
    c->shrunk = true;
    return 0;
  }

  void LookAtAll(ClassProblem* c) {
    problem_.Activate(c->index);
    c->shrunk = false;
    c->highest_before = kInfinity;
    c->lowest_before = -kInfinity;
  }

  // The end of an epoch for one class: solved, or with everything looked at again, or shrinking on.
  bool Finish(ClassProblem* c) {
    if (c->highest - c->lowest <= tolerance_) {
      if (!c->shrunk) return c->solved = true;
      LookAtAll(c);
      return false;
    }
    c->highest_before = c->highest > 0 ? c->highest : kInfinity;
    c->lowest_before = c->lowest < 0 ? c->lowest : -kInfinity;
    return false;
  }

  DualProblem& problem_;
  const float bound_;     // of the variables
  const float diagonal_;  // what the squared loss adds to the quadratic form
  const float tolerance_;
  std::vector<ClassProblem> classes_;
};

// All classes at once. The variables of an example, one a class, sum to 0; that of its own class is
// at most c, the others at most 0.
class CrammerSinger {
 public:
  static constexpr float kOthersSign = 1;

  CrammerSinger(const DualOptions& options, DualProblem* problem)
      : problem_(*problem),
        c_(float(options.c)),
        tolerance_(float(options.tolerance)),
        shrinking_tolerance_(std::max(10 * tolerance_, 1.0f)) {}

  bool Epoch() {
    const auto most = size_t(problem_.classes);
    active_.resize(most);
    weights_.resize(most);
    gradient_.resize(most);
    sorted_.resize(most);
    violation_ = 0;
    for (size_t at = 0; at < problem_.order.size(); ++at) {
      problem_.PrefetchAfter(at);
      Visit(problem_.order[at]);
    }
    if (violation_ >= shrinking_tolerance_) {
      all_looked_at_ = false;
      return false;
    }
    if (violation_ < tolerance_ && all_looked_at_) return true;
    shrinking_tolerance_ = std::max(shrinking_tolerance_ / 2, tolerance_);
    LookAtAll();
    return false;
  }

  void LookAtAll() {
    for (int c = 0; c < problem_.classes; ++c) problem_.Activate(c);
    all_looked_at_ = true;
  }

  double Value() const {
    // Of an example's variables all but its own class's count, negated; they sum to its own.
    double sum = -0.5 * problem_.WeightSquares();
    for (int64_t i = 0; i < problem_.count(); ++i) {
      sum += double(problem_.Alpha(i, problem_.labels[size_t(i)]));
    }
    return sum;
  }

 private:
  float Bound(int64_t i, int c) const { return problem_.labels[size_t(i)] == c ? c_ : 0.0f; }

  void Visit(int64_t i) {
    size_t count = 0;
    for (int c = 0; c < problem_.classes; ++c) {
      if (!problem_.Active(i, c)) continue;
      weights_[count] = problem_.Weights(c);
      active_[count++] = c;
    }
    if (count < 2) return;  // nothing can change
    const float* row = problem_.Row(i);
    ScoreRows(&row, 1, weights_.data(), int(count), problem_.dimensions, gradient_.data());
    float lowest = kInfinity;
    float highest = -kInfinity;
    for (size_t j = 0; j < count; ++j) {
      const int c = active_[j];
      gradient_[j] += problem_.BiasScore(c) + (problem_.labels[size_t(i)] == c ? 0.0f : 1.0f);
      highest = std::max(highest, gradient_[j]);
      if (problem_.Alpha(i, c) < Bound(i, c)) lowest = std::min(lowest, gradient_[j]);
    }
    count = Shrink(i, count, lowest);
    if (count < 2 || highest - lowest <= kNothing) return;
    violation_ = std::max(violation_, highest - lowest);
    size_t moved = 0;
    Solve(i, count);
    for (size_t j = 0; j < count; ++j) {
      const int c = active_[j];
      float& alpha = problem_.Alpha(i, c);
      const float step = gradient_[j] - alpha;
      if (std::abs(step) <= kNothing) continue;
      alpha = gradient_[j];
      problem_.MoveBias(c, step);
      weights_[moved] = problem_.Weights(c);
      gradient_[moved++] = step;
    }
    AddRows(&row, 1, gradient_.data(), int(moved), problem_.dimensions, weights_.data());
  }

  // Leaves out the classes whose variable is at its bound and wants to go beyond.
  size_t Shrink(int64_t i, size_t count, float lowest) {
    size_t left = 0;
    for (size_t j = 0; j < count; ++j) {
      const int c = active_[j];
      if (problem_.Alpha(i, c) == Bound(i, c) && gradient_[j] < lowest) {
        problem_.Active(i, c) = 0;
        continue;
      }
      active_[left] = c;
      gradient_[left++] = gradient_[j];
    }
    return left;
  }

  // Replaces the first `count` gradients by the new values of their variables: alpha_c =
  // min(bound_c, (level - b_c) / a), with the level at which they sum to what they did. Found by
  // going down the sorted b_c + a bound_c (section 3 of the paper).
  void Solve(int64_t i, size_t count) {
    const float a = problem_.squares[size_t(i)];
    float sum = 0;  // of the active variables: kept
    for (size_t j = 0; j < count; ++j) {
      const int c = active_[j];
      const float alpha = problem_.Alpha(i, c);
      sum += alpha;
      gradient_[j] -= a * alpha;
      sorted_[j] = gradient_[j] + a * Bound(i, c);
    }
    std::sort(sorted_.begin(), sorted_.begin() + std::ptrdiff_t(count), std::greater<float>());
    const auto room = [&](size_t j) { return Bound(i, active_[j]); };
    float bounds = 0;
    for (size_t j = 0; j < count; ++j) bounds += room(j);
    // sum_c min(0, level - sorted_c) = a (sum - bounds)
    float level = sorted_[0] + a * (sum - bounds);
    float total = level;
    size_t used = 1;
    while (used < count && level < sorted_[used]) {
      total += sorted_[used++];
      level = total / float(used);
    }
    for (size_t j = 0; j < count; ++j) {
      gradient_[j] = std::min(room(j), (level - gradient_[j]) / a);
    }
  }

  DualProblem& problem_;
  const float c_;
  const float tolerance_;
  float shrinking_tolerance_;
  float violation_ = 0;
  bool all_looked_at_ = true;
  std::vector<int> active_;
  std::vector<float*> weights_;
  std::vector<float> gradient_;
  std::vector<float> sorted_;
};

template <class Solver>
void Solve(const Examples& examples, const DualOptions& options, const EpochCallback& on_epoch,
           DualProblem* problem, DualSolution* solution) {
  Solver solver(options, problem);
  // In the scale of a mean loss, as the other optimisers tell it.
  const double scale = 1 / (options.c * double(examples.count()));
  Minimum& minimum = solution->minimum;
  while (!minimum.converged && minimum.iterations < options.epochs) {
    problem->Shuffle();
    minimum.converged = solver.Epoch();
    ++minimum.iterations;
    if (!minimum.converged && minimum.iterations % kResumEpochs == 0) {
      problem->Resum(Solver::kOthersSign);
      solver.LookAtAll();
    }
    if (on_epoch && !on_epoch(minimum.iterations, solver.Value() * scale)) break;
  }
  minimum.evaluations = minimum.iterations;
  minimum.value = solver.Value() * scale;
}

}  // namespace

Result<DualSolution> SolveDual(const Examples& examples, const DualOptions& options,
                               const EpochCallback& on_epoch) {
  SLUICE_ASSIGN_OR_RETURN(DualProblem problem,
                          DualProblem::Create(examples, options.bias, options.seed));
  DualSolution solution;
  switch (options.loss) {
    case Loss::kHinge:
    case Loss::kSquaredHinge:
      Solve<OneVersusRest>(examples, options, on_epoch, &problem, &solution);
      break;
    case Loss::kCrammerSinger:
      Solve<CrammerSinger>(examples, options, on_epoch, &problem, &solution);
      break;
    default:
      return Status::Usage(
          "dual coordinate descent solves hinge, squared-hinge and "
          "crammer-singer, got " +
          LossName(options.loss));
  }
  problem.CopyWeights(&solution.weights, &solution.bias);
  return solution;
}

}  // namespace sluice
