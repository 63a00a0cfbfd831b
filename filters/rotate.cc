#include "filters/rotate.h"

#include <algorithm>
#include <cmath>
#include <cstring>
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

// Copies pixels of kBytes bytes, or of `pixel_bytes` bytes when kBytes is 0. In square tiles, so
// that a column's cache lines are used again by the next column.
template <size_t kBytes>
void MovePixels(const Frame& in, const QuarterTurn& turn, size_t pixel_bytes, Frame* out) {
  constexpr int kTile = 32;
  const PictureInfo result = out->info().picture();
  const size_t bytes = kBytes == 0 ? pixel_bytes : kBytes;
  const auto step = static_cast<ptrdiff_t>(turn.across_y) * static_cast<ptrdiff_t>(in.stride()) +
                    static_cast<ptrdiff_t>(turn.across_x) * static_cast<ptrdiff_t>(bytes);
  ParallelFor(result.height, kTile, [&](int64_t top, int64_t bottom) {
    for (int64_t left = 0; left < result.width; left += kTile) {
      const int64_t right = std::min<int64_t>(left + kTile, result.width);
      for (int64_t y = top; y < bottom; ++y) {
        const int64_t from_x = turn.start_x + y * turn.down_x + left * turn.across_x;
        const int64_t from_y = turn.start_y + y * turn.down_y + left * turn.across_y;
        const std::byte* from = in.RowBytes(from_y) + size_t(from_x) * bytes;
        std::byte* to = out->RowBytes(y) + size_t(left) * bytes;
        for (int64_t x = left; x < right; ++x, from += step, to += bytes) {
          std::memcpy(to, from, bytes);
        }
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

// Reads input pixels at any place, with the border rule outside.
template <class T>
class Sampler {
 public:
  Sampler(const Frame& in, const Border& border)
      : in_(in),
        picture_(in.info().picture()),
        mode_(border.mode),
        constant_(static_cast<float>(FromFraction<T>(border.constant))) {}

  // Writes the pixel at (x, y), whole numbers being pixel centres.
  void Sample(double x, double y, T* out) const {
    const double column = std::floor(x);
    const double row = std::floor(y);
    const auto fx = static_cast<float>(x - column);
    const auto fy = static_cast<float>(y - row);
    const auto x0 = static_cast<int64_t>(column);
    const auto y0 = static_cast<int64_t>(row);
    const T* corners[4] = {Pixel(x0, y0), Pixel(x0 + 1, y0), Pixel(x0, y0 + 1),
                           Pixel(x0 + 1, y0 + 1)};
    for (int c = 0; c < picture_.channels; ++c) {
      float v[4];
      for (int k = 0; k < 4; ++k) {
        v[k] = corners[k] == nullptr ? constant_ : static_cast<float>(corners[k][c]);
      }
      const float above = v[0] + (v[1] - v[0]) * fx;
      const float below = v[2] + (v[3] - v[2]) * fx;
      out[c] = SaturateTo<T>(above + (below - above) * fy);
    }
  }

 private:
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
  VisitDType(picture.dtype, [&](auto zero) {
    using T = decltype(zero);
    const Sampler<T> sampler(in, options.border);
    ParallelFor(height, 16, [&](int64_t begin, int64_t end) {
      for (int64_t y = begin; y < end; ++y) {
        T* row = out.Row<T>(y);
        const double dy = static_cast<double>(y) - out_y;
        for (int64_t x = 0; x < width; ++x) {
          const double dx = static_cast<double>(x) - out_x;
          sampler.Sample(middle_x + dx * angle.cos + dy * angle.sin,
                         middle_y + dy * angle.cos - dx * angle.sin, row + x * picture.channels);
        }
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
