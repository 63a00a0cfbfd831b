#include "filters/median.h"

#include <algorithm>
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

// Tiles of the planes method: wide, so that the window's reach to the sides costs little.
constexpr int kPlaneTileWidth = 256;
constexpr int kSweepTileWidth = 64;
constexpr int kTileHeight = 64;

// A network beats the planes up to this size on u8.
constexpr int kLargestU8Network = 9;

// Makes the rows of padded keys that a network reads, each once.
template <class T>
class KeyRing {
 public:
  KeyRing(const PictureInfo& picture, const PercentileOptions& options)
      : picture_(picture),
        options_(options),
        stride_(
            RowStride((size_t(picture.width) + size_t(options.width)) * size_t(picture.channels),
                      sizeof(T)) /
                sizeof(T) +
            kRowAlignment / sizeof(T)),
        keys_(stride_ * size_t(options.height)) {}

  // The keys of the window's rows around row y; called for increasing y.
  const OrderKey<T>* const* Rows(const RowWindow& in, int y) {
    const int first = y - options_.height / 2;
    const int end = first + options_.height;
    for (int row = std::max(first, filled_); row < end; ++row) {
      PadKeys(in.Row<T>(row), picture_.width, picture_.channels, options_.width / 2,
              (options_.width - 1) / 2, options_.border, Keys(row));
    }
    filled_ = end;
    rows_.clear();
    for (int row = first; row < end; ++row) rows_.push_back(Keys(row));
    return rows_.data();
  }

 private:
  OrderKey<T>* Keys(int row) {
    const int slot = (row % options_.height + options_.height) % options_.height;
    return keys_.data() + size_t(slot) * stride_;
  }

  const PictureInfo& picture_;
  const PercentileOptions& options_;
  const size_t stride_;
  Scratch<OrderKey<T>> keys_;
  std::vector<const OrderKey<T>*> rows_;
  int filled_ = INT32_MIN;  // the row after the last one made
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

  // In samples, a multiple of kRowAlignment.
  int TileWidth() const {
    const int width = method_ == Method::kPlanes ? kPlaneTileWidth : kSweepTileWidth;
    return std::max(width, std::min(window_.width, 4 * width)) / width * width;
  }

  template <class T>
  void NetworkRows(const RowWindow& in, RowRange out, const RowBand& band) const {
    using Key = OrderKey<T>;
    const auto count = static_cast<size_t>(picture_.row_samples());
    KeyRing<T> ring(picture_, options_);
    Scratch<Key> scratch(MedianNetworkScratch(window_.width, window_.channels, sizeof(Key)));
    for (int y = out.begin; y < out.end; ++y) {
      Key* keys = band.Row<Key>(y);
      MedianNetworkRow(window_.width, ring.Rows(in, y), count, window_.channels, scratch.data(),
                       keys);
      if constexpr (std::is_same_v<T, float>) KeysToSamples(keys, count);
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
    Scratch<uint8_t> results(size_t(TileWidth()) * size_t(out.size()));
    RankByPlanes(window_, tile, results.data(), size_t(TileWidth()));
    for (int y = 0; y < out.size(); ++y) {
      std::copy_n(results.data() + size_t(y) * size_t(TileWidth()), width,
                  band.Row<uint8_t>(out.begin + y) + x);
    }
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
