// Many pictures on one sheet.
#ifndef SLUICE_FILTERS_MONTAGE_H_
#define SLUICE_FILTERS_MONTAGE_H_

#include <string>
#include <vector>

#include "filters/display.h"
#include "lib/frame.h"

namespace sluice {

struct MontageOptions {
  int columns = 0;  // 0: as many as rows, or one more
  int tile_width =
      0;  // of the place for each picture, without its caption; 0: the largest picture's
  int tile_height = 0;
  int gap = 8;  // pixels between tiles and around the sheet
  Rgb background = {255, 255, 255};
};

struct MontageTile {
  Frame picture;        // u8, three channels, as ForDisplay makes it
  std::string caption;  // below the picture; empty: none
};

// The picture as it fits a tile: shrunk (triangle filter) if it is too large, repeated a whole
// number of times if it is too small for that, else as it is. A side of 0 does not limit.
Result<Frame> FitTile(Frame picture, int tile_width, int tile_height);

// One u8 RGB sheet of the tiles in reading order, each in the middle of its place. There is a line
// for captions when any tile has one; a caption too long for its tile is cut. Fails for no tiles
// and sheets above the limits.
Result<Frame> MakeMontage(std::vector<MontageTile> tiles, const MontageOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_MONTAGE_H_
