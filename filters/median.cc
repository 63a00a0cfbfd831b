#include "filters/median.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <vector>

#include "filters/median_network.h"
#include "filters/median_planes.h"
#include "filters/median_sweep.h"
#include "filters/order_keys.h"
#include "filters/rank_window.h"
#include "filters/row_segment.h"
#include "filters/window_limits.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// Three methods share the work: networks for the median of small squares, threshold planes for all
// other windows of u8, a sweep for all other windows of u16 and f32.
enum class Method { kNetwork, kPlanes, kSweep };

constexpr int kSweepTileWidth = 64;
constexpr int kTileHeight = 64;

// A network beats the planes up to this size on u8.
constexpr int kLargestU8Network = 9;

// The keys of f32 rows, each made once.
class KeyRing {
 public:
  KeyRing(const PictureInfo& picture, int rows)
      : samples_(size_t(picture.row_samples())),
        rows_(rows),
        stride_(RowStride(samples_, sizeof(int32_t)) / sizeof(int32_t)),
        keys_(stride_ * size_t(rows)) {}

  // The keys of row y. Rows may be asked for again as long as the ring holds them.
  const int32_t* Row(const RowWindow& in, int y) {
    if (y >= end_) {
      SamplesToKeys(in.Row<float>(y), samples_, Keys(y));
      end_ = y + 1;
    }
    return Keys(y);
  }

 private:
  int32_t* Keys(int row) { return keys_.data() + size_t((row % rows_ + rows_) % rows_) * stride_; }

  const size_t samples_;
  const int rows_;
  const size_t stride_;
  Scratch<int32_t> keys_;
  int end_ = INT_MIN;  // the row after the last one made
};

