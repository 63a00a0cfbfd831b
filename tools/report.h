// A page about a training: curves, mistakes, what was learnt. One HTML file that needs no other.
#ifndef SLUICE_TOOLS_REPORT_H_
#define SLUICE_TOOLS_REPORT_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/evaluation.h"
#include "lib/status.h"
#include "tools/command.h"
#include "tools/training_log.h"

namespace sluice {

// Examples that were taken for something else.
struct ReportMistake {
  std::string picture;  // an element of HTML; empty if the example is none
  std::string truth;
  std::string answer;
  std::string score;  // "0.97 probability"
};

struct Report {
  std::string title;
  bool finished = false;                                   // else training goes on
  std::vector<std::pair<std::string, std::string>> facts;  // options, data, seconds
  std::vector<TrainingEpoch> epochs;
  // Of classifiers, once they are trained:
  std::vector<std::string> classes;
  std::optional<Evaluation> evaluation;
  std::string judged;  // "200 examples kept back"
  std::vector<ReportMistake> mistakes;
  // Of nets, once they are trained:
  std::string filters;  // an element of HTML
  std::string table;    // plain text
};

// The page. Whatever text the report has is escaped.
std::string ReportHtml(const Report& report);

// --report FILE.
void DeclareReport(Command* command, std::string* path);

// Keeps a file up to date while training goes on; each version is written atomically.
class ReportFile {
 public:
  // Does nothing if the path is empty.
  explicit ReportFile(std::string path) : path_(std::move(path)) {}

  bool wanted() const { return !path_.empty(); }
  Report& report() { return report_; }
  Status Write() const;
  // Writes now, and after epochs that the log is told of; this must outlive the log's use.
  Status Follow(TrainingLog* log);
  // The last version, with the seconds that training took.
  Status Finish();

 private:
  std::string path_;
  WritePace pace_;
  Report report_;
};

}  // namespace sluice

#endif  // SLUICE_TOOLS_REPORT_H_
