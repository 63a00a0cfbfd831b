#include "classifiers/knn.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lib/parallel.h"

namespace sluice {
namespace {

// Queries whose neighbours are found at a time.
constexpr int64_t kBatch = 8192;

Result<int> IndexOf(const std::vector<std::string>& names, const std::string& name,
                    const std::string& what) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<int>(found - names.begin());
  std::string list;
  for (const std::string& known : names) list += (list.empty() ? "" : ", ") + known;
  return Status::Failed("expected a " + what + " (" + list + "), got " + name);
}

std::string Place(int64_t row, int64_t column) {
  return "number " + std::to_string(column + 1) + " of vector " + std::to_string(row + 1);
}

Status CheckFeatures(ConstMatrix x, Distance distance) {
  if (distance != Distance::kChi2) return Status::Ok();
  for (int64_t r = 0; r < x.rows; ++r) {
    const float* row = x.row(r);
    const float* negative = std::find_if(row, row + x.columns, [](float f) { return f < 0; });
    if (negative == row + x.columns) continue;
    return Status::Failed("the chi2 distance expects features of at least 0, got " +
                          std::to_string(*negative) + " (" + Place(r, negative - row) + ")");
  }
  return Status::Ok();
}

}  // namespace

const std::vector<std::string>& DistanceNames() {
  static const std::vector<std::string> names = {"l1", "l2", "cosine", "chi2"};
  return names;
}

const std::vector<std::string>& KnnWeightsNames() {
  static const std::vector<std::string> names = {"uniform", "distance"};
  return names;
}

Result<std::unique_ptr<Knn>> Knn::Create(ConstMatrix examples, std::vector<int32_t> labels,
                                         int classes, const KnnOptions& options) {
  SLUICE_RETURN_IF_ERROR(CheckFeatures(examples, options.distance));
  SLUICE_ASSIGN_OR_RETURN(NeighbourSearch search,
                          NeighbourSearch::Create(examples, options.distance));
  std::unique_ptr<Knn> knn(new Knn(std::move(search)));
  if (options.distance == Distance::kCosine) {
    SLUICE_ASSIGN_OR_RETURN(knn->originals_, Tensor::Create({examples.rows, examples.columns}));
    const Matrix copy = AsMatrix(knn->originals_);
    for (int64_t r = 0; r < examples.rows; ++r) {
      std::copy_n(examples.row(r), examples.columns, copy.row(r));
    }
  }
  knn->labels_ = std::move(labels);
  knn->classes_ = classes;
  knn->options_ = options;
  return knn;
}

ConstMatrix Knn::examples() const {
  return options_.distance == Distance::kCosine ? AsMatrix(originals_) : search_.matrix();
}

Status Knn::Neighbours(ConstMatrix x, int k, int32_t* indices, float* distances) const {
  SLUICE_RETURN_IF_ERROR(CheckFeatures(x, options_.distance));
  return search_.Search(x, k, indices, distances);
}

Status Knn::Scores(ConstMatrix x, Matrix scores) const {
  const auto k = size_t(options_.k);
  std::vector<int32_t> indices(size_t(std::min(kBatch, x.rows)) * k);
  std::vector<float> distances(indices.size());
  for (int64_t first = 0; first < x.rows; first += kBatch) {
    const int64_t last = std::min(first + kBatch, x.rows);
    SLUICE_RETURN_IF_ERROR(
        Neighbours(x.Rows(first, last), options_.k, indices.data(), distances.data()));
    ParallelFor(last - first, 1024, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        Vote(indices.data() + size_t(i) * k, distances.data() + size_t(i) * k,
             scores.row(first + i));
      }
    });
  }
  return Status::Ok();
}

void Knn::Vote(const int32_t* indices, const float* distances, float* scores) const {
  std::vector<double> votes(size_t(classes_), 0.0);
  double total = 0;
  for (int i = 0; i < options_.k; ++i) {
    double vote = 1;
    if (options_.weights == KnnWeights::kDistance) {
      // Relative to the nearest, so that tiny distances don't overflow; infinitely far: nothing.
      if (distances[0] == 0) {
        vote = distances[i] == 0 ? 1 : 0;
      } else if (distances[i] != distances[0]) {
        vote = double(distances[0]) / double(distances[i]);
      }
    }
    votes[size_t(labels_[size_t(indices[i])])] += vote;
    total += vote;
  }
  const double most = *std::max_element(votes.begin(), votes.end());
  for (int c = 0; c < classes_; ++c) scores[c] = static_cast<float>(votes[size_t(c)] / total);
  // Sums of weights are compared as given out, in f32.
  const auto greatest = static_cast<float>(most / total);
  if (std::count(scores, scores + classes_, greatest) == 1) return;
  for (int i = 0; i < options_.k; ++i) {
    float& score = scores[labels_[size_t(indices[i])]];
    if (score != greatest) continue;
    score = std::nextafter(greatest, 2.0f);
    return;
  }
}