class Percentile : public RowFilter {
 public:
  explicit Percentile(const PercentileOptions& options) : options_(options) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    SLUICE_RETURN_IF_ERROR(CheckWindow(options_.width, options_.height));
    const int64_t area = int64_t{options_.width} * options_.height;
    if (!(options_.percent >= 0 && options_.percent <= 100)) {
      return Status::Usage("the percentage must be between 0 and 100");
    }
    picture_ = in;
    window_ = {
        options_.width, options_.height, in.channels,
        std::min<int64_t>(area - 1, int64_t(std::floor(double(area) * options_.percent / 100)))};
    method_ = ChooseMethod();
    return in;
  }

  RowRange InputRows(RowRange out) const override {
    return {out.begin - options_.height / 2, out.end + (options_.height - 1) / 2};
  }

  Border border() const override { return options_.border; }

  int MinBandRows() const override {
    // A tile's set-up costs as much as the window is high.
    return method_ == Method::kNetwork ? 16 : TileHeight();
  }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    VisitDType(picture_.dtype, [&](auto zero) {
      using T = decltype(zero);
      if (method_ == Method::kNetwork) {
        NetworkRows<T>(in, out, band);
      } else {
        for (int y = out.begin; y < out.end; y += TileHeight()) {
          TileRows<T>(in, {y, std::min(out.end, y + TileHeight())}, band);
        }
      }
    });
  }

 private:
  Method ChooseMethod() const {
    const int64_t area = int64_t{window_.width} * window_.height;
    const bool u8 = picture_.dtype == DType::kU8;
    const bool network = window_.width == window_.height && window_.rank == area / 2 &&
                         HasMedianNetwork(window_.width) &&
                         (!u8 || window_.width <= kLargestU8Network);
    return network ? Method::kNetwork : u8 ? Method::kPlanes : Method::kSweep;
  }

  int TileHeight() const {
    return std::max(kTileHeight, std::min(window_.height, 4 * kTileHeight));
  }

  // In samples for the planes, in pixels for the sweep.
  int TileWidth() const {
    if (method_ == Method::kPlanes) return PlaneTileWidth(window_);
    return std::max(kSweepTileWidth, std::min(window_.width, 4 * kSweepTileWidth));
  }

  template <class T>
  void NetworkRows(const RowWindow& in, RowRange out, const RowBand& band) const {
    using Key = OrderKey<T>;
    const int size = window_.width;
    const int step = size == 3 ? 2 : 1;  // output rows at a time
    const int needed = size + step - 1;
    const RowShape shape{picture_.width, picture_.channels, options_.border, size / 2, size / 2};
    MedianNetworkScratch<Key> scratch(size, picture_.channels);
    KeyRing ring(picture_, std::is_same_v<T, float> ? needed : 0);
    Scratch<T> unwanted(size_t(picture_.row_samples()));
    std::vector<const Key*> rows(static_cast<size_t>(needed));
    for (int y = out.begin; y < out.end; y += step) {
      for (int i = 0; i < needed; ++i) {
        // The second row of a pair may be beyond the band.
        const int row = std::min(y - size / 2 + i, out.end - 1 + size / 2);
        if constexpr (std::is_same_v<T, float>) {
          rows[size_t(i)] = ring.Row(in, row);
        } else {
          rows[size_t(i)] = in.Row<T>(row);
        }
      }
      T* const result = band.Row<T>(y);
      if (size == 3) {
        T* const pair[2] = {result, y + 1 < out.end ? band.Row<T>(y + 1) : unwanted.data()};
        MedianNetworkPair3x3(shape, rows.data(), &scratch, pair);
      } else {
        MedianNetworkRow(size, shape, rows.data(), &scratch, result);
      }
    }
  }

  template <class T>
  void TileRows(const RowWindow& in, RowRange out, const RowBand& band) const {
    if constexpr (std::is_same_v<T, uint8_t>) {
      for (int x = 0; x < picture_.row_samples(); x += TileWidth()) PlaneTile(in, out, x, band);
    } else {
      for (int x = 0; x < picture_.width; x += TileWidth()) {
        for (int c = 0; c < picture_.channels; ++c) SweepTile<T>(in, out, x, c, band);
      }
    }
  }

  // The output samples from x on, all channels together.
  void PlaneTile(const RowWindow& in, RowRange out, int x, const RowBand& band) const {
    const int channels = picture_.channels;
    const int width = std::min(TileWidth(), picture_.row_samples() - x);
    // Whole pixels around the tile's samples.
    const int first = x / channels - window_.width / 2;
    const int last = (x + width - 1) / channels + (window_.width - 1) / 2;
    const RowRange rows = InputRows(out);
    const size_t stride = size_t(last + 1 - first) * size_t(channels) + kRankTileSlack;
    Scratch<uint8_t> keys(stride * size_t(rows.size()));
    for (int y = rows.begin; y < rows.end; ++y) {
      CopySegment(in.Row<uint8_t>(y), picture_.width, channels, first, last + 1,
                  options_.border.mode, FromFraction<uint8_t>(options_.border.constant),
                  keys.data() + size_t(y - rows.begin) * stride);
    }
    const RankTile<uint8_t> tile{keys.data() + x % channels, stride, width, out.size()};
    uint8_t* const result = band.Row<uint8_t>(out.begin) + x;
    const ptrdiff_t out_stride =
        out.size() == 1 ? 0 : band.Row<uint8_t>(out.begin + 1) + x - result;
    RankByPlanes(window_, tile, result, size_t(out_stride));
  }

  // One channel of the output pixels from x on.
  template <class T>
  void SweepTile(const RowWindow& in, RowRange out, int x, int channel, const RowBand& band) const {
    using Key = OrderKey<T>;
    const int width = std::min(TileWidth(), picture_.width - x);
    const int first = x - window_.width / 2;
    const size_t stride = size_t(width) + size_t(window_.width) - 1;
    const RowRange rows = InputRows(out);
    const Key constant = KeyOf(FromFraction<T>(options_.border.constant));
    Scratch<Key> keys(stride * size_t(rows.size()));
    for (int y = rows.begin; y < rows.end; ++y) {
      const T* row = in.Row<T>(y);
      Key* to = keys.data() + size_t(y - rows.begin) * stride;
      for (size_t i = 0; i < stride; ++i) {
        const int64_t from =
            BorderIndex(int64_t{first} + int64_t(i), picture_.width, options_.border.mode);
        to[i] = from < 0 ? constant : KeyOf(row[from * picture_.channels + channel]);
      }
    }
    Scratch<Key> results(size_t(width) * size_t(out.size()));
    RankBySweep(window_, RankTile<Key>{keys.data(), stride, width, out.size()}, results.data(),
                size_t(width));
    if constexpr (std::is_same_v<T, float>) {
      KeysToSamples(results.data(), size_t(width) * size_t(out.size()));
    }
    for (int y = 0; y < out.size(); ++y) {
      const Key* from = results.data() + size_t(y) * size_t(width);
      Key* to = band.Row<Key>(out.begin + y) + x * picture_.channels + channel;
      for (int i = 0; i < width; ++i) to[i * picture_.channels] = from[i];
    }
  }

  PercentileOptions options_;
  PictureInfo picture_;
  RankWindow window_;
  Method method_ = Method::kSweep;
};

}  // namespace

std::unique_ptr<RowFilter> MakePercentile(const PercentileOptions& options) {
  return std::make_unique<Percentile>(options);
}

}  // namespace sluice
