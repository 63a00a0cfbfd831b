// Vectors rounded to integers of 16 bits, whose products nominate nearest neighbours at twice the
// speed of those of floats.
//
// With y a row and x a query less the mean of the rows, the key of neighbour_scan.h needs x y. Both
// are rounded to multiples of a step so small that sums of products just fit 32 bits; these are
// exact, and what rounding does to x y is bounded by the lengths of what was rounded off.
#ifndef SLUICE_CLASSIFIERS_INTEGER_SPACE_H_
#define SLUICE_CLASSIFIERS_INTEGER_SPACE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "classifiers/neighbour_candidates.h"
#include "classifiers/neighbour_scan.h"
#include "classifiers/neighbour_space.h"
#include "lib/matrix.h"
#include "lib/status.h"
#include "lib/tensor.h"

namespace sluice {

// Rows of an even number of columns. The integers lie in pairs, as the bits of one float each, so
// that they are moved about as floats are.
struct IntegerRows {
  Tensor pairs;               // rows x columns / 2
  std::vector<float> steps;   // of each row
  std::vector<double> rests;  // of each row: the length of what was rounded off
};

struct IntegerSpace {
  IntegerRows rows;  // less the mean, with one step for all
  double rest = 0;   // the greatest of the rests

  // Fails when memory is short or there are too many columns.
  static Result<IntegerSpace> Create(const NeighbourSpace& from);
  // By how much a key of a query of length `length` may be off because of rounding: `rest` was
  // rounded off the query, and `longest` is the length of the longest row.
  double KeyError(double length, double rest_of_query, double longest) const;
};

// Whether this machine's products of integers are faster.
bool AreIntegersFaster();

// Rounds each row with a step of its own.
Status RoundToIntegers(ConstMatrix x, IntegerRows* rows);

// Adds rows [begin, end) of the space to the candidates of queries [first, first + count): see
// ScanProducts. `negated` are the mean less the queries, in whole tiles. `scratch` has
// IntegerScratch numbers.
void ScanIntegers(const IntegerSpace& space, const float* half_squares, int64_t begin, int64_t end,
                  const IntegerRows& negated, int64_t first, int64_t count, Candidates* candidates,
                  float* scratch);
size_t IntegerScratch(int64_t pairs);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_INTEGER_SPACE_H_
