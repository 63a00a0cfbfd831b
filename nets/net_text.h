// Net files as statements: the grammar of docs/net-files.md without its meaning.
#ifndef SLUICE_NETS_NET_TEXT_H_
#define SLUICE_NETS_NET_TEXT_H_

#include <string>
#include <vector>

#include "lib/status.h"

namespace sluice {

// Where something stands, from 1.
struct TextPlace {
  int line = 0;
  int column = 0;
};

struct Word {
  std::string text;  // {...} as it was written
  TextPlace place;
};

// A line: "NAME = conv 6 5x5", or one that opens a body, "repeat 3" to its "end".
struct Statement {
  std::string name;  // before the =; may be empty
  std::vector<Word> words;
  std::vector<Statement> body;
  std::vector<Statement> otherwise;  // after else
  TextPlace place() const { return words.front().place; }
};

// "12:3: MESSAGE", with the error's hint.
Status AtPlace(TextPlace place, const Status& error);

// Whether statements that start with this word have a body: block, repeat, if, auxiliary.
bool OpensBody(const std::string& word);

// Splits a file: a statement a line, # begins a comment, words are separated by blanks outside
// braces. Fails, with line and column, for braces and bodies that are not closed, or not opened.
Result<std::vector<Statement>> ParseNetText(const std::string& text);

}  // namespace sluice

#endif  // SLUICE_NETS_NET_TEXT_H_
