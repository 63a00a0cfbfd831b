// Where bags of visual words take a picture's SIFT descriptors.
#ifndef SLUICE_FEATURES_WORD_POINTS_H_
#define SLUICE_FEATURES_WORD_POINTS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "features/dense_sift.h"
#include "features/sift.h"
#include "lib/frame.h"
#include "lib/model_file.h"
#include "lib/status.h"

namespace sluice {

enum class WordPoints : uint8_t {
  kDense,  // on a grid, upright, of one size
  kSift,   // at SIFT's keypoints, turned and scaled as they are
};

inline constexpr float kMostContrast = 1e6f;

struct WordPointOptions {
  WordPoints points = WordPoints::kDense;
  DenseSiftOptions dense;  // its width and height are for keypoints, too
  float contrast = 0.04f;  // least contrast of keypoints, 0 to kMostContrast; see SiftOptions

  // As entries of a model file; Load fails when they are missing or out of range.
  Status Save(ModelFile* file) const;
  static Result<WordPointOptions> Load(const ModelFile& file);
};

// The descriptors of one picture.
struct DescribedPoints {
  static constexpr int kNumbers = 128;
  static_assert(kNumbers == DenseSift::kNumbers && kNumbers == kSiftNumbers);

  // Places are cells of a grid of columns x rows that covers the picture (or the part of it that
  // descriptors reach).
  struct Place {
    int column = 0;
    int row = 0;
  };
  int columns = 0;
  int rows = 0;
  std::vector<Place> places;
  std::vector<float> numbers;  // kNumbers for each

  int64_t count() const { return static_cast<int64_t>(places.size()); }
};

class PointDescriber {
 public:
  explicit PointDescriber(const WordPointOptions& options);

  // An error if a picture is too small to be described. One without keypoints isn't.
  Status Check(const PictureInfo& picture) const;
  // Fails for samples that are not finite.
  Result<DescribedPoints> Describe(const Frame& picture) const;

 private:
  Result<DescribedPoints> DescribeDense(const Frame& picture) const;
  Result<DescribedPoints> DescribeKeypoints(const Frame& picture) const;

  WordPointOptions options_;
  DenseSift dense_;
  Sift sift_;
};

}  // namespace sluice

#endif  // SLUICE_FEATURES_WORD_POINTS_H_
