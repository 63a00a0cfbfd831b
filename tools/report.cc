#include "tools/report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

#include "lib/byte_io.h"
#include "tools/curves.h"
#include "tools/html.h"
#include "tools/values.h"

namespace sluice {
namespace {

constexpr int kMostColumns = 40;  // of a confusion matrix that is shown as a whole
constexpr size_t kMostPairs = 20;

// Both ways of the system's colours; the curves' colours keep apart for the colour-blind.
constexpr const char* kStyle = R"(<style>
:root{color-scheme:light dark;--page:#fcfcfb;--ink:#1b1b1a;--soft:#5f5e5a;--line:#e2e1dc;
--first:#2a78d6;--second:#b8560a}
@media(prefers-color-scheme:dark){:root{--page:#1a1a19;--ink:#ececea;--soft:#a3a29c;--line:#3a3a37;
--first:#5aa2f0;--second:#f0965a}}
body{margin:0 auto;padding:24px;max-width:1080px;background:var(--page);color:var(--ink);
font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:22px}h2{font-size:17px;margin-top:32px}
.curves{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(440px,100%),1fr));gap:16px}
svg{width:100%;height:auto}svg text{fill:var(--ink);font:11px system-ui,sans-serif}
svg .title{font-size:13px;font-weight:600}svg .tick{fill:var(--soft)}
svg .left{text-anchor:end}svg .middle{text-anchor:middle}
svg .grid{stroke:var(--line)}svg .axis{stroke:var(--soft)}
.curve{fill:none;stroke-width:2;stroke-linejoin:round}
.curve.first{stroke:var(--first)}.curve.second{stroke:var(--second)}
.dot{fill-opacity:0;stroke:none}.dot:hover{fill-opacity:1}
.dot.first{fill:var(--first)}.dot.second{fill:var(--second)}
svg .name.first{fill:var(--first)}svg .name.second{fill:var(--second)}
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:3px 8px;text-align:right;border:1px solid var(--line);font-weight:400}
th{color:var(--soft)}.facts th,.facts td{text-align:left;vertical-align:top}
.mistakes{display:flex;flex-wrap:wrap;gap:12px}
figure{margin:0;max-width:160px;font-size:12px}figure img{display:block;max-width:100%;height:auto}
img{image-rendering:pixelated}pre{font-size:12px;line-height:1.4}.soft{color:var(--soft)}
</style>
)";

std::string Section(const std::string& title, const std::string& content) {
  return content.empty() ? "" : "<h2>" + EscapeHtml(title) + "</h2>\n" + content;
}

std::string Facts(const Report& report) {
  if (report.facts.empty()) return "";
  std::string out = "<table class=\"facts\">\n";
  for (const auto& [name, value] : report.facts) {
    out += "<tr><th>" + EscapeHtml(name) + "</th><td>" + EscapeHtml(value) + "</td></tr>\n";
  }
  return out + "</table>\n";
}

// The values called `name` of all epochs.
Curve CurveOf(const Report& report, const std::string& name, const std::string& shown) {
  Curve curve{shown, {}};
  for (const TrainingEpoch& epoch : report.epochs) {
    for (const auto& [key, value] : epoch.values) {
      if (key == name) curve.points.emplace_back(epoch.epoch, value);
    }
  }
  return curve;
}

std::string Curves(const Report& report) {
  struct Chart {
    const char* name;
    const char* title;
  };
  std::string out;
  for (const Chart& chart :
       {Chart{"loss", "Loss"}, Chart{"accuracy", "Accuracy"}, Chart{"psnr", "PSNR in dB"}}) {
    const std::string name = chart.name;
    out += DrawSvgCurves(chart.title, {CurveOf(report, name, "training"),
                                       CurveOf(report, "validation_" + name, "validation")});
  }
  out += DrawSvgCurves("Learning rate", {CurveOf(report, "rate", "rate")});
  return out.empty() ? "" : "<div class=\"curves\">\n" + out + "</div>\n";
}

// Blue for right answers, red for wrong ones, the stronger the greater their share. Roots make rare
// confusions visible.
std::string Cell(int64_t count, double share, bool right) {
  if (count == 0) return "<td></td>";
  char style[64];
  std::snprintf(style, sizeof(style), "background:rgba(%s,%.2f)",
                right ? "42,120,214" : "227,73,72", 0.65 * std::sqrt(share));
  return std::string("<td style=\"") + style + "\">" + std::to_string(count) + "</td>";
}

std::string Matrix(const Evaluation& evaluation, const std::vector<std::string>& classes) {
  const int n = evaluation.classes();
  std::string out = "<div class=\"wide\"><table>\n<tr><th></th>";
  for (const std::string& name : classes) out += "<th>" + EscapeHtml(name) + "</th>";
  out += "<th>found</th></tr>\n";
  for (int t = 0; t < n; ++t) {
    int64_t all = 0;
    for (int a = 0; a < n; ++a) all += evaluation.confusion(t, a);
    out += "<tr><th>" + EscapeHtml(classes[size_t(t)]) + "</th>";
    for (int a = 0; a < n; ++a) {
      const int64_t count = evaluation.confusion(t, a);
      out += Cell(count, all == 0 ? 0 : double(count) / double(all), t == a);
    }
    char found[16];
    std::snprintf(found, sizeof(found), "%.1f %%", 100 * evaluation.recall(t));
    out += std::string("<td>") + found + "</td></tr>\n";
  }
  return out + "</table></div>\n";
}

std::string FrequentConfusions(const Evaluation& evaluation,
                               const std::vector<std::string>& classes) {
  struct Pair {
    int64_t count;
    int truth;
    int answer;
  };
  std::vector<Pair> pairs;
  for (int t = 0; t < evaluation.classes(); ++t) {
    for (int a = 0; a < evaluation.classes(); ++a) {
      if (t != a && evaluation.confusion(t, a) > 0) {
        pairs.push_back({evaluation.confusion(t, a), t, a});
      }
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Pair& a, const Pair& b) { return a.count > b.count; });
  if (pairs.size() > kMostPairs) pairs.resize(kMostPairs);
  std::string out = "<table>\n<tr><th>true</th><th>given</th><th>times</th></tr>\n";
  for (const Pair& pair : pairs) {
    out += "<tr><td>" + EscapeHtml(classes[size_t(pair.truth)]) + "</td><td>" +
           EscapeHtml(classes[size_t(pair.answer)]) + "</td><td>" + std::to_string(pair.count) +
           "</td></tr>\n";
  }
  return out + "</table>\n";
}

std::string Confusion(const Report& report) {
  if (!report.evaluation) return "";
  const Evaluation& evaluation = *report.evaluation;
  char share[32];
  std::snprintf(share, sizeof(share), "%.2f %%", 100 * evaluation.accuracy());
  std::string out = std::string("<p>Accuracy ") + share + " on " + EscapeHtml(report.judged) +
                    ". <span class=\"soft\">Rows are true classes, columns answers.</span></p>\n";
  const bool small = evaluation.classes() <= kMostColumns;
  return out + (small ? Matrix(evaluation, report.classes)
                      : FrequentConfusions(evaluation, report.classes));
}

std::string Mistakes(const Report& report) {
  if (report.mistakes.empty()) return "";
  std::string out = "<div class=\"mistakes\">\n";
  for (const ReportMistake& mistake : report.mistakes) {
    out += "<figure>" + mistake.picture + "<figcaption>" + EscapeHtml(mistake.truth) +
           " taken for " + EscapeHtml(mistake.answer) + "<br><span class=\"soft\">" +
           EscapeHtml(mistake.score) + "</span></figcaption></figure>\n";
  }
  return out + "</div>\n";
}

}  // namespace

