// What a support vector machine with a kernel has learnt.
#ifndef SLUICE_CLASSIFIERS_KERNEL_SVM_MODEL_H_
#define SLUICE_CLASSIFIERS_KERNEL_SVM_MODEL_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/classifier.h"
#include "classifiers/kernel_function.h"
#include "classifiers/kernel_rows.h"
#include "lib/tensor.h"

namespace sluice {

// What the machines of all pairs of classes are made of.
struct KernelSvmParts {
  KernelFunction kernel;
  // The support vectors of all pairs, those of the first class first.
  Tensor vectors;
  std::vector<int32_t> counts;  // how many of them belong to each class; 0: no example was seen
  // support vectors x classes - 1: y alpha of a vector of class c in the pair of c and each other
  // class, in their order; y is 1 for the first class of a pair, -1 for the second.
  Tensor coefficients;
  std::vector<float> bias;  // of pairs (0, 1), (0, 2), ... (1, 2), ...
  // How it was trained, for people: c, tolerance, ...
  std::vector<std::pair<std::string, std::string>> notes;
};

// Kind "kernel-svm". Model file: `vectors`, `coefficients`, `bias` and the integers `counts` as
// above; texts `kernel`, `gamma`, `coef0`, `degree`.
//
// The decision of a pair is the sum over support vectors of coefficient times kernel, plus bias:
// above 0 is a vote for its first class. The answer is the class with most votes, the first of
// several, as in libsvm. The score of a class is its number of votes, plus less than 1/3 for the
// sum of its decisions, s / (3 |s| + 3), as in scikit-learn; where these would give another answer,
// the answer's score is made the greatest.
class KernelSvm : public Classifier {
 public:
  // Fails, saying what was expected and found, when the parts don't fit together, and when memory
  // is short.
  static Result<std::unique_ptr<Classifier>> Create(KernelSvmParts parts);

  std::string kind() const override { return "kernel-svm"; }
  int64_t dimensions() const override { return parts_.vectors.dim(1); }
  int classes() const override { return static_cast<int>(parts_.counts.size()); }
  std::string score_name() const override { return "vote"; }
  Status Scores(ConstMatrix x, Matrix scores) const override;
  Status Save(ModelFile* file) const override;
  std::vector<std::string> Describe() const override;

  const KernelSvmParts& parts() const { return parts_; }
  // The decisions of all pairs, in the order of `bias`: x.rows x pairs.
  Status Decisions(ConstMatrix x, Matrix decisions) const;

 private:
  // Calls use(first, decisions) for consecutive blocks of rows, the first of which is `first`.
  Status ForDecisions(ConstMatrix x,
                      const std::function<void(int64_t first, ConstMatrix decisions)>& use) const;
  void Vote(const float* decisions, float* scores) const;

  KernelSvmParts parts_;
  std::vector<float> centre_;
  KernelRows rows_;
};

// Fails when a number is negative and the kernel is for histograms.
Status CheckKernelFeatures(ConstMatrix x, KernelKind kernel);

Result<std::unique_ptr<Classifier>> LoadKernelSvm(const ModelFile& file, int classes);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_KERNEL_SVM_MODEL_H_
