#include "classifiers/kernel_svm_model.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>

#include "lib/gemm.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

// Kernel values that are kept at once, and rows they belong to at most.
constexpr int64_t kValuesAtOnce = int64_t{1} << 22;
constexpr int64_t kMostRows = 1024;

// The texts that say how a model was trained.
constexpr const char* kNotes[] = {"c", "tolerance", "iterations", "objective", "unfinished-pairs"};

bool AllFinite(const float* values, int64_t count) {
  return std::all_of(values, values + count, [](float v) { return std::isfinite(v); });
}

// The shortest text that reads back as the same number.
template <class T>
std::string Text(T value) {
  char text[32];
  return std::string(text, std::to_chars(text, text + sizeof(text), value).ptr);
}

Status Check(const KernelSvmParts& p) {
  const KernelFunction& k = p.kernel;
  if (!std::isfinite(k.gamma) || k.gamma <= 0) {
    return Status::Failed("expected a gamma above 0, got " + Text(k.gamma));
  }
  if (!std::isfinite(k.coef0) || k.coef0 < 0) {
    return Status::Failed("expected a coef0 of at least 0, got " + Text(k.coef0));
  }
  int64_t sum = 0;
  for (const int32_t count : p.counts) {
    if (count < 0)
      return Status::Failed("expected counts of vectors, got " + std::to_string(count));
    sum += count;
  }
  if (sum != p.vectors.dim(0)) {
    return Status::Failed("expected counts that add up to " + std::to_string(p.vectors.dim(0)) +
                          " support vectors, got " + std::to_string(sum));
  }
  if (!AllFinite(p.vectors.data(), p.vectors.size()) ||
      !AllFinite(p.coefficients.data(), p.coefficients.size()) ||
      !AllFinite(p.bias.data(), int64_t(p.bias.size()))) {
    return Status::Failed("expected finite vectors, coefficients and bias, got an infinity or NaN");
  }
  return CheckKernelFeatures(AsMatrix(p.vectors), k.kind);
}

}  // namespace

Status CheckKernelFeatures(ConstMatrix x, KernelKind kernel) {
  if (kernel != KernelKind::kChi2) return Status::Ok();
  for (int64_t r = 0; r < x.rows; ++r) {
    const float* const negative =
        std::find_if(x.row(r), x.row(r) + x.columns, [](float v) { return v < 0; });
    if (negative == x.row(r) + x.columns) continue;
    return Status::Failed("the chi2 kernel expects features of at least 0, got " + Text(*negative) +
                          " (row " + std::to_string(r + 1) + ", number " +
                          std::to_string(negative - x.row(r) + 1) + ")");
  }
  return Status::Ok();
}

Result<std::unique_ptr<Classifier>> KernelSvm::Create(KernelSvmParts parts) {
  SLUICE_RETURN_IF_ERROR(Check(parts));
  auto svm = std::make_unique<KernelSvm>();
  const ConstMatrix vectors = AsMatrix(parts.vectors);
  svm->centre_ = KernelRows::Centre(vectors, parts.kernel);
  SLUICE_ASSIGN_OR_RETURN(svm->rows_, KernelRows::Create(vectors, {}, parts.kernel, svm->centre_));
  svm->parts_ = std::move(parts);
  return std::unique_ptr<Classifier>(std::move(svm));
}

