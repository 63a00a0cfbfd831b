#include "features/sift.h"

#include "tools/command.h"
#include "tools/keypoint_picture.h"

namespace sluice {
namespace {

struct Settings {
  SiftOptions sift;
  bool undoubled = false;
  bool show = false;
};

}  // namespace

Command SiftCommand() {
  Command c;
  auto* o = c.Own(Settings{});
  c.name = "sift";
  c.group = "describe";
  c.summary = "keypoints and their SIFT descriptors";
  c.description =
      "Finds places that are found again when a picture is shifted, turned, scaled or lit "
      "otherwise, and describes what is around each, so that pictures can be matched: Lowe, "
      "Distinctive image features from scale-invariant keypoints, IJCV 60(2), 2004. Of the "
      "luminance.\n\n"
      "Writes a table for each picture, f32 of keypoints x 132 (axes nc), strongest contrast "
      "first. Columns: x and y in pixels, 0 in the middle of the first one; scale, the "
      "sigma of the Gaussian in pixels; angle in degrees clockwise from the right; 128 numbers of "
      "length 1, 4x4 cells with 8 directions each, in the order of OpenCV's. A place with several "
      "main directions has a row for each. A picture without keypoints gives a table without "
      "rows. -f csv writes a line for each row.\n\n"
      "--show writes the picture instead, with each keypoint as a circle and a line in its "
      "direction; the radius is sqrt(2) scales, that of a disc that gives such a keypoint.";
  c.examples = {"sluice gray photo.jpg | sluice sift -f csv",
                "sluice sift --limit 300 --show photo.jpg -o keypoints.png",
                "sluice sift photos/*.jpg -o 'keypoints/{stem}.npy'"};
  c.Integer("--octaves", "N", &o->sift.octaves,
            "halvings of the picture to search, and one more; 0: all it has room for",
            {0, kMostSiftOctaves});
  c.Integer("--scales", "N", &o->sift.scales, "scales searched in each octave",
            {1, kMostSiftScales});
  c.Fraction("--contrast", "C", &o->sift.contrast,
             "the least contrast, a fraction of full scale: |difference of Gaussians| times scales",
             {0, 1e6});
  c.Number("--edge", "R", &o->sift.edge,
           "the ratio of the principal curvatures must be below this; lower leaves out more along "
           "edges",
           {1, 1e6});
  c.Integer("--limit", "N", &o->sift.limit, "keep the N strongest keypoints; 0: all", {0, 1 << 30});
  c.Flag("--undoubled", &o->undoubled,
         "begin with the picture as it is, not at twice its size: about four times as fast, "
         "without the smallest keypoints");
  c.Flag("--show", &o->show, "write the picture with its keypoints drawn into it");
  c.labels = true;
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    SiftOptions options = o->sift;
    options.doubled = !o->undoubled;
    return OneStage(o->show ? MakeKeypointPicture(options) : MakeSift(options));
  };
  return c;
}

}  // namespace sluice
