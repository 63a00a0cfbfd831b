#include "classifiers/evaluation.h"

#include "classifiers/classifier.h"

namespace sluice {
namespace {

double Share(int64_t part, int64_t whole) { return whole == 0 ? 0 : double(part) / double(whole); }

}  // namespace

void Evaluation::Add(int truth, const float* scores) {
  const int answer = BestClass(scores, classes_);
  ++counts_[size_t(truth) * size_t(classes_) + size_t(answer)];
  ++count_;
  right_ += answer == truth ? 1 : 0;
  int better = 0;
  for (int c = 0; c < classes_; ++c) better += scores[c] > scores[truth] ? 1 : 0;
  among_top_ += better < top_ ? 1 : 0;
}

double Evaluation::accuracy() const { return Share(right_, count_); }
double Evaluation::top_accuracy() const { return Share(among_top_, count_); }

double Evaluation::precision(int c) const {
  int64_t answers = 0;
  for (int t = 0; t < classes_; ++t) answers += confusion(t, c);
  return Share(confusion(c, c), answers);
}

double Evaluation::recall(int c) const {
  int64_t examples = 0;
  for (int a = 0; a < classes_; ++a) examples += confusion(c, a);
  return Share(confusion(c, c), examples);
}

double Evaluation::f1(int c) const {
  const double p = precision(c);
  const double r = recall(c);
  return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

double Evaluation::mean_recall() const {
  double sum = 0;
  int occurring = 0;
  for (int t = 0; t < classes_; ++t) {
    int64_t examples = 0;
    for (int a = 0; a < classes_; ++a) examples += confusion(t, a);
    if (examples == 0) continue;
    sum += recall(t);
    ++occurring;
  }
  return occurring == 0 ? 0 : sum / occurring;
}

}  // namespace sluice
