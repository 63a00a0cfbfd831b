#include "tools/pipeline.h"

#include <cstddef>
#include <utility>

namespace sluice {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Appends the quoted text that starts at text[*i] to *word and moves *i behind it.
Status TakeQuoted(const std::string& text, size_t* i, std::string* word) {
  const char quote = text[*i];
  for (++*i; *i < text.size(); ++*i) {
    const char c = text[*i];
    if (c == quote) {
      ++*i;
      return Status::Ok();
    }
    const bool escape = c == '\\' && quote == '"' && *i + 1 < text.size();
    if (escape) ++*i;
    *word += text[*i];
  }
  return Status::Usage(std::string("a quotation starts with ") + quote + " and does not end");
}

Result<std::string> TakeWord(const std::string& text, size_t* i) {
  std::string word;
  while (*i < text.size() && !IsBlank(text[*i]) && text[*i] != '|') {
    const char c = text[*i];
    if (c == '\'' || c == '"') {
      SLUICE_RETURN_IF_ERROR(TakeQuoted(text, i, &word));
      continue;
    }
    if (c == '\\' && *i + 1 < text.size()) ++*i;
    word += text[(*i)++];
  }
  return word;
}

}  // namespace

std::string PipelineWord(const std::string& word) {
  const bool plain = !word.empty() && word.find_first_of(" \t\n\r|'\"\\") == std::string::npos;
  if (plain) return word;
  std::string out = "\"";
  for (const char c : word) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

Result<std::vector<std::vector<std::string>>> SplitPipeline(const std::string& text) {
  std::vector<std::vector<std::string>> steps(1);
  size_t i = 0;
  while (i < text.size()) {
    if (IsBlank(text[i])) {
      ++i;
    } else if (text[i] == '|') {
      steps.emplace_back();
      ++i;
    } else {
      SLUICE_ASSIGN_OR_RETURN(std::string word, TakeWord(text, &i));
      steps.back().push_back(std::move(word));
    }
  }
  for (const std::vector<std::string>& step : steps) {
    if (step.empty()) {
      return Status::Usage(steps.size() == 1 ? "the pipeline is empty"
                                             : "a step of the pipeline is empty");
    }
  }
  return steps;
}

}  // namespace sluice
