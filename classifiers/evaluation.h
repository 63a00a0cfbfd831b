// How good predictions are.
#ifndef SLUICE_CLASSIFIERS_EVALUATION_H_
#define SLUICE_CLASSIFIERS_EVALUATION_H_

#include <cstdint>
#include <vector>

#include "lib/matrix.h"

namespace sluice {

// Counts predictions as they come.
class Evaluation {
 public:
  explicit Evaluation(int classes, int top = 1) : classes_(classes), top_(top) {
    counts_.resize(size_t(classes) * size_t(classes));
  }

  // One example with its true class and its scores for all classes.
  void Add(int truth, const float* scores);

  int classes() const { return classes_; }
  int64_t count() const { return count_; }
  // Examples of class `truth` that were taken for class `answer`.
  int64_t confusion(int truth, int answer) const {
    return counts_[size_t(truth) * size_t(classes_) + size_t(answer)];
  }
  // The share of right answers; 0 when there are none.
  double accuracy() const;
  // The share of examples whose class is among the `top` best scores (ties count for it).
  double top_accuracy() const;
  // Of the answers for a class, the share that was right; of the class, the share that was found;
  // their harmonic mean. 0 where there is nothing to divide by.
  double precision(int c) const;
  double recall(int c) const;
  double f1(int c) const;
  // Means over the classes that occur.
  double mean_recall() const;

 private:
  int classes_;
  int top_;
  int64_t count_ = 0;
  int64_t right_ = 0;
  int64_t among_top_ = 0;
  std::vector<int64_t> counts_;
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_EVALUATION_H_
