#include "data/synth/scene.h"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "lib/parallel.h"
#include "tests/kernel_check.h"

namespace sluice::synth {
namespace {

Scene Rendered(SceneKind kind, int width, int height, uint64_t seed = 1, uint32_t index = 0) {
  return RenderScene({kind, width, height, seed, index}).value();
}

// FNV-1a over the samples.
uint64_t Checksum(const Frame& frame) {
  uint64_t hash = 0xCBF29CE484222325;
  const size_t bytes = size_t(frame.info().row_samples()) * SampleSize(frame.info().dtype);
  for (int64_t y = 0; y < frame.info().row_count(); ++y) {
    for (size_t i = 0; i < bytes; ++i) {
      hash = (hash ^ static_cast<uint64_t>(frame.RowBytes(y)[i])) * 0x100000001B3;
    }
  }
  return hash;
}

TEST_CASE("scenes are the same on every machine, from release to release", "[scene]") {
  struct Checksums {
    uint64_t picture;
    uint64_t labels;
  };
  const Checksums want[kSceneKinds] = {
      {0x3EFE0611DA89E3F9, 0xE6228D9CC16510BC}, {0x8153A145F5BA2D7F, 0xB2B453F7434023B1},
      {0xA3F1DAF4F03067BA, 0x540D051E25BAFF25}, {0x39A33EF359C51F5, 0x69A1BAF9D5C6720A},
      {0x87B36F0348C08069, 0x1DBE937F06A666B1}, {0x6192ADF71392B029, 0x1D61F561BCA8E4E2},
      {0x9C9CE25F880BD4CF, 0x9BBA9F7F126145F8},
  };
  for (int k = 0; k < kSceneKinds; ++k) {
    INFO(SceneNames()[static_cast<size_t>(k)]);
    const Scene scene = Rendered(static_cast<SceneKind>(k), 96, 72);
    CHECK(Checksum(scene.picture) == want[k].picture);
    CHECK(Checksum(scene.labels) == want[k].labels);
  }
}

TEST_CASE("scenes of any size have maps that fit, for any number of threads", "[scene]") {
  for (int k = 0; k < kSceneKinds; ++k) {
    const auto kind = static_cast<SceneKind>(k);
    INFO(SceneNames()[static_cast<size_t>(k)]);
    for (const auto& [width, height] : {std::pair{8, 8}, std::pair{9, 200}, std::pair{300, 60}}) {
      SetThreads(1);
      const Scene scene = Rendered(kind, width, height);
      SetThreads(3);
      const Scene again = Rendered(kind, width, height);
      SetThreads(0);
      CheckSameFrame(scene.picture, again.picture);
      CheckSameFrame(scene.instances, again.instances);
      std::map<int, int> class_of;
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
          const int label = scene.labels.Row<uint8_t>(y)[x];
          const int instance = scene.instances.Row<uint16_t>(y)[x];
          REQUIRE(label < static_cast<int>(SceneClasses(kind).size()));
          REQUIRE((label == 0) == (instance == 0));
          // A cell's nucleus belongs to the cell; anything else has one class.
          if (kind == SceneKind::kCells || instance == 0) continue;
          REQUIRE(class_of.try_emplace(instance, label).first->second == label);
        }
      }
    }
  }
}

TEST_CASE("scenes differ by number and seed", "[scene]") {
  for (int k = 0; k < kSceneKinds; ++k) {
    const auto kind = static_cast<SceneKind>(k);
    std::set<uint64_t> seen;
    for (uint32_t index = 0; index < 4; ++index) {
      seen.insert(Checksum(Rendered(kind, 40, 40, 1, index).picture));
      seen.insert(Checksum(Rendered(kind, 40, 40, 2, index).picture));
    }
    CHECK(seen.size() == 8);
  }
}

TEST_CASE("scenes of one class carry it as their label", "[scene]") {
  std::set<std::string> digits;
  for (uint32_t index = 0; index < 60; ++index) {
    const Scene scene = Rendered(SceneKind::kDigit, 28, 28, 0, index);
    const std::string* label = scene.picture.info().attributes.Find("label");
    REQUIRE(label != nullptr);
    CHECK(*scene.picture.info().attributes.Find("name") == "digit-" + std::to_string(index));
    digits.insert(*label);
    // White ink where the map says so.
    double inside = 0;
    int count = 0;
    for (int y = 0; y < 28; ++y) {
      for (int x = 0; x < 28; ++x) {
        const int value = scene.labels.Row<uint8_t>(y)[x];
        if (value == 0) continue;
        CHECK(SceneClasses(SceneKind::kDigit)[static_cast<size_t>(value)] == *label);
        inside += scene.picture.Row<uint8_t>(y)[x];
        ++count;
      }
    }
    CHECK(count > 20);
    CHECK(inside / count > 190);
  }
  CHECK(digits.size() == 10);
  CHECK(Rendered(SceneKind::kStreet, 64, 48).picture.info().attributes.Find("label") == nullptr);
}

TEST_CASE("a street has everything in it", "[scene]") {
  const Scene scene = Rendered(SceneKind::kStreet, 256, 192);
  std::set<int> seen;
  for (int y = 0; y < 192; ++y) {
    for (int x = 0; x < 256; ++x) seen.insert(scene.labels.Row<uint8_t>(y)[x]);
  }
  for (int label = 1; label <= 8; ++label) CHECK(seen.count(label) == 1);
}

TEST_CASE("scenes too small or too large are refused", "[scene]") {
  CHECK(RenderScene({SceneKind::kShapes, 7, 100, 0, 0}).status().is_usage());
  CHECK(!RenderScene({SceneKind::kShapes, 2000000000, 2000000000, 0, 0}).ok());
}

}  // namespace
}  // namespace sluice::synth
