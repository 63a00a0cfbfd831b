// The quadratic problem of a support vector machine with two classes.
#ifndef SLUICE_CLASSIFIERS_SMO_H_
#define SLUICE_CLASSIFIERS_SMO_H_

#include <cstdint>
#include <vector>

namespace sluice {

// Rows of the kernel matrix of a problem's examples.
class KernelRowSource {
 public:
  virtual ~KernelRowSource() = default;
  virtual int64_t count() const = 0;  // of examples
  // Where a row has the number for an example; ascending.
  virtual int64_t column(int64_t example) const = 0;
  virtual double diagonal(int64_t example) const = 0;
  // How many rows are best computed together, at least 1.
  virtual int64_t at_once() const = 0;
  virtual bool Has(int64_t example) const = 0;
  // Computes rows that are not there, at most at_once(); others may go, but not the one used last.
  virtual void Fetch(const std::vector<int64_t>& examples) = 0;
  // A row that is there. One whole vector may be read past its end.
  virtual const float* Use(int64_t example) = 0;
};

struct SmoOptions {
  double c = 1;
  // It ends when no pair of examples violates the optimality conditions by more.
  double tolerance = 1e-3;
  bool shrinking = true;
};

struct SmoSolution {
  std::vector<double> alpha;
  double bias = 0;
  double objective = 0;  // of the minimum below
  int64_t iterations = 0;
  bool converged = false;  // it did not stop at the greatest number of steps
};

// Minimises sum_ij y_i y_j alpha_i alpha_j k_ij / 2 - sum alpha with 0 <= alpha <= c and
// sum y alpha = 0, where y is 1 for the first `positive` examples and -1 for the others. The
// decision for x is then sum y_i alpha_i k(x_i, x) + bias.
//
// Sequential minimal optimisation with second-order choice of the two examples that are changed
// (Fan, Chen and Lin, Working set selection using second order information, JMLR 6, 2005), and
// shrinking as in libsvm (Chang and Lin, ACM TIST 2(3), 2011): examples that are likely to stay at
// a bound are left out, and brought back before the end. Gradients are kept in f64. The steps
// depend on the kernel's values alone, not on which rows are kept. Stops after
// max(10^7, 100 examples) steps at the latest.
SmoSolution SolveSmo(int64_t positive, const SmoOptions& options, KernelRowSource* rows);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_SMO_H_
