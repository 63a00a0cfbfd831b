// Which SIMD instruction sets the kernels use.
#ifndef SLUICE_LIB_SIMD_TARGETS_H_
#define SLUICE_LIB_SIMD_TARGETS_H_

#include <string>
#include <vector>

#include "lib/status.h"

namespace sluice {

// Limits the kernels to the given instruction sets, e.g. "sse4" or "avx2,sse4,scalar" (any case);
// the best of them that the machine has is used. Must come before the first kernel runs; the
// program does it at start from the environment variable SLUICE_TARGETS. Fails on an unknown name,
// or when none of the names can be run here.
Status SetSimdTargets(const std::string& names);

// The names of the instruction sets compiled in, best first, and of the one in use.
std::vector<std::string> CompiledSimdTargets();
std::string ActiveSimdTarget();

}  // namespace sluice

#endif  // SLUICE_LIB_SIMD_TARGETS_H_
