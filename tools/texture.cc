#include "features/texture.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "features/textons.h"
#include "tools/bank_options.h"
#include "tools/command.h"
#include "tools/dictionary.h"
#include "tools/values.h"

namespace sluice {
namespace {

struct Settings {
  BankOptions bank;
  std::vector<ResponseStatistic> statistics = {ResponseStatistic::kAbsolute,
                                               ResponseStatistic::kStandardDeviation};
  bool normalize = true;
  Dictionary textons;
};

// "mean,std": each at most once.
Status ParseStatistics(const std::string& text, std::vector<ResponseStatistic>* statistics) {
  const std::vector<std::string>& names = ResponseStatisticNames();
  statistics->clear();
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    const auto name = std::find(names.begin(), names.end(), word);
    const auto statistic = static_cast<ResponseStatistic>(name - names.begin());
    if (name == names.end() ||
        std::find(statistics->begin(), statistics->end(), statistic) != statistics->end()) {
      return Status::Usage(
          "expected some of mean, abs, std and energy, with commas between them, "
          "each once; got " +
          Quoted(text));
    }
    statistics->push_back(statistic);
    begin = end + 1;
  }
  return Status::Ok();
}

}  // namespace

Command TextureCommand() {
  Command c;
  auto* o = c.Own(Settings{});
  c.name = "texture";
  c.group = "describe";
  c.summary = "statistics of a filter bank's responses as a feature vector";
  c.description =
      "Each picture's luminance is correlated with every filter of a bank (see sluice bank), and "
      "the statistics of each response over all pixels are the vector: the first statistic of "
      "every response, then the second, and so on. Where in the picture something is plays no "
      "part.\n\n"
      "The defaults were chosen by what tells the ten materials of KTH-TIPS apart. Means of "
      "filters "
      "that have mean 0 themselves say little: edges and bars of both signs cancel.\n\n"
      "With --textons, the vector is the share of pixels to which each texton of a dictionary is "
      "the nearest; chi-square suits such histograms.";
  c.examples = {
      "sluice texture --bank lm bricks/*/*.png --labels by-folder | sluice svm train -o "
      "t.safetensors",
      "sluice texture --bank mr8 --stats mean,energy --normalize none photo.jpg -o photo.npy",
      "sluice texture --bank gabor --stats energy tiles/*.png -o 'vectors/{stem}.npy'",
      "sluice texture --textons textons.safetensors bricks/*/*.png --labels by-folder | sluice knn "
      "train --distance chi2 -o t.safetensors"};
  AddBankOptions(&c, &o->bank);
  c.Custom(
       "--stats", "LIST",
       [o](const std::string& text) { return ParseStatistics(text, &o->statistics); },
       "of each response: mean, abs (mean absolute value), std (standard deviation), energy (mean "
       "square), with commas between them")
      .default_text = "abs,std";
  c.Choice(
      "--normalize", {"none", "contrast"}, o->normalize ? 1 : 0,
      [o](int choice) { o->normalize = choice == 1; },
      "contrast: bring each picture to mean 0 and standard deviation 1 first");
  c.File("--textons", &o->textons,
         "the histogram of these textons (see sluice texton train) instead of statistics; bank and "
         "border are the dictionary's");
  c.describes = true;
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    if (!o->textons.path.empty()) {
      SLUICE_ASSIGN_OR_RETURN(TextonDictionary dictionary,
                              LoadDictionary<TextonDictionary>(o->textons));
      return OneStage(MakeDescriptorFilter(MakeTextonHistogram(std::move(dictionary))));
    }
    TextureOptions options;
    options.bank = o->bank.Bank();
    options.statistics = o->statistics;
    options.border = o->bank.border;
    options.normalize = o->normalize;
    return OneStage(MakeDescriptorFilter(MakeTexture(std::move(options))));
  };
  return c;
}

}  // namespace sluice
