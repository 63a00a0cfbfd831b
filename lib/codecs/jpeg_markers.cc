#include "lib/codecs/jpeg_markers.h"

#include <string_view>

namespace sluice {
namespace {

// The names that application segments start with, with their terminating zeros.
constexpr std::string_view kExif("Exif\0\0", 6);
constexpr std::string_view kIcc("ICC_PROFILE\0", 12);
constexpr std::string_view kMpf("MPF\0", 4);

// If the payload starts with the name, takes it off.
bool TakeName(std::string_view name, std::span<const std::byte>* payload) {
  const std::string_view text(reinterpret_cast<const char*>(payload->data()), payload->size());
  if (!text.starts_with(name)) return false;
  *payload = payload->subspan(name.size());
  return true;
}

}  // namespace

void JpegMarkers::Add(int app, std::span<const std::byte> payload, uint64_t position) {
  if (app == 1 && !has_exif_ && TakeName(kExif, &payload)) {
    has_exif_ = true;
    orientation_ = ExifOrientation(payload);
  } else if (app == 2 && TakeName(kIcc, &payload)) {
    AddIccPart(payload);
  } else if (app == 2 && embedded_.empty() && TakeName(kMpf, &payload)) {
    embedded_ = MpfImages(payload, position + kMpf.size());
  }
}

// A part starts with its number, from 1, and the number of parts (ICC.1:2010, annex B.4).
void JpegMarkers::AddIccPart(std::span<const std::byte> part) {
  const size_t number = part.size() > 2 ? std::to_integer<size_t>(part[0]) : 0;
  const size_t count = part.size() > 2 ? std::to_integer<size_t>(part[1]) : 0;
  if (icc_parts_.empty()) icc_parts_.resize(count);
  if (number == 0 || number > count || count != icc_parts_.size() ||
      !icc_parts_[number - 1].empty()) {
    icc_broken_ = true;
    return;
  }
  icc_parts_[number - 1].assign(reinterpret_cast<const char*>(part.data()) + 2, part.size() - 2);
}

std::string JpegMarkers::IccProfile() const {
  std::string profile;
  for (const std::string& part : icc_parts_) {
    if (icc_broken_ || part.empty()) return "";
    profile += part;
  }
  return profile;
}

}  // namespace sluice