std::string ReportHtml(const Report& report) {
  const std::string title = EscapeHtml(report.title);
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
      "name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n";
  if (!report.finished) out += "<meta http-equiv=\"refresh\" content=\"10\">\n";
  out += "<title>" + title + "</title>\n" + kStyle + "</head>\n<body>\n<h1>" + title + "</h1>\n";
  if (!report.finished) out += "<p>Training goes on; this page follows it.</p>\n";
  out += Facts(report);
  out += Section("Curves", Curves(report));
  out += Section("Confusion", Confusion(report));
  out += Section("Worst mistakes", Mistakes(report));
  out += Section("Filters of the first layer", report.filters);
  if (!report.table.empty()) {
    out +=
        Section("Net", "<div class=\"wide\"><pre>" + EscapeHtml(report.table) + "</pre></div>\n");
  }
  return out + "</body>\n</html>\n";
}

void DeclareReport(Command* command, std::string* path) {
  command->Text("--report", "FILE", path,
                "keep a page about the training in FILE, in HTML: curves, what was learnt, "
                "mistakes; it can be watched meanwhile");
}

Status ReportFile::Write() const {
  if (!wanted()) return Status::Ok();
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<ByteWriter> file, MakeFileWriter(path_));
  SLUICE_RETURN_IF_ERROR(file->Write(ReportHtml(report_)));
  return file->Close();
}

Status ReportFile::Follow(TrainingLog* log) {
  if (!wanted()) return Status::Ok();
  log->on_epoch = [this](const std::vector<TrainingEpoch>& epochs) {
    report_.epochs = epochs;
    return pace_.Due() ? Write() : Status::Ok();
  };
  return Write();
}

Status ReportFile::Finish() {
  if (!wanted()) return Status::Ok();
  double seconds = 0;
  for (const auto& [epoch, value] : CurveOf(report_, "seconds", "").points) seconds += value;
  if (seconds > 0)
    report_.facts.emplace_back("seconds", FormatNumber(std::round(seconds * 10) / 10));
  report_.finished = true;
  return Write();
}

}  // namespace sluice
