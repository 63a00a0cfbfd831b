// How large samples are.
#ifndef SLUICE_FILTERS_MAGNITUDE_H_
#define SLUICE_FILTERS_MAGNITUDE_H_

#include <cstddef>

namespace sluice {

// Whether all of `count` samples lie within [-limit, limit]; a NaN doesn't.
bool AllWithin(const float* samples, size_t count, float limit);

}  // namespace sluice

#endif  // SLUICE_FILTERS_MAGNITUDE_H_
