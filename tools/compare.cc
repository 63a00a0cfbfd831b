#include <cmath>
#include <cstdio>
#include <string>
#include <utility>

#include "filters/metrics.h"
#include "lib/sink.h"
#include "lib/source.h"
#include "tools/command.h"
#include "tools/io.h"
#include "tools/json.h"
#include "tools/message.h"

namespace sluice {
namespace {

constexpr int kSame = 0;
constexpr int kDifferent = 1;
constexpr int kTrouble = 2;

struct CompareOptions {
  float tolerance = 0;
  std::string difference;  // where the pictures of differing pixels go
};

struct Comparison {
  Metrics metrics;
  double ssim = 0;
  std::string name_a;
  std::string name_b;
  int64_t frame = 0;
  float full_scale = 0;  // of integer samples of the same type, else 0

  bool same() const { return metrics.differing == 0; }
};

std::string Rounded(double value) {
  if (std::isnan(value)) return "not defined";
  char text[32];
  std::snprintf(text, sizeof text, "%.5g", value);
  return text;
}

std::string TextOf(const Comparison& c) {
  const Metrics& m = c.metrics;
  std::string text = c.name_a + ", " + c.name_b;
  if (c.frame > 0) text += ": frame " + std::to_string(c.frame);
  text = EscapeControls(text) + (c.same() ? ": the same\n" : ": different\n");
  const auto line = [&](const char* name, const std::string& value) {
    text += std::string("  ") + name + value + "\n";
  };
  line("PSNR        ", Rounded(m.psnr) + (std::isinf(m.psnr) ? "" : " dB"));
  line("SSIM        ", Rounded(c.ssim));
  std::string max_error = Rounded(m.max_error);
  if (c.full_scale > 0) {
    max_error += " (" + Rounded(m.max_error * double{c.full_scale}) + " of " +
                 Rounded(double{c.full_scale}) + ")";
  }
  line("max error   ", max_error);
  line("mean error  ", Rounded(m.mean_error));
  line("MSE         ", Rounded(m.mse));
  line("RMSE        ", Rounded(m.rmse));
  line("differing   ",
       std::to_string(m.differing) + " of " + std::to_string(m.samples) + " samples");
  return text;
}

std::string JsonOf(const Comparison& c) {
  const Metrics& m = c.metrics;
  Json json;
  json.Set("a", c.name_a);
  json.Set("b", c.name_b);
  json.Set("frame", c.frame);
  json.Set("same", c.same());
  json.Set("psnr", m.psnr);  // infinite and undefined numbers become null
  json.Set("ssim", c.ssim);
  json.Set("max_error", m.max_error);
  json.Set("mean_error", m.mean_error);
  json.Set("mse", m.mse);
  json.Set("rmse", m.rmse);
  json.Set("differing", m.differing);
  json.Set("samples", m.samples);
  return json.Line();
}

// Compares frame by frame; prints, and writes difference pictures if there is a sink for them.
class Comparer {
 public:
  Comparer(const CompareOptions& options, Io* io, Sink* differences)
      : options_(options), io_(io), differences_(differences) {}

  Status Run(const std::string& path_a, const std::string& path_b) {
    const std::unique_ptr<Source> source_a = io_->OpenSource({path_a});
    const std::unique_ptr<Source> source_b = io_->OpenSource({path_b});
    for (int64_t index = 0;; ++index) {
      SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<RowReader> rows_a, source_a->Next());
      SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<RowReader> rows_b, source_b->Next());
      if (rows_a == nullptr && rows_b == nullptr) return Status::Ok();
      if (rows_a == nullptr || rows_b == nullptr) {
        return Status::Failed(InputName(rows_a == nullptr ? path_a : path_b) + " ends after " +
                              std::to_string(index) + " frames, the other one goes on");
      }
      SLUICE_ASSIGN_OR_RETURN(const Frame a, ReadFrame(*rows_a));
      SLUICE_ASSIGN_OR_RETURN(const Frame b, ReadFrame(*rows_b));
      Comparison comparison;
      comparison.name_a = InputName(path_a);
      comparison.name_b = InputName(path_b);
      comparison.frame = index;
      SLUICE_RETURN_IF_ERROR(CompareFrames(a, b, &comparison)
                                 .WithContext(comparison.name_a + ", " + comparison.name_b));
      different_ |= !comparison.same();
      if (io_->options().quiet) continue;
      if (!io_->Print(io_->options().json ? JsonOf(comparison) : TextOf(comparison))) {
        return Status::Ok();  // reported by Print
      }
    }
  }

