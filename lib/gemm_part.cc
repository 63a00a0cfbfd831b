#include "lib/gemm_part.h"

#include <algorithm>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/gemm_part.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/gemm_kernel-inl.h"
#include "lib/gemm_pack-inl.h"
#include "lib/gemm_row-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// Numbers k that are summed before the next ones are packed, and columns whose vectors for these k
// stay in the second cache (480 KiB) while all rows go by.
constexpr int64_t kDepth = 384;
constexpr int64_t kColumns = 320;
// With up to so many rows memory is the limit, not arithmetic, and B is best read as it lies: in
// rows along the columns a few at a time, in rows along k for long stretches.
constexpr int64_t kFewRows = 3;
constexpr int64_t kFewRowsDepth = 16;
constexpr int64_t kFewRowsPackedDepth = 1024;
constexpr int64_t kFewRowsPackedColumns = 128;
// A single row of tiles reads so much of B (8 MiB) where it is; more is brought together first.
constexpr int64_t kMostInPlace = int64_t{1} << 21;

// Blocks of equal depth, rather than whole blocks and a small rest.
int64_t BlockDepth(int64_t depth, int64_t most) {
  const int64_t blocks = std::max<int64_t>(1, (depth + most - 1) / most);
  return std::max<int64_t>(1, (depth + blocks - 1) / blocks);
}

using TileFunction = void (*)(int64_t depth, Broadcast a, Panels b, TileFrom from, TileTo to);

template <int kRows, int kVectors>
void Tile(int64_t depth, Broadcast a, Panels b, TileFrom from, TileTo to) {
  MultiplyTile<kRows, kVectors>(depth, a, b, from, to);
}

// A tile of few rows takes several panels, so that there are enough independent sums to hide the
// latency of the multiply-add.
constexpr int VectorsAtOnce(int64_t rows) {
  return (rows == 1 ? 4 : rows <= 3 ? 2 : 1) * kTileVectors;
}

// The tile of as many vectors as are of use for `vectors` more to do.
template <int kRows>
std::pair<TileFunction, int64_t> FindTile(int64_t rows, int64_t vectors) {
  if constexpr (kRows > 1) {
    if (rows < kRows) return FindTile<kRows - 1>(rows, vectors);
  }
  constexpr int kMost = VectorsAtOnce(kRows);
  if (vectors == 1) return {&Tile<kRows, 1>, 1};
  if (vectors <= kMost - kTileVectors) return {&Tile<kRows, kTileVectors>, kTileVectors};
  return {&Tile<kRows, kMost>, kMost};
}

constexpr int kMostLanes = HWY_MAX_BYTES / 4;
constexpr float kZeros[4 * kTileVectors * kMostLanes] = {};

class Part {
 public:
  Part(const GemmProduct& product, const GemmPart& part)
      : p_(product),
        part_(part),
        lanes_(int64_t(hn::Lanes(F32()))),
        width_(
            std::min(TileColumns(), (part.column1 - part.column0 + lanes_ - 1) / lanes_ * lanes_)),
        tiles_((part.row1 - part.row0 + kTileRows - 1) / kTileRows) {
    // Numbers that are read once or twice are read where they are, unless rows a multiple of 2 KiB
    // apart would share cache sets; so are vectors for a single row of tiles.
    const int64_t rows = part.row1 - part.row0;
    const int64_t panels = (part.column1 - part.column0 + width_ - 1) / width_;
    pack_a_ = panels > 2 || (rows > 4 && p_.a_row % 512 == 0);
    const bool few = rows <= kFewRows;
    const bool once = few || (tiles_ == 1 && p_.depth * panels * width_ <= kMostInPlace);
    pack_b_ = p_.b_column != 1 || !once;
    depth_ = BlockDepth(p_.depth, !few ? kDepth : pack_b_ ? kFewRowsPackedDepth : kFewRowsDepth);
    block_columns_ = std::min(few && pack_b_ ? kFewRowsPackedColumns : kColumns, panels * width_);
  }

  size_t Scratch() const {
    return size_t(depth_) * size_t((pack_a_ ? tiles_ * kTileRows : 0) + block_columns_);
  }

  void Run(float* scratch) {
    b_ = scratch;
    a_ = scratch + depth_ * block_columns_;
    for (int64_t k = 0; k == 0 || k < p_.depth; k += depth_) {
      k_ = k;
      block_depth_ = std::min(depth_, p_.depth - k);
      if (pack_a_) PackA();
      for (int64_t j = part_.column0; j < part_.column1; j += block_columns_) {
        RunBlock(j, std::min(j + block_columns_, part_.column1));
      }
    }
  }

 private:
  // Rows of nearly equal tiles, rather than whole tiles and a small rest.
  int64_t TileRow(int64_t tile) const {
    return part_.row0 + (part_.row1 - part_.row0) * tile / tiles_;
  }

  // Rows along k stay rows, only closer together; where the matrix is transposed, a tile's numbers
  // for one k lie side by side.
  void PackA() {
    for (int64_t tile = 0; tile < tiles_; ++tile) {
      const int64_t rows = TileRow(tile + 1) - TileRow(tile);
      const float* from = p_.a + TileRow(tile) * p_.a_row + k_ * p_.a_k;
      float* to = a_ + tile * kTileRows * depth_;
      if (p_.a_k == 1) {
        for (int64_t r = 0; r < rows; ++r) {
          std::copy_n(from + r * p_.a_row, block_depth_, to + r * depth_);
        }
      } else {
        for (int64_t i = 0; i < block_depth_; ++i) {
          std::copy_n(from + i * p_.a_k, rows, to + i * kTileRows);
        }
      }
    }
  }

