// A street in the evening: sky, hills, a row of houses, trees, lamps, cars and people on a road.
#include <cmath>
#include <vector>

#include "data/synth/noise.h"
#include "data/synth/painters.h"

namespace sluice::synth {
namespace {

enum Label : uint8_t {
  kBackground,
  kSky,
  kBuilding,
  kRoad,
  kPavement,
  kTree,
  kCar,
  kPerson,
  kLamp,
  kHill,
};

constexpr Colour kWalls[] = {Hex(0xC9694B), Hex(0xD9A15B), Hex(0xE3CFA4), Hex(0x8FA6A1),
                             Hex(0xB5838D), Hex(0x7D8CA3), Hex(0xC2B280), Hex(0xA44A3F)};
constexpr Colour kRoofs[] = {Hex(0x6B3A2E), Hex(0x4A4E57), Hex(0x7B4B3A), Hex(0x39424E)};
constexpr Colour kDoors[] = {Hex(0x2F4858), Hex(0x6B2D2D), Hex(0x33532E), Hex(0x3B2E2A)};
constexpr Colour kCars[] = {Hex(0xC8102E), Hex(0x1F4E8C), Hex(0xF2C14E),
                            Hex(0xEDEDED), Hex(0x2E7D6B), Hex(0x39393F)};
constexpr Colour kCoats[] = {Hex(0x8C2F39), Hex(0x24527A), Hex(0x4F6D3A), Hex(0x5B3B6B),
                             Hex(0xB5651D)};

class StreetPainter {
 public:
  StreetPainter(Random* random, Canvas* canvas)
      : random_(random),
        canvas_(canvas),
        width_(static_cast<float>(canvas->width())),
        height_(static_cast<float>(canvas->height())),
        unit_(std::min(width_, height_ * 1.4f)),
        ground_(height_ * 0.70f),
        kerb_(height_ * 0.775f),
        seed_(random->Bits()) {}

  void Paint() {
    PaintSky();
    PaintHills();
    PaintHouses();
    PaintGround();
    for (float x = Vary(0.02f, 0.1f) * width_; x < width_;) {
      PaintTree({x, ground_ + 0.25f * (kerb_ - ground_)}, Vary(0.16f, 0.23f) * unit_);
      x += Vary(0.2f, 0.34f) * unit_;
    }
    for (float x = Vary(0.12f, 0.2f) * width_; x < width_;) {
      PaintLamp({x, kerb_ - 0.012f * unit_});
      x += 0.46f * unit_;
    }
    const int people = random_->Integer(3, 5);
    for (int i = 0; i < people; ++i) {
      PaintPerson({Vary(0.03f, 0.97f) * width_, Mix(ground_, kerb_, Vary(0.45f, 0.9f))});
    }
    const float far_lane = Mix(kerb_, height_, 0.2f);
    const float near_lane = Mix(kerb_, height_, 0.74f);
    for (float x = Vary(0.0f, 0.3f) * width_; x < width_;) {
      PaintCar({x, far_lane}, 0.19f * unit_, true);
      x += Vary(0.36f, 0.6f) * unit_;
    }
    for (float x = Vary(0.1f, 0.5f) * width_; x < width_;) {
      PaintCar({x, near_lane}, 0.27f * unit_, false);
      x += Vary(0.6f, 0.9f) * unit_;
    }
  }

 private:
  float Vary(float low, float high) { return Between(random_, low, high); }
  Mark Next(Label label) { return {label, ++instances_}; }

  void PaintSky() {
    const Point sun = {Vary(0.15f, 0.85f) * width_, 0.3f * height_};
    canvas_->Fill(
        [=, this](Point p) {
          const float down = std::clamp(p.y / ground_, 0.0f, 1.0f);
          Colour sky = Mix(Mix(Hex(0x4A7FB5), Hex(0xA9C7DE), SmoothStep(0, 0.55f, down)),
                           Hex(0xF6D7A8), SmoothStep(0.35f, 0.95f, down));
          const Point away = p - sun;
          const float distance = std::sqrt(Dot(away, away)) / unit_;
          sky = Mix(sky, Hex(0xFFF1C9), 0.55f * (1.0f - SmoothStep(0.03f, 0.4f, distance)));
          const Point stretched = {p.x * (3.0f / unit_), p.y * (8.0f / unit_)};
          const float cloud = SmoothStep(0.52f, 0.74f, FractalNoise(stretched, 4, seed_));
          sky = Mix(sky, Hex(0xFFFAF0), 0.75f * cloud * (1.0f - 0.5f * down));
          return Mix(sky, Hex(0xFFFCEB),
                     std::clamp(0.5f + (0.045f - distance) * unit_, 0.0f, 1.0f));
        },
        Next(kSky));
  }

