#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

#include "lib/buffer.h"
#include "tools/command.h"
#include "tools/io.h"
#include "tools/json.h"
#include "tools/message.h"
#include "tools/values.h"

namespace sluice {
namespace {

struct InfoOptions {
  bool range = false;
};

// The least and the greatest sample; NaN counts as neither.
struct SampleRange {
  float min = std::numeric_limits<float>::infinity();
  float max = -std::numeric_limits<float>::infinity();
  bool empty() const { return min > max; }
};

Result<SampleRange> FindRange(RowReader& frame) {
  const FrameInfo& info = frame.info();
  const size_t stride = RowStride(size_t(info.row_samples()), SampleSize(info.dtype));
  SLUICE_ASSIGN_OR_RETURN(Buffer row, Buffer::Allocate(stride));
  SampleRange range;
  for (int64_t i = 0; i < info.row_count(); ++i) {
    SLUICE_RETURN_IF_ERROR(frame.Read(1, row.data(), stride));
    VisitDType(info.dtype, [&](auto zero) {
      using T = decltype(zero);
      const T* const samples = reinterpret_cast<const T*>(row.data());
      for (int64_t s = 0; s < info.row_samples(); ++s) {
        const auto sample = static_cast<float>(samples[s]);
        if (sample < range.min) range.min = sample;
        if (sample > range.max) range.max = sample;
      }
    });
  }
  return range;
}

// "640x480 RGB", "14x14x14x1 (dhwc)".
std::string Shape(const FrameInfo& info) {
  std::string text = info.Describe();
  const std::string kind = std::string(" ") + DTypeName(info.dtype);
  text.resize(text.find(kind));
  return info.is_picture() ? text : text + " (" + info.axes + ")";
}

std::string TextLine(const std::string& name, const FrameInfo& info, const SampleRange* range) {
  std::string line = name + ": " + (info.format.empty() ? "" : info.format + " ") + Shape(info) +
                     " " + DTypeName(info.dtype);
  if (!info.file_dtype.empty() && info.file_dtype != DTypeName(info.dtype)) {
    line += " from " + info.file_dtype;
  }
  if (info.icc != nullptr) {
    line += ", ICC profile of " + std::to_string(info.icc->size()) + " bytes";
  }
  for (const auto& [key, value] : info.attributes.pairs()) line += ", " + key + "=" + value;
  if (range != nullptr && range->empty()) line += ", all NaN";
  if (range != nullptr && !range->empty()) {
    line += ", from " + FormatNumber(range->min) + " to " + FormatNumber(range->max);
  }
  return line;
}

// Integers as integers, f32 with as few digits as it needs; null for what JSON cannot hold.
Json SampleJson(float sample, DType dtype) {
  if (std::isfinite(sample) && dtype != DType::kF32) return static_cast<int>(sample);
  return Json::Float(sample);
}

std::string JsonLine(const std::string& file, const FrameInfo& info, const SampleRange* range) {
  Json json;
  json.Set("file", file);
  json.Set("frame", info.index);
  json.Set("format", info.format);
  json.Set("shape", info.shape);
  json.Set("axes", info.axes);
  if (info.is_picture()) {
    json.Set("width", info.picture().width);
    json.Set("height", info.picture().height);
    json.Set("channels", info.picture().channels);
  }
  json.Set("dtype", DTypeName(info.dtype));
  json.Set("file_dtype", info.file_dtype.empty() ? DTypeName(info.dtype) : info.file_dtype);
  json.Set("alpha", info.alpha);
  json.Set("icc_bytes", info.icc == nullptr ? 0 : info.icc->size());
  Json attributes = Json::Object();
  for (const auto& [key, value] : info.attributes.pairs()) attributes.Set(key, value);
  json.Set("attributes", attributes);
  if (range != nullptr) {
    json.Set("min", SampleJson(range->min, info.dtype));
    json.Set("max", SampleJson(range->max, info.dtype));
  }
  return json.Line();
}

int Info(const InfoOptions& options, Io& io) {
  while (std::unique_ptr<RowReader> frame = io.Next()) {
    SampleRange range;
    if (options.range) {
      Result<SampleRange> found = FindRange(*frame);
      if (!found.ok()) {
        io.Fail(found.status());
        continue;
      }
      range = *found;
    }
    const SampleRange* const shown = options.range ? &range : nullptr;
    const FrameInfo& info = frame->info();
    io.Print(io.options().json ? JsonLine(io.CurrentFile(), info, shown)
                               : EscapeControls(TextLine(io.CurrentName(), info, shown)) + "\n");
  }
  return io.Finish();
}

}  // namespace

Command InfoCommand() {
  Command c;
  auto* o = c.Own(InfoOptions{});
  c.name = "info";
  c.group = "glue";
  c.summary = "what frames are: format, size, channels, sample type, labels";
  c.description =
      "One line a frame: file, format, size, channels, sample type (and that of the file, where it "
      "is another), ICC profile, attributes. Nothing is converted by it: sizes are those that "
      "other commands see, with JPEGs turned upright.";
  c.examples = {"sluice gaussian photo.jpg | sluice info", "sluice info --range scan.png",
                "sluice info --json photos/*.jpg"};
  c.Flag("--range", &o->range, "also the least and the greatest sample, which reads all rows");
  c.text = true;
  c.run = [o](Io& io) { return Info(*o, io); };
  return c;
}

}  // namespace sluice
