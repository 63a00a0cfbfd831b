#include "features/textons.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <utility>

#include "features/bank_responses.h"
#include "features/kmeans.h"
#include "features/texture.h"
#include "lib/random.h"

namespace sluice {
namespace {

constexpr int64_t kMostTextons = 1 << 20;

// Weber's law on the `count` responses of a pixel.
void ScaleByWeber(float* responses, size_t count) {
  double squares = 0;
  for (size_t i = 0; i < count; ++i) squares += double(responses[i]) * double(responses[i]);
  const double length = std::sqrt(squares);
  if (length == 0) return;
  const auto factor = static_cast<float>(std::log1p(length / 0.03) / length);
  for (size_t i = 0; i < count; ++i) responses[i] *= factor;
}

class TextonHistogram : public Descriptor {
 public:
  explicit TextonHistogram(TextonDictionary dictionary)
      : dictionary_(std::move(dictionary)),
        responses_(dictionary_.space.Bank(), dictionary_.space.border),
        nearest_(AsMatrix(std::as_const(dictionary_.textons))) {}

  Result<int64_t> Size(const PictureInfo&) const override { return nearest_.count(); }

  Status Describe(const Frame& picture, float* out) const override {
    SLUICE_ASSIGN_OR_RETURN(Image<float> gray, GrayPicture(picture));
    SLUICE_RETURN_IF_ERROR(NormalizeContrast(&gray));
    const auto count = static_cast<size_t>(responses_.count());
    std::vector<std::atomic<int64_t>> histogram(size_t(nearest_.count()));
    SLUICE_RETURN_IF_ERROR(
        responses_.ForEachTile(std::as_const(gray).view(), [&](const ResponseTile& tile) {
          const auto width = static_cast<size_t>(tile.width);
          std::vector<float> points(width * size_t(tile.height) * count);
          for (int y = 0; y < tile.height; ++y) {
            float* const row = points.data() + size_t(y) * width * count;
            tile.Interleave(y, static_cast<int>(count), row);
            for (size_t x = 0; x < width; ++x) ScaleByWeber(row + x * count, count);
          }
          std::vector<int32_t> words(width * size_t(tile.height));
          const auto numbers = static_cast<int64_t>(count);
          nearest_.Find({points.data(), static_cast<int64_t>(words.size()), numbers, numbers},
                        words.data());
          std::vector<int64_t> counts(histogram.size());
          for (const int32_t word : words) ++counts[size_t(word)];
          for (size_t i = 0; i < counts.size(); ++i) histogram[i] += counts[i];
        }));
    const double pixels = double(gray.width()) * gray.height();
    for (size_t i = 0; i < histogram.size(); ++i) {
      out[i] = static_cast<float>(double(histogram[i]) / pixels);
    }
    return Status::Ok();
  }

 private:
  TextonDictionary dictionary_;
  BankResponses responses_;
  NearestCenter nearest_;
};

}  // namespace

// Responses at some pixels of a picture.
class TextonLearner::Sampler {
 public:
  explicit Sampler(const TextonSpace& space) : responses_(space.Bank(), space.border) {}

  int64_t count() const { return responses_.count(); }

  // Appends responses x pixels numbers; of a picture with fewer pixels, some come more than once.
  Status Sample(const Frame& picture, int pixels, Random random, std::vector<float>* out) const {
    SLUICE_ASSIGN_OR_RETURN(Image<float> gray, GrayPicture(picture));
    SLUICE_RETURN_IF_ERROR(NormalizeContrast(&gray));
    struct Place {
      int x, y;
    };
    std::vector<Place> places(static_cast<size_t>(pixels));
    for (Place& place : places) {
      place.x = random.Integer(0, gray.width() - 1);
      place.y = random.Integer(0, gray.height() - 1);
    }
    const auto count = static_cast<size_t>(responses_.count());
    const size_t begin = out->size();
    out->resize(begin + places.size() * count);
    float* const to = out->data() + begin;
    return responses_.ForEachTile(std::as_const(gray).view(), [&](const ResponseTile& tile) {
      for (size_t i = 0; i < places.size(); ++i) {
        const int x = places[i].x - tile.x;
        const int y = places[i].y - tile.y;
        if (x < 0 || y < 0 || x >= tile.width || y >= tile.height) continue;
        for (size_t r = 0; r < count; ++r) to[i * count + r] = tile.Row(static_cast<int>(r), y)[x];
        ScaleByWeber(to + i * count, count);
      }
    });
  }