  void PaintHills() {
    for (const auto& [level, colour] : {std::pair{0.40f, Hex(0x8FA9B5)}, {0.47f, Hex(0x6F8F86)}}) {
      std::vector<Point> line = {{-2.0f, ground_}};
      const uint32_t seed = random_->Bits();
      const int steps = 48;
      for (int i = 0; i <= steps; ++i) {
        const float x = width_ * static_cast<float>(i) / steps;
        const float rise = FractalNoise({x * 2.5f / unit_, level * 10.0f}, 3, seed);
        line.push_back({x, height_ * (level + 0.1f - 0.2f * rise)});
      }
      line.push_back({width_ + 2.0f, line.back().y});
      line.push_back({width_ + 2.0f, ground_});
      canvas_->Draw(Polygon(line), Plain(colour), Next(kHill));
    }
  }

  void PaintHouses() {
    for (float left = -Vary(0.0f, 0.1f) * unit_; left < width_;) {
      const float wide = Vary(0.17f, 0.27f) * unit_;
      PaintHouse(left, left + wide, ground_ - Vary(0.24f, 0.44f) * height_);
      left += wide + (random_->Chance(0.3) ? Vary(0.01f, 0.05f) * unit_ : 0.0f);
    }
  }

  void PaintHouse(float left, float right, float eaves) {
    const Mark mark = Next(kBuilding);
    const Colour wall = OneOf(random_, kWalls);
    const Colour roof = OneOf(random_, kRoofs);
    const float wide = right - left;
    const bool bricks = random_->Chance(0.5);
    const uint32_t seed = random_->Bits();
    // Chimney and roof first: the wall stands before them.
    const float chimney = left + wide * Vary(0.2f, 0.75f);
    const float peak = eaves - wide * Vary(0.22f, 0.42f);
    canvas_->Draw(Box({chimney, peak - 0.01f * height_}, {chimney + wide * 0.1f, eaves}),
                  Plain(wall * 0.7f), mark);
    const float over = wide * 0.04f;
    const float ridge = random_->Chance(0.5) ? 0.0f : wide * Vary(0.15f, 0.3f);
    const float middle = (left + right) * 0.5f;
    canvas_->Draw(
        Polygon({{left - over, eaves},
                 {middle - ridge, peak},
                 {middle + ridge, peak},
                 {right + over, eaves}}),
        [=, this](Point p) {
          const float tiles = p.y / (0.012f * unit_);
          return roof * (0.88f + 0.24f * (tiles - std::floor(tiles)));
        },
        mark);
    canvas_->Draw(
        Box({left, eaves}, {right, ground_ + 1.0f}),
        [=, this](Point p) {
          const float shade = 1.0f - 0.18f * (p.x - left) / wide;
          if (!bricks) return wall * shade;
          const float row = std::floor(p.y / (0.011f * unit_));
          const float column =
              std::floor(p.x / (0.028f * unit_) + 0.5f * (row - 2 * std::floor(row / 2)));
          const float own = CellNoise(static_cast<int>(column), static_cast<int>(row), seed);
          return wall * (shade * (0.9f + 0.16f * own));
        },
        mark);
    canvas_->Shade(Box({left - over, eaves}, {right + over, eaves + 0.012f * height_}), 0.3f, 2.0f);
    PaintFacade(left, right, eaves, mark);
  }

  void PaintFacade(float left, float right, float eaves, Mark mark) {
    const float wide = right - left;
    const int columns = std::max(2, static_cast<int>(wide / (0.062f * unit_)));
    const int floors = std::max(2, static_cast<int>((ground_ - eaves) / (0.115f * unit_)));
    const float cell = wide / static_cast<float>(columns);
    const float storey = (ground_ - eaves) / static_cast<float>(floors);
    const int door = static_cast<int>(random_->Below(static_cast<uint32_t>(columns)));
    for (int row = 0; row < floors; ++row) {
      for (int column = 0; column < columns; ++column) {
        const Point low = {left + (static_cast<float>(column) + 0.24f) * cell,
                           eaves + (static_cast<float>(row) + 0.24f) * storey};
        Point high = {low.x + 0.52f * cell, low.y + 0.54f * storey};
        if (row == floors - 1 && column == door) {
          high.y = ground_ + 1.0f;
          canvas_->Draw(Box(low - Point{1.5f, 1.5f}, high), Plain(Hex(0xE8E2D4)), mark);
          canvas_->Draw(Box(low, high), Plain(OneOf(random_, kDoors)), mark);
          continue;
        }
        PaintWindow(low, high, mark);
      }
    }
  }

