// Parameters of SIFT, shared by its steps.
#ifndef SLUICE_FEATURES_SIFT_OPTIONS_H_
#define SLUICE_FEATURES_SIFT_OPTIONS_H_

namespace sluice {

inline constexpr int kMostSiftOctaves = 32;
inline constexpr int kMostSiftScales = 16;

// Lowe's values, but for the threshold on contrast, which he gives as 0.03 for three scales.
struct SiftOptions {
  int octaves = 0;         // at most; 0: as many as the picture has room for, to kMostSiftOctaves
  int scales = 3;          // of keypoints in an octave, 1 to kMostSiftScales
  double sigma = 1.6;      // blur of the first scale of an octave, in its pixels
  double assumed = 0.5;    // blur that the picture comes with, in its pixels
  bool doubled = true;     // begin with the picture at twice its size
  float contrast = 0.04f;  // |difference of Gaussians| is at least contrast / scales of full scale
  double edge = 10;        // the ratio of the principal curvatures is below this; at least 1
  int limit = 0;           // keep the keypoints of the greatest contrast; 0: all
};

}  // namespace sluice

#endif  // SLUICE_FEATURES_SIFT_OPTIONS_H_
