// SIFT: keypoints that are found again when a picture is shifted, turned or scaled, and vectors
// that describe what is around them.
#ifndef SLUICE_FEATURES_SIFT_H_
#define SLUICE_FEATURES_SIFT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "features/sift_descriptor.h"
#include "features/sift_detector.h"
#include "features/sift_options.h"
#include "features/sift_pyramid.h"
#include "lib/frame.h"
#include "lib/row_filter.h"
#include "lib/status.h"

namespace sluice {

struct SiftKeypoint {
  double x = 0;  // in pixels of the picture; 0 is the middle of the first one
  double y = 0;
  double scale = 0;     // sigma of the Gaussian, in pixels of the picture
  double angle = 0;     // degrees clockwise from the right, 0 to below 360
  double contrast = 0;  // |difference of Gaussians|, in fractions of full scale
};

// The keypoints of one picture, and what is needed to describe them.
class SiftPicture {
 public:
  // By falling contrast; of equal ones by scale and place. One with several directions is there
  // several times. The same for any number of threads.
  const std::vector<SiftKeypoint>& keypoints() const { return keypoints_; }
  // Writes kSiftNumbers numbers for each, `stride` apart.
  void Describe(float* out, int64_t stride) const;

 private:
  friend class Sift;
  // Where a keypoint comes from.
  struct Origin {
    size_t number = 0;  // by octave, plane, row and column
    int octave = 0;
    SiftExtremum extremum;
  };
  // Gives its memory back in the end.
  struct ScaleSpace {
    explicit ScaleSpace(std::shared_ptr<PlanePool> to) : pool(std::move(to)) {}
    ~ScaleSpace();
    std::shared_ptr<PlanePool> pool;
    std::vector<SiftOctave> octaves;
  };

  // Calls body(i) for each of `origins`, neighbours one after the other, which share what is in the
  // cache.
  template <class Body>
  static void ForEach(const std::vector<Origin>& origins, const Body& body);

  std::unique_ptr<ScaleSpace> space_;
  std::vector<Origin> origins_;  // of keypoints_
  std::vector<SiftKeypoint> keypoints_;
};

// Finds keypoints of the luminance of pictures.
//
// Lowe, Distinctive image features from scale-invariant keypoints, IJCV 60(2), 2004. Places are
// those of the pixels' middles at every size; OpenCV 4.6 has them 1/4 pixel further to the right
// and down when it begins with a doubled picture.
class Sift {
 public:
  explicit Sift(const SiftOptions& options)
      : options_(options), pool_(std::make_shared<PlanePool>()) {}

  // Takes some 120 bytes of memory a pixel at three scales, 30 when the picture is not doubled, and
  // keeps it for the next picture. Fails when memory is short, for frames that are no pictures, and
  // for samples that are not finite or beyond 1e15. A picture without structure, or too small for
  // the border of its octaves, has no keypoints.
  Result<SiftPicture> Detect(const Frame& picture) const;

 private:
  // Extrema of all octaves, which become the picture's scale space.
  Result<std::vector<SiftPicture::Origin>> FindExtrema(const Frame& gray, SiftPicture* sift) const;

  SiftOptions options_;
  std::shared_ptr<PlanePool> pool_;
};

inline constexpr int kSiftColumns = 4 + kSiftNumbers;

// Pictures to tables (axes nc) with a row for each keypoint: x, y, scale, angle, descriptor. The
// table has no rows where there are no keypoints. Attributes are kept.
std::unique_ptr<FrameFilter> MakeSift(const SiftOptions& options);

}  // namespace sluice

#endif  // SLUICE_FEATURES_SIFT_H_
