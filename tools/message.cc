#include "tools/message.h"

#include <unistd.h>

#include <cstddef>

namespace sluice {
namespace {

bool colored = false;

std::string Bold(const std::string& text) { return colored ? "\033[1m" + text + "\033[0m" : text; }

// One write, so that the lines of several processes of a pipe don't mix.
void WriteToStderr(const std::string& text) {
  size_t done = 0;
  while (done < text.size()) {
    const ssize_t n = write(STDERR_FILENO, text.data() + done, text.size() - done);
    if (n <= 0) return;
    done += size_t(n);
  }
}

}  // namespace

void SetMessageColor(bool color) { colored = color; }

std::string EscapeControls(const std::string& text) {
  std::string out;
  const auto hex = [&out](unsigned char c) {
    static const char digits[] = "0123456789abcdef";
    out += "\\x";
    out += digits[c >> 4];
    out += digits[c & 15];
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c < 0x20 || c == 0x7F) {
      hex(c);
    } else if (c == 0xC2 && next >= 0x80 && next < 0xA0) {  // U+0080 to U+009F in UTF-8
      hex(c);
      hex(next);
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

void PrintError(const std::string& program, const Status& status) {
  if (status.message().empty()) return;
  std::string lines = Bold(program + ":") + " " + EscapeControls(status.message()) + "\n";
  if (!status.hint().empty()) {
    lines += Bold("hint:") + " " + EscapeControls(status.hint()) + "\n";
  }
  WriteToStderr(lines);
}

int ReportError(const std::string& program, const Status& status) {
  PrintError(program, status);
  return status.is_usage() ? 2 : 1;
}

void PrintNote(const std::string& program, const std::string& text) {
  WriteToStderr(program + ": " + EscapeControls(text) + "\n");
}

void PrintText(const std::string& text) { WriteToStderr(text); }

void RewriteLine(const std::string& program, const std::string& text) {
  WriteToStderr("\r\033[K" + program + ": " + EscapeControls(text));
}

void ClearLine() { WriteToStderr("\r\033[K"); }

}  // namespace sluice
