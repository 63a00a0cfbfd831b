#include "filters/rotate.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

#include "lib/limits.h"
#include "lib/parallel.h"
#include "lib/saturate.h"
#include "lib/sin_cos.h"

namespace sluice {
namespace {

// An output frame like `in` with another size.
Result<Frame> SameKind(const Frame& in, int width, int height) {
  PictureInfo picture = in.info().picture();
  picture.width = width;
  picture.height = height;
  SLUICE_RETURN_IF_ERROR(
      CheckSize(uint64_t(width), uint64_t(height), uint64_t(picture.channels), Limits{UINT64_MAX}));
  FrameInfo info = in.info();
  info.set_picture(picture);
  return Frame::Create(std::move(info));
}

// Where a quarter turn finds its pixels in the input.
struct QuarterTurn {
  int64_t start_x, start_y;    // the input pixel of output pixel (0, 0)
  int64_t across_x, across_y;  // its step for the next output column
  int64_t down_x, down_y;      // its step for the next output row
};

QuarterTurn TurnOf(int quarters, int width, int height) {
  switch (quarters) {
    case 0:
      return {0, 0, 1, 0, 0, 1};
    case 1:
      return {0, height - 1, 0, -1, 1, 0};
    case 2:
      return {width - 1, height - 1, -1, 0, 0, -1};
    default:
      return {width - 1, 0, 0, 1, -1, 0};
  }
}

// Copies a row of `count` pixels of kBytes bytes (of `pixel_bytes` when that is 0), the input's
// `step` bytes apart.
template <size_t kBytes>
void GatherRow(const std::byte* from, ptrdiff_t step, size_t pixel_bytes, int64_t count,
               std::byte* to) {
  for (int64_t x = 0; x < count; ++x, from += step) {
    if constexpr (kBytes == 0) {
      std::memcpy(to, from, pixel_bytes);
      to += pixel_bytes;
    } else {
      std::memcpy(to, from, kBytes);
      to += kBytes;
    }
  }
}

// In square tiles, so that a column's cache lines are used again by the next column.
template <size_t kBytes>
void MovePixels(const Frame& in, const QuarterTurn& turn, size_t pixel_bytes, Frame* out) {
  constexpr int kTile = 32;
  const PictureInfo result = out->info().picture();
  const auto step = static_cast<ptrdiff_t>(turn.across_y) * static_cast<ptrdiff_t>(in.stride()) +
                    static_cast<ptrdiff_t>(turn.across_x) * static_cast<ptrdiff_t>(pixel_bytes);
  ParallelFor(result.height, kTile, [&](int64_t top, int64_t bottom) {
    for (int64_t left = 0; left < result.width; left += kTile) {
      const int64_t count = std::min<int64_t>(kTile, result.width - left);
      for (int64_t y = top; y < bottom; ++y) {
        const int64_t from_x = turn.start_x + y * turn.down_x + left * turn.across_x;
        const int64_t from_y = turn.start_y + y * turn.down_y + left * turn.across_y;
        GatherRow<kBytes>(in.RowBytes(from_y) + size_t(from_x) * pixel_bytes, step, pixel_bytes,
                          count, out->RowBytes(y) + size_t(left) * pixel_bytes);
      }
    }
  });
}

Result<Frame> Turn(Frame in, int quarters) {
  if (quarters == 0) return in;
  const PictureInfo picture = in.info().picture();
  const bool sideways = quarters % 2 == 1;
  SLUICE_ASSIGN_OR_RETURN(Frame out, SameKind(in, sideways ? picture.height : picture.width,
                                              sideways ? picture.width : picture.height));
  const QuarterTurn turn = TurnOf(quarters, picture.width, picture.height);
  const size_t bytes = size_t(picture.channels) * SampleSize(picture.dtype);
  switch (bytes) {
    case 1:
      MovePixels<1>(in, turn, bytes, &out);
      break;
    case 2:
      MovePixels<2>(in, turn, bytes, &out);
      break;
    case 3:
      MovePixels<3>(in, turn, bytes, &out);
      break;
    case 4:
      MovePixels<4>(in, turn, bytes, &out);
      break;
    default:
      MovePixels<0>(in, turn, bytes, &out);
  }
  return out;
}

// The mean of samples as a sample: rounded half to even, by an addition that leaves no bits for
// fractions. There is nothing to saturate.
template <class T>
T Rounded(float v) {
  if constexpr (std::is_same_v<T, float>) {
    return v;
  } else {
    constexpr float kNoFraction = 0x1.8p23f;
    return static_cast<T>((v + kNoFraction) - kNoFraction);
  }
}

float Mean(float v00, float v01, float v10, float v11, float fx, float fy) {
  const float above = v00 + (v01 - v00) * fx;
  const float below = v10 + (v11 - v10) * fx;
  return above + (below - above) * fy;
}

// A place in fixed point: whole numbers are pixel centres. The step between columns is off by at
// most 2^-29 pixels, which adds up to a thousandth over half a million columns.
constexpr int kFractionBits = 28;
struct Place {
  int64_t x;
  int64_t y;
};
Place FixedPlace(double x, double y) {
  constexpr double kOne = int64_t{1} << kFractionBits;
  return {std::llrint(x * kOne), std::llrint(y * kOne)};
}
float FractionOf(int64_t v) {
  constexpr int64_t kMask = (int64_t{1} << kFractionBits) - 1;
  return static_cast<float>(static_cast<int32_t>(v & kMask)) * 0x1p-28f;
}

// Reads input pixels at any place, with the border rule outside.
template <class T>
class Sampler {
 public:
  Sampler(const Frame& in, const Border& border)
      : in_(in),
        picture_(in.info().picture()),
        mode_(border.mode),
        constant_(static_cast<float>(FromFraction<T>(border.constant))) {}

