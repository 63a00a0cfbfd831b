#include "classifiers/tree_ensemble.h"

#include <catch2/catch.hpp>
#include <limits>
#include <vector>

#include "lib/parallel.h"
#include "lib/random.h"

namespace sluice {
namespace {

constexpr int kClasses = 3;

// A tree that asks for random features: each leaf is split until there are `splits`. `deep`: always
// the last one, so that the tree is a chain.
std::vector<TreeNode> RandomTree(int splits, int64_t dimensions, bool deep, Random* random) {
  std::vector<TreeNode> nodes(1);
  for (int s = 0; s < splits; ++s) {
    // A leaf among the last nodes, so that children come after their parents.
    size_t at = nodes.size() - 1;
    while (!deep && at > 0 && random->Below(3) > 0) --at;
    while (nodes[at].feature != TreeNode::kLeaf) ++at;
    nodes[at] = {int32_t(random->Below(uint32_t(dimensions))), float(random->Uniform(-1, 1)),
                 int32_t(nodes.size())};
    nodes.resize(nodes.size() + 2);
  }
  for (TreeNode& node : nodes) {
    if (node.feature == TreeNode::kLeaf) node.child = int32_t(random->Below(5));
  }
  return nodes;
}

struct Sample {
  TreeEnsemble trees;
  std::vector<std::vector<TreeNode>> nodes;
  std::vector<float> values;
};

Sample MakeSample(std::vector<std::vector<TreeNode>> trees, int64_t dimensions) {
  Sample sample{TreeEnsemble(dimensions, kClasses), std::move(trees), {}};
  for (int i = 0; i < 5 * kClasses; ++i) sample.values.push_back(float(i * i) / 7);
  sample.trees.AddValues(sample.values);
  for (const std::vector<TreeNode>& tree : sample.nodes) sample.trees.AddTree(tree);
  return sample;
}

// What the definition of a tree says, vector by vector.
std::vector<float> PlainScores(const Sample& sample, ConstMatrix x) {
  std::vector<float> sums(size_t(x.rows) * kClasses, 0.5f);
  for (const std::vector<TreeNode>& tree : sample.nodes) {
    for (int64_t r = 0; r < x.rows; ++r) {
      TreeNode node = tree[0];
      while (node.feature != TreeNode::kLeaf) {
        node = tree[size_t(node.child) + (x.row(r)[node.feature] > node.threshold ? 1 : 0)];
      }
      for (int c = 0; c < kClasses; ++c) {
        sums[size_t(r * kClasses + c)] += sample.values[size_t(node.child * kClasses + c)];
      }
    }
  }
  return sums;
}

std::vector<float> Scores(const TreeEnsemble& trees, ConstMatrix x) {
  std::vector<float> sums(size_t(x.rows) * kClasses, 0.5f);
  trees.AddScores(x, {sums.data(), x.rows, kClasses, kClasses});
  return sums;
}

TEST_CASE("Trees give what descending one vector at a time gives", "[trees]") {
  Random random(1);
  const int64_t dimensions = 20;
  const int64_t count = 700;
  std::vector<std::vector<TreeNode>> trees;
  for (int t = 0; t < 12; ++t) trees.push_back(RandomTree(t * t, dimensions, false, &random));
  trees.push_back(RandomTree(100, dimensions, true, &random));
  const Sample sample = MakeSample(trees, dimensions);
  std::vector<float> x(size_t(count * dimensions));
  for (float& number : x) number = float(random.Uniform(-1, 1));
  // Classifiers see finite numbers, but whatever comes, every vector ends in a leaf.
  const float infinity = std::numeric_limits<float>::infinity();
  for (int i = 0; i < 400; ++i) {
    x[random.Below(uint32_t(x.size()))] = i % 3 == 0   ? infinity
                                          : i % 3 == 1 ? -infinity
                                                       : std::numeric_limits<float>::quiet_NaN();
  }
  // Counts around the vectors that take turns and the blocks.
  for (const int64_t rows : {1, 7, 8, 9, 16, 127, 128, 129, 256, 257, 700}) {
    for (const int threads : {1, 3}) {
      SetThreads(threads);
      const ConstMatrix some{x.data(), rows, dimensions, dimensions};
      INFO(rows << " rows, " << threads << " threads");
      CHECK(Scores(sample.trees, some) == PlainScores(sample, some));
    }
  }
  SetThreads(0);
  // More vectors at once than a block.
  std::vector<const float*> vectors;
  for (int64_t r = 0; r < count; ++r) vectors.push_back(x.data() + r * dimensions);
  std::vector<int32_t> together(vectors.size());
  sample.trees.Leaves(12, vectors.data(), vectors.size(), together.data());
  for (size_t r = 0; r < vectors.size(); ++r) {
    int32_t alone = -1;
    sample.trees.Leaves(12, &vectors[r], 1, &alone);
    REQUIRE(together[r] == alone);
  }
}

TEST_CASE("Trees of any size are kept and read back", "[trees]") {
  // 2^20 features leave places for 4096 nodes: the second tree has more, the third just as many.
  const int64_t dimensions = int64_t{1} << 20;
  Random random(2);
  std::vector<std::vector<TreeNode>> trees;
  for (const int splits : {3, 2048, 2047}) {
    trees.push_back(RandomTree(splits, dimensions, false, &random));
  }
  const Sample sample = MakeSample(trees, dimensions);
  std::vector<float> x(size_t(3 * dimensions));
  for (float& number : x) number = float(random.Uniform(-1, 1));
  const ConstMatrix rows{x.data(), 3, dimensions, dimensions};
  const std::vector<float> plain = PlainScores(sample, rows);
  CHECK(Scores(sample.trees, rows) == plain);
  ModelFile file;
  REQUIRE(sample.trees.Save(&file).ok());
  const auto loaded = TreeEnsemble::Load(file, kClasses);
  REQUIRE(loaded.ok());
  CHECK(Scores(*loaded, rows) == plain);
}

}  // namespace
}  // namespace sluice
