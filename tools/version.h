// What --version shows.
#ifndef SLUICE_TOOLS_VERSION_H_
#define SLUICE_TOOLS_VERSION_H_

#include <string>

namespace sluice {

// "0.1.0".
std::string VersionNumber();
// The program's version and the commit it was built from ("unknown" outside a git checkout), the
// libraries' versions, and the SIMD instruction sets compiled in and in use.
std::string VersionText();

}  // namespace sluice

#endif  // SLUICE_TOOLS_VERSION_H_
