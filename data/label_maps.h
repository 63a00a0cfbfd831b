// Pictures with maps of labels beside them, for segmentation.
#ifndef SLUICE_DATA_LABEL_MAPS_H_
#define SLUICE_DATA_LABEL_MAPS_H_

#include <memory>
#include <string>

#include "data/data_set.h"
#include "lib/codec.h"

namespace sluice {

// The pictures `root`/images/FILE with the maps `root`/labels/FILE, matched by their names without
// extensions. A picture's frame carries the attribute labels, the path of its map; LoadLabelMap
// gives the map, which has one channel and the picture's size. Fails for a picture without a map
// and a map without a picture.
Result<std::unique_ptr<DataSet>> OpenLabelMaps(const std::string& root,
                                               const DecodeOptions& decode);

}  // namespace sluice

#endif  // SLUICE_DATA_LABEL_MAPS_H_
