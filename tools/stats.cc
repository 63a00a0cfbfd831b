#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "filters/distribution.h"
#include "tools/command.h"
#include "tools/io.h"
#include "tools/json.h"
#include "tools/message.h"
#include "tools/values.h"

namespace sluice {
namespace {

struct StatsOptions {
  std::vector<double> percentiles;
  int bins = 0;  // of the histogram; 0: none
};

struct ChannelStats {
  std::string name;
  Distribution distribution;
  double median = 0;
  std::vector<double> percentiles;
  double low = 0;  // the histogram's range
  double high = 0;
  bool whole_numbers = false;
  std::vector<uint64_t> histogram;
};

// "gray", "red", "alpha" for pictures of up to four channels, else the number.
std::string ChannelName(const FrameInfo& info, int channel) {
  const int channels = ChannelCount(info);
  if (info.alpha && channel == channels - 1 && channels > 1) return "alpha";
  const int colours = Colours(info).end;
  if (info.is_picture() && colours == 1) return "gray";
  static const char* const names[] = {"red", "green", "blue"};
  if (info.is_picture() && colours == 3) return names[channel];
  return std::to_string(channel);
}

Result<ChannelStats> StatsOf(const Frame& frame, int channel, const StatsOptions& options) {
  SLUICE_ASSIGN_OR_RETURN(Distribution distribution,
                          Distribution::Of(frame, {channel, channel + 1}));
  ChannelStats stats{
      ChannelName(frame.info(), channel), std::move(distribution), 0, {}, 0, 0, false, {}};
  stats.median = stats.distribution.Percentile(50);
  for (const double percent : options.percentiles) {
    stats.percentiles.push_back(stats.distribution.Percentile(percent));
  }
  if (options.bins == 0) return stats;
  if (frame.info().dtype == DType::kF32) {
    stats.low = stats.distribution.min();
    stats.high = stats.distribution.max();
    // All alike: a range about the value.
    if (stats.low == stats.high) stats.high = stats.low + 1;
  } else {
    // Each value stands in the middle of its bin when there are as many bins as values.
    stats.low = -0.5;
    stats.high = static_cast<double>(FullScale(frame.info().dtype)) + 0.5;
    stats.whole_numbers = true;
  }
  stats.histogram = stats.distribution.Histogram(options.bins, stats.low, stats.high);
  return stats;
}

std::string Cell(const std::string& text) {
  return text.size() < 11 ? std::string(11 - text.size(), ' ') + text : " " + text;
}
std::string Number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return Cell(text);
}

std::string Bars(const ChannelStats& stats) {
  constexpr uint64_t kBarLength = 50;
  const uint64_t most = *std::max_element(stats.histogram.begin(), stats.histogram.end());
  const double width = (stats.high - stats.low) / static_cast<double>(stats.histogram.size());
  std::string text = "  " + stats.name + " histogram\n";
  for (size_t i = 0; i < stats.histogram.size(); ++i) {
    const uint64_t count = stats.histogram[i];
    const auto part = static_cast<double>(count) / static_cast<double>(std::max<uint64_t>(1, most));
    const auto length = static_cast<size_t>(part * kBarLength + 0.5);
    const double from = stats.low + static_cast<double>(i) * width;
    text += "  from" + Number(stats.whole_numbers ? std::ceil(from) + 0.0 : from) +
            Cell(std::to_string(count));
    if (length > 0) text += " " + std::string(length, '#');
    text += "\n";
  }
  return text;
}

std::string TextOf(const std::string& name, const FrameInfo& info,
                   const std::vector<ChannelStats>& channels, const StatsOptions& options) {
  std::string text = EscapeControls(name) + ": " + info.Describe() + "\n  channel";
  for (const char* column : {"min", "max", "mean", "sd", "median"}) text += Cell(column);
  for (const double percent : options.percentiles) text += Cell(FormatNumber(percent) + "%");
  text += "\n";
  for (const ChannelStats& stats : channels) {
    const Distribution& d = stats.distribution;
    text += "  " + stats.name + std::string(7 - std::min<size_t>(7, stats.name.size()), ' ');
    if (d.count() == 0) {
      text += Cell("no numbers");
    } else {
      for (const double value : {d.min(), d.max(), d.mean(), d.deviation(), stats.median}) {
        text += Number(value);
      }
      for (const double value : stats.percentiles) text += Number(value);
    }
    if (d.nans() > 0) text += "  " + std::to_string(d.nans()) + " NaN";
    if (d.infinities() > 0) text += "  " + std::to_string(d.infinities()) + " infinite";
    text += "\n";
  }
  for (const ChannelStats& stats : channels) {
    if (!stats.histogram.empty()) text += Bars(stats);
  }
  return text;
}

std::string JsonOf(const std::string& file, const FrameInfo& info,
                   const std::vector<ChannelStats>& channels, const StatsOptions& options) {
  Json json;
  json.Set("file", file);
  json.Set("frame", info.index);
  json.Set("dtype", DTypeName(info.dtype));
  Json list = Json::Array();
  for (const ChannelStats& stats : channels) {
    const Distribution& d = stats.distribution;
    Json channel;
    channel.Set("channel", stats.name);
    channel.Set("count", d.count());
    channel.Set("nan", d.nans());
    channel.Set("infinite", d.infinities());
    const auto number = [&](const char* key, double value) {
      channel.Set(key, d.count() == 0 ? Json() : Json(value));
    };
    number("min", d.min());
    number("max", d.max());
    number("mean", d.mean());
    number("sd", d.deviation());
    number("median", stats.median);
    Json percentiles;
    for (size_t i = 0; i < stats.percentiles.size(); ++i) {
      percentiles.Set(FormatNumber(options.percentiles[i]), stats.percentiles[i]);
    }
    if (!stats.percentiles.empty()) channel.Set("percentiles", percentiles);
    if (!stats.histogram.empty()) {
      channel.Set(
          "histogram",
          Json::Object({{"low", stats.low}, {"high", stats.high}, {"counts", stats.histogram}}));
    }
    list.Add(std::move(channel));
  }
  return json.Set("channels", list).Line();
}

Result<std::vector<ChannelStats>> AllChannels(const Frame& frame, const StatsOptions& options) {
  std::vector<ChannelStats> channels;
  for (int c = 0; c < ChannelCount(frame.info()); ++c) {
    SLUICE_ASSIGN_OR_RETURN(ChannelStats stats, StatsOf(frame, c, options));
    channels.push_back(std::move(stats));
  }
  return channels;
}

int RunStats(const StatsOptions& options, Io& io) {
  while (const std::unique_ptr<RowReader> rows = io.Next()) {
    const Result<Frame> frame = ReadFrame(*rows);
    if (!frame.ok()) {
      io.Fail(frame.status());
      continue;
    }
    const Result<std::vector<ChannelStats>> channels = AllChannels(*frame, options);
    if (!channels.ok()) {
      io.Fail(channels.status());
      continue;
    }
    io.Print(io.options().json ? JsonOf(io.CurrentFile(), frame->info(), *channels, options)
                               : TextOf(io.CurrentName(), frame->info(), *channels, options));
  }
  return io.Finish();
}

Status ParsePercentiles(const std::string& text, std::vector<double>* percentiles) {
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    SLUICE_ASSIGN_OR_RETURN(const double percent,
                            ParseNumber(text.substr(begin, end - begin), {0.0, 100.0}));
    percentiles->push_back(percent);
    begin = end + 1;
  }
  return Status::Ok();
}

}  // namespace

Command StatsCommand() {
  Command c;
  auto* o = c.Own(StatsOptions{});
  c.name = "stats";
  c.group = "glue";
  c.summary = "least, greatest, mean, spread and percentiles of the samples";
  c.description =
      "For each channel of each frame: least and greatest sample, mean, standard deviation "
      "(divided "
      "by the number of samples), median, and further percentiles and a histogram if asked for. In "
      "sample units: 0 to 255 for u8, 0 to 65535 for u16. NaN and infinities are told apart and do "
      "not count.";
  c.examples = {"sluice sobel in.png | sluice stats", "sluice stats --percentile 1,99 photo.jpg",
                "sluice stats --json --histogram 16 scans/*.png"};
  c.Custom(
      "--percentile", "P,P,...",
      [o](const std::string& text) { return ParsePercentiles(text, &o->percentiles); },
      "also the values below which P percent of the samples lie");
  c.Integer(
       "--histogram", "N", &o->bins,
       "also how many samples fall into each of N equal parts: of the sample type's range, for "
       "f32 from the least to the greatest sample",
       {1, 65536})
      .default_text.clear();
  c.text = true;
  c.run = [o](Io& io) { return RunStats(*o, io); };
  return c;
}

}  // namespace sluice
