#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "filters/display.h"
#include "filters/resize.h"
#include "tools/command.h"
#include "tools/io.h"
#include "tools/message.h"
#include "tools/terminal_picture.h"

namespace sluice {
namespace {

struct ShowOptions {
  int width = 0;  // characters; 0: by the terminal
};

// What the text is for.
struct Screen {
  int columns = 80;
  int lines = 0;  // 0: no limit
  TerminalColors colors = TerminalColors::kNone;
};

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

TerminalColors ColorsOf(bool terminal, When when) {
  const std::string term = Environment("TERM");
  const std::string depth = Environment("COLORTERM");
  const bool none = !terminal || !Environment("NO_COLOR").empty() || term.empty() || term == "dumb";
  if (when == When::kNever || (when == When::kAuto && none)) return TerminalColors::kNone;
  return depth == "truecolor" || depth == "24bit" ? TerminalColors::kTrue : TerminalColors::k256;
}

Screen FindScreen(const IoOptions& options) {
  Screen screen;
  const bool terminal = options.output == "-" && isatty(STDOUT_FILENO) != 0;
  screen.colors = ColorsOf(terminal, options.color);
  winsize size{};
  if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    screen.columns = size.ws_col;
    // A line for the name and one for the prompt.
    screen.lines = std::max(1, size.ws_row - 2);
  }
  return screen;
}

// Fits the picture into the screen, keeping its shape; never larger than it is unless a width is
// asked for.
Result<Frame> Fit(Frame picture, const Screen& screen, int asked_width) {
  const PictureInfo info = picture.info().picture();
  const int per_line = PixelsPerLine(screen.colors);
  // Height over width of a pixel as it is shown.
  const double stretch = 2.0 / per_line;
  const auto rows_of = [&](double width) { return width * info.height / info.width / stretch; };
  double width = asked_width > 0 ? asked_width : std::min(screen.columns, info.width);
  if (asked_width == 0 && screen.lines > 0) {
    const double most = static_cast<double>(screen.lines) * per_line;
    if (rows_of(width) > most) width = std::max(1.0, width * most / rows_of(width));
  }
  constexpr double kMostRows = 100000;
  ResizeOptions resize;
  resize.filter = width > info.width ? ResizeFilter::kNearest : ResizeFilter::kBox;
  resize.target.width = static_cast<int>(width);
  resize.target.height =
      static_cast<int>(std::clamp(rows_of(resize.target.width) + 0.5, 1.0, kMostRows));
  return FilterFrame(*MakeResize(resize), picture);
}

Result<std::string> TextOf(RowReader& rows, const Screen& screen, int width, std::string* changed) {
  SLUICE_ASSIGN_OR_RETURN(Frame frame, ReadFrame(rows));
  DisplayOptions display;
  display.background = {0, 0, 0};
  display.stretch_dark = true;
  SLUICE_ASSIGN_OR_RETURN(Displayed displayed, ForDisplay(std::move(frame), display));
  *changed = displayed.changed;
  SLUICE_ASSIGN_OR_RETURN(const Frame fitted, Fit(std::move(displayed.picture), screen, width));
  return TerminalPicture(fitted.view<uint8_t>(), screen.colors);
}

int RunShow(const ShowOptions& options, Io& io) {
  const Screen screen = FindScreen(io.options());
  int count = 0;
  while (const std::unique_ptr<RowReader> rows = io.Next()) {
    const std::string* name = rows->info().attributes.Find("name");
    const std::string caption =
        EscapeControls(name != nullptr ? *name : io.CurrentName()) + ", " + rows->info().Describe();
    std::string changed;
    const Result<std::string> text = TextOf(*rows, screen, options.width, &changed);
    if (!text.ok()) {
      io.Fail(text.status());
      continue;
    }
    if (io.options().verbose && !changed.empty()) io.Warn(changed);
    // A single picture needs no name.
    const bool named = ++count > 1 || io.inputs().size() > 1;
    if (!io.Print((named ? caption + "\n" : "") + *text)) break;
  }
  return io.Finish();
}

}  // namespace

Command ShowCommand() {
  Command c;
  auto* o = c.Own(ShowOptions{});
  c.name = "show";
  c.group = "glue";
  c.summary = "look at pictures in the terminal";
  c.description =
      "Draws each picture with half-block characters, two pixels a character, as large as the "
      "terminal and the picture allow. In 24-bit colour where COLORTERM says so, else in 256 "
      "colours; without colour (NO_COLOR, TERM=dumb, --color never, a pipe or a file) in "
      "characters "
      "from dark to bright, for a dark background.\n"
      "f32 pictures with values outside 0 to 1, and one-channel integers that are almost black "
      "(label maps), are stretched from their least to their greatest value; -v says so.";
  c.examples = {"sluice synth --scene street --size 320x240 | sluice show",
                "sluice show --width 100 photo.jpg", "sluice show scans/*.png | less -R"};
  c.Integer("--width", "N", &o->width, "characters a line; larger than the picture repeats pixels",
            {1, 10000})
      .default_text = "as the terminal and the picture allow";
  c.text = true;
  c.json = false;
  c.run = [o](Io& io) { return RunShow(*o, io); };
  return c;
}

}  // namespace sluice
