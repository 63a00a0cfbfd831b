// One-line messages on stderr.
#ifndef SLUICE_TOOLS_MESSAGE_H_
#define SLUICE_TOOLS_MESSAGE_H_

#include <string>

#include "lib/status.h"

namespace sluice {

// Writes "PROGRAM: MESSAGE" and, if there is one, "hint: HINT", each as one line. `program` is
// "sluice" or "sluice NAME". An error without a message was told before: nothing is written.
void PrintError(const std::string& program, const Status& status);
// The same, and the exit status it asks for: 2 for a wrong request, else 1.
int ReportError(const std::string& program, const Status& status);
// A line that is no error: "PROGRAM: TEXT".
void PrintNote(const std::string& program, const std::string& text);

// A help text, as it is.
void PrintText(const std::string& text);
// A note without an end, in place of what the terminal's line held; ClearLine empties it.
void RewriteLine(const std::string& program, const std::string& text);
void ClearLine();

// The text with control characters written as \n, \t or \xNN: file names and file contents must
// not steer the terminal.
std::string EscapeControls(const std::string& text);

// Whether what goes to stderr is coloured: never unless asked for.
void SetMessageColor(bool color);

}  // namespace sluice

#endif  // SLUICE_TOOLS_MESSAGE_H_
