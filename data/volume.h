// Volumes: NIfTI-1 and Analyze 7.5 (.nii, .hdr with .img, each with .gz) and NRRD (.nrrd, .nhdr
// with a data file; raw, gzip or text).
#ifndef SLUICE_DATA_VOLUME_H_
#define SLUICE_DATA_VOLUME_H_

#include <memory>
#include <string>

#include "data/data_set.h"

namespace sluice {

// The volumes of a file: frames with axes dhwc, x fastest as in the file (orientation and spacing
// are not looked at). A two-dimensional file is a picture; of a four-dimensional one each volume of
// the last axis is an example; names are the file's name without extensions, then "-000", "-001".
// u8 and u16 stay what they are, unless the header scales them; all else becomes f32.
Result<std::unique_ptr<DataSet>> OpenVolume(const std::string& path);

}  // namespace sluice

#endif  // SLUICE_DATA_VOLUME_H_
