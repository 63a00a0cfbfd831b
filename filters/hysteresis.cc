#include "filters/hysteresis.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace sluice {
namespace {

// Grows regions a word (64 pixels of a row) at a time: a word whose strong bits have grown is put
// on a stack, and when its turn comes, it hands them on to its eight neighbours. Every visit
// follows a gain of at least one pixel, which bounds their number.
class Growth {
 public:
  explicit Growth(const EdgeBits& bits) : bits_(bits), words_(bits.words()) {}

  void Run() {
    for (int y = 0; y < bits_.height; ++y) {
      for (size_t i = 0; i < words_; ++i) {
        if (bits_.Strong(y)[i] == 0) continue;
        Visit(y, i);
        while (!stack_.empty()) {
          const Place place = stack_.back();
          stack_.pop_back();
          Visit(place.y, place.word);
        }
      }
    }
  }

 private:
  struct Place {
    int y;
    size_t word;
  };

  void Visit(int y, size_t i) {
    const uint64_t weak = bits_.Weak(y)[i];
    uint64_t strong = bits_.Strong(y)[i];
    for (uint64_t before = 0; before != strong;) {
      before = strong;
      strong |= (strong << 1 | strong >> 1) & weak;
    }
    bits_.Strong(y)[i] = strong;
    const uint64_t reach = strong | strong << 1 | strong >> 1;
    for (int row = std::max(0, y - 1); row <= std::min(bits_.height - 1, y + 1); ++row) {
      if (row != y) Gain(row, i, reach);
      if (i > 0) Gain(row, i - 1, strong << 63);
      if (i + 1 < words_) Gain(row, i + 1, strong >> 63);
    }
  }

  void Gain(int y, size_t i, uint64_t reach) {
    uint64_t& strong = bits_.Strong(y)[i];
    const uint64_t gained = reach & bits_.Weak(y)[i] & ~strong;
    if (gained == 0) return;
    strong |= gained;
    stack_.push_back({y, i});
  }

  const EdgeBits bits_;
  const size_t words_;
  std::vector<Place> stack_;
};

// Byte i of entry b is 255 where bit i of b is set.
constexpr std::array<std::array<uint8_t, 8>, 256> MakeExpansions() {
  std::array<std::array<uint8_t, 8>, 256> table{};
  for (size_t byte = 0; byte < 256; ++byte) {
    for (size_t bit = 0; bit < 8; ++bit) table[byte][bit] = (byte >> bit & 1) != 0 ? 255 : 0;
  }
  return table;
}
constexpr std::array<std::array<uint8_t, 8>, 256> kExpansions = MakeExpansions();

}  // namespace

void Hysteresis(const EdgeBits& bits) { Growth(bits).Run(); }

void ExpandBits(const uint64_t* bits, int width, uint8_t* out) {
  const size_t bytes = (static_cast<size_t>(width) + 7) / 8;
  for (size_t begin = 0; begin < bytes; begin += 8) {
    const size_t count = std::min<size_t>(8, bytes - begin);
    const uint64_t word = bits[begin / 8];
    if (word == 0) {  // most words
      std::memset(out + begin * 8, 0, count * 8);
      continue;
    }
    for (size_t i = 0; i < count; ++i) {
      std::memcpy(out + (begin + i) * 8, kExpansions[word >> (8 * i) & 0xFF].data(), 8);
    }
  }
}

}  // namespace sluice
