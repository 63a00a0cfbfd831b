// Ways to part labelled examples into training and test sets, the same on every machine.
#ifndef SLUICE_LIB_FOLDS_H_
#define SLUICE_LIB_FOLDS_H_

#include <cstdint>
#include <vector>

namespace sluice {

// Stratified k-fold: for each example the fold, 0 to k - 1, in which it is tested. The examples of
// a class (numbers from 0) are shuffled by the seed and dealt out one by one, each class going on
// where the one before it stopped: neither the folds' sizes nor the numbers of a class in them
// differ by more than one. Another seed gives another partition: repeated k-fold. k >= 1.
std::vector<int> StratifiedFolds(const std::vector<int>& labels, int k, uint64_t seed);

// Stratified hold-out: whether each example is held out for the test. `fraction` of all examples,
// rounded, are held out, and the number of each class is within one of its share.
std::vector<bool> StratifiedHoldout(const std::vector<int>& labels, double fraction, uint64_t seed);

}  // namespace sluice

#endif  // SLUICE_LIB_FOLDS_H_