Status KernelSvm::ForDecisions(
    ConstMatrix x, const std::function<void(int64_t first, ConstMatrix decisions)>& use) const {
  SLUICE_RETURN_IF_ERROR(CheckKernelFeatures(x, parts_.kernel.kind));
  if (x.rows == 0) return Status::Ok();
  const int64_t vectors = rows_.count();
  const int64_t others = classes() - 1;
  const auto pairs = static_cast<int64_t>(parts_.bias.size());
  const int64_t at_once = std::min(
      x.rows, std::clamp(kValuesAtOnce / std::max(vectors, pairs), int64_t{16}, kMostRows));
  SLUICE_ASSIGN_OR_RETURN(Tensor kernel_values, Tensor::Create({at_once, vectors}));
  // For each class the sums over its vectors, against each other class.
  SLUICE_ASSIGN_OR_RETURN(Tensor class_sums, Tensor::Create({at_once, classes() * others}));
  SLUICE_ASSIGN_OR_RETURN(Tensor decisions, Tensor::Create({at_once, pairs}));
  KernelRows queries;
  for (int64_t first = 0; first < x.rows; first += at_once) {
    const int64_t count = std::min(at_once, x.rows - first);
    SLUICE_RETURN_IF_ERROR(
        queries.Assign(x.Rows(first, first + count), {}, parts_.kernel, centre_));
    const Matrix values = AsMatrix(kernel_values).Rows(0, count);
    KernelBlock(parts_.kernel, queries.operand(), rows_.operand(), values);
    const Matrix sums = AsMatrix(class_sums).Rows(0, count);
    int64_t vector = 0;
    for (int c = 0; c < classes(); ++c) {
      const int64_t own = parts_.counts[size_t(c)];
      const Matrix to = {sums.data + c * others, count, others, sums.stride};
      if (own == 0) {
        for (int64_t r = 0; r < count; ++r) std::fill_n(to.row(r), others, 0.0f);
        continue;
      }
      Gemm({values.data + vector, count, own, values.stride},
           AsMatrix(parts_.coefficients).Rows(vector, vector + own), to);
      vector += own;
    }
    const Matrix block = AsMatrix(decisions).Rows(0, count);
    ParallelFor(count, 64, [&](int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; ++r) {
        float* to = block.row(r);
        const float* const sum = sums.row(r);
        size_t pair = 0;
        for (int a = 0; a < classes(); ++a) {
          for (int b = a + 1; b < classes(); ++b, ++pair) {
            *to++ = sum[a * others + b - 1] + sum[b * others + a] + parts_.bias[pair];
          }
        }
      }
    });
    use(first, block);
  }
  return Status::Ok();
}

Status KernelSvm::Decisions(ConstMatrix x, Matrix decisions) const {
  return ForDecisions(x, [&](int64_t first, ConstMatrix block) {
    for (int64_t r = 0; r < block.rows; ++r) {
      std::copy_n(block.row(r), block.columns, decisions.row(first + r));
    }
  });
}

void KernelSvm::Vote(const float* decisions, float* scores) const {
  std::vector<double> sums(size_t(classes()), 0.0);
  std::fill_n(scores, classes(), 0.0f);
  for (int a = 0; a < classes(); ++a) {
    for (int b = a + 1; b < classes(); ++b) {
      const float decision = *decisions++;
      const bool has_a = parts_.counts[size_t(a)] > 0;
      const bool has_b = parts_.counts[size_t(b)] > 0;
      if (has_a && has_b) {
        ++scores[decision > 0 ? a : b];
        sums[size_t(a)] += double(decision);
        sums[size_t(b)] -= double(decision);
      } else if (has_a || has_b) {
        ++scores[has_a ? a : b];
      }
    }
  }
  const int answer = BestClass(scores, classes());
  for (int c = 0; c < classes(); ++c) {
    const double sum = sums[size_t(c)];
    // Features far out of range can make it no number.
    if (std::isfinite(sum)) scores[c] += static_cast<float>(sum / (3 * std::abs(sum) + 3));
  }
  const float greatest = *std::max_element(scores, scores + classes());
  if (BestClass(scores, classes()) != answer) {
    scores[answer] = std::nextafter(greatest, std::numeric_limits<float>::infinity());
  }
}

Status KernelSvm::Scores(ConstMatrix x, Matrix scores) const {
  return ForDecisions(x, [&](int64_t first, ConstMatrix block) {
    ParallelFor(block.rows, 64, [&](int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; ++r) Vote(block.row(r), scores.row(first + r));
    });
  });
}