  // Writes a row of `count` pixels: those at `start`, `start + step`, ...
  void Row(Place start, Place step, int64_t count, T* out) const {
    switch (picture_.channels) {
      case 1:
        return RowOf<1>(start, step, count, out);
      case 3:
        return RowOf<3>(start, step, count, out);
      default:
        return RowOf<0>(start, step, count, out);
    }
  }

 private:
  // kChannels 0: any number.
  template <int kChannels>
  void RowOf(Place start, Place step, int64_t count, T* out) const {
    // Copies: the compiler must suppose that writing samples changes members.
    const int channels = kChannels == 0 ? picture_.channels : kChannels;
    const auto last_x = static_cast<uint64_t>(picture_.width - 1);
    const auto last_y = static_cast<uint64_t>(picture_.height - 1);
    const std::byte* rows = in_.RowBytes(0);
    const auto stride = static_cast<ptrdiff_t>(in_.stride());
    Place at = start;
    for (int64_t i = 0; i < count; ++i, out += channels, at.x += step.x, at.y += step.y) {
      const int64_t x0 = at.x >> kFractionBits;
      const int64_t y0 = at.y >> kFractionBits;
      const float fx = FractionOf(at.x);
      const float fy = FractionOf(at.y);
      // Negative places are large unsigned numbers.
      if (static_cast<uint64_t>(x0) >= last_x || static_cast<uint64_t>(y0) >= last_y) {
        SampleAnywhere(x0, y0, fx, fy, out);
        continue;
      }
      const auto* upper = reinterpret_cast<const T*>(rows + y0 * stride) + x0 * channels;
      const auto* lower =
          reinterpret_cast<const T*>(reinterpret_cast<const std::byte*>(upper) + stride);
      for (int c = 0; c < channels; ++c) {
        out[c] = Rounded<T>(
            Mean(static_cast<float>(upper[c]), static_cast<float>(upper[channels + c]),
                 static_cast<float>(lower[c]), static_cast<float>(lower[channels + c]), fx, fy));
      }
    }
  }

