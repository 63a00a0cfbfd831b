#include "filters/display.h"

#include <cstdio>
#include <utility>

#include "filters/depth.h"
#include "filters/distribution.h"
#include "filters/normalize.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

// A picture of small numbers, on the scale of its type.
constexpr double kDark = 1.0 / 8;

std::string Number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

// Stretches the values when that helps; says so in *changed.
Result<Frame> Stretched(Frame frame, const DisplayOptions& options, std::string* changed) {
  const bool floats = frame.info().dtype == DType::kF32;
  const ChannelRange colours = Colours(frame.info());
  if (!floats && !(options.stretch_dark && colours.end == 1)) return frame;
  SLUICE_ASSIGN_OR_RETURN(const Distribution values, Distribution::Of(frame, colours));
  const auto full = static_cast<double>(FullScale(frame.info().dtype));
  const bool outside = values.min() < 0 || values.max() > full;
  const bool dark = !floats && values.max() < kDark * full;
  if (!(values.min() < values.max()) || !(outside || dark)) return frame;
  *changed = "values from " + Number(values.min()) + " to " + Number(values.max()) + " stretched";
  return MakeNormalize({})->Apply(std::move(frame));
}

// Of one row of u8 pixels, colours over the background as far as alpha lets it through.
void MixRow(const uint8_t* in, int width, int channels, bool alpha, const Rgb& background,
            uint8_t* out) {
  const int colours = channels - alpha;
  for (int x = 0; x < width; ++x, in += channels, out += 3) {
    const int opaque = alpha ? in[channels - 1] : 255;
    for (int c = 0; c < 3; ++c) {
      const int colour = in[colours >= 3 ? c : 0];
      out[c] = static_cast<uint8_t>(
          (colour * opaque + background[size_t(c)] * (255 - opaque) + 127) / 255);
    }
  }
}

}  // namespace

Result<Displayed> ForDisplay(Frame frame, const DisplayOptions& options) {
  if (!frame.info().is_picture()) {
    return Status::Usage("expected a picture, got a " + frame.info().Describe());
  }
  Displayed result;
  SLUICE_ASSIGN_OR_RETURN(frame, Stretched(std::move(frame), options, &result.changed));
  if (frame.info().dtype != DType::kU8) {
    SLUICE_ASSIGN_OR_RETURN(frame, FilterFrame(*MakeDepth(DType::kU8), frame));
  }
  const PictureInfo in = frame.info().picture();
  PictureInfo out = in;
  out.channels = 3;
  out.alpha = false;
  FrameInfo info = frame.info();
  info.set_picture(out);
  SLUICE_ASSIGN_OR_RETURN(result.picture, Frame::Create(std::move(info)));
  const bool alpha = in.alpha && in.channels > 1;
  ParallelFor(in.height, 64, [&](int64_t begin, int64_t end) {
    for (int64_t y = begin; y < end; ++y) {
      MixRow(frame.Row<uint8_t>(y), in.width, in.channels, alpha, options.background,
             result.picture.Row<uint8_t>(y));
    }
  });
  return result;
}

}  // namespace sluice
