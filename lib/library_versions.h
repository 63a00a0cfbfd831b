// The versions of the libraries that the program stands on.
#ifndef SLUICE_LIB_LIBRARY_VERSIONS_H_
#define SLUICE_LIB_LIBRARY_VERSIONS_H_

#include <string>
#include <vector>

namespace sluice {

// "Highway 1.0.3", "libpng 1.6.39", ...
std::vector<std::string> LibraryVersions();

}  // namespace sluice

#endif  // SLUICE_LIB_LIBRARY_VERSIONS_H_
