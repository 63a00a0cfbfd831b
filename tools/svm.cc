// svm train, predict, eval, tune, info: machines that are linear, or have a kernel.
#include <algorithm>
#include <set>
#include <string>

#include "classifiers/kernel_svm.h"
#include "tools/classifier_command.h"
#include "tools/linear_options.h"
#include "tools/values.h"

namespace sluice {
namespace {

struct SvmOptions {
  KernelSvmOptions kernel;
  bool no_shrinking = false;
  LinearOptions* linear = nullptr;
  std::set<std::string> given;  // the options that were set, of these
};

const char* const kDescription =
    "--kernel linear gives a linear score for each class, which for an example's own class is to "
    "be greater than all others by a margin of 1. Losses: crammer-singer, the greatest lack of "
    "margin; multiclass-hinge, the sum over classes; hinge and squared-hinge, one class against "
    "the rest. The optimizer dual is exact (Hsieh et al., ICML 2008; Keerthi et al., KDD 2008): it "
    "stops when no optimality condition is violated by more than the tolerance, 0.1. It takes the "
    "bias as the weight of a constant feature 1, penalised as the others are.\n\n"
    "The other kernels separate each pair of classes by a weighted sum of the kernel of the new "
    "vector x with some of the examples y, the support vectors: rbf exp(-gamma |x - y|^2), poly "
    "(gamma x y + coef0)^degree, and for histograms chi2, exp(-gamma sum (x - y)^2 / (x + y)). The "
    "class that wins most pairs is the answer, the first of several, as in libsvm. A class's score "
    "is the number of pairs it wins plus less than 1/3 for the sum of its decisions. They are "
    "solved by sequential minimal optimisation (Platt 1998; Fan, Chen and Lin, JMLR 6, 2005) until "
    "no optimality condition is violated by more than the tolerance, 0.001. Where the values of "
    "the kernel for all pairs of examples don't fit in --cache, which takes 4 bytes for each, they "
    "are computed again as needed; the result is the same.\n\n"
    "Features should lie about 0 to 1 or be standardised; large C takes long.";

// Takes note when an option is set that not all kernels have.
void Watch(Option* option, SvmOptions* o) {
  const auto set = option->set;
  option->set = [set, o, name = option->name](const std::string& text) {
    SLUICE_RETURN_IF_ERROR(set(text));
    o->given.insert(name);
    return Status::Ok();
  };
}

void DeclareKernelOptions(Command* command, SvmOptions* o) {
  Command& c = *command;
  KernelSvmOptions& k = o->kernel;
  const auto parse_gamma = [&k](const std::string& text) -> Status {
    if (text == "auto") {
      k.gamma.reset();
      return Status::Ok();
    }
    SLUICE_ASSIGN_OR_RETURN(k.gamma, ParseNumber(text, {0, Range().max, true}));
    return Status::Ok();
  };
  Option& gamma =
      c.Custom("--gamma", "auto|G", parse_gamma, "width of the kernel; large is narrow");
  gamma.default_text = "auto: 1 / (numbers * variance), of chi2 1 / mean distance";
  Watch(&gamma, o);
  Watch(&c.Number("--coef0", "N", &k.coef0, "constant of poly", {0}), o);
  Watch(&c.Integer("--degree", "N", &k.degree, "of poly", {1, KernelFunction::kMostDegree}), o);
  Watch(&c.Integer("--cache", "MB", &k.cache_mebibytes, "memory for values of the kernel, in MiB",
                   {1, 1 << 20}),
        o);
  Watch(&c.Flag("--no-shrinking", &o->no_shrinking,
                "look at all examples in every step of a kernel's solver"),
        o);
}

// Refuses options that the kernel doesn't have: they would change nothing.
Status CheckGiven(const SvmOptions& o) {
  static const std::set<std::string> kernels_only = {"--gamma", "--coef0", "--degree", "--cache",
                                                     "--no-shrinking"};
  const bool linear = o.kernel.kernel == KernelKind::kLinear;
  for (const std::string& name : o.given) {
    if (name == "--c" || name == "--tolerance") continue;
    const bool poly_only = name == "--coef0" || name == "--degree";
    const bool fits = linear      ? kernels_only.count(name) == 0
                      : poly_only ? o.kernel.kernel == KernelKind::kPoly
                                  : kernels_only.count(name) > 0;
    if (fits) continue;
    return Status::Usage(
        name + " does nothing with --kernel " + KernelNames()[size_t(o.kernel.kernel)],
        poly_only                      ? "it belongs to --kernel poly"
        : kernels_only.count(name) > 0 ? "it belongs to the kernels rbf, poly and chi2"
                                       : "it belongs to --kernel linear");
  }
  return Status::Ok();
}

Trainer DeclareSvmOptions(Command* c) {
  auto* o = c->Own(SvmOptions{});
  o->kernel.kernel = KernelKind::kLinear;
  c->Choice("--kernel", KernelNames(), &o->kernel.kernel, "how vectors are compared");
  const size_t first = c->options.size();
  o->linear = DeclareLinearOptions(
      c, LinearSvmDefaults(),
      {Loss::kCrammerSinger, Loss::kMulticlassHinge, Loss::kHinge, Loss::kSquaredHinge});
  for (size_t i = first; i < c->options.size(); ++i) {
    Option& option = c->options[i];
    if (option.name == "--c") option.default_text += ", of kernels 100";
    if (option.name == "--tolerance") option.default_text = "the optimizer's, of kernels 0.001";
    Watch(&option, o);
  }
  DeclareKernelOptions(c, o);
  return [o](const Examples& examples,
             const TrainProgress& progress) -> Result<std::unique_ptr<Classifier>> {
    SLUICE_RETURN_IF_ERROR(CheckGiven(*o));
    if (o->kernel.kernel == KernelKind::kLinear) {
      return TrainLinearSvm(examples, *o->linear, progress);
    }
    KernelSvmOptions options = o->kernel;
    if (o->given.count("--c") > 0) options.c = o->linear->c;
    options.shrinking = !o->no_shrinking;
    options.tolerance = o->linear->tolerance.value_or(options.tolerance);
    return TrainKernelSvm(examples, options, progress);
  };
}

}  // namespace

ClassifierFamily SvmFamily() {
  ClassifierFamily f;
  f.name = "svm";
  f.summary = "support vector machines";
  f.description = kDescription;
  f.kinds = {"linear-svm", "kernel-svm"};
  f.examples = {
      "sluice data mnist digits --split train | sluice pixels | sluice svm train -o "
      "m.safetensors",
      "sluice svm train --loss squared-hinge --c 0.1 vectors.npy -o m.safetensors",
      "sluice texture --bank lm bricks/*/*.png --labels by-folder | sluice svm train --kernel rbf "
      "-o t.safetensors",
      "sluice svm tune --kernel rbf --vary c=0.1..100 --vary gamma=0.001..1 vectors.npy"};
  f.vary = "c=0.001..10";
  f.options = &DeclareSvmOptions;
  return f;
}

}  // namespace sluice
