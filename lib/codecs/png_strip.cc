#include "lib/codecs/png_strip.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>
#include <utility>

#include "lib/codecs/byte_order.h"
#include "lib/codecs/png_filter.h"
#include "lib/codecs/run_deflate.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// The level that is RunDeflate alone; above it zlib competes.
constexpr int kRunLevel = 1;

// Copies a row of samples to `to`, aligned to kRowAlignment, as PNG wants them: big-endian.
void CopyRow(const PngRows& rows, int64_t y, uint8_t* to) {
  std::memcpy(to, rows.samples + size_t(y) * rows.stride, rows.row_bytes);
  if constexpr (std::endian::native == std::endian::little) {
    SwapBytes(reinterpret_cast<std::byte*>(to), rows.sample_bytes,
              rows.row_bytes / rows.sample_bytes);
  }
}

// Each row's filter and filtered bytes.
std::vector<uint8_t> FilterRows(const PngRows& rows, PngFilters filters) {
  Scratch<uint8_t> first(rows.row_bytes + 2 * kPngRowMargin);
  Scratch<uint8_t> second(rows.row_bytes + 2 * kPngRowMargin);
  uint8_t* above = first.data() + kPngRowMargin;
  uint8_t* row = second.data() + kPngRowMargin;
  CopyRow(rows, 0, above);
  std::vector<uint8_t> filtered(size_t(rows.count) * (rows.row_bytes + 1) + kPngRowMargin);
  uint8_t* out = filtered.data();
  for (int64_t y = 1; y <= rows.count; ++y, out += rows.row_bytes + 1) {
    CopyRow(rows, y, row);
    FilterPngRow(row, above, rows.row_bytes, rows.pixel_bytes, filters, out);
    std::swap(row, above);
  }
  filtered.resize(filtered.size() - kPngRowMargin);
  return filtered;
}

Status ZlibDeflate(std::span<const uint8_t> bytes, int level, bool last,
                   std::vector<uint8_t>* out) {
  z_stream stream = {};
  if (deflateInit2(&stream, level, Z_DEFLATED, -MAX_WBITS, 8, Z_FILTERED) != Z_OK) {
    return Status::Failed("out of memory: zlib could not be started");
  }
  const size_t flush_bytes = 16;
  out->resize(deflateBound(&stream, static_cast<uLong>(bytes.size())) + flush_bytes);
  stream.next_in = const_cast<Bytef*>(bytes.data());  // zlib's type; it only reads
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = out->data();
  stream.avail_out = static_cast<uInt>(out->size());
  deflate(&stream, last ? Z_FINISH : Z_SYNC_FLUSH);
  out->resize(out->size() - stream.avail_out);
  deflateEnd(&stream);
  return Status::Ok();
}

// Makes `strip` the shorter of what it is and `compressed`, made of `filtered`.
void KeepShorter(const std::vector<uint8_t>& filtered, std::vector<uint8_t> compressed,
                 PngStrip* strip) {
  if (!strip->compressed.empty() && strip->compressed.size() <= compressed.size()) return;
  strip->compressed = std::move(compressed);
  strip->filtered_bytes = filtered.size();
  strip->adler =
      static_cast<uint32_t>(adler32_z(adler32(0, nullptr, 0), filtered.data(), filtered.size()));
}

// RunDeflate on rows with filters of the given kind; returns the size.
size_t TryRuns(const PngRows& rows, PngFilters filters, PngStrip* strip) {
  const std::vector<uint8_t> filtered = FilterRows(rows, filters);
  std::vector<uint8_t> compressed;
  RunDeflate(filtered, rows.last, &compressed);
  const size_t size = compressed.size();
  KeepShorter(filtered, std::move(compressed), strip);
  return size;
}

Status TryZlib(const PngRows& rows, PngFilters filters, int level, PngStrip* strip) {
  const std::vector<uint8_t> filtered = FilterRows(rows, filters);
  std::vector<uint8_t> compressed;
  SLUICE_RETURN_IF_ERROR(ZlibDeflate(filtered, level, rows.last, &compressed));
  KeepShorter(filtered, std::move(compressed), strip);
  return Status::Ok();
}

}  // namespace

Status CompressPngStrip(const PngRows& rows, int level, PngStrip* strip) {
  strip->compressed.clear();
  if (level == 0) return TryZlib(rows, PngFilters::kNone, 0, strip);
  const size_t fast = TryRuns(rows, PngFilters::kFast, strip);
  if (level == kRunLevel) return Status::Ok();

  const size_t all = TryRuns(rows, PngFilters::kAll, strip);
  SLUICE_RETURN_IF_ERROR(
      TryZlib(rows, all < fast ? PngFilters::kAll : PngFilters::kFast, level, strip));
  // Text and drawings repeat themselves best unfiltered. Photos don't, and are much longer then.
  const size_t none = TryRuns(rows, PngFilters::kNone, strip);
  if (none / 3 * 2 > std::min(all, fast)) return Status::Ok();
  return TryZlib(rows, PngFilters::kNone, level, strip);
}

}  // namespace sluice
