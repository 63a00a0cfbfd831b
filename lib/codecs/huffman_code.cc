#include "lib/codecs/huffman_code.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace sluice {
namespace {

constexpr size_t kMaxDepth = 64;

// How many words of each length Huffman's algorithm gives to the sorted counts. Two queues, of
// symbols and of merged trees, both in order of weight, make it linear.
std::array<uint32_t, kMaxDepth> WordsByLength(const std::vector<uint64_t>& sorted) {
  const size_t leaves = sorted.size();
  std::vector<uint64_t> weight(sorted);
  weight.resize(2 * leaves - 1);
  std::vector<size_t> parent(2 * leaves - 1);
  size_t next_leaf = 0;
  size_t next_tree = leaves;
  for (size_t made = leaves; made < weight.size(); ++made) {
    const auto take_lightest = [&] {
      const bool leaf =
          next_tree == made || (next_leaf < leaves && weight[next_leaf] <= weight[next_tree]);
      const size_t lightest = leaf ? next_leaf++ : next_tree++;
      parent[lightest] = made;
      return weight[lightest];
    };
    weight[made] = take_lightest();
    weight[made] += take_lightest();
  }
  std::array<uint32_t, kMaxDepth> words{};
  std::vector<size_t> depth(weight.size());
  for (size_t i = weight.size() - 1; i-- > 0;) {
    depth[i] = depth[parent[i]] + 1;
    if (i < leaves) ++words[std::min(depth[i], kMaxDepth - 1)];
  }
  return words;
}

// Shortens the words beyond `max_length` and lengthens others until they form a prefix code again.
void LimitLengths(std::array<uint32_t, kMaxDepth>& words, size_t max_length) {
  for (size_t length = max_length + 1; length < kMaxDepth; ++length) {
    words[max_length] += std::exchange(words[length], 0);
  }
  // A word of `length` bits takes 2^(max_length - length) of the 2^max_length leaves.
  uint64_t leaves = 0;
  for (size_t length = 1; length <= max_length; ++length) {
    leaves += uint64_t{words[length]} << (max_length - length);
  }
  for (; leaves > uint64_t{1} << max_length; --leaves) {
    // One of the longest words goes under a shorter one, which gets a bit longer.
    size_t length = max_length - 1;
    while (words[length] == 0) --length;
    --words[max_length];
    --words[length];
    words[length + 1] += 2;
  }
}

uint16_t Reverse(uint32_t bits, int length) {
  uint32_t reversed = 0;
  for (int i = 0; i < length; ++i) reversed |= (bits >> i & 1) << (length - 1 - i);
  return static_cast<uint16_t>(reversed);
}

}  // namespace

std::vector<CodeWord> MakeHuffmanCode(std::span<const uint32_t> counts, int max_length) {
  std::vector<CodeWord> code(counts.size());
  std::vector<size_t> symbols;  // that occur, rarest first
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) symbols.push_back(i);
  }
  if (symbols.size() <= 1) {
    for (const size_t symbol : symbols) code[symbol] = {0, 1};
    return code;
  }
  std::stable_sort(symbols.begin(), symbols.end(),
                   [&](size_t a, size_t b) { return counts[a] < counts[b]; });
  std::vector<uint64_t> sorted;
  sorted.reserve(symbols.size());
  for (const size_t symbol : symbols) sorted.push_back(counts[symbol]);
  std::array<uint32_t, kMaxDepth> words = WordsByLength(sorted);
  LimitLengths(words, static_cast<size_t>(max_length));

  auto next = symbols.begin();
  for (int length = max_length; length > 0; --length) {
    for (uint32_t i = 0; i < words[size_t(length)]; ++i) {
      code[*next++].length = static_cast<uint8_t>(length);
    }
  }
  // Words of one length are consecutive numbers in the order of their symbols.
  uint32_t bits = 0;
  for (int length = 1; length <= max_length; ++length, bits <<= 1) {
    for (CodeWord& word : code) {
      if (word.length == length) word.bits = Reverse(bits++, length);
    }
  }
  return code;
}

}  // namespace sluice
