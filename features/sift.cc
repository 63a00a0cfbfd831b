#include "features/sift.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>
#include <utility>

#include "features/descriptor.h"
#include "features/sift_orientation.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

// Squares and products of differences of larger samples might not be finite.
constexpr float kMostSample = 1e15f;

Status CheckSamples(const Image<float>& gray) {
  std::atomic<bool> good = true;
  ParallelFor(gray.height(), 64, [&](int64_t begin, int64_t end) {
    for (int64_t y = begin; y < end; ++y) {
      const float* const row = gray.Row(static_cast<int>(y));
      // Also false for NaN.
      if (!std::all_of(row, row + gray.width(), [](float v) { return std::abs(v) <= kMostSample; }))
        good = false;
    }
  });
  if (good) return Status::Ok();
  return Status::Failed(
      "expects finite samples of at most 1e15, got a picture with NaN, infinite or larger ones");
}

class SiftFilter : public FrameFilter {
 public:
  explicit SiftFilter(const SiftOptions& options) : sift_(options) {}

  Result<Frame> Apply(Frame in) override {
    SLUICE_ASSIGN_OR_RETURN(const SiftPicture sift, sift_.Detect(in));
    const std::vector<SiftKeypoint>& keypoints = sift.keypoints();
    FrameInfo info = FrameInfo::Array({int64_t(keypoints.size()), kSiftColumns}, "nc", DType::kF32);
    info.index = in.info().index;
    info.attributes = in.info().attributes;
    info.path = in.info().path;
    SLUICE_ASSIGN_OR_RETURN(Frame out, Frame::Create(std::move(info)));
    if (keypoints.empty()) return out;
    float* row = out.Row<float>(0);
    sift.Describe(row + kSiftColumns - kSiftNumbers, kSiftColumns);
    for (const SiftKeypoint& k : keypoints) {
      row[0] = static_cast<float>(k.x);
      row[1] = static_cast<float>(k.y);
      row[2] = static_cast<float>(k.scale);
      row[3] = static_cast<float>(k.angle);
      row += kSiftColumns;
    }
    return out;
  }

 private:
  Sift sift_;
};

}  // namespace

template <class Body>
void SiftPicture::ForEach(const std::vector<Origin>& origins, const Body& body) {
  std::vector<size_t> order(origins.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return origins[a].number < origins[b].number; });
  ParallelFor(int64_t(order.size()), 32, [&](int64_t begin, int64_t end) {
    std::for_each(order.begin() + begin, order.begin() + end, body);
  });
}

SiftPicture::ScaleSpace::~ScaleSpace() {
  for (SiftOctave& octave : octaves) {
    for (Frame& plane : octave.planes) pool->Give(std::move(plane));
  }
}

Result<std::vector<SiftPicture::Origin>> Sift::FindExtrema(const Frame& gray,
                                                           SiftPicture* sift) const {
  std::vector<SiftPicture::Origin> found;
  const PictureInfo info = gray.info().picture();
  const int octaves = SiftOctaves(info.width, info.height, options_);
  SiftOctave octave;
  for (int o = 0; o < octaves; ++o) {
    if (o == 0) {
      SLUICE_ASSIGN_OR_RETURN(octave, FirstSiftOctave(gray, options_, pool_.get()));
    }
    for (const SiftExtremum& extremum : FindSiftExtrema(octave, options_)) {
      found.push_back({found.size(), o, extremum});
    }
    // Keypoints lie on planes 1 to `scales`: the others have done their work.
    for (size_t i = 0; i < octave.planes.size(); ++i) {
      if (i == 0 || i > size_t(options_.scales)) pool_->Give(std::move(octave.planes[i]));
    }
    octave.planes.resize(size_t(options_.scales) + 1);
    SiftOctave next;
    if (o + 1 < octaves) {
      SLUICE_ASSIGN_OR_RETURN(next, NextSiftOctave(octave, options_, pool_.get()));
    }
    sift->space_->octaves.push_back(std::move(octave));
    octave = std::move(next);
  }
  return found;
}

Result<SiftPicture> Sift::Detect(const Frame& picture) const {
  if (!picture.info().is_picture()) {
    return Status::Failed("expects a picture, got a " + picture.info().Describe(),
                          "--axes says how an array's dimensions are meant");
  }
  SLUICE_ASSIGN_OR_RETURN(Image<float> samples, GrayPicture(picture));
  SLUICE_RETURN_IF_ERROR(CheckSamples(samples));
  SiftPicture sift;
  sift.space_ = std::make_unique<SiftPicture::ScaleSpace>(pool_);
  SLUICE_ASSIGN_OR_RETURN(std::vector<SiftPicture::Origin> found,
                          FindExtrema(Frame::FromImage(std::move(samples)), &sift));
  const auto stronger = [](const auto& a, const auto& b) {
    return std::pair(-a.extremum.contrast, a.number) < std::pair(-b.extremum.contrast, b.number);
  };
  std::sort(found.begin(), found.end(), stronger);
  const auto limit = static_cast<size_t>(options_.limit);
  if (limit > 0 && found.size() > limit) found.resize(limit);

  std::vector<std::vector<double>> angles(found.size());
  SiftPicture::ForEach(found, [&](size_t i) {
    angles[i] = SiftOrientations(sift.space_->octaves[size_t(found[i].octave)], found[i].extremum);
  });
  for (size_t i = 0; i < found.size(); ++i) {
    const SiftExtremum& e = found[i].extremum;
    // A pixel of an octave is so wide; the doubled picture's first pixel lies 1/4 before.
    const double unit = std::exp2(found[i].octave - (options_.doubled ? 1 : 0));
    const double shift = options_.doubled ? -0.25 : 0;
    for (const double angle : angles[i]) {
      sift.origins_.push_back(found[i]);
      sift.keypoints_.push_back(
          {e.x * unit + shift, e.y * unit + shift, e.scale * unit, angle, e.contrast});
    }
  }
  if (limit > 0 && sift.keypoints_.size() > limit) {
    sift.keypoints_.resize(limit);
    sift.origins_.resize(limit);
  }
  return sift;
}

void SiftPicture::Describe(float* out, int64_t stride) const {
  ForEach(origins_, [&](size_t i) {
    const Origin& origin = origins_[i];
    DescribeSift(space_->octaves[size_t(origin.octave)], origin.extremum, keypoints_[i].angle,
                 out + int64_t(i) * stride);
  });
}

std::unique_ptr<FrameFilter> MakeSift(const SiftOptions& options) {
  return std::make_unique<SiftFilter>(options);
}

}  // namespace sluice
