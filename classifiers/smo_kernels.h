// The loops of sequential minimal optimisation; see smo.h for what they are part of.
#ifndef SLUICE_CLASSIFIERS_SMO_KERNELS_H_
#define SLUICE_CLASSIFIERS_SMO_KERNELS_H_

#include <cstdint>

namespace sluice {

// Numbers of a row of the kernel matrix: number t is row[columns[t]], or row[t] if `columns` is
// null.
struct KernelColumns {
  const float* row = nullptr;
  const int32_t* columns = nullptr;
};

// The active examples of a problem, `count` of them. All arrays may be read, and `values` written,
// one vector past the end; there `up` and `low` are as for an example that can't move.
struct SmoExamples {
  int64_t count = 0;
  double* values = nullptr;          // -y times the gradient
  const double* up = nullptr;        // 0 where y alpha can grow, else -infinity
  const double* low = nullptr;       // 0 where y alpha can shrink, else infinity
  const double* diagonal = nullptr;  // of the kernel matrix
};

// The greatest value of those that can grow, the least of those that can shrink. Of equal values
// the first counts; -1: there is none.
struct SmoExtremes {
  int64_t up = -1;
  double greatest = 0;
  double least = 0;
};

// values -= step (k_i - k_j), then the extremes. Null rows: only these.
SmoExtremes MoveAndScan(const SmoExamples& examples, const KernelColumns& i, const KernelColumns& j,
                        double step);

// The example j that can shrink, has a value below `value` and promises the greatest decrease of
// the objective, (value - values[j])^2 / (k_ii + k_jj - 2 k_ij); `diagonal` is k_ii. -1: none.
int64_t SelectSecond(const SmoExamples& examples, const KernelColumns& i, double value,
                     double diagonal);

// values -= step k, for `count` numbers that may be read and written one vector past the end.
void SubtractRow(const KernelColumns& k, double step, int64_t count, double* values);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_SMO_KERNELS_H_
