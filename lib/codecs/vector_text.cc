// Feature vectors as text for other people's tools: CSV and libsvm's sparse lines. Written, not
// read: numbers alone don't say what format they are (`sluice data csv` and `data libsvm` read
// them).
#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>

#include "lib/codec.h"

namespace sluice {
namespace {

Status CheckVector(const FrameInfo& info, const char* format) {
  if (info.axes == "n") return Status::Ok();
  return Status::Failed(std::string(format) + " holds vectors, not a " + info.Describe(),
                        "sluice pixels makes vectors of pictures");
}

// With as few digits as give the same number back.
template <class T>
void AppendNumber(T value, std::string* text) {
  std::array<char, 32> digits;
  const auto result = std::to_chars(digits.begin(), digits.end(), value);
  text->append(digits.begin(), result.ptr);
}

// Fields with separators, quotes or line breaks are quoted (RFC 4180).
void AppendField(std::string_view field, std::string* text) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    *text += field;
    return;
  }
  *text += '"';
  for (const char c : field) {
    if (c == '"') *text += '"';
    *text += c;
  }
  *text += '"';
}

bool IsNumber(const std::string& label) {
  double value = 0;
  const auto [stop, error] = std::from_chars(label.data(), label.data() + label.size(), value);
  return error == std::errc() && stop == label.data() + label.size();
}

// Calls `add` with the index and the value of each sample.
template <class Add>
Status VisitSamples(RowReader& frame, const Add& add) {
  SLUICE_ASSIGN_OR_RETURN(const Frame vector, ReadFrame(frame));
  const int64_t count = vector.info().row_count() * vector.info().row_samples();
  VisitDType(vector.info().dtype, [&](auto zero) {
    const auto* const samples = vector.Row<decltype(zero)>(0);
    for (int64_t i = 0; i < count; ++i) add(i, samples[i]);
  });
  return Status::Ok();
}

}  // namespace

Status CheckCsv(const FrameInfo& info) {
  return info.axes == "nc" ? Status::Ok() : CheckVector(info, "CSV");
}

Status CheckLibsvm(const FrameInfo& info) {
  SLUICE_RETURN_IF_ERROR(CheckVector(info, "libsvm"));
  const std::string* const label = info.attributes.Find("label");
  if (label == nullptr || IsNumber(*label)) return Status::Ok();
  return Status::Failed("libsvm holds labels that are numbers, not \"" + *label + "\"",
                        "-f csv holds any label");
}

Status EncodeCsv(RowReader& frame, const EncodeOptions& /*options*/, ByteWriter& out) {
  // A vector is one line, a table one for each of its rows.
  const int64_t columns = frame.info().shape.back();
  std::string end;
  if (const std::string* const label = frame.info().attributes.Find("label")) {
    end += ',';
    AppendField(*label, &end);
  }
  end += '\n';
  std::string lines;
  SLUICE_RETURN_IF_ERROR(VisitSamples(frame, [&](int64_t i, auto sample) {
    AppendNumber(sample, &lines);
    if ((i + 1) % columns == 0) {
      lines += end;
    } else {
      lines += ',';
    }
  }));
  return out.Write(lines);
}

Status EncodeLibsvm(RowReader& frame, const EncodeOptions& /*options*/, ByteWriter& out) {
  const std::string* const label = frame.info().attributes.Find("label");
  std::string line = label != nullptr ? *label : "0";
  SLUICE_RETURN_IF_ERROR(VisitSamples(frame, [&](int64_t i, auto sample) {
    if (sample == 0) return;
    line += ' ';
    AppendNumber(i + 1, &line);
    line += ':';
    AppendNumber(sample, &line);
  }));
  line += '\n';
  return out.Write(line);
}

}  // namespace sluice
