#include "nets/tiled_net.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <numeric>
#include <string>
#include <utility>

#include "nets/net_info.h"
#include "nets/net_run.h"

namespace sluice {
namespace {

enum : size_t { kRows = 1, kColumns = 2 };  // axes of Shape::size

// Tiles begin at multiples of this, so that blocks of pixels that convolutions compute together
// are the same ones in every tile.
constexpr int64_t kBlock = 8;

bool KeepsPlaces(const Net& net) {
  return net.input().axes == 2 && net.output().axes == 2 && net.output().size == net.input().size;
}

// The net for an input of another size. It must have the same parameters.
Result<Net> Resized(const TrainedNet& trained, int64_t height, int64_t width) {
  NetRecipe recipe = trained.recipe();
  recipe.options.input = trained.net().input();
  recipe.options.input->size = {1, height, width};
  SLUICE_ASSIGN_OR_RETURN(Net net, recipe.Build());
  const auto same = [](const ParameterSlot& a, const ParameterSlot& b) {
    return a.parameter.shape == b.parameter.shape && a.offset == b.offset;
  };
  const std::vector<ParameterSlot>& slots = trained.net().slots();
  if (!KeepsPlaces(net) ||
      !std::equal(slots.begin(), slots.end(), net.slots().begin(), net.slots().end(), same)) {
    return Status::Failed("the net does not work on pictures of " + std::to_string(width) + "x" +
                          std::to_string(height));
  }
  return net;
}

}  // namespace

Result<TiledNet> TiledNet::Create(const TrainedNet& net) {
  if (!KeepsPlaces(net.net())) {
    return Status::Failed("expected a net whose result has the size of its picture, got " +
                          ShapeText(net.net().output()) + " for " + ShapeText(net.net().input()));
  }
  TiledNet tiled(net);
  const NetInfo info = DescribeNet(net.net());
  const auto& field = info.layers[size_t(net.net().heads()[0].node) - 1].receptive_field;
  if (!field) return tiled;
  tiled.local_ = true;
  tiled.step_ = kBlock;
  for (const size_t axis : {size_t(kRows), size_t(kColumns)}) {
    tiled.before_[axis] = std::max<int64_t>(0, -field->offset[axis]);
    tiled.after_[axis] = std::max<int64_t>(0, field->size[axis] - 1 + field->offset[axis]);
    for (const LayerInfo& layer : info.layers) {
      if (!layer.receptive_field) continue;
      const auto stride = static_cast<int64_t>(layer.receptive_field->stride[axis]);
      if (stride > 1) tiled.step_ = std::lcm(tiled.step_, stride);
    }
  }
  return tiled;
}

std::vector<TiledNet::Span> TiledNet::Spans(int64_t length, int64_t tile, size_t axis) const {
  if (!local_ || length <= tile) return {{0, length, 0, length}};
  const auto steps = [this](int64_t size) { return (size + step_ - 1) / step_ * step_; };
  const int64_t before = steps(before_[axis]);
  const int64_t after = steps(after_[axis]);
  // Where a net sees far, larger tiles, lest most of the work be done for what overlaps.
  const int64_t core = std::max(steps(tile / 2), (tile - before - after) / step_ * step_);
  if (before + core + after >= length) return {{0, length, 0, length}};
  std::vector<Span> spans;
  for (int64_t from = 0; from < length; from += core) {
    const int64_t to = std::min(length, from + core);
    spans.push_back({std::max<int64_t>(0, from - before), std::min(length, to + after), from, to});
  }
  return spans;
}

Status TiledNet::Run(int64_t height, int64_t width, const Read& read, const Write& write,
                     int64_t tile) const {
  // Tiles of one size after the other, so that there is one net at a time.
  std::map<int64_t, std::vector<Span>> rows;
  std::map<int64_t, std::vector<Span>> columns;
  for (const Span& span : Spans(height, tile, kRows)) rows[span.size()].push_back(span);
  for (const Span& span : Spans(width, tile, kColumns)) columns[span.size()].push_back(span);
  for (const auto& [tile_height, of_height] : rows) {
    for (const auto& [tile_width, of_width] : columns) {
      SLUICE_RETURN_IF_ERROR(RunTiles(of_height, of_width, read, write));
    }
  }
  return Status::Ok();
}

Status TiledNet::RunTiles(const std::vector<Span>& rows, const std::vector<Span>& columns,
                          const Read& read, const Write& write) const {
  SLUICE_ASSIGN_OR_RETURN(const Net net, Resized(*net_, rows[0].size(), columns[0].size()));
  NetRun run = net_->Run(net);
  std::vector<float> numbers(static_cast<size_t>(net.input().count()));
  const int64_t channels = net.output().channels;
  const int64_t stride = net.output().size[kColumns] * channels;
  for (const Span& row : rows) {
    for (const Span& column : columns) {
      read({row.begin, column.begin, row.size(), column.size()}, numbers.data());
      SLUICE_RETURN_IF_ERROR(run.Forward(numbers.data(), 1));
      const float* const first =
          run.output() + (row.from - row.begin) * stride + (column.from - column.begin) * channels;
      write({row.from, column.from, row.to - row.from, column.to - column.from}, first, stride);
    }
  }
  return Status::Ok();
}

}  // namespace sluice
