// Nets that make a map of a picture, with as many places, applied to pictures of any size in tiles.
#ifndef SLUICE_NETS_TILED_NET_H_
#define SLUICE_NETS_TILED_NET_H_

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "lib/status.h"
#include "nets/trained_net.h"

namespace sluice {

// A part of a picture.
struct TileArea {
  int64_t top = 0;
  int64_t left = 0;
  int64_t height = 0;
  int64_t width = 0;
};

class TiledNet {
 public:
  // Fills `numbers` with those of an area of the input, height x width x channels.
  using Read = std::function<void(const TileArea& area, float* numbers)>;
  // Takes the results of an area; rows are `stride` numbers apart.
  using Write = std::function<void(const TileArea& area, const float* results, int64_t stride)>;

  // The net must outlive this. Fails unless it is one for pictures whose result has their height
  // and width, whatever these are.
  static Result<TiledNet> Create(const TrainedNet& net);

  // Runs over a picture. Tiles of about `tile` x `tile` pixels overlap by what the net sees
  // around a place, so that results do not depend on them but for rounding in f32; a net that sees
  // the whole picture takes it as one tile. Calls `read` and `write` tile by tile, in the caller's
  // thread. Fails when memory is short.
  Status Run(int64_t height, int64_t width, const Read& read, const Write& write,
             int64_t tile = kTile) const;

  static constexpr int64_t kTile = 256;

 private:
  explicit TiledNet(const TrainedNet& net) : net_(&net) {}

  // A tile along one axis: what the net runs over, and the part of it that is taken.
  struct Span {
    int64_t begin = 0;
    int64_t end = 0;
    int64_t from = 0;
    int64_t to = 0;
    int64_t size() const { return end - begin; }
  };
  std::vector<Span> Spans(int64_t length, int64_t tile, size_t axis) const;
  Status RunTiles(const std::vector<Span>& rows, const std::vector<Span>& columns, const Read& read,
                  const Write& write) const;

  const TrainedNet* net_;
  bool local_ = false;                  // sees only what is around a place:
  std::array<int64_t, 3> before_ = {};  // places before it,
  std::array<int64_t, 3> after_ = {};   // and after it
  int64_t step_ = 1;  // tiles begin and end at multiples of this, but for the last ones
};

}  // namespace sluice

#endif  // SLUICE_NETS_TILED_NET_H_
