#include "tools/version.h"

#include "lib/library_versions.h"
#include "lib/simd_targets.h"
#include "sluice_git_id.h"

namespace sluice {

std::string VersionNumber() { return SLUICE_VERSION; }

std::string VersionText() {
  std::string text = "sluice " + VersionNumber() + "\ngit " SLUICE_GIT_ID "\n";
  for (const std::string& library : LibraryVersions()) text += library + "\n";
  text += "SIMD compiled:";
  for (const std::string& target : CompiledSimdTargets()) text += " " + target;
  return text + "\nSIMD in use: " + ActiveSimdTarget() + "\n";
}

}  // namespace sluice
