#include "features/visual_words.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "features/kmeans.h"

namespace sluice {
namespace {

constexpr int64_t kMostWords = 1 << 20;
constexpr int64_t kNumbers = DenseSift::kNumbers;

class BagOfWords : public Descriptor {
 public:
  BagOfWords(VisualWords words, const BagOptions& options)
      : words_(std::move(words)),
        options_(options),
        sift_(words_.sift),
        nearest_(AsMatrix(std::as_const(words_.words))) {}

  Result<int64_t> Size(const PictureInfo& picture) const override {
    SLUICE_RETURN_IF_ERROR(sift_.PlacesIn(picture).status());
    return int64_t{nearest_.count()} * options_.grid * options_.grid;
  }

  Status Describe(const Frame& picture, float* out) const override {
    SLUICE_ASSIGN_OR_RETURN(const DenseSift::Places places,
                            sift_.PlacesIn(picture.info().picture()));
    const auto count = static_cast<size_t>(places.count());
    std::vector<float> descriptors(count * kNumbers);
    SLUICE_RETURN_IF_ERROR(sift_.Compute(picture, descriptors.data()));
    std::vector<int32_t> nearest(count);
    nearest_.Find({descriptors.data(), places.count(), kNumbers, kNumbers}, nearest.data());
    const auto words = static_cast<size_t>(nearest_.count());
    const auto grid = static_cast<size_t>(options_.grid);
    std::vector<int64_t> histogram(words * grid * grid);
    for (size_t i = 0; i < count; ++i) {
      // Of an odd number of places, those in the middle count for the part after it.
      const size_t x = i % size_t(places.columns) * grid / size_t(places.columns);
      const size_t y = i / size_t(places.columns) * grid / size_t(places.rows);
      ++histogram[(y * grid + x) * words + size_t(nearest[i])];
    }
    for (size_t i = 0; i < histogram.size(); ++i) {
      const double share = double(histogram[i]) / double(count);
      out[i] = static_cast<float>(options_.root ? std::sqrt(share) : share);
    }
    return Status::Ok();
  }

 private:
  VisualWords words_;
  BagOptions options_;
  DenseSift sift_;
  NearestCenter nearest_;
};

}  // namespace

VisualWordsLearner::VisualWordsLearner(const VisualWordsOptions& options)
    : options_(options), sift_(options.sift), random_(options.seed, 0) {}

Status VisualWordsLearner::Add(const Frame& picture) {
  if (!picture.info().is_picture()) {
    return Status::Failed("expects a picture, got a " + picture.info().Describe(),
                          "--axes says how an array's dimensions are meant");
  }
  SLUICE_ASSIGN_OR_RETURN(const DenseSift::Places places, sift_.PlacesIn(picture.info().picture()));
  descriptors_.resize(size_t(places.count()) * kNumbers);
  SLUICE_RETURN_IF_ERROR(sift_.Compute(picture, descriptors_.data()));
  for (int64_t i = 0; i < places.count(); ++i) {
    const float* const descriptor = descriptors_.data() + i * kNumbers;
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
  if (seen_ == 0) return Status::Failed("expected pictures to learn words from, got none");
  KMeansOptions options;
  options.clusters = options_.words;
  options.seed = options_.seed;
  const auto kept = static_cast<int64_t>(samples_.size()) / kNumbers;
  SLUICE_ASSIGN_OR_RETURN(KMeansResult result,
                          KMeans({samples_.data(), kept, kNumbers, kNumbers}, options));
  return VisualWords{options_.sift, std::move(result.centers)};
}

ModelFile VisualWords::ToFile() const {
  ModelFile file;
  file.Set("kind", "words");
  file.Set("cell", std::to_string(sift.cell));
  file.Set("step", std::to_string(sift.step));
  file.Set("width", std::to_string(sift.width));
  file.Set("height", std::to_string(sift.height));
  Result<Tensor> copy = words.Clone();
  Result<Tensor> smooth = Tensor::Create({1});
  if (copy.ok() && smooth.ok()) {
    file.Add("words", std::move(*copy));
    smooth->data()[0] = static_cast<float>(sift.smooth);
    file.Add("smooth", std::move(*smooth));
  }
  return file;
}

Result<VisualWords> VisualWords::FromFile(const ModelFile& file) {
  const std::string* const kind = file.Find("kind");
  if (kind == nullptr || *kind != "words") {
    return Status::Failed("expected a dictionary of visual words, got " +
                          (kind == nullptr ? "a file of no kind" : "a file of kind " + *kind));
  }
  VisualWords result;
  SLUICE_ASSIGN_OR_RETURN(const int64_t cell, file.Integer("cell", 1, kMostCell));
  SLUICE_ASSIGN_OR_RETURN(const int64_t step, file.Integer("step", 1, kMostCell));
  SLUICE_ASSIGN_OR_RETURN(const int64_t width, file.Integer("width", 0, kMostSide));
  SLUICE_ASSIGN_OR_RETURN(const int64_t height, file.Integer("height", 0, kMostSide));
  SLUICE_ASSIGN_OR_RETURN(const Tensor* const smooth, file.Floats("smooth", {1}));
  SLUICE_ASSIGN_OR_RETURN(const Tensor* const words, file.Floats("words", {-1, kNumbers}));
  const double sigma = double(smooth->data()[0]);
  const float* const begin = words->data();
  if ((width == 0) != (height == 0) || !(sigma >= 0 && sigma <= kMostSmooth) || words->dim(0) < 1 ||
      words->dim(0) > kMostWords ||
      !std::all_of(begin, begin + words->size(), [](float v) { return std::isfinite(v); })) {
    return Status::Failed("expected at most " + std::to_string(kMostWords) +
                          " words of finite numbers, both sides or none, and a blur of 0 to " +
                          std::to_string(kMostSmooth) + " pixels, got others");
  }
  result.sift = {static_cast<int>(cell), static_cast<int>(step), sigma, static_cast<int>(width),
                 static_cast<int>(height)};
  SLUICE_ASSIGN_OR_RETURN(result.words, words->Clone());
  return result;
}

std::unique_ptr<Descriptor> MakeBagOfWords(VisualWords words, const BagOptions& options) {
  return std::make_unique<BagOfWords>(std::move(words), options);
}

}  // namespace sluice
