#include "tools/data_command.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "data/data_source.h"
#include "data/select.h"
#include "tools/data_summary.h"
#include "tools/io.h"
#include "tools/values.h"

namespace sluice {
namespace {

// "a,b,c"; a label with a comma in it can't be named.
Result<std::vector<std::string>> ParseNames(const std::string& text) {
  std::vector<std::string> names;
  size_t begin = 0;
  while (begin <= text.size()) {
    const size_t end = std::min(text.find(',', begin), text.size());
    if (end == begin)
      return Status::Usage("expected names with commas between, got " + Quoted(text));
    names.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return names;
}

Option& Count(Command* c, const std::string& option, std::function<void(int)> set,
              const std::string& help) {
  return c->Custom(
      option, "N",
      [set = std::move(set)](const std::string& text) -> Status {
        SLUICE_ASSIGN_OR_RETURN(const int count, ParseInteger(text, {1}));
        set(count);
        return Status::Ok();
      },
      help);
}

// "I/K"
Status ParseFold(const std::string& text, Selection* selection) {
  const size_t slash = text.find('/');
  const Result<int> folds =
      ParseInteger(slash == std::string::npos ? "" : text.substr(slash + 1), {2});
  const Result<int> fold = ParseInteger(text.substr(0, slash), {1});
  if (!folds.ok() || !fold.ok() || *fold > *folds) {
    return Status::Usage("expected I/K with 1 <= I <= K and K >= 2, got " + Quoted(text));
  }
  selection->fold = *fold;
  selection->folds = *folds;
  return Status::Ok();
}

Status ParseHoldout(const std::string& text, Selection* selection) {
  Range range{0, 1};
  range.above_min = true;
  SLUICE_ASSIGN_OR_RETURN(const float fraction, ParseShare(text, range));
  if (fraction == 1) return Status::Usage("expected less than 100 %, got " + Quoted(text));
  selection->holdout = fraction;
  return Status::Ok();
}

void AddSelectionOptions(Command* c, Selection* s, bool* part_given) {
  NamesOption(c, "--classes", &s->classes, "only examples with these labels").default_text = "all";
  c->Custom(
       "--fold", "I/K", [s](const std::string& text) { return ParseFold(text, s); },
       "stratified K-fold cross-validation: test on fold I, from 1, train on the others")
      .default_text = "none";
  c->Custom(
       "--holdout", "P%", [s](const std::string& text) { return ParseHoldout(text, s); },
       "hold out this part of each class for the test")
      .default_text = "none";
  c->Choice(
      "--part", {"train", "test"}, 0,
      [=](int i) {
        s->part = Part(i);
        *part_given = true;
      },
      "which part --fold and --holdout give");
  c->Flag("--shuffle", &s->shuffle, "random order");
  Count(
      c, "--per-class", [s](int n) { s->per_class = n; }, "the first N of each class")
      .default_text = "all";
  c->Custom(
       "--skip", "N",
       [s](const std::string& text) -> Status {
         SLUICE_ASSIGN_OR_RETURN(const int count, ParseInteger(text, {0}));
         s->skip = count;
         return Status::Ok();
       },
       "without the first N of these")
      .default_text = "0";
  Count(
      c, "--take", [s](int n) { s->take = n; }, "no more than N")
      .default_text = "all";
  c->Unsigned("--seed", "N", &s->seed, "of --shuffle, --fold and --holdout");
}

// What a run works with, once the set is open.
struct State {
  bool info = false;
  std::shared_ptr<const DataSet> set;
  std::vector<int64_t> chosen;
};

int PrintSummary(const State& state, Io& io) {
  const Result<Frame> first = state.set->Load(state.chosen.front());
  if (first.ok()) {
    io.Print(SummaryText(first->info(), CountLabels(state.set->entries(), state.chosen),
                         io.options().json));
  } else {
    io.Fail(first.status());
  }
  return io.Finish();
}

const char kSelectionText[] =
    "The options that choose examples work in this order, each on what the ones before it left: "
    "--classes, --fold or --holdout, --shuffle, --per-class, --skip, --take. The same seed gives "
    "the same choice on every machine; --fold 1/5 to 5/5 with one seed test each example once, and "
    "other seeds repeat the cross-validation. Folds and hold-outs are stratified: each class is in "
    "them in proportion.\n"
    "Each frame carries its name and label. Nothing but the names, labels and chosen frames is "
    "read.";

}  // namespace

Option& NamesOption(Command* c, const std::string& option, std::vector<std::string>* target,
                    const std::string& help) {
  return c->Custom(
      option, "A,B,...",
      [target](const std::string& text) -> Status {
        SLUICE_ASSIGN_OR_RETURN(*target, ParseNames(text));
        return Status::Ok();
      },
      help);
}

Command DataCommand(const DataKind& kind) {
  Command c;
  auto* selection = c.Own(Selection{});
  auto* part_given = c.Own(false);
  c.name = "data " + kind.name;
  c.group = "data";
  c.summary = kind.summary;
  c.description = kind.description + "\n" + kSelectionText;
  c.examples = kind.examples;
  c.positional = kind.words;
  const DataOpener open = kind.options(&c);
  auto* give = c.Own(Give::kBoth);
  if (kind.label_maps) {
    c.Choice("--give", {"both", "pictures", "labels"}, give,
             "each picture and behind it its map, or one of them");
  }
  AddSelectionOptions(&c, selection, part_given);
  auto* state = c.Own(State{});
  c.Flag("--info", &state->info, "only say how many examples there are of each class");
  c.text = true;
  c.frames_instead = [state] { return !state->info; };
  c.source = [=, words_text = kind.words, max_words = kind.max_words](
                 const std::vector<std::string>& words,
                 const DecodeOptions& decode) -> Result<std::unique_ptr<Source>> {
    if (words.empty() || words.size() > max_words) {
      return Status::Usage("expected " + words_text + ", got " +
                           (words.empty() ? "nothing" : std::to_string(words.size()) + " words"));
    }
    if (*part_given && selection->folds == 0 && selection->holdout == 0) {
      return Status::Usage("--part needs --fold or --holdout");
    }
    SLUICE_ASSIGN_OR_RETURN(std::shared_ptr<const DataSet> set, open(words, decode));
    SLUICE_ASSIGN_OR_RETURN(std::vector<int64_t> chosen, Select(set->entries(), *selection));
    state->set = set;
    state->chosen = chosen;
    return MakeDataSource(std::move(set), std::move(chosen), *give);
  };
  c.run = [=](Io& io) {
    if (state->info) return PrintSummary(*state, io);
    while (const std::unique_ptr<RowReader> frame = io.Next()) io.Write(*frame);
    return io.Finish();
  };
  return c;
}

}  // namespace sluice
