// The k nearest neighbours.
//
// T. Cover and P. Hart, Nearest neighbor pattern classification, IEEE Transactions on Information
// Theory 13(1), 1967.
#ifndef SLUICE_CLASSIFIERS_KNN_H_
#define SLUICE_CLASSIFIERS_KNN_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "classifiers/classifier.h"
#include "classifiers/distance.h"
#include "classifiers/examples.h"
#include "classifiers/neighbour_search.h"

namespace sluice {

enum class KnnWeights {
  kUniform,   // each neighbour has one vote
  kDistance,  // votes weigh 1 / distance; where some distances are 0, only these count
};

struct KnnOptions {
  int k = 5;
  Distance distance = Distance::kL2;
  KnnWeights weights = KnnWeights::kUniform;
};

// Keeps the examples; a score is a class's share of its neighbours' votes. Of classes with equal
// votes the one of the nearest neighbour among them wins: its score is the next number above.
class Knn : public Classifier {
 public:
  // `labels` (one for each row) are below `classes`; k is 1 to examples.rows. Fails when memory is
  // short, or when a feature is negative and the distance is kChi2.
  static Result<std::unique_ptr<Knn>> Create(ConstMatrix examples, std::vector<int32_t> labels,
                                             int classes, const KnnOptions& options);

  std::string kind() const override { return "knn"; }
  int64_t dimensions() const override { return examples().columns; }
  int classes() const override { return classes_; }
  std::string score_name() const override { return "vote"; }
  // Also fails when a feature is negative and the distance is kChi2.
  Status Scores(ConstMatrix x, Matrix scores) const override;
  Status Save(ModelFile* file) const override;
  std::vector<std::string> Describe() const override;

  // The k nearest examples (1 to examples().rows) of each row of x: `indices` and `distances` are
  // x.rows x k, as NeighbourSearch finds them. Fails as Scores does.
  Status Neighbours(ConstMatrix x, int k, int32_t* indices, float* distances) const;
  ConstMatrix examples() const;
  const std::vector<int32_t>& labels() const { return labels_; }
  const KnnOptions& options() const { return options_; }

 private:
  explicit Knn(NeighbourSearch search) : search_(std::move(search)) {}
  void Vote(const int32_t* indices, const float* distances, float* scores) const;

  NeighbourSearch search_;
  Tensor originals_;  // the examples, where search_ has changed them (kCosine)
  std::vector<int32_t> labels_;
  int classes_ = 0;
  KnnOptions options_;
};

// Fails when there are fewer than k examples, or as Knn::Create does.
Result<std::unique_ptr<Classifier>> TrainKnn(const Examples& examples, const KnnOptions& options,
                                             const TrainProgress& progress);
Result<std::unique_ptr<Classifier>> LoadKnn(const ModelFile& file, int classes);

// The spelling of each in model files and options, by the enumerators' order.
const std::vector<std::string>& DistanceNames();
const std::vector<std::string>& KnnWeightsNames();

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_KNN_H_
