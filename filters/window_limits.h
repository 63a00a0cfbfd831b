// How large the window of a rank or morphology filter may be.
#ifndef SLUICE_FILTERS_WINDOW_LIMITS_H_
#define SLUICE_FILTERS_WINDOW_LIMITS_H_

#include <cstdint>

#include "lib/status.h"

namespace sluice {

// The working memory of a band grows with the window: these keep it to some tens of megabytes.
inline constexpr int kMaxWindowSide = 16383;
inline constexpr int64_t kMaxWindowArea = int64_t{1} << 22;

// Usage error unless the window has at least one pixel and keeps to the limits.
Status CheckWindow(int width, int height);

}  // namespace sluice

#endif  // SLUICE_FILTERS_WINDOW_LIMITS_H_
