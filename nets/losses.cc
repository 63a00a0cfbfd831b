#include "nets/losses.h"

#include "nets/class_losses.h"
#include "nets/distance_losses.h"
#include "nets/layer_arguments.h"
#include "nets/number_losses.h"

namespace sluice {
namespace {

using LossFactory = Result<std::unique_ptr<BatchLoss>> (*)(LayerArguments& arguments,
                                                           const Shape& output);
template <Loss kLoss>
Result<std::unique_ptr<BatchLoss>> Make(LayerArguments& arguments, const Shape& output) {
  return MakeClassLoss(kLoss, arguments, output);
}

struct Entry {
  LossType type;
  LossFactory make;
};

const std::vector<Entry>& Entries() {
  static const std::vector<Entry> entries = {
      {{"softmax", "softmax [smoothing 0] [weights W,W...] [ignore LABEL]",
        "cross-entropy of the softmax of the scores"},
       &Make<Loss::kSoftmax>},
      {{"multiclass-hinge", "multiclass-hinge [weights W,W...] [ignore LABEL]",
        "scores of other classes that are not 1 below the right one's (Weston and Watkins)"},
       &Make<Loss::kMulticlassHinge>},
      {{"binary", "binary", "cross-entropy of the sigmoid of each number"}, &MakeBinaryLoss},
      {{"l1", "l1", "the mean absolute difference"}, &MakeL1Loss},
      {{"l2", "l2", "the mean squared difference"}, &MakeL2Loss},
      {{"dice", "dice [smooth 1]", "how little probabilities and masks overlap"}, &MakeDiceLoss},
      {{"triplet", "triplet [margin 0.2]",
        "squared distances within classes that are not below those to others by the margin"},
       &MakeTripletLoss},
      {{"contrastive", "contrastive [margin 1]",
        "distances within classes, and those below the margin between classes"},
       &MakeContrastiveLoss},
  };
  return entries;
}

}  // namespace

std::vector<LossType> LossTypes() {
  std::vector<LossType> types;
  for (const Entry& entry : Entries()) types.push_back(entry.type);
  return types;
}

Result<std::unique_ptr<BatchLoss>> MakeLoss(const std::vector<Word>& words, const Shape& output) {
  const std::vector<Word> usual = {{"softmax", {}}};
  LayerArguments arguments(words.empty() ? usual : words, output.axes);
  const std::string& name = words.empty() ? usual[0].text : words[0].text;
  std::string names;
  for (const Entry& entry : Entries()) {
    if (entry.type.name == name) return entry.make(arguments, output);
    names += (names.empty() ? "" : ", ") + entry.type.name;
  }
  return AtPlace(words[0].place,
                 Status::Failed("expected a loss, one of " + names + ", got " + name));
}

}  // namespace sluice