  // Writes the pixel between (x0, y0) and its neighbours to the right and below, any of which may
  // lie outside.
  void SampleAnywhere(int64_t x0, int64_t y0, float fx, float fy, T* out) const {
    const T* corners[4] = {Pixel(x0, y0), Pixel(x0 + 1, y0), Pixel(x0, y0 + 1),
                           Pixel(x0 + 1, y0 + 1)};
    for (int c = 0; c < picture_.channels; ++c) {
      float v[4];
      for (int k = 0; k < 4; ++k) {
        v[k] = corners[k] == nullptr ? constant_ : static_cast<float>(corners[k][c]);
      }
      out[c] = Rounded<T>(Mean(v[0], v[1], v[2], v[3], fx, fy));
    }
  }

  // Null where the constant stands.
  const T* Pixel(int64_t x, int64_t y) const {
    const int64_t column = BorderIndex(x, picture_.width, mode_);
    const int64_t row = BorderIndex(y, picture_.height, mode_);
    if (column < 0 || row < 0) return nullptr;
    return in_.Row<T>(row) + column * picture_.channels;
  }

  const Frame& in_;
  PictureInfo picture_;
  BorderMode mode_;
  float constant_;
};

// How far a turned rectangle reaches; the margin keeps rounding from adding a pixel.
int64_t Reach(int width, int height, double along_width, double along_height) {
  const double reach = width * std::abs(along_width) + height * std::abs(along_height);
  return std::max<int64_t>(1, static_cast<int64_t>(std::ceil(reach - 1e-6)));
}

Result<Frame> Interpolate(const Frame& in, const RotateOptions& options) {
  const PictureInfo picture = in.info().picture();
  const SinCos angle = SinCosDegrees(options.degrees);
  int64_t width = picture.width;
  int64_t height = picture.height;
  if (options.expand) {
    width = Reach(picture.width, picture.height, angle.cos, angle.sin);
    height = Reach(picture.width, picture.height, angle.sin, angle.cos);
  }
  if (std::max(width, height) > int64_t{Limits::kMaxSide}) {
    return Status::Failed("the turned picture is too large");
  }
  SLUICE_ASSIGN_OR_RETURN(Frame out,
                          SameKind(in, static_cast<int>(width), static_cast<int>(height)));
  const double middle_x = (picture.width - 1) * 0.5;
  const double middle_y = (picture.height - 1) * 0.5;
  const double out_x = static_cast<double>(width - 1) * 0.5;
  const double out_y = static_cast<double>(height - 1) * 0.5;
  const Place step = FixedPlace(angle.cos, -angle.sin);
  VisitDType(picture.dtype, [&](auto zero) {
    using T = decltype(zero);
    const Sampler<T> sampler(in, options.border);
    ParallelFor(height, 16, [&](int64_t begin, int64_t end) {
      for (int64_t y = begin; y < end; ++y) {
        const double dy = static_cast<double>(y) - out_y;
        const Place start = FixedPlace(middle_x - out_x * angle.cos + dy * angle.sin,
                                       middle_y + dy * angle.cos + out_x * angle.sin);
        sampler.Row(start, step, width, out.Row<T>(y));
      }
    });
  });
  return out;
}

class Rotate : public FrameFilter {
 public:
  explicit Rotate(const RotateOptions& options) : options_(options) {}

  Result<Frame> Apply(Frame in) override {
    if (!in.info().is_picture()) {
      return Status::Usage("expected a picture, got a " + in.info().Describe());
    }
    if (!std::isfinite(options_.degrees)) return Status::Usage("an angle is a finite number");
    const double quarters = std::fmod(options_.degrees, 360.0) / 90.0;
    if (quarters == std::floor(quarters)) {
      return Turn(std::move(in), (static_cast<int>(quarters) + 4) % 4);
    }
    return Interpolate(in, options_);
  }

 private:
  RotateOptions options_;
};

}  // namespace

std::unique_ptr<FrameFilter> MakeRotate(const RotateOptions& options) {
  return std::make_unique<Rotate>(options);
}

}  // namespace sluice
