#include "nets/initializer.h"

#include <algorithm>
#include <cmath>

namespace sluice {

double InitialSpread(const Initializer& initializer, int64_t fan_in, bool result) {
  using Kind = Initializer::Kind;
  const double share = 1.0 / double(std::max<int64_t>(1, fan_in));
  switch (initializer.kind) {
    case Kind::kZero:
      return 0;
    case Kind::kNormal:
      return initializer.spread;
    case Kind::kXavier:
      return std::sqrt(share);
    case Kind::kHe:
      return std::sqrt(2 * share);
    case Kind::kUsual:
      break;
  }
  return std::sqrt(result ? share : 2 * share);
}

}  // namespace sluice