  void PaintWindow(Point low, Point high, Mark mark) {
    const bool lit = random_->Chance(0.35);
    const Colour glass = lit ? Hex(0xFFD98A) : Hex(0x4B6478);
    const float frame = std::max(1.0f, 0.0045f * unit_);
    canvas_->Draw(Box(low - Point{frame, frame}, high + Point{frame, frame}), Plain(Hex(0xF0EADC)),
                  mark);
    canvas_->Draw(
        Box(low, high),
        [=](Point p) {
          const float down = (p.y - low.y) / (high.y - low.y);
          return lit ? glass * (1.02f - 0.12f * down)
                     : Mix(Hex(0x8FB0C6), glass, SmoothStep(0.0f, 0.7f, down));
        },
        mark);
    const float middle = (low.x + high.x) * 0.5f;
    canvas_->Draw(Box({middle - frame * 0.4f, low.y}, {middle + frame * 0.4f, high.y}),
                  Plain(Hex(0xF0EADC)), mark);
  }

  void PaintGround() {
    canvas_->Draw(
        Box({-2.0f, ground_}, {width_ + 2.0f, kerb_}),
        [=, this](Point p) {
          // Slabs that grow towards the viewer.
          const float depth = (p.y - ground_) / (kerb_ - ground_);
          const float x = (p.x - 0.5f * width_) / (1.0f + 0.35f * depth) / (0.06f * unit_);
          const float joint = std::abs(x - std::floor(x + 0.5f));
          return Hex(0xB9B2A6) * (0.92f + 0.08f * depth) * (joint < 0.02f ? 0.86f : 1.0f);
        },
        Next(kPavement));
    canvas_->Shade(Box({-2.0f, ground_ - 2.0f}, {width_ + 2.0f, ground_ + 0.01f * height_}), 0.28f,
                   0.014f * height_);
    canvas_->Draw(
        Box({-2.0f, kerb_}, {width_ + 2.0f, height_ + 2.0f}),
        [=, this](Point p) {
          const float depth = (p.y - kerb_) / (height_ - kerb_);
          const float rough = FractalNoise(p * (30.0f / unit_), 2, seed_ + 3);
          return Hex(0x4C4F57) * (0.92f + 0.12f * depth + 0.1f * (rough - 0.5f));
        },
        Next(kRoad));
    const Mark road{kRoad, instances_};
    canvas_->Draw(Box({-2.0f, kerb_}, {width_ + 2.0f, kerb_ + 0.013f * height_}),
                  Plain(Hex(0x8D8980)), {kPavement, static_cast<uint16_t>(instances_ - 1)});
    const float line = Mix(kerb_, height_, 0.46f);
    const float dash = 0.11f * unit_;
    for (float x = -Vary(0.0f, 1.0f) * dash; x < width_;) {
      canvas_->Draw(Polygon({{x, line},
                             {x + dash, line},
                             {x + dash - 0.01f * unit_, line + 0.014f * height_},
                             {x - 0.012f * unit_, line + 0.014f * height_}}),
                    Plain(Hex(0xE9E4D0)), road);
      x += 1.9f * dash;
    }
  }

  void PaintTree(Point foot, float size) {
    const Mark mark = Next(kTree);
    const Point top = foot - Point{0, size * 0.85f};
    canvas_->Draw(Stroke({foot, foot - Point{0, size * 0.6f}}, size * 0.045f), Plain(Hex(0x5A4030)),
                  mark);
    const uint32_t seed = random_->Bits();
    const Colour dark = Mix(Hex(0x2F5D34), Hex(0x5B6B2A), Vary(0, 1));
    const Colour light = Mix(Hex(0x7FB069), Hex(0xC2B04A), Vary(0, 1));
    Shape crown = Disc(top, size * 0.3f);
    for (int i = 0; i < 7; ++i) {
      const Point off = {Vary(-0.3f, 0.3f) * size, Vary(-0.25f, 0.22f) * size};
      crown = Either(crown, Disc(top + off, size * Vary(0.13f, 0.22f)));
    }
    canvas_->Draw(
        crown,
        [=](Point p) {
          const Point v = (p - top) * (1.0f / size);
          const float leaves = FractalNoise(p * (16.0f / size), 3, seed);
          const float lit = std::clamp(0.5f - 0.8f * v.y - 0.5f * v.x, 0.0f, 1.0f);
          return Mix(dark, light, std::clamp(lit * 0.7f + (leaves - 0.4f) * 0.9f, 0.0f, 1.0f));
        },
        mark);
  }

