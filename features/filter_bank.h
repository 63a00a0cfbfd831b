// Banks of filters for texture: their kernels, and the responses made of them.
#ifndef SLUICE_FEATURES_FILTER_BANK_H_
#define SLUICE_FEATURES_FILTER_BANK_H_

#include <string>
#include <vector>

namespace sluice {

struct BankKernel {
  std::string name;             // "edge 1 30": what it finds, its scale, its angle in degrees
  std::vector<double> weights;  // size x size of its bank, row by row, for correlation
};

// What a response makes of the results of its kernels at a pixel.
enum class ResponseKind {
  kKernel,     // the one kernel's result
  kMaximum,    // the greatest
  kLargest,    // the greatest absolute value
  kMagnitude,  // the root of the sum of squares, for a pair of kernels in quadrature
};

struct BankResponse {
  std::string name;
  ResponseKind kind = ResponseKind::kKernel;
  std::vector<int> kernels;  // indices into the bank's
};

struct FilterBank {
  std::string name;
  int size = 1;  // width and height of every kernel, odd
  std::vector<BankKernel> kernels;
  std::vector<BankResponse> responses;
};

// Every kernel is scaled so that the absolute values of its weights sum to 1. All but the plain
// Gaussians have mean 0: they don't see how bright a picture is. An angle is the direction of the
// long axis, counterclockwise from the horizontal.

// 48 responses of 48 kernels of 49x49: first derivatives across Gaussians elongated three times
// ("edge", kernels 0-17: three scales sqrt(2), 2, 2 sqrt(2), at each the angles 0, 30, ... 150),
// second derivatives ("bar", 18-35), 8 Laplacians of Gaussians at sqrt(2)^k and 3 sqrt(2)^k, k = 1
// ... 4 ("spot", 36-43), and 4 Gaussians at sqrt(2)^k (44-47).
//
// Leung and Malik, Representing and recognizing the visual appearance of materials using
// three-dimensional textons, IJCV 43(1), 2001; sizes and scales as Varma and Zisserman publish
// them (www.robots.ox.ac.uk/~vgg/research/texclass/filters.html), who put the spots and Gaussians
// in another order and take the mean off the Gaussians too.
FilterBank LeungMalikBank();

// 13 rotationally symmetric kernels of 49x49: cos(pi tau r / sigma) exp(-r^2 / (2 sigma^2)) for
// (sigma, tau) = (2,1) (4,1) (4,2) (6,1) (6,2) (6,3) (8,1) (8,2) (8,3) (10,1) (10,2) (10,3) (10,4).
// Schmid, Constructing models for content-based image retrieval, CVPR 2001.
FilterBank SchmidBank();

// 8 responses of 38 kernels of 49x49, which don't change when the picture turns: over six angles,
// the largest absolute value of an edge at sigma 1, 2 and 4 (an edge turned by 180 degrees only
// changes its sign) and the greatest value of a bar; the Gaussian and its Laplacian at sigma 10.
// Varma and Zisserman, A statistical approach to texture classification from single images, IJCV
// 62(1), 2005.
FilterBank MaximumResponseBank();

// scales x orientations magnitudes of pairs of Gabor functions in quadrature, exp(-(u^2 + v^2 / 4)
// / (2 sigma^2)) times the cosine and the sine of 2 pi u / wavelength: wavelengths 4 sqrt(2)^k
// pixels and sigma 0.56 wavelengths, a bandwidth of one octave. The angles are those of the waves'
// crests. Scales from 1 to kMaxGaborScales, orientations from 1 to
// kMaxGaborOrientations. The kernels reach to three
// standard deviations of the widest. Petkov and Kruizinga, Computational models of visual neurons
// specialised in the detection of periodic and aperiodic oriented visual stimuli, Biological
// Cybernetics 76, 1997.
inline constexpr int kMaxGaborScales = 8;
inline constexpr int kMaxGaborOrientations = 64;
FilterBank GaborBank(int scales, int orientations);

enum class BankKind { kLm, kSchmid, kMr8, kGabor };
const std::vector<std::string>& BankNames();  // "lm", "schmid", "mr8", "gabor"
// `scales` and `orientations` are for gabor.
FilterBank MakeFilterBank(BankKind kind, int scales, int orientations);

}  // namespace sluice

#endif  // SLUICE_FEATURES_FILTER_BANK_H_
