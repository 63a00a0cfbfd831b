#include "classifiers/forest.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <mutex>
#include <utility>
#include <vector>

#include "classifiers/decision_tree.h"
#include "classifiers/feature_bins.h"
#include "classifiers/tree_ensemble.h"
#include "lib/parallel.h"
#include "lib/random.h"

namespace sluice {
namespace {

constexpr int64_t kJudgedTogether = 256;
constexpr const char* kOutOfBag = "out_of_bag";

class Forest : public Classifier {
 public:
  Forest(TreeEnsemble trees, std::string out_of_bag)
      : trees_(std::move(trees)), out_of_bag_(std::move(out_of_bag)) {}

  std::string kind() const override { return "forest"; }
  int64_t dimensions() const override { return trees_.dimensions(); }
  int classes() const override { return trees_.classes(); }
  std::string score_name() const override { return "probability"; }

  Status Scores(ConstMatrix x, Matrix scores) const override {
    for (int64_t r = 0; r < x.rows; ++r) std::fill_n(scores.row(r), scores.columns, 0.0f);
    trees_.AddScores(x, scores);
    const float share = 1.0f / static_cast<float>(trees_.trees());
    for (int64_t r = 0; r < x.rows; ++r) {
      for (int64_t c = 0; c < scores.columns; ++c) scores.row(r)[c] *= share;
    }
    return Status::Ok();
  }

  Status Save(ModelFile* file) const override {
    if (!out_of_bag_.empty()) file->Set(kOutOfBag, out_of_bag_);
    return trees_.Save(file);
  }

  std::vector<std::string> Describe() const override {
    std::vector<std::string> lines = {"trees: " + std::to_string(trees_.trees()),
                                      "nodes: " + std::to_string(trees_.nodes())};
    if (!out_of_bag_.empty()) lines.push_back("out-of-bag accuracy: " + out_of_bag_);
    return lines;
  }

 private:
  TreeEnsemble trees_;
  std::string out_of_bag_;  // for people
};

// How often each tree has drawn each example: 0 for the examples out of its bag.
class Bags {
 public:
  Bags(int trees, int64_t examples) : seen_(size_t(trees)), examples_(examples) {}

  std::vector<uint32_t> Draw(int tree, bool bootstrap, Random* random) {
    if (!bootstrap) return std::vector<uint32_t>(size_t(examples_), 1);
    std::vector<uint32_t> weights(size_t(examples_), 0);
    const auto count = static_cast<uint32_t>(examples_);
    for (uint32_t i = 0; i < count; ++i) ++weights[random->Below(count)];
    std::vector<bool>& seen = seen_[size_t(tree)];
    seen.resize(size_t(examples_));
    for (size_t i = 0; i < weights.size(); ++i) seen[i] = weights[i] > 0;
    return weights;
  }
  bool Seen(size_t tree, int64_t example) const { return seen_[tree][size_t(example)]; }

