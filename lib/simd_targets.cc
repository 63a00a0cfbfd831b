#include "lib/simd_targets.h"

#include <algorithm>
#include <cctype>
#include <cstdint>

#include "hwy/highway.h"

namespace sluice {
namespace {

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Calls f(bit) for every target compiled in, best (lowest bit) first.
template <class F>
void ForEachCompiledTarget(F f) {
  for (uint64_t bits = static_cast<uint64_t>(HWY_TARGETS); bits != 0; bits &= bits - 1) {
    f(static_cast<int64_t>(bits & (~bits + 1)));
  }
}

}  // namespace

Status SetSimdTargets(const std::string& names) {
  int64_t wanted = 0;
  size_t begin = 0;
  while (begin <= names.size()) {
    const size_t end = std::min(names.find(',', begin), names.size());
    const std::string name = Lower(names.substr(begin, end - begin));
    int64_t bit = 0;
    ForEachCompiledTarget([&](int64_t target) {
      if (Lower(hwy::TargetName(target)) == name) bit = target;
    });
    if (bit == 0) {
      std::string known;
      for (const std::string& target : CompiledSimdTargets()) {
        known += (known.empty() ? "" : ", ") + Lower(target);
      }
      return Status::Usage("SLUICE_TARGETS: unknown SIMD target \"" + name + "\", expected " +
                           known);
    }
    wanted |= bit;
    begin = end + 1;
  }
  if ((hwy::SupportedTargets() & wanted) == 0) {
    return Status::Usage("SLUICE_TARGETS: this machine can run none of \"" + names + "\"");
  }
  hwy::SetSupportedTargetsForTest(hwy::SupportedTargets() & wanted);
  return Status::Ok();
}

std::vector<std::string> CompiledSimdTargets() {
  std::vector<std::string> names;
  ForEachCompiledTarget([&](int64_t target) { names.emplace_back(hwy::TargetName(target)); });
  return names;
}

std::string ActiveSimdTarget() {
  const auto supported = static_cast<uint64_t>(hwy::SupportedTargets() & HWY_TARGETS);
  return hwy::TargetName(static_cast<int64_t>(supported & (~supported + 1)));
}

}  // namespace sluice
