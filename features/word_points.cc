#include "features/word_points.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "features/descriptor.h"
#include "filters/depth.h"

namespace sluice {
namespace {

SiftOptions KeypointOptions(const WordPointOptions& options) {
  SiftOptions sift;
  sift.contrast = options.contrast;
  return sift;
}

Status AddNumber(const char* name, float value, ModelFile* file) {
  SLUICE_ASSIGN_OR_RETURN(Tensor tensor, Tensor::Create({1}));
  tensor.data()[0] = value;
  file->Add(name, std::move(tensor));
  return Status::Ok();
}

Result<float> FindNumber(const ModelFile& file, const char* name, double most) {
  SLUICE_ASSIGN_OR_RETURN(const Tensor* const tensor, file.Floats(name, {1}));
  const float value = tensor->data()[0];
  // Also false for NaN.
  if (value >= 0 && double(value) <= most) return value;
  return Status::Failed("expected a tensor " + std::string(name) + " of 0 to " +
                        std::to_string(static_cast<int>(most)) + ", got " + std::to_string(value));
}

}  // namespace

Status WordPointOptions::Save(ModelFile* file) const {
  file->Set("width", std::to_string(dense.width));
  file->Set("height", std::to_string(dense.height));
  if (points == WordPoints::kSift) {
    file->Set("points", "sift");
    return AddNumber("contrast", contrast, file);
  }
  file->Set("points", "dense");
  file->Set("cell", std::to_string(dense.cell));
  file->Set("step", std::to_string(dense.step));
  return AddNumber("smooth", static_cast<float>(dense.smooth), file);
}

Result<WordPointOptions> WordPointOptions::Load(const ModelFile& file) {
  WordPointOptions result;
  // Files of before there was a choice don't say.
  const std::string* const points = file.Find("points");
  if (points != nullptr && *points != "dense" && *points != "sift") {
    return Status::Failed("expected points dense or sift, got " + *points);
  }
  SLUICE_ASSIGN_OR_RETURN(const int64_t width, file.Integer("width", 0, kMostSide));
  SLUICE_ASSIGN_OR_RETURN(const int64_t height, file.Integer("height", 0, kMostSide));
  if ((width == 0) != (height == 0)) {
    return Status::Failed("expected both width and height, or neither");
  }
  result.dense.width = static_cast<int>(width);
  result.dense.height = static_cast<int>(height);
  if (points != nullptr && *points == "sift") {
    result.points = WordPoints::kSift;
    SLUICE_ASSIGN_OR_RETURN(result.contrast, FindNumber(file, "contrast", double(kMostContrast)));
    return result;
  }
  SLUICE_ASSIGN_OR_RETURN(const int64_t cell, file.Integer("cell", 1, kMostCell));
  SLUICE_ASSIGN_OR_RETURN(const int64_t step, file.Integer("step", 1, kMostCell));
  SLUICE_ASSIGN_OR_RETURN(const float smooth, FindNumber(file, "smooth", kMostSmooth));
  result.dense.cell = static_cast<int>(cell);
  result.dense.step = static_cast<int>(step);
  result.dense.smooth = double(smooth);
  return result;
}

PointDescriber::PointDescriber(const WordPointOptions& options)
    : options_(options), dense_(options.dense), sift_(KeypointOptions(options)) {}

Status PointDescriber::Check(const PictureInfo& picture) const {
  if (options_.points == WordPoints::kSift) return Status::Ok();
  return dense_.PlacesIn(picture).status();
}

Result<DescribedPoints> PointDescriber::Describe(const Frame& picture) const {
  if (!picture.info().is_picture()) {
    return Status::Failed("expects a picture, got a " + picture.info().Describe(),
                          "--axes says how an array's dimensions are meant");
  }
  return options_.points == WordPoints::kSift ? DescribeKeypoints(picture) : DescribeDense(picture);
}

Result<DescribedPoints> PointDescriber::DescribeDense(const Frame& picture) const {
  SLUICE_ASSIGN_OR_RETURN(const DenseSift::Places places,
                          dense_.PlacesIn(picture.info().picture()));
  DescribedPoints points;
  points.columns = places.columns;
  points.rows = places.rows;
  points.places.reserve(size_t(places.count()));
  for (int y = 0; y < places.rows; ++y) {
    for (int x = 0; x < places.columns; ++x) points.places.push_back({x, y});
  }
  points.numbers.resize(size_t(places.count()) * DescribedPoints::kNumbers);
  SLUICE_RETURN_IF_ERROR(dense_.Compute(picture, points.numbers.data()));
  return points;
}

Result<DescribedPoints> PointDescriber::DescribeKeypoints(const Frame& picture) const {
  Frame resized;
  if (options_.dense.width > 0) {
    SLUICE_ASSIGN_OR_RETURN(resized, FilterFrame(*MakeDepth(DType::kF32), picture));
    SLUICE_RETURN_IF_ERROR(ResizeTo(options_.dense.width, options_.dense.height, &resized));
  }
  const Frame& in = options_.dense.width > 0 ? resized : picture;
  SLUICE_ASSIGN_OR_RETURN(const SiftPicture sift, sift_.Detect(in));
  DescribedPoints points;
  points.columns = in.info().picture().width;
  points.rows = in.info().picture().height;
  const auto pixel = [](double at, int size) {
    return std::clamp(static_cast<int>(std::lround(at)), 0, size - 1);
  };
  for (const SiftKeypoint& k : sift.keypoints()) {
    points.places.push_back({pixel(k.x, points.columns), pixel(k.y, points.rows)});
  }
  points.numbers.resize(points.places.size() * DescribedPoints::kNumbers);
  sift.Describe(points.numbers.data(), DescribedPoints::kNumbers);
  return points;
}

}  // namespace sluice