Status Knn::Save(ModelFile* file) const {
  const ConstMatrix from = examples();
  SLUICE_ASSIGN_OR_RETURN(Tensor tensor, Tensor::Create({from.rows, from.columns}));
  const Matrix to = AsMatrix(tensor);
  for (int64_t r = 0; r < from.rows; ++r) std::copy_n(from.row(r), from.columns, to.row(r));
  file->Add("examples", std::move(tensor));
  file->AddIntegers("labels", labels_);
  file->Set("k", std::to_string(options_.k));
  file->Set("distance", DistanceNames()[size_t(options_.distance)]);
  file->Set("weights", KnnWeightsNames()[size_t(options_.weights)]);
  return Status::Ok();
}

std::vector<std::string> Knn::Describe() const {
  return {"k: " + std::to_string(options_.k),
          "distance: " + DistanceNames()[size_t(options_.distance)],
          "weights: " + KnnWeightsNames()[size_t(options_.weights)],
          "examples: " + std::to_string(examples().rows)};
}

Result<std::unique_ptr<Classifier>> TrainKnn(const Examples& examples, const KnnOptions& options,
                                             const TrainProgress&) {
  SLUICE_RETURN_IF_ERROR(CheckTrainable(examples));
  if (options.k > examples.count()) {
    return Status::Failed("expected at least k = " + std::to_string(options.k) + " examples, got " +
                          std::to_string(examples.count()));
  }
  std::vector<int32_t> labels(examples.labels.begin(), examples.labels.end());
  SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<Knn> knn,
                          Knn::Create(examples.matrix(), std::move(labels),
                                      static_cast<int>(examples.classes.size()), options));
  return std::unique_ptr<Classifier>(std::move(knn));
}

Result<std::unique_ptr<Classifier>> LoadKnn(const ModelFile& file, int classes) {
  SLUICE_ASSIGN_OR_RETURN(const Tensor* examples, file.Floats("examples", {-1, -1}));
  const ConstMatrix matrix = AsMatrix(*examples);
  SLUICE_ASSIGN_OR_RETURN(const std::vector<int32_t>* labels, file.Integers("labels", matrix.rows));
  SLUICE_ASSIGN_OR_RETURN(const int64_t k,
                          file.Integer("k", 1, std::min<int64_t>(matrix.rows, 1 << 20)));
  SLUICE_ASSIGN_OR_RETURN(const std::string distance, file.Text("distance"));
  SLUICE_ASSIGN_OR_RETURN(const std::string weights, file.Text("weights"));
  KnnOptions options;
  options.k = static_cast<int>(k);
  SLUICE_ASSIGN_OR_RETURN(const int distance_index, IndexOf(DistanceNames(), distance, "distance"));
  options.distance = Distance(distance_index);
  SLUICE_ASSIGN_OR_RETURN(const int weights_index, IndexOf(KnnWeightsNames(), weights, "weights"));
  options.weights = KnnWeights(weights_index);
  for (size_t i = 0; i < labels->size(); ++i) {
    const int32_t label = (*labels)[i];
    if (label >= 0 && label < classes) continue;
    return Status::Failed("expected labels below " + std::to_string(classes) + ", got " +
                          std::to_string(label) + " for example " + std::to_string(i + 1));
  }
  for (int64_t r = 0; r < matrix.rows; ++r) {
    for (int64_t c = 0; c < matrix.columns; ++c) {
      if (std::isfinite(matrix.row(r)[c])) continue;
      return Status::Failed("expected finite examples, got " + std::to_string(matrix.row(r)[c]) +
                            " (" + Place(r, c) + ")");
    }
  }
  SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<Knn> knn, Knn::Create(matrix, *labels, classes, options));
  return std::unique_ptr<Classifier>(std::move(knn));
}

}  // namespace sluice