  Broadcast TileA(int64_t tile) const {
    if (!pack_a_) return {p_.a + TileRow(tile) * p_.a_row + k_ * p_.a_k, p_.a_row, p_.a_k};
    const float* data = a_ + tile * kTileRows * depth_;
    if (p_.a_k == 1) return {data, depth_, 1};
    return {data, 1, kTileRows};
  }

  void RunBlock(int64_t begin, int64_t end) {
    const float* from = p_.b + k_ * p_.b_k + begin * p_.b_column;
    const int64_t columns = end - begin;
    // Where vectors are read in place, an incomplete panel is packed all the same.
    const int64_t in_place = pack_b_ ? 0 : columns / width_ * width_;
    if (in_place < columns) {
      PackPanels(from + in_place * p_.b_column, p_.b_k, p_.b_column, block_depth_,
                 columns - in_place, width_, b_);
    }
    for (int64_t tile = 0; tile < tiles_; ++tile) {
      RunPanels(tile, begin, begin + in_place, {from, width_, p_.b_k});
      RunPanels(tile, begin + in_place, end, {b_, width_ * block_depth_, width_});
    }
  }

  // A row of tiles over columns [begin, end).
  void RunPanels(int64_t tile, int64_t begin, int64_t end, Panels b) {
    const int64_t row = TileRow(tile);
    const int64_t rows = TileRow(tile + 1) - row;
    const Broadcast a = TileA(tile);
    while (begin < end) {
      const auto [function, vectors] =
          FindTile<kTileRows>(rows, (end - begin + lanes_ - 1) / lanes_);
      const int64_t width = vectors * lanes_;
      RunTile(function, row, rows, begin, std::min(width, end - begin), width, a, b);
      begin += width;
      b.data += (vectors + kTileVectors - 1) / kTileVectors * b.panel_stride;
    }
  }

  void RunTile(TileFunction tile, int64_t row, int64_t rows, int64_t column, int64_t columns,
               int64_t width, Broadcast a, Panels b) const {
    const bool start = k_ == 0 && !p_.add;
    const bool bias = k_ == 0 && p_.bias != nullptr;
    if (columns == width && p_.c_column == 1 && (!bias || (start && !p_.transposed))) {
      float* c = p_.c + row * p_.c_row + column;
      TileFrom from = {c, p_.c_row};
      if (start) from = {bias ? p_.bias + column : kZeros, 0};
      tile(block_depth_, a, b, from, {c, p_.c_row});
      return;
    }
    // At the edges, and where C is the caller's transpose, by way of a tile of our own.
    HWY_ALIGN float sums[std::max(kTileRows, 6) * kTileVectors * kMostLanes];
    for (int64_t r = 0; r < rows; ++r) {
      for (int64_t j = 0; j < columns; ++j) {
        const float* c = p_.c + (row + r) * p_.c_row + (column + j) * p_.c_column;
        const float constant = bias ? p_.bias[p_.transposed ? row + r : column + j] : 0.0f;
        sums[r * width + j] = start ? constant : bias ? *c + constant : *c;
      }
      std::fill(sums + r * width + columns, sums + (r + 1) * width, 0.0f);
    }
    tile(block_depth_, a, b, {sums, width}, {sums, width});
    for (int64_t r = 0; r < rows; ++r) {
      for (int64_t j = 0; j < columns; ++j) {
        p_.c[(row + r) * p_.c_row + (column + j) * p_.c_column] = sums[r * width + j];
      }
    }
  }

  const GemmProduct& p_;
  const GemmPart part_;
  const int64_t lanes_;  // of a vector
  const int64_t width_;  // of a panel
  const int64_t tiles_;  // rows of them
  int64_t depth_;
  int64_t block_columns_;
  bool pack_a_;
  bool pack_b_;
  int64_t k_ = 0;  // of this block: its first k, and how many
  int64_t block_depth_ = 0;
  float* a_ = nullptr;
  float* b_ = nullptr;
};

}  // namespace

size_t GemmPartScratch(const GemmProduct& product, const GemmPart& part) {
  if (RowProduct::Suits(product, part)) return RowProduct(product, part).Scratch();
  return Part(product, part).Scratch();
}

void RunGemmPart(const GemmProduct& product, const GemmPart& part, float* scratch) {
  if (RowProduct::Suits(product, part)) return RowProduct(product, part).Run(scratch);
  Part(product, part).Run(scratch);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(GemmPartScratch);
HWY_EXPORT(RunGemmPart);

size_t GemmPartScratch(const GemmProduct& product, const GemmPart& part) {
  return HWY_DYNAMIC_DISPATCH(GemmPartScratch)(product, part);
}

void RunGemmPart(const GemmProduct& product, const GemmPart& part, float* scratch) {
  HWY_DYNAMIC_DISPATCH(RunGemmPart)(product, part, scratch);
}

}  // namespace sluice
#endif  // HWY_ONCE
