#include "features/visual_words.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "features/kmeans.h"

namespace sluice {
namespace {

constexpr int64_t kMostWords = 1 << 20;
constexpr int64_t kNumbers = DescribedPoints::kNumbers;

class BagOfWords : public Descriptor {
 public:
  BagOfWords(VisualWords words, const BagOptions& options)
      : words_(std::move(words)),
        options_(options),
        describer_(words_.points),
        nearest_(AsMatrix(std::as_const(words_.words))) {}

  Result<int64_t> Size(const PictureInfo& picture) const override {
    SLUICE_RETURN_IF_ERROR(describer_.Check(picture));
    return int64_t{nearest_.count()} * options_.grid * options_.grid;
  }

  Status Describe(const Frame& picture, float* out) const override {
    SLUICE_ASSIGN_OR_RETURN(const DescribedPoints points, describer_.Describe(picture));
    std::vector<int32_t> nearest(points.places.size());
    nearest_.Find({points.numbers.data(), points.count(), kNumbers, kNumbers}, nearest.data());
    const auto words = static_cast<size_t>(nearest_.count());
    const auto grid = static_cast<size_t>(options_.grid);
    std::vector<int64_t> histogram(words * grid * grid);
    for (size_t i = 0; i < nearest.size(); ++i) {
      // Of an odd number of columns, the one in the middle counts for the part after it.
      const size_t x = size_t(points.places[i].column) * grid / size_t(points.columns);
      const size_t y = size_t(points.places[i].row) * grid / size_t(points.rows);
      ++histogram[(y * grid + x) * words + size_t(nearest[i])];
    }
    const double all = std::max(1.0, double(nearest.size()));
    for (size_t i = 0; i < histogram.size(); ++i) {
      const double share = double(histogram[i]) / all;
      out[i] = static_cast<float>(options_.root ? std::sqrt(share) : share);
    }
    return Status::Ok();
  }

 private:
  VisualWords words_;
  BagOptions options_;
  PointDescriber describer_;
  NearestCenter nearest_;
};

}  // namespace

VisualWordsLearner::VisualWordsLearner(const VisualWordsOptions& options)
    : options_(options), describer_(options.points), random_(options.seed, 0) {}

Status VisualWordsLearner::Add(const Frame& picture) {
  SLUICE_ASSIGN_OR_RETURN(const DescribedPoints points, describer_.Describe(picture));
  for (int64_t i = 0; i < points.count(); ++i) {
    const float* const descriptor = points.numbers.data() + i * kNumbers;
    const size_t kept = samples_.size() / kNumbers;
    ++seen_;
    if (kept < size_t(options_.samples)) {
      samples_.insert(samples_.end(), descriptor, descriptor + kNumbers);
      continue;
    }
    const auto place = static_cast<uint64_t>(random_.Uniform() * double(seen_));
    if (place < kept) std::copy_n(descriptor, kNumbers, samples_.data() + place * kNumbers);
  }
  return Status::Ok();
}

Result<VisualWords> VisualWordsLearner::Learn() const {
  if (seen_ == 0) return Status::Failed("expected descriptors to learn words from, got none");
  KMeansOptions options;
  options.clusters = options_.words;
  options.seed = options_.seed;
  const auto kept = static_cast<int64_t>(samples_.size()) / kNumbers;
  SLUICE_ASSIGN_OR_RETURN(KMeansResult result,
                          KMeans({samples_.data(), kept, kNumbers, kNumbers}, options));
  return VisualWords{options_.points, std::move(result.centers)};
}

Result<ModelFile> VisualWords::ToFile() const {
  ModelFile file;
  file.Set("kind", "words");
  SLUICE_RETURN_IF_ERROR(points.Save(&file));
  SLUICE_ASSIGN_OR_RETURN(Tensor copy, words.Clone());
  file.Add("words", std::move(copy));
  return file;
}

Result<VisualWords> VisualWords::FromFile(const ModelFile& file) {
  const std::string* const kind = file.Find("kind");
  if (kind == nullptr || *kind != "words") {
    return Status::Failed("expected a dictionary of visual words, got " +
                          (kind == nullptr ? "a file of no kind" : "a file of kind " + *kind));
  }
  VisualWords result;
  SLUICE_ASSIGN_OR_RETURN(result.points, WordPointOptions::Load(file));
  SLUICE_ASSIGN_OR_RETURN(const Tensor* const words, file.Floats("words", {-1, kNumbers}));
  const float* const begin = words->data();
  if (words->dim(0) < 1 || words->dim(0) > kMostWords ||
      !std::all_of(begin, begin + words->size(), [](float v) { return std::isfinite(v); })) {
    return Status::Failed("expected at most " + std::to_string(kMostWords) +
                          " words of finite numbers, got others");
  }
  SLUICE_ASSIGN_OR_RETURN(result.words, words->Clone());
  return result;
}

std::unique_ptr<Descriptor> MakeBagOfWords(VisualWords words, const BagOptions& options) {
  return std::make_unique<BagOfWords>(std::move(words), options);
}

}  // namespace sluice
