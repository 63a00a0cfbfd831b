#include "tools/report_model.h"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <utility>
#include <vector>

#include "classifiers/classifier.h"
#include "classifiers/evaluation.h"
#include "classifiers/net_classifier.h"
#include "nets/net_info.h"
#include "tools/array_picture.h"
#include "tools/html.h"
#include "tools/inspect.h"

namespace sluice {
namespace {

constexpr size_t kMostMistakes = 24;
constexpr int kSide = 160;  // pixels of a picture

struct Wrong {
  int64_t example;
  int answer;
  float score;
};

// Empty for examples that are no arrays of numbers with a shape.
Result<std::string> PictureOf(const Examples& examples, int64_t example) {
  if (examples.shape.size() < 2 || examples.shape.size() > 4) return std::string();
  const Shape shape = ShapeOf(examples);
  if (shape.count() != examples.dimensions()) return std::string();
  const float* const row = examples.matrix().row(example);
  std::vector<float> numbers(row, row + shape.count());
  ScaleToRange(&numbers);
  SLUICE_ASSIGN_OR_RETURN(Frame picture, DrawArray(shape, numbers, kSide));
  return ImageElement(std::move(picture), "");
}

// Those of the first layer with parameters that are shown.
std::vector<int> FirstUnits(const Net& net) {
  constexpr int64_t kMost = 64;
  if (net.slots().empty()) return {};
  const std::vector<int64_t>& shape = net.slots().front().parameter.shape;
  std::vector<int> units(static_cast<size_t>(std::min(kMost, shape[0])));
  std::iota(units.begin(), units.end(), 0);
  return units;
}

}  // namespace

Status ReportScores(const Examples& examples, ConstMatrix scores, const std::string& score_name,
                    Report* report) {
  const int classes = static_cast<int>(examples.classes.size());
  Evaluation evaluation(classes);
  std::vector<Wrong> wrong;
  for (int64_t i = 0; i < scores.rows; ++i) {
    const int truth = examples.labels[size_t(i)];
    evaluation.Add(truth, scores.row(i));
    const int answer = BestClass(scores.row(i), classes);
    if (answer != truth) wrong.push_back({i, answer, scores.row(i)[answer]});
  }
  std::stable_sort(wrong.begin(), wrong.end(),
                   [](const Wrong& a, const Wrong& b) { return a.score > b.score; });
  if (wrong.size() > kMostMistakes) wrong.resize(kMostMistakes);
  report->classes = examples.classes;
  report->evaluation = evaluation;
  for (const Wrong& w : wrong) {
    ReportMistake mistake;
    SLUICE_ASSIGN_OR_RETURN(mistake.picture, PictureOf(examples, w.example));
    mistake.truth = examples.classes[size_t(examples.labels[size_t(w.example)])];
    mistake.answer = examples.classes[size_t(w.answer)];
    char score[32];
    std::snprintf(score, sizeof(score), "%.3g", double(w.score));
    mistake.score = score_name + " " + score;
    report->mistakes.push_back(std::move(mistake));
  }
  return Status::Ok();
}

Status ReportNet(const TrainedNet& net, const Io& io, Report* report) {
  report->table = NetTable(DescribeNet(net.net()));
  InspectOptions first;
  first.units = FirstUnits(net.net());
  Result<Frame> filters = DrawFilters(net, first, io);
  if (!filters.ok()) return Status::Ok();  // the first layer with parameters has no filters
  SLUICE_ASSIGN_OR_RETURN(report->filters, ImageElement(std::move(*filters), "filters"));
  return Status::Ok();
}

}  // namespace sluice
