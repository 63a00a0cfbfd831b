#include "lib/library_versions.h"

#include <png.h>
#include <tbb/version.h>

#include <cstddef>
#include <cstdio>
// Needs size_t and FILE to be declared before.
#include <jpeglib.h>

#include "hwy/highway.h"

#define SLUICE_STRING_INNER_(x) #x
#define SLUICE_STRING_(x) SLUICE_STRING_INNER_(x)

namespace sluice {

std::vector<std::string> LibraryVersions() {
  std::string jpeg = "libjpeg API " SLUICE_STRING_(JPEG_LIB_VERSION);
#ifdef LIBJPEG_TURBO_VERSION
  jpeg = "libjpeg-turbo " SLUICE_STRING_(LIBJPEG_TURBO_VERSION);
#endif
  return {"Highway " SLUICE_STRING_(HWY_MAJOR) "." SLUICE_STRING_(HWY_MINOR) "." SLUICE_STRING_(
              HWY_PATCH),
          std::string("libpng ") + png_get_libpng_ver(nullptr), jpeg,
          std::string("oneTBB ") + TBB_runtime_version()};
}

}  // namespace sluice
