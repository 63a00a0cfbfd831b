// The words after a layer's type in a net file.
#ifndef SLUICE_NETS_LAYER_ARGUMENTS_H_
#define SLUICE_NETS_LAYER_ARGUMENTS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "lib/status.h"
#include "nets/initializer.h"
#include "nets/net_text.h"

namespace sluice {

// Numbers first, in order, then keys with their values: "6 5x5 stride 2 pad same". Each function
// takes what it reads; what is wrong is kept, with its place, for Finish, and a harmless value is
// returned.
class LayerArguments {
 public:
  using Sizes = std::array<int64_t, 3>;  // as Shape::size

  // `words` begin with the layer's type, braces already replaced by numbers. `axes`: of the input.
  LayerArguments(std::vector<Word> words, int axes);

  int axes() const { return axes_; }

  // The next number, which must be there.
  int64_t Count(const std::string& what);
  double Number(const std::string& what, double min, double max);
  // The next size: "3" for every axis, or one number an axis, "3x5". 1 for axes there aren't.
  Sizes Size(const std::string& what, int64_t min = 1);
  // Whether another number comes before the keys.
  bool HasNumber() const;
  // The next word, of `choices`; returns its place, 0 if it is missing.
  size_t Choice(const std::vector<std::string>& choices);

  // Values of keys, or what is taken where the key is missing.
  int64_t KeyCount(const std::string& key, int64_t otherwise, int64_t min = 1);
  double KeyNumber(const std::string& key, double otherwise, double min, double max);
  // "1,2.5,1": `count` numbers; none where the key is missing.
  std::vector<double> KeyNumbers(const std::string& key, size_t count, double min, double max);
  Sizes KeySize(const std::string& key, int64_t otherwise, int64_t min = 1);
  // init zero | normal S | xavier | he
  Initializer KeyInitializer();
  // A word alone: "nobias".
  bool Flag(const std::string& key);
  // pad N | NxN | same | valid: what is added before and after each axis. `same`: the result has
  // input / stride places, rounded up; what is odd is added after.
  struct Padding {
    Sizes before = {0, 0, 0};
    Sizes after = {0, 0, 0};
  };
  Padding KeyPadding(const Sizes& input, const Sizes& extent, const Sizes& stride);

  // An error of the layer, where nothing is wrong with the words themselves.
  Status Error(const std::string& message) const;
  // What was wrong, or that words are left that nobody asked for.
  Status Finish();

 private:
  const Word* TakeNumber(const std::string& what);
  // The first of the `values` words after a key.
  const Word* TakeKey(const std::string& key, ptrdiff_t values = 1);
  Sizes ParseSize(const Word& word, const std::string& what, int64_t min);
  void Fail(TextPlace place, const std::string& message);

  std::vector<Word> words_;  // the type first; taken ones have no text
  int axes_;
  size_t next_ = 1;
  std::vector<std::string> keys_;  // that were asked for
  Status status_;
};

}  // namespace sluice

#endif  // SLUICE_NETS_LAYER_ARGUMENTS_H_