Status KernelSvm::Save(ModelFile* file) const {
  const KernelFunction& k = parts_.kernel;
  file->Set("kernel", KernelNames()[size_t(k.kind)]);
  file->Set("gamma", Text(k.gamma));
  file->Set("coef0", Text(k.coef0));
  file->Set("degree", std::to_string(k.degree));
  for (const auto& [key, value] : parts_.notes) file->Set(key, value);
  SLUICE_ASSIGN_OR_RETURN(Tensor vectors, parts_.vectors.Clone());
  SLUICE_ASSIGN_OR_RETURN(Tensor coefficients, parts_.coefficients.Clone());
  SLUICE_ASSIGN_OR_RETURN(Tensor bias, Tensor::Create({int64_t(parts_.bias.size())}));
  std::copy(parts_.bias.begin(), parts_.bias.end(), bias.data());
  file->Add("vectors", std::move(vectors));
  file->Add("coefficients", std::move(coefficients));
  file->Add("bias", std::move(bias));
  file->AddIntegers("counts", parts_.counts);
  return Status::Ok();
}

std::vector<std::string> KernelSvm::Describe() const {
  const KernelFunction& k = parts_.kernel;
  std::vector<std::string> lines = {"kernel: " + KernelNames()[size_t(k.kind)]};
  if (k.kind != KernelKind::kLinear) lines.push_back("gamma: " + Text(k.gamma));
  if (k.kind == KernelKind::kPoly) {
    lines.push_back("coef0: " + Text(k.coef0));
    lines.push_back("degree: " + std::to_string(k.degree));
  }
  for (const auto& [key, value] : parts_.notes) lines.push_back(key + ": " + value);
  lines.push_back("support vectors: " + std::to_string(parts_.vectors.dim(0)));
  return lines;
}

Result<std::unique_ptr<Classifier>> LoadKernelSvm(const ModelFile& file, int classes) {
  if (classes < 2) {
    return Status::Failed("expected at least two classes, got " + std::to_string(classes));
  }
  KernelSvmParts parts;
  SLUICE_ASSIGN_OR_RETURN(const std::string name, file.Text("kernel"));
  const auto known = std::find(KernelNames().begin(), KernelNames().end(), name);
  if (known == KernelNames().end()) {
    return Status::Failed("expected kernel linear, rbf, poly or chi2, got " + name);
  }
  parts.kernel.kind = KernelKind(known - KernelNames().begin());
  SLUICE_ASSIGN_OR_RETURN(parts.kernel.gamma, file.Number("gamma"));
  SLUICE_ASSIGN_OR_RETURN(parts.kernel.coef0, file.Number("coef0"));
  SLUICE_ASSIGN_OR_RETURN(const int64_t degree,
                          file.Integer("degree", 1, KernelFunction::kMostDegree));
  parts.kernel.degree = static_cast<int>(degree);
  const int64_t pairs = int64_t(classes) * (classes - 1) / 2;
  SLUICE_ASSIGN_OR_RETURN(const Tensor* vectors, file.Floats("vectors", {-1, -1}));
  SLUICE_ASSIGN_OR_RETURN(const Tensor* coefficients,
                          file.Floats("coefficients", {vectors->dim(0), classes - 1}));
  SLUICE_ASSIGN_OR_RETURN(const Tensor* bias, file.Floats("bias", {pairs}));
  SLUICE_ASSIGN_OR_RETURN(const std::vector<int32_t>* counts, file.Integers("counts", classes));
  SLUICE_ASSIGN_OR_RETURN(parts.vectors, vectors->Clone());
  SLUICE_ASSIGN_OR_RETURN(parts.coefficients, coefficients->Clone());
  parts.bias.assign(bias->data(), bias->data() + pairs);
  parts.counts = *counts;
  for (const char* key : kNotes) {
    if (const std::string* value = file.Find(key)) parts.notes.emplace_back(key, *value);
  }
  return KernelSvm::Create(std::move(parts));
}

}  // namespace sluice
