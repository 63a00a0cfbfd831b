#include "lib/codecs/png_strip.h"

#include <zlib.h>

#include <bit>
#include <cstring>
#include <span>
#include <utility>

#include "lib/codecs/png_filter.h"
#include "lib/codecs/run_deflate.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// The level that is RunDeflate alone; above it zlib competes.
constexpr int kRunLevel = 1;

// Copies a row of samples to where PNG wants its bytes: big-endian.
void CopyRow(const PngRows& rows, int64_t y, uint8_t* to) {
  std::memcpy(to, rows.samples + size_t(y) * rows.stride, rows.row_bytes);
  if (rows.sample_bytes == 1 || std::endian::native == std::endian::big) return;
  for (size_t i = 0; i < rows.row_bytes; i += 2) std::swap(to[i], to[i + 1]);
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

// Makes `strip` what `compressed`, made of `filtered`, is.
void Keep(const std::vector<uint8_t>& filtered, std::vector<uint8_t> compressed, PngStrip* strip) {
  strip->compressed = std::move(compressed);
  strip->filtered_bytes = filtered.size();
  strip->adler =
      static_cast<uint32_t>(adler32_z(adler32(0, nullptr, 0), filtered.data(), filtered.size()));
}

// Compresses with zlib too and keeps the shorter.
Status TryZlib(const std::vector<uint8_t>& filtered, int level, bool last, PngStrip* strip) {
  std::vector<uint8_t> compressed;
  SLUICE_RETURN_IF_ERROR(ZlibDeflate(filtered, level, last, &compressed));
  if (compressed.size() < strip->compressed.size()) Keep(filtered, std::move(compressed), strip);
  return Status::Ok();
}

}  // namespace

Status CompressPngStrip(const PngRows& rows, int level, PngStrip* strip) {
  std::vector<uint8_t> compressed;
  if (level == 0) {
    const std::vector<uint8_t> bytes = FilterRows(rows, PngFilters::kNone);
    SLUICE_RETURN_IF_ERROR(ZlibDeflate(bytes, 0, rows.last, &compressed));
    Keep(bytes, std::move(compressed), strip);
    return Status::Ok();
  }
  const std::vector<uint8_t> filtered =
      FilterRows(rows, level == kRunLevel ? PngFilters::kFast : PngFilters::kAll);
  RunDeflate(filtered, rows.last, &compressed);
  const size_t run_bytes = compressed.size();
  Keep(filtered, std::move(compressed), strip);
  if (level == kRunLevel) return Status::Ok();
  SLUICE_RETURN_IF_ERROR(TryZlib(filtered, level, rows.last, strip));

  // Text and drawings repeat themselves best unfiltered; photos don't, and their bytes vary so much
  // that it shows at once.
  const std::vector<uint8_t> unfiltered = FilterRows(rows, PngFilters::kNone);
  std::vector<uint8_t> estimate;
  RunDeflate(unfiltered, rows.last, &estimate);
  if (estimate.size() / 3 * 2 > run_bytes) return Status::Ok();
  return TryZlib(unfiltered, level, rows.last, strip);
}

}  // namespace sluice
