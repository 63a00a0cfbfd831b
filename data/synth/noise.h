// Random surfaces: a number for each place, the same on every machine.
#ifndef SLUICE_DATA_SYNTH_NOISE_H_
#define SLUICE_DATA_SYNTH_NOISE_H_

#include <cstdint>

#include "data/synth/colour.h"

namespace sluice::synth {

// Uniform in [0, 1) for a cell of the integer lattice; cells and seeds are independent.
float CellNoise(int x, int y, uint32_t seed);

// Smooth in [0, 1]: random numbers at integer places, interpolated in between (value noise).
float SmoothNoise(Point at, uint32_t seed);

// `octaves` of smooth noise, each twice as fine and half as strong; in [0, 1], about 0.5.
float FractalNoise(Point at, int octaves, uint32_t seed);

// The distances from `at` to the nearest and the second nearest of points strewn one in each unit
// cell (Worley, A cellular texture basis function, 1996), and the nearest one's random number.
struct Cellular {
  float nearest = 0;
  float second = 0;
  float number = 0;
};
Cellular CellularNoise(Point at, uint32_t seed);

}  // namespace sluice::synth

#endif  // SLUICE_DATA_SYNTH_NOISE_H_
