// Pictures with boxes in the format of the PASCAL VOC challenges (Everingham et al., The PASCAL
// visual object classes challenge, IJCV 2010): Annotations/NAME.xml and JPEGImages/.
#ifndef SLUICE_DATA_VOC_H_
#define SLUICE_DATA_VOC_H_

#include <memory>
#include <string>

#include "data/data_set.h"
#include "lib/codec.h"

namespace sluice {

struct VocOptions {
  // The pictures whose names stand in `split`.txt of the folder or of its ImageSets/Main; empty:
  // all.
  std::string split;
  // Each box is an example: that part of the picture, with the box's class as its label.
  bool crop = false;
};

// A picture carries the attribute boxes: "CLASS X0 Y0 X1 Y1;CLASS ...", in pixels from 0, X1 and Y1
// exclusive (the files count from 1, inclusive). Boxes are cut off at the picture's edges; those of
// which nothing is left are passed over. Names are those of the XML files, of crops with "-0", "-1"
// behind. Errors name the XML file and the line.
Result<std::unique_ptr<DataSet>> OpenVoc(const std::string& root, const VocOptions& options,
                                         const DecodeOptions& decode);

}  // namespace sluice

#endif  // SLUICE_DATA_VOC_H_
