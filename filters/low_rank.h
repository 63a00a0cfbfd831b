// Kernels as sums of few products of a column and a row.
#ifndef SLUICE_FILTERS_LOW_RANK_H_
#define SLUICE_FILTERS_LOW_RANK_H_

#include <optional>
#include <vector>

namespace sluice {

// weights[i][j] = column[i] * row[j].
struct RankOneTerm {
  std::vector<double> column;
  std::vector<double> row;
};

// At most `max_terms` terms whose sum differs from the height x width `weights` by at most
// `max_error`, summed over all absolute differences; null when there are none. If all weights are
// whole numbers and one term gives them exactly, its column and row are whole numbers.
//
// Gaussian elimination with complete pivoting, known as cross approximation (Bebendorf, Numer.
// Math. 86, 2000): each term takes the column and the row of what is left that cross at its largest
// element. It finds the rank of a matrix like the singular value decomposition, at a cost of
// terms x height x width, which suits kernels of any size.
std::optional<std::vector<RankOneTerm>> FactorKernel(const double* weights, int height, int width,
                                                     int max_terms, double max_error);

}  // namespace sluice

#endif  // SLUICE_FILTERS_LOW_RANK_H_
