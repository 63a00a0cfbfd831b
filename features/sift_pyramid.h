// The scale space of SIFT: Gaussian blurs of a picture at ever larger scales.
#ifndef SLUICE_FEATURES_SIFT_PYRAMID_H_
#define SLUICE_FEATURES_SIFT_PYRAMID_H_

#include <vector>

#include "features/plane_pool.h"
#include "features/sift_options.h"
#include "lib/frame.h"
#include "lib/status.h"

namespace sluice {

// Planes of f32, one channel each: plane i has the blur sigma * 2^(i / scales), in pixels of the
// octave. There are scales + 3 of them, so that scales + 2 differences of neighbours cover a
// doubling of the scale with one to spare on both sides.
struct SiftOctave {
  std::vector<Frame> planes;

  int width() const { return planes.back().info().picture().width; }
  int height() const { return planes.back().info().picture().height; }
};

// Places within an octave of less than this from the border are no keypoints, as in Lowe's program:
// what was made up outside the picture counts for too much there.
inline constexpr int kSiftBorder = 5;

// How many octaves the pyramid of a picture has: all those with a pixel within the border.
int SiftOctaves(int width, int height, const SiftOptions& options);

// Octave 0 from a picture of f32 with one channel, brought to twice its size first if the options
// say so. Outside the picture is its mirror image (dcb|abcd|cba).
Result<SiftOctave> FirstSiftOctave(const Frame& gray, const SiftOptions& options, PlanePool* pool);
// The one after `octave`, at half its size: every other pixel of the plane of twice its blur.
Result<SiftOctave> NextSiftOctave(const SiftOctave& octave, const SiftOptions& options,
                                  PlanePool* pool);

}  // namespace sluice

#endif  // SLUICE_FEATURES_SIFT_PYRAMID_H_
