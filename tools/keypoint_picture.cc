#include "tools/keypoint_picture.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "data/synth/canvas.h"
#include "features/descriptor.h"
#include "lib/sin_cos.h"

namespace sluice {
namespace {

using synth::Canvas;
using synth::Colour;
using synth::Point;
using synth::Shape;

constexpr float kLineWidth = 1.5f;
// A dark rim, so that lines are seen on bright ground.
constexpr float kRimWidth = 1.0f;
constexpr float kRimOpacity = 0.5f;
constexpr Colour kRim = synth::Hex(0x000000);
constexpr Colour kLine = synth::Hex(0xffd400);

Shape Sign(const SiftKeypoint& keypoint) {
  // A canvas has the corner of the first pixel at 0.
  const Point middle{static_cast<float>(keypoint.x + 0.5), static_cast<float>(keypoint.y + 0.5)};
  const auto radius = static_cast<float>(std::sqrt(2.0) * keypoint.scale);
  const SinCos turn = SinCosDegrees(keypoint.angle);
  const Point tip =
      middle + Point{static_cast<float>(turn.cos), static_cast<float>(turn.sin)} * radius;
  return synth::Either(synth::Ring(middle, radius, kLineWidth),
                       synth::Stroke({middle, tip}, kLineWidth / 2));
}

class KeypointPicture : public FrameFilter {
 public:
  explicit KeypointPicture(const SiftOptions& options) : sift_(options) {}

  Result<Frame> Apply(Frame in) override {
    SLUICE_ASSIGN_OR_RETURN(const SiftPicture sift, sift_.Detect(in));
    SLUICE_ASSIGN_OR_RETURN(const Image<float> gray, GrayPicture(in));
    SLUICE_ASSIGN_OR_RETURN(Canvas canvas, Canvas::Create(gray.width(), gray.height()));
    canvas.Fill([&](Point p) {
      const float g =
          std::clamp(gray.Row(static_cast<int>(p.y))[static_cast<int>(p.x)], 0.0f, 1.0f);
      return Colour{g, g, g};
    });
    // The strongest on top.
    const std::vector<SiftKeypoint>& keypoints = sift.keypoints();
    for (auto keypoint = keypoints.rbegin(); keypoint != keypoints.rend(); ++keypoint) {
      const Shape sign = Sign(*keypoint);
      canvas.Tint(synth::Grown(sign, kRimWidth), synth::Plain(kRim), kRimOpacity);
      canvas.Tint(sign, synth::Plain(kLine), 1);
    }
    SLUICE_ASSIGN_OR_RETURN(Frame out, canvas.Picture(false));
    out.info().index = in.info().index;
    out.info().attributes = in.info().attributes;
    out.info().path = in.info().path;
    return out;
  }

 private:
  Sift sift_;
};

}  // namespace

std::unique_ptr<FrameFilter> MakeKeypointPicture(const SiftOptions& options) {
  return std::make_unique<KeypointPicture>(options);
}

}  // namespace sluice
