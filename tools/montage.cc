#include "filters/montage.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "filters/display.h"
#include "tools/command.h"
#include "tools/io.h"
#include "tools/values.h"

namespace sluice {
namespace {

struct Settings {
  MontageOptions montage;
  SizeOption tile;
  bool captions = false;
  std::vector<std::string> labels;
};

// "#rrggbb", or a gray as a fraction of full scale.
Status ParseColour(const std::string& text, Rgb* colour) {
  if (!text.empty() && text[0] == '#') {
    const bool digits = text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
    if (text.size() != 7 || !digits) {
      return Status::Usage("expected #rrggbb, got " + Quoted(text));
    }
    for (size_t c = 0; c < 3; ++c) {
      (*colour)[c] = static_cast<uint8_t>(std::stoi(text.substr(1 + 2 * c, 2), nullptr, 16));
    }
    return Status::Ok();
  }
  SLUICE_ASSIGN_OR_RETURN(const float gray, ParseFraction(text, {0.0, 1.0}));
  colour->fill(static_cast<uint8_t>(gray * 255.0f + 0.5f));
  return Status::Ok();
}

// What a frame is called: its name or its file's, without folders.
std::string NameOf(const FrameInfo& info) {
  const std::string* name = info.attributes.Find("name");
  const std::string path = name != nullptr ? *name : info.path;
  return path.substr(path.rfind('/') + 1);
}

Result<MontageTile> MakeTile(RowReader& rows, const Settings& settings, size_t number) {
  MontageTile tile;
  if (number < settings.labels.size()) {
    tile.caption = settings.labels[number];
  } else if (settings.captions) {
    tile.caption = NameOf(rows.info());
  }
  SLUICE_ASSIGN_OR_RETURN(Frame frame, ReadFrame(rows));
  DisplayOptions display;
  display.background = settings.montage.background;
  SLUICE_ASSIGN_OR_RETURN(Displayed displayed, ForDisplay(std::move(frame), display));
  // At once, so that only tiles are kept in memory.
  SLUICE_ASSIGN_OR_RETURN(tile.picture,
                          FitTile(std::move(displayed.picture), settings.montage.tile_width,
                                  settings.montage.tile_height));
  return tile;
}

int RunMontage(Settings settings, Io& io) {
  settings.montage.tile_width = settings.tile.width;
  settings.montage.tile_height = settings.tile.height;
  std::vector<MontageTile> tiles;
  while (const std::unique_ptr<RowReader> rows = io.Next()) {
    Result<MontageTile> tile = MakeTile(*rows, settings, tiles.size());
    if (tile.ok()) {
      tiles.push_back(std::move(*tile));
    } else {
      io.Fail(tile.status());
    }
  }
  if (tiles.empty()) return io.Finish();
  Result<Frame> sheet = MakeMontage(std::move(tiles), settings.montage);
  if (sheet.ok()) {
    io.Write(std::move(*sheet));
  } else {
    io.Fail(sheet.status());
  }
  return io.Finish();
}

}  // namespace

Command MontageCommand() {
  Command c;
  auto* o = c.Own(Settings{});
  c.name = "montage";
  c.group = "glue";
  c.summary = "many pictures on one sheet";
  c.description =
      "Puts all frames of all inputs on one RGB sheet, in reading order. With --tile, pictures "
      "that "
      "are larger are shrunk to fit, and small ones repeat each pixel as often as there is room; "
      "without, tiles are as large as the largest picture. f32 pictures with values outside 0 to 1 "
      "are stretched; alpha lets the background through. Captions are in a small built-in font, "
      "ASCII only, and are cut at the tile's width.";
  c.examples = {
      "sluice synth --scene shapes --count 12 | sluice montage --tile 160x160 > sheet.png",
      "sluice montage --captions before.png after.png -o both.png",
      "sluice montage --columns 4 --label input --label output in.png out.png -o page.png"};
  c.Integer("--columns", "N", &o->montage.columns, "tiles side by side", {1, 10000}).default_text =
      "as many as rows";
  c.Size("--tile", &o->tile, "the place for each picture, in pixels").default_text =
      "as large as the largest picture";
  c.Integer("--gap", "N", &o->montage.gap, "pixels between tiles and around the sheet", {0, 10000});
  c.Custom(
       "--background", "COLOUR",
       [o](const std::string& text) { return ParseColour(text, &o->montage.background); },
       "#rrggbb, or a gray as a fraction of full scale or a percentage")
      .default_text = "100%";
  c.Flag("--captions", &o->captions, "write each picture's name below it");
  c.Custom(
       "--label", "TEXT",
       [o](const std::string& text) {
         o->labels.push_back(text);
         return Status::Ok();
       },
       "the caption of the first picture, of the second when given again, and so on")
      .repeatable = true;
  c.one_frame = true;
  c.run = [o](Io& io) { return RunMontage(*o, io); };
  return c;
}

}  // namespace sluice
