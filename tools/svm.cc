#include "tools/classifier_command.h"
#include "tools/linear_options.h"

namespace sluice {

ClassifierFamily SvmFamily() {
  ClassifierFamily f;
  f.name = "svm";
  f.summary = "support vector machines";
  f.description =
      "A linear score for each class, which for an example's own class is to be greater than all "
      "others by a margin of 1. Losses: crammer-singer, the greatest lack of margin; "
      "multiclass-hinge, the sum over classes; hinge and squared-hinge, one class against the "
      "rest.\n\n"
      "The optimizer dual is exact (Hsieh et al., ICML 2008; Keerthi et al., KDD 2008): it stops "
      "when no optimality condition is violated by more than the tolerance, 0.1. It takes the bias "
      "as the weight of a constant feature 1, penalised as the others are. Features should lie "
      "about 0 to 1 or be standardised; large C takes long.";
  f.kinds = {"linear-svm"};
  f.examples = {
      "sluice data mnist digits --split train | sluice pixels | sluice svm train -o "
      "m.safetensors",
      "sluice svm train --loss squared-hinge --c 0.1 vectors.npy -o m.safetensors",
      "sluice hog faces/*/*.png --labels by-folder | sluice svm train -o faces.safetensors"};
  f.vary = "c=0.001..10";
  f.options = [](Command* c) -> Trainer {
    auto* o = DeclareLinearOptions(
        c, LinearSvmDefaults(),
        {Loss::kCrammerSinger, Loss::kMulticlassHinge, Loss::kHinge, Loss::kSquaredHinge});
    return [o](const Examples& examples, const TrainProgress& progress) {
      return TrainLinearSvm(examples, *o, progress);
    };
  };
  return f;
}

}  // namespace sluice
