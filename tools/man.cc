#include "tools/man.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

#include "tools/help.h"
#include "tools/version.h"

namespace sluice {
namespace {

// Text as roff shows it literally: no escapes, no hyphens that break, no control lines.
std::string Roff(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool line_start = i == 0 || text[i - 1] == '\n';
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else {
      out += c;
    }
  }
  return out;
}

// The page of a command: "sluice-svm-train".
std::string PageName(std::string command) {
  std::replace(command.begin(), command.end(), ' ', '-');
  return "sluice-" + command;
}

std::string Header(const std::string& name) {
  std::string title;
  for (const char c : name) title += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return ".TH " + Roff(title) + " 1 \"\" \"sluice " + VersionNumber() + "\" \"sluice manual\"\n";
}

std::string Section(const std::string& title) { return ".SH " + title + "\n"; }

std::string Examples(const std::vector<std::string>& lines) {
  std::string out = ".nf\n";
  for (const std::string& line : lines) out += Roff(line) + "\n";
  return out + ".fi\n";
}

std::string Paragraphs(const std::string& text) {
  std::string out;
  size_t begin = 0;
  while (begin < text.size()) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) {
      out += (out.empty() ? "" : ".PP\n") + Roff(text.substr(begin, end - begin)) + "\n";
    }
    begin = end + 1;
  }
  return out;
}

std::string OptionEntry(const Option& option) {
  std::string out = ".TP\n";
  if (option.letter != 0) out += std::string("\\fB\\-") + option.letter + "\\fR, ";
  out += "\\fB" + Roff(option.name) + "\\fR";
  if (!option.value.empty()) out += " \\fI" + Roff(option.value) + "\\fR";
  return out + "\n" + Roff(OptionText(option)) + "\n";
}

std::string ExitStatus(const std::vector<std::string>& lines) {
  std::string out = Section("EXIT STATUS");
  for (const std::string& line : lines) {
    out += ".TP\n\\fB" + line.substr(0, 1) + "\\fR\n" + Roff(line.substr(3)) + "\n";
  }
  return out;
}

std::string Environment() {
  return Section("ENVIRONMENT") +
         ".TP\n\\fBSLUICE_THREADS\\fR\nthreads, as \\fB\\-\\-threads\\fR, which wins\n"
         ".TP\n\\fBSLUICE_MAX_PIXELS\\fR\nas \\fB\\-\\-max\\-pixels\\fR, which wins\n"
         ".TP\n\\fBSLUICE_TARGETS\\fR\nSIMD instruction sets that may be used, such as "
         "avx2,sse4,scalar\n"
         ".TP\n\\fBNO_COLOR\\fR\nno colour in messages\n";
}

// "\fBsluice-box\fR(1), \fBsluice\fR(1)".
std::string SeeAlso(const std::vector<std::string>& pages) {
  std::string out = Section("SEE ALSO");
  for (size_t i = 0; i < pages.size(); ++i) {
    out += (i == 0 ? "\\fB" : ", \\fB") + Roff(pages[i]) + "\\fR(1)";
  }
  return out + "\n";
}

}  // namespace

std::string ManPage(const Command& command) {
  std::string out = Header(PageName(command.name));
  out += Section("NAME") + Roff(PageName(command.name)) + " \\- " + Roff(command.summary) + "\n";
  out += Section("SYNOPSIS") + "\\fBsluice " + Roff(command.name) + "\\fR [\\fIOPTION\\fR...]";
  if (!command.positional.empty()) out += " " + Roff(command.positional);
  out += "\n" + Section("EXAMPLES") + Examples(command.examples);
  if (!command.description.empty()) {
    out += Section("DESCRIPTION") + Paragraphs(command.description);
  }
  for (const OptionGroup group : kOptionGroups) {
    std::string entries;
    for (const Option& option : command.options) {
      if (option.group == group) entries += OptionEntry(option);
    }
    if (!entries.empty()) {
      out += Section(group == OptionGroup::kOperation     ? "OPTIONS"
                     : group == OptionGroup::kInputOutput ? "INPUT AND OUTPUT OPTIONS"
                                                          : "GENERAL OPTIONS") +
             entries;
    }
  }
  out += ExitStatus(ExitStatusLines(command)) + Environment();
  std::vector<std::string> pages = {"sluice"};
  for (const std::string& name : RelatedCommands(command)) pages.push_back(PageName(name));
  return out + SeeAlso(pages);
}

std::string OverviewManPage(const std::vector<DocumentedCommand>& commands) {
  std::string out = Header("sluice");
  out += Section("NAME") + "sluice \\- composable image processing\n";
  out += Section("SYNOPSIS") + "\\fBsluice\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR...] [FILE...]\n";
  out += Section("EXAMPLES") + Examples(OverviewExamples());
  out +=
      Section("DESCRIPTION") +
      Paragraphs(
          "Every command reads frames from files or stdin and writes frames to a file or stdout, "
          "so that a shell pipe is the program. Frames are recognised by their first bytes: PNG, "
          "JPEG, PNM, PFM and NPY, one after the other in any mixture. Into a pipe go PNM for "
          "pictures of 8 or 16 bit integers and NPY for anything else; into a file what its name "
          "says.\n"
          "A program named sluice-NAME on the PATH is run as sluice NAME.");
  out += Section("COMMANDS");
  for (const CommandGroup& group : CommandsByGroup()) {
    out += ".SS " + Roff(group.title) + "\n";
    for (const Command& command : group.commands) {
      out +=
          ".TP\n\\fB" + Roff(PageName(command.name)) + "\\fR(1)\n" + Roff(command.summary) + "\n";
    }
  }
  out += ExitStatus(ExitStatusLines({})) + Environment();
  std::vector<std::string> pages;
  for (const DocumentedCommand& documented : commands) {
    pages.push_back(PageName(documented.command.name));
  }
  return out + SeeAlso(pages);
}

}  // namespace sluice