  bool different() const { return different_; }

 private:
  Status CompareFrames(const Frame& a, const Frame& b, Comparison* comparison) {
    const auto tolerance = static_cast<double>(options_.tolerance);
    SLUICE_ASSIGN_OR_RETURN(comparison->metrics, Compare(a, b, tolerance));
    SLUICE_ASSIGN_OR_RETURN(comparison->ssim, Ssim(a, b));
    const DType dtype = a.info().dtype;
    if (dtype == b.info().dtype && dtype != DType::kF32) {
      comparison->full_scale = FullScale(dtype);
    }
    if (differences_ == nullptr) return Status::Ok();
    SLUICE_ASSIGN_OR_RETURN(Frame picture, DifferencePicture(a, b, tolerance));
    return differences_->Write(*MakeFrameReader(std::move(picture)));
  }

  const CompareOptions& options_;
  Io* io_;
  Sink* differences_;
  bool different_ = false;
};

Result<std::unique_ptr<Sink>> OpenDifferences(const std::string& path) {
  if (path.empty()) return std::unique_ptr<Sink>();
  return IsTemplate(path) ? MakeTemplateSink(path) : MakeFileSink(path);
}

int RunCompare(const CompareOptions& options, Io& io) {
  const std::string program = "sluice compare";
  std::vector<std::string> paths = io.inputs();
  if (paths.size() == 1) paths.insert(paths.begin(), "-");
  if (paths.size() != 2) {
    PrintError(program, Status::Usage("expected two files, got " + std::to_string(paths.size())));
    return kTrouble;
  }
  if (paths[0] == paths[1] && paths[0] == "-") {
    PrintError(program, Status::Usage("only one of the files can be stdin"));
    return kTrouble;
  }
  Result<std::unique_ptr<Sink>> differences = OpenDifferences(options.difference);
  if (!differences.ok()) {
    PrintError(program, differences.status().WithContext("--diff"));
    return kTrouble;
  }
  Comparer comparer(options, &io, differences->get());
  Status status = comparer.Run(paths[0], paths[1]);
  if (status.ok() && *differences != nullptr) status = (*differences)->Finish();
  if (!status.ok()) PrintError(program, status);
  if (io.Finish() != 0 || !status.ok()) return kTrouble;
  return comparer.different() ? kDifferent : kSame;
}

}  // namespace

Command CompareCommand() {
  Command c;
  auto* o = c.Own(CompareOptions{});
  c.name = "compare";
  c.group = "glue";
  c.summary = "how different two pictures are";
  c.description =
      "Compares the frames of A with those of B one by one: PSNR, SSIM, greatest, mean and squared "
      "error, and how many samples differ by more than the tolerance. With one file, A is stdin. "
      "Errors are fractions of full scale; sample types may differ, sizes may not.\n"
      "SSIM is that of Wang et al. 2004 (Gaussian window 11x11, sigma 1.5, K1 0.01, K2 0.03), the "
      "mean over all windows inside the picture and over the channels; it is not defined below "
      "11x11 pixels.\n"
      "Exit status: 0 when all samples are the same within the tolerance, 1 when not, 2 when the "
      "frames cannot be compared. --quiet prints nothing and leaves the exit status, as cmp -s "
      "does.";
  c.examples = {"sluice median noisy.png | sluice compare clean.png",
                "sluice compare --tol 1% --diff where.png before.png after.png",
                "sluice compare --json a.npy b.npy"};
  c.positional = "[A] B";
  c.Fraction(
      "--tol", "X", &o->tolerance,
      "samples that differ by no more are the same; a fraction of full scale or a percentage",
      {0.0});
  c.Text("--diff", "FILE", &o->difference,
         "write a picture of the differing pixels, the brighter the more they differ");
  c.text = true;
  c.run = [o](Io& io) { return RunCompare(*o, io); };
  return c;
}

}  // namespace sluice
