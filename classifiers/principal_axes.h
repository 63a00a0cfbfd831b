// Principal component analysis.
#ifndef SLUICE_CLASSIFIERS_PRINCIPAL_AXES_H_
#define SLUICE_CLASSIFIERS_PRINCIPAL_AXES_H_

#include <vector>

#include "lib/matrix.h"
#include "lib/status.h"
#include "lib/tensor.h"

namespace sluice {

struct PrincipalAxes {
  std::vector<double> variances;  // greatest first; along as many axes as the data span
  Tensor axes;  // dimensions x axes: unit columns, the greatest component positive
};

// Of rows whose mean is 0. From the covariance matrix, or from the rows' inner products when there
// are fewer rows than dimensions (Sirovich and Kirby 1987; Turk and Pentland, Eigenfaces for
// recognition, 1991). In double precision; covariances of many rows are summed up in it from blocks
// of fixed size.
Result<PrincipalAxes> FindPrincipalAxes(ConstMatrix rows);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_PRINCIPAL_AXES_H_
