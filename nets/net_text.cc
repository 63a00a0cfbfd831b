#include "nets/net_text.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <utility>

namespace sluice {
namespace {

constexpr size_t kLongestFile = size_t{1} << 20;  // bytes
constexpr int kDeepest = 32;                      // bodies within bodies

Result<std::vector<Word>> SplitLine(const std::string& line, int number) {
  std::vector<Word> words;
  for (size_t i = 0; i < line.size() && line[i] != '#';) {
    if (std::isspace(static_cast<unsigned char>(line[i]))) {
      ++i;
      continue;
    }
    const size_t begin = i;
    const TextPlace place{number, static_cast<int>(begin) + 1};
    bool inside = false;
    for (; i < line.size(); ++i) {
      const char c = line[i];
      if (!inside && (c == '#' || std::isspace(static_cast<unsigned char>(c)))) break;
      if (c == (inside ? '{' : '}')) {
        return AtPlace(place, Status::Failed("expected braces in pairs, got " +
                                             line.substr(begin, i + 1 - begin)));
      }
      if (c == '{' || c == '}') inside = c == '{';
    }
    if (inside) return AtPlace(place, Status::Failed("expected a }, got the end of the line"));
    words.push_back({line.substr(begin, i - begin), place});
  }
  return words;
}

bool IsName(const std::string& word) {
  return !word.empty() && std::isalpha(static_cast<unsigned char>(word[0])) &&
         std::all_of(word.begin(), word.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
         });
}

class Parser {
 public:
  explicit Parser(const std::string& text) : text_(text) {}

  // Statements up to the word that closes the body, which is left in closing_.
  Status Body(std::vector<Statement>* body, int depth) {
    while (true) {
      SLUICE_ASSIGN_OR_RETURN(std::vector<Word> words, NextLine());
      if (words.empty()) {  // the end of the file
        closing_.clear();
        return Status::Ok();
      }
      if (words[0].text == "end" || words[0].text == "else") {
        closing_ = words[0].text;
        closing_place_ = words[0].place;
        if (words.size() == 1) return Status::Ok();
        return AtPlace(words[1].place, Status::Failed("expected nothing after " + closing_ +
                                                      ", got " + words[1].text));
      }
      Statement statement;
      if (words.size() > 1 && words[1].text == "=") {
        if (!IsName(words[0].text)) {
          return AtPlace(words[0].place, Status::Failed("expected a name, got " + words[0].text));
        }
        if (words.size() == 2) {
          return AtPlace(words[1].place, Status::Failed("expected a layer after =, got nothing"));
        }
        statement.name = words[0].text;
        words.erase(words.begin(), words.begin() + 2);
      }
      statement.words = std::move(words);
      if (OpensBody(statement.words[0].text)) SLUICE_RETURN_IF_ERROR(Open(&statement, depth));
      body->push_back(std::move(statement));
    }
  }

  Status All(std::vector<Statement>* statements) {
    SLUICE_RETURN_IF_ERROR(Body(statements, 0));
    if (closing_.empty()) return Status::Ok();
    return AtPlace(closing_place_, Status::Failed(closing_ + " without a line that it closes"));
  }

 private:
  Status Open(Statement* statement, int depth) {
    const std::string word = statement->words[0].text;
    if (depth == kDeepest) {
      return AtPlace(statement->place(), Status::Failed("nested too deeply"));
    }
    SLUICE_RETURN_IF_ERROR(Body(&statement->body, depth + 1));
    if (closing_ == "else" && word == "if") {
      SLUICE_RETURN_IF_ERROR(Body(&statement->otherwise, depth + 1));
    }
    if (closing_ == "end") return Status::Ok();
    return AtPlace(statement->place(),
                   Status::Failed("expected an end of this " + word + ", got " +
                                  (closing_.empty() ? "the end of the file" : closing_)));
  }

  // The words of the next line that has some; none at the end.
  Result<std::vector<Word>> NextLine() {
    while (begin_ < text_.size()) {
      const size_t end = std::min(text_.find('\n', begin_), text_.size());
      const std::string line = text_.substr(begin_, end - begin_);
      begin_ = end + 1;
      SLUICE_ASSIGN_OR_RETURN(std::vector<Word> words, SplitLine(line, ++line_));
      if (!words.empty()) return words;
    }
    return std::vector<Word>();
  }

  const std::string& text_;
  size_t begin_ = 0;
  int line_ = 0;
  std::string closing_;
  TextPlace closing_place_;
};

}  // namespace

Status AtPlace(TextPlace place, const Status& error) {
  return error.WithContext(std::to_string(place.line) + ":" + std::to_string(place.column));
}

bool OpensBody(const std::string& word) {
  return word == "block" || word == "repeat" || word == "if" || word == "auxiliary";
}

Result<std::vector<Statement>> ParseNetText(const std::string& text) {
  if (text.size() > kLongestFile) return Status::Failed("longer than 1 MiB");
  std::vector<Statement> statements;
  SLUICE_RETURN_IF_ERROR(Parser(text).All(&statements));
  return statements;
}

}  // namespace sluice
