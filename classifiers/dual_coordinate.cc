#include "classifiers/dual_coordinate.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <string>

#include "classifiers/dual_kernels.h"
#include "classifiers/dual_problem.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
// So often the weights are summed anew, lest the rounding of millions of steps adds up, and all
// examples are looked at again, lest f32 keeps the rest from ever meeting the tolerance.
constexpr int kResumEpochs = 100;

double SumOf(const Tensor& tensor, double diagonal) {
  double sum = 0;
  for (int64_t i = 0; i < tensor.size(); ++i) {
    const auto a = double(tensor.data()[i]);
    sum += a - 0.5 * diagonal * a * a;
  }
  return sum;
}

// Each class against the rest: problems that know nothing of one another, but visit examples in the
// same order, so that those of a group are solved together.
class OneVersusRest {
 public:
  static constexpr float kOthersSign = -1;

  OneVersusRest(const DualOptions& options, DualProblem* problem)
      : problem_(*problem),
        diagonal_(options.loss == Loss::kHinge ? 0.0 : 0.5 / options.c),
        tolerance_(float(options.tolerance)) {
    for (int g = 0; g < problem->groups; ++g) {
      OneVersusRestPass& pass = passes_.emplace_back();
      pass.group = g;
      pass.open = problem->AllOf(g);
      pass.bound = options.loss == Loss::kHinge ? float(options.c) : kInfinity;
      pass.diagonal = float(diagonal_);
      pass.shrunk = 0;
      for (int c = 0; c < OneVersusRestPass::kGroup; ++c) Widen(&pass, c);
    }
  }

  // Visits all examples once; returns whether all classes are solved.
  bool Epoch() {
    ParallelFor(problem_.groups, 1, [&](int64_t begin, int64_t end) {
      for (int64_t g = begin; g < end; ++g) {
        OneVersusRestPass& pass = passes_[size_t(g)];
        if (pass.open == 0) continue;
        problem_.Arrange(pass.group, [&](int32_t i) {
          return (problem_.active[size_t(i) * size_t(problem_.groups) + size_t(g)] & pass.open) !=
                 0;
        });
        VisitOneVersusRest(&pass, &problem_);
      }
    });
    bool solved = true;
    for (OneVersusRestPass& pass : passes_) {
      for (int c = 0; c < OneVersusRestPass::kGroup; ++c) {
        if ((pass.open >> c & 1) != 0) Finish(&pass, c);
      }
      solved &= pass.open == 0;
    }
    return solved;
  }

  void LookAtAll() {
    for (OneVersusRestPass& pass : passes_) {
      for (int c = 0; c < OneVersusRestPass::kGroup; ++c) {
        if ((pass.open >> c & 1) != 0) LookAtAll(&pass, c);
      }
    }
  }

  // The dual objective: what the primal cannot be less than.
  double Value() const { return SumOf(problem_.alpha, diagonal_) - 0.5 * problem_.WeightSquares(); }

 private:
  static void Widen(OneVersusRestPass* pass, int c) {
    pass->highest_before[c] = kInfinity;
    pass->lowest_before[c] = -kInfinity;
  }

  void LookAtAll(OneVersusRestPass* pass, int c) {
    const auto bit = static_cast<uint16_t>(1 << c);
    problem_.Activate(pass->group, bit);
    pass->shrunk = static_cast<uint16_t>(pass->shrunk & ~bit);
    Widen(pass, c);
  }

  // The end of an epoch for one class: solved, or with everything looked at again, or shrinking on.
  void Finish(OneVersusRestPass* pass, int c) {
    const auto bit = static_cast<uint16_t>(1 << c);
    const float highest = pass->highest[c];
    const float lowest = pass->lowest[c];
    if (highest - lowest > tolerance_) {
      pass->highest_before[c] = highest > 0 ? highest : kInfinity;
      pass->lowest_before[c] = lowest < 0 ? lowest : -kInfinity;
    } else if ((pass->shrunk & bit) != 0) {
      LookAtAll(pass, c);
    } else {
      pass->open = static_cast<uint16_t>(pass->open & ~bit);
    }
  }

  DualProblem& problem_;
  const double diagonal_;  // what the squared loss adds to the quadratic form
  const float tolerance_;
  std::vector<OneVersusRestPass> passes_;
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
    problem_.Arrange(0, [&](int32_t i) { return SeveralActive(i); });
    const float violation = VisitCrammerSinger(c_, &problem_);
    if (violation >= shrinking_tolerance_) {
      all_looked_at_ = false;
      return false;
    }
    if (violation < tolerance_ && all_looked_at_) return true;
    shrinking_tolerance_ = std::max(shrinking_tolerance_ / 2, tolerance_);
    LookAtAll();
    return false;
  }

  void LookAtAll() {
    for (int g = 0; g < problem_.groups; ++g) problem_.Activate(g, problem_.AllOf(g));
    all_looked_at_ = true;
  }

  double Value() const {
    // Of an example's variables all but its own class's count, negated; they sum to its own.
    double sum = -0.5 * problem_.WeightSquares();
    for (int64_t i = 0; i < problem_.count(); ++i) {
      sum += double(problem_.alpha.data()[i * problem_.width() + problem_.labels[size_t(i)]]);
    }
    return sum;
  }

 private:
  // Fewer than two variables cannot change: their sum is fixed.
  bool SeveralActive(int32_t i) const {
    const uint16_t* bits = problem_.active.data() + int64_t{i} * problem_.groups;
    int count = 0;
    for (int g = 0; g < problem_.groups; ++g) count += std::popcount(bits[g]);
    return count >= 2;
  }

  DualProblem& problem_;
  const float c_;
  const float tolerance_;
  float shrinking_tolerance_;
  bool all_looked_at_ = true;
};

template <class Solver>
void Solve(const Examples& examples, const DualOptions& options, const EpochCallback& on_epoch,
           DualProblem* problem, DualSolution* solution) {
  Solver solver(options, problem);
  // In the scale of a mean loss, as the other optimisers tell it.
  const double scale = 1 / (options.c * double(examples.count()));
  Minimum& minimum = solution->minimum;
  while (!minimum.converged && minimum.iterations < options.epochs) {
    minimum.converged = solver.Epoch();
    ++minimum.iterations;
    if (!minimum.converged && minimum.iterations % kResumEpochs == 0) {
      SumWeights(Solver::kOthersSign, problem);
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
          "dual coordinate descent solves hinge, squared-hinge and crammer-singer, "
          "got " +
          LossName(options.loss));
  }
  problem.CopyWeights(&solution.weights, &solution.bias);
  return solution;
}

}  // namespace sluice