 private:
  BankResponses responses_;
};

TextonLearner::TextonLearner(const TextonOptions& options)
    : options_(options), sampler_(std::make_unique<Sampler>(options.space)) {}

TextonLearner::~TextonLearner() = default;

Status TextonLearner::Add(const Frame& picture, const std::string& label) {
  if (!picture.info().is_picture()) {
    return Status::Failed("expects a picture, got a " + picture.info().Describe(),
                          "--axes says how an array's dimensions are meant");
  }
  return sampler_->Sample(picture, options_.pixels, Random(options_.seed, pictures_++),
                          &samples_[label]);
}

Result<TextonDictionary> TextonLearner::Learn() const {
  if (samples_.empty()) return Status::Failed("expected pictures to learn textons from, got none");
  TextonDictionary dictionary;
  dictionary.space = options_.space;
  const int64_t responses = sampler_->count();
  const int64_t each = options_.clusters;
  if (each * static_cast<int64_t>(samples_.size()) > kMostTextons) {
    return Status::Failed("expected at most " + std::to_string(kMostTextons) + " textons, got " +
                          std::to_string(samples_.size()) + " classes of " + std::to_string(each));
  }
  SLUICE_ASSIGN_OR_RETURN(
      dictionary.textons,
      Tensor::Create({each * static_cast<int64_t>(samples_.size()), responses}));
  float* to = dictionary.textons.data();
  for (const auto& [label, samples] : samples_) {
    KMeansOptions options;
    options.clusters = options_.clusters;
    options.seed = options_.seed;
    const ConstMatrix points{samples.data(), static_cast<int64_t>(samples.size()) / responses,
                             responses, responses};
    Result<KMeansResult> result = KMeans(points, options);
    if (!result.ok()) {
      return label.empty() ? result.status() : result.status().WithContext("class " + label);
    }
    to = std::copy_n(result->centers.data(), result->centers.size(), to);
  }
  return dictionary;
}

ModelFile TextonDictionary::ToFile() const {
  ModelFile file;
  file.Set("kind", "textons");
  file.Set("bank", BankNames()[static_cast<size_t>(space.bank)]);
  file.Set("scales", std::to_string(space.scales));
  file.Set("orientations", std::to_string(space.orientations));
  file.Set("border", std::to_string(static_cast<int>(space.border.mode)));
  Result<Tensor> copy = textons.Clone();
  Result<Tensor> constant = Tensor::Create({1});
  if (copy.ok() && constant.ok()) {
    file.Add("textons", std::move(*copy));
    constant->data()[0] = space.border.constant;
    file.Add("border_constant", std::move(*constant));
  }
  return file;
}

Result<TextonDictionary> TextonDictionary::FromFile(const ModelFile& file) {
  const std::string* const kind = file.Find("kind");
  if (kind == nullptr || *kind != "textons") {
    return Status::Failed("expected a dictionary of textons, got " +
                          (kind == nullptr ? "a file of no kind" : "a file of kind " + *kind));
  }
  TextonDictionary dictionary;
  TextonSpace& space = dictionary.space;
  SLUICE_ASSIGN_OR_RETURN(const std::string bank, file.Text("bank"));
  const auto name = std::find(BankNames().begin(), BankNames().end(), bank);
  if (name == BankNames().end()) {
    return Status::Failed("expected textons of a bank lm, schmid, mr8 or gabor, got " + bank);
  }
  space.bank = static_cast<BankKind>(name - BankNames().begin());
  SLUICE_ASSIGN_OR_RETURN(const int64_t scales, file.Integer("scales", 1, kMaxGaborScales));
  SLUICE_ASSIGN_OR_RETURN(const int64_t orientations,
                          file.Integer("orientations", 1, kMaxGaborOrientations));
  SLUICE_ASSIGN_OR_RETURN(const int64_t border,
                          file.Integer("border", 0, static_cast<int64_t>(BorderMode::kConstant)));
  SLUICE_ASSIGN_OR_RETURN(const Tensor* const constant, file.Floats("border_constant", {1}));
  space.scales = static_cast<int>(scales);
  space.orientations = static_cast<int>(orientations);
  space.border = {static_cast<BorderMode>(border), constant->data()[0]};
  const auto responses = static_cast<int64_t>(space.Bank().responses.size());
  SLUICE_ASSIGN_OR_RETURN(const Tensor* const textons, file.Floats("textons", {-1, responses}));
  const float* const begin = textons->data();
  if (textons->dim(0) > kMostTextons || !std::isfinite(space.border.constant) ||
      !std::all_of(begin, begin + textons->size(), [](float v) { return std::isfinite(v); })) {
    return Status::Failed("expected at most " + std::to_string(kMostTextons) +
                          " textons of finite numbers, got others");
  }
  SLUICE_ASSIGN_OR_RETURN(dictionary.textons, textons->Clone());
  return dictionary;
}

std::unique_ptr<Descriptor> MakeTextonHistogram(TextonDictionary dictionary) {
  return std::make_unique<TextonHistogram>(std::move(dictionary));
}

}  // namespace sluice