 private:
  std::vector<std::vector<bool>> seen_;
  int64_t examples_;
};

// Judges each example by the trees that have not seen it.
std::string OutOfBagAccuracy(const Examples& examples, const TreeEnsemble& trees,
                             const Bags& bags) {
  const ConstMatrix x = examples.matrix();
  const int classes = trees.classes();
  const int64_t blocks = (x.rows + kJudgedTogether - 1) / kJudgedTogether;
  std::vector<std::pair<int64_t, int64_t>> right_of(static_cast<size_t>(blocks));
  ParallelFor(x.rows, kJudgedTogether, [&](int64_t begin, int64_t end) {
    std::vector<float> sums(size_t(end - begin) * size_t(classes));
    int64_t unseen[kJudgedTogether];
    const float* vectors[kJudgedTogether];
    int32_t rows[kJudgedTogether];
    for (size_t t = 0; t < trees.trees(); ++t) {
      size_t count = 0;
      for (int64_t r = begin; r < end; ++r) {
        unseen[count] = r;
        vectors[count] = x.row(r);
        count += bags.Seen(t, r) ? 0 : 1;
      }
      trees.Leaves(t, vectors, count, rows);
      for (size_t i = 0; i < count; ++i) {
        const float* values = trees.value_row(rows[i]);
        float* sum = &sums[size_t(unseen[i] - begin) * size_t(classes)];
        for (int c = 0; c < classes; ++c) sum[c] += values[c];
      }
    }
    auto& [right, of] = right_of[size_t(begin / kJudgedTogether)];
    for (int64_t r = begin; r < end; ++r) {
      const float* sum = &sums[size_t(r - begin) * size_t(classes)];
      const int best = BestClass(sum, classes);
      of += sum[best] > 0 ? 1 : 0;
      right += sum[best] > 0 && best == examples.labels[size_t(r)] ? 1 : 0;
    }
  });
  int64_t right = 0;
  int64_t of = 0;
  for (const auto& [r, o] : right_of) {
    right += r;
    of += o;
  }
  if (of == 0) return "";
  // Hundredths of a percent.
  const int64_t share = (right * 10000 + of / 2) / of;
  const std::string digits = std::to_string(100 + share % 100).substr(1);
  return std::to_string(share / 100) + "." + digits + " % of " + std::to_string(of) + " examples";
}

}  // namespace

Result<FeatureShare> FeatureShare::Parse(const std::string& text) {
  FeatureShare share;
  if (text == "sqrt") return share;
  const bool percent = !text.empty() && text.back() == '%';
  const char* end = text.data() + text.size() - (percent ? 1 : 0);
  const auto [stop, error] = std::from_chars(text.data(), end, share.value);
  const bool whole = share.value == std::floor(share.value);
  if (error != std::errc() || stop != end || !std::isfinite(share.value) || share.value <= 0 ||
      (percent ? share.value > 100 : !whole)) {
    return Status::Usage("expected sqrt, a number of features or a percentage, got \"" + text +
                         "\"");
  }
  share.kind = percent ? Kind::kPercent : Kind::kCount;
  return share;
}

int64_t FeatureShare::Of(int64_t features) const {
  const double all = static_cast<double>(features);
  const double share = kind == Kind::kSquareRoot ? std::sqrt(all)
                       : kind == Kind::kCount    ? value
                                                 : all * value / 100;
  return static_cast<int64_t>(std::clamp(std::floor(share), 1.0, all));
}

Result<std::unique_ptr<Classifier>> TrainForest(const Examples& examples,
                                                const ForestOptions& options,
                                                const TrainProgress& progress) {
  const auto classes = static_cast<int>(examples.classes.size());
  if (examples.count() >= std::numeric_limits<int32_t>::max()) {
    return Status::Failed("forest: expected fewer than 2^31 examples, got " +
                          std::to_string(examples.count()));
  }
  SLUICE_ASSIGN_OR_RETURN(const FeatureBins bins, FeatureBins::Create(examples.matrix()));
  TreeOptions tree_options;
  tree_options.features = options.features.Of(examples.dimensions());
  tree_options.max_depth = options.max_depth;
  tree_options.min_leaf = static_cast<uint32_t>(options.min_leaf);
  tree_options.use_threads = options.trees == 1;
  std::vector<DecisionTree> grown(static_cast<size_t>(options.trees));
  Bags bags(options.trees, examples.count());
  std::mutex mutex;
  int done = 0;
  ParallelFor(options.trees, 1, [&](int64_t begin, int64_t end) {
    for (int64_t t = begin; t < end; ++t) {
      Random random(options.seed, static_cast<uint32_t>(t));
      const std::vector<uint32_t> weights = bags.Draw(int(t), options.bootstrap, &random);
      grown[size_t(t)] = GrowTree(bins, examples.labels, classes, weights, tree_options, &random);
      const std::lock_guard<std::mutex> lock(mutex);
      ++done;
      if (progress.on_fraction) progress.on_fraction(double(done) / options.trees);
    }
  });

  // Leaves of one class share the rows of the identity matrix.
  TreeEnsemble trees(examples.dimensions(), classes);
  std::vector<float> identity(size_t(classes) * size_t(classes));
  for (size_t c = 0; c < size_t(classes); ++c) identity[c * size_t(classes) + c] = 1;
  trees.AddValues(identity);
  size_t nodes = 0;
  for (DecisionTree& tree : grown) {
    nodes += tree.nodes.size();
    if (nodes > size_t(std::numeric_limits<int32_t>::max())) {
      return Status::Failed("forest: expected fewer than 2^31 nodes",
                            "fewer trees, --max-depth or --min-leaf make it smaller");
    }
    const auto offset = static_cast<int32_t>(trees.value_rows()) - classes;
    for (TreeNode& node : tree.nodes) {
      if (node.feature == TreeNode::kLeaf && node.child >= classes) node.child += offset;
    }
    trees.AddValues(tree.shares);
    trees.AddTree(std::move(tree.nodes));
    tree = {};
  }
  std::string accuracy = options.bootstrap ? OutOfBagAccuracy(examples, trees, bags) : "";
  return std::unique_ptr<Classifier>(
      std::make_unique<Forest>(std::move(trees), std::move(accuracy)));
}

Result<std::unique_ptr<Classifier>> LoadForest(const ModelFile& file, int classes) {
  SLUICE_ASSIGN_OR_RETURN(TreeEnsemble trees, TreeEnsemble::Load(file, classes));
  const std::string* out_of_bag = file.Find(kOutOfBag);
  return std::unique_ptr<Classifier>(
      std::make_unique<Forest>(std::move(trees), out_of_bag == nullptr ? "" : *out_of_bag));
}

}  // namespace sluice
