#include "features/lbp.h"

#include <memory>
#include <utility>

#include "tools/command.h"

namespace sluice {

Command LbpCommand() {
  Command c;
  auto* o = c.Own(LbpOptions{});
  auto* grid = c.Own(SizeOption{1, 1});
  c.name = "lbp";
  c.group = "describe";
  c.summary = "histograms of local binary patterns as a feature vector";
  c.description =
      "Each pixel of the luminance is compared with neighbours on a circle, interpolated between "
      "pixels: those not below it give ones, the others zeros, together a pattern. The vector is "
      "the histogram of patterns, which no monotonic change of brightness alters; it sums to 1 for "
      "each cell of the grid.\n\n"
      "--mapping says which patterns count as the same. uniform: patterns with at most two changes "
      "around the circle have a bin each, all others one (59 bins for 8 points). riu2: uniform "
      "ones by their number of ones (10 bins), which no turn of the picture alters. ri: patterns "
      "that are rotations of one another (36 bins). none: all patterns (256 bins).\n\n"
      "Ojala, Pietikainen and Maenpaa, Multiresolution gray-scale and rotation invariant texture "
      "classification with local binary patterns, IEEE TPAMI 24(7), 2002.";
  c.examples = {
      "sluice lbp bricks/*/*.png --labels by-folder | sluice knn train --distance chi2 -o "
      "bricks.safetensors",
      "sluice lbp --points 16 --radius 2 --mapping riu2 photo.jpg -o photo.npy",
      "sluice lbp --grid 7x7 faces/*.png -o 'vectors/{stem}.npy'"};
  c.Integer("--points", "P", &o->points,
            "neighbours of a pixel; up to 16 for the mappings ri and none", {4, 24});
  c.Number("--radius", "R", &o->radius, "of the circle they are on, in pixels", {0.5, 100});
  c.Choice("--mapping", LbpMappingNames(), &o->mapping, "which patterns count as the same");
  c.Size("--grid", grid, "cells across and down, whose histograms are put together").default_text =
      "1x1";
  c.BorderOption(&o->border);
  c.describes = true;
  c.stages = [o, grid]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    o->grid_width = grid->width;
    o->grid_height = grid->height;
    SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<Descriptor> lbp, MakeLbp(*o));
    return OneStage(MakeDescriptorFilter(std::move(lbp)));
  };
  return c;
}

}  // namespace sluice