  void PaintLamp(Point foot) {
    const Mark mark = Next(kLamp);
    const float tall = 0.34f * height_;
    const Point head = foot - Point{0, tall};
    const float thin = std::max(1.0f, 0.005f * unit_);
    canvas_->Draw(Stroke({foot, head}, thin), Plain(Hex(0x2B2F36)), mark);
    canvas_->Draw(Stroke({head, head + Point{0.045f * unit_, -0.012f * height_}}, thin),
                  Plain(Hex(0x2B2F36)), mark);
    const Point bulb = head + Point{0.05f * unit_, 0};
    canvas_->Tint(Disc(bulb, 0.03f * unit_), Plain(Hex(0xFFE9A8)), 0.25f);
    canvas_->Draw(Disc(bulb, 0.012f * unit_), Plain(Hex(0xFFF6D5)), mark);
  }

  void PaintPerson(Point foot) {
    const Mark mark = Next(kPerson);
    const float tall = Vary(0.095f, 0.115f) * unit_;
    const float stride = Vary(0.06f, 0.16f) * tall;
    const Colour trousers = Hex(0x2E3440);
    const Colour skin = Mix(Hex(0x6B4226), Hex(0xF1C9A5), Vary(0, 1));
    canvas_->Shade(Box(foot - Point{0.18f * tall, 1.0f}, foot + Point{0.22f * tall, 0.03f * tall}),
                   0.3f, 0.04f * tall);
    const Point hip = foot - Point{0, 0.46f * tall};
    canvas_->Draw(Stroke({hip, foot + Point{-stride, 0}}, 0.055f * tall), Plain(trousers), mark);
    canvas_->Draw(Stroke({hip, foot + Point{stride, 0}}, 0.055f * tall), Plain(trousers * 0.85f),
                  mark);
    const Point neck = foot - Point{0, 0.8f * tall};
    canvas_->Draw(Stroke({hip, neck}, 0.105f * tall), Plain(OneOf(random_, kCoats)), mark);
    canvas_->Draw(Disc(foot - Point{0, 0.92f * tall}, 0.078f * tall), Plain(skin), mark);
  }

  // `at` is the middle of the car's lower edge; `size` its length.
  void PaintCar(Point at, float size, bool to_left) {
    const Mark mark = Next(kCar);
    const Colour paint = OneOf(random_, kCars);
    const float dir = to_left ? -1.0f : 1.0f;
    const auto place = [&](float x, float y) {
      return Point{at.x + dir * x * size, at.y - y * size};
    };
    canvas_->Shade(
        Box(at - Point{0.52f * size, 0.03f * size}, at + Point{0.52f * size, 0.035f * size}), 0.55f,
        0.05f * size);
    canvas_->Draw(Polygon({place(-0.3f, 0.22f), place(-0.2f, 0.38f), place(0.12f, 0.38f),
                           place(0.27f, 0.22f)}),
                  Plain(paint * 0.92f), mark);
    const float top = at.y - 0.25f * size;
    canvas_->Draw(
        Box({at.x - 0.5f * size, top}, {at.x + 0.5f * size, at.y - 0.07f * size}, 0.06f * size),
        [=](Point p) {
          const float down = (p.y - top) / (0.18f * size);
          return paint * (1.1f - 0.35f * std::clamp(down, 0.0f, 1.0f));
        },
        mark);
    const Colour glass = Hex(0x9FC0D4);
    canvas_->Draw(Polygon({place(-0.255f, 0.24f), place(-0.175f, 0.355f), place(-0.055f, 0.355f),
                           place(-0.055f, 0.24f)}),
                  Plain(glass), mark);
    canvas_->Draw(Polygon({place(-0.025f, 0.24f), place(-0.025f, 0.355f), place(0.105f, 0.355f),
                           place(0.215f, 0.24f)}),
                  Plain(glass * 1.06f), mark);
    for (const float x : {-0.29f, 0.29f}) {
      const Point hub = place(x, 0.075f);
      canvas_->Draw(Disc(hub, 0.085f * size), Plain(Hex(0x1E1F23)), mark);
      canvas_->Draw(Disc(hub, 0.042f * size), Plain(Hex(0xC9CCD1)), mark);
    }
    canvas_->Draw(Disc(place(0.47f, 0.18f), 0.022f * size), Plain(Hex(0xFFF3C4)), mark);
    canvas_->Draw(Disc(place(-0.47f, 0.18f), 0.02f * size), Plain(Hex(0xD7263D)), mark);
  }

  Random* random_;
  Canvas* canvas_;
  float width_;
  float height_;
  float unit_;
  float ground_;  // where houses and pavement meet
  float kerb_;    // where pavement and road meet
  uint32_t seed_;
  uint16_t instances_ = 0;
};

}  // namespace

int PaintStreet(Random* random, Canvas* canvas) {
  StreetPainter(random, canvas).Paint();
  return 0;
}

}  // namespace sluice::synth
