// The library as a C++ program sees it: a picture in memory, one filter, the result.
#include <cstdio>

#include "filters/threshold.h"
#include "lib/image.h"
#include "lib/row_filter.h"

int main() {
  sluice::Result<sluice::Image<uint8_t>> image = sluice::Image<uint8_t>::Create(4, 1, 1);
  if (!image.ok()) return 1;
  for (int x = 0; x < 4; ++x) image->Row(0)[x] = static_cast<uint8_t>(60 * x);
  const sluice::Image<uint8_t>& in = *image;
  const auto threshold = sluice::MakeThreshold({0.4f, false});
  const auto out = sluice::FilterImage<uint8_t, uint8_t>(*threshold, in.view());
  if (!out.ok()) {
    std::fprintf(stderr, "%s\n", out.status().message().c_str());
    return 1;
  }
  for (int x = 0; x < 4; ++x) std::printf("%d ", out->Row(0)[x]);
  std::printf("\n");
  return out->Row(0)[1] == 0 && out->Row(0)[2] == 255 ? 0 : 1;
}
