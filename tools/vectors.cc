#include "tools/vectors.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <memory>
#include <utility>

#include "lib/row_reader.h"
#include "tools/values.h"

namespace sluice {
namespace {

// Whole numbers in their order, before any other names in theirs.
bool ClassLess(const std::string& a, const std::string& b) {
  const auto number = [](const std::string& text, int64_t* value) {
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, *value);
    return error == std::errc() && stop == end;
  };
  int64_t x = 0;
  int64_t y = 0;
  const bool a_is_number = number(a, &x);
  const bool b_is_number = number(b, &y);
  if (a_is_number != b_is_number) return a_is_number;
  if (a_is_number && x != y) return x < y;
  return a < b;
}

// Floats in pieces, so that growing does not copy.
class Pieces {
 public:
  void Add(const std::vector<float>& row) {
    if (pieces_.empty() || pieces_.back().size() + row.size() > pieces_.back().capacity()) {
      pieces_.emplace_back();
      pieces_.back().reserve(std::max(row.size(), size_t{1} << 20));
    }
    pieces_.back().insert(pieces_.back().end(), row.begin(), row.end());
  }
  Result<Tensor> Take(int64_t rows, int64_t columns) {
    SLUICE_ASSIGN_OR_RETURN(Tensor all, Tensor::Create({rows, columns}));
    float* to = all.data();
    for (std::vector<float>& piece : pieces_) {
      to = std::copy(piece.begin(), piece.end(), to);
      std::vector<float>().swap(piece);
    }
    return all;
  }

 private:
  std::vector<std::vector<float>> pieces_;
};

// Replaces labels by their places among the sorted names.
void NumberClasses(const std::vector<std::string>& labels, Examples* examples) {
  examples->classes = labels;
  std::sort(examples->classes.begin(), examples->classes.end(), ClassLess);
  examples->classes.erase(std::unique(examples->classes.begin(), examples->classes.end()),
                          examples->classes.end());
  std::map<std::string, int> places;
  for (size_t i = 0; i < examples->classes.size(); ++i) {
    places[examples->classes[i]] = static_cast<int>(i);
  }
  for (const std::string& label : labels) examples->labels.push_back(places[label]);
}

}  // namespace

Result<Vectorizer> Vectorizer::Create(const std::string& features, const ModelFiles& dictionaries) {
  Vectorizer vectorizer;
  vectorizer.features_ = features;
  if (!features.empty()) {
    Result<FilterChain> chain = FilterChain::FromText(features, std::nullopt, dictionaries);
    if (!chain.ok()) return chain.status().WithContext("features");
    vectorizer.chain_ = std::move(*chain);
  }
  return vectorizer;
}

Result<std::vector<float>> Vectorizer::Vector(Frame frame, int64_t dimensions) {
  if (frame.info().is_picture()) {
    if (!chain_) {
      return Status::Failed("expected a feature vector, got a " + frame.info().Describe(),
                            "describe pictures first: sluice pixels, hog, texture ...");
    }
    SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<RowReader> rows,
                            chain_->Connect(MakeFrameReader(std::move(frame))));
    SLUICE_ASSIGN_OR_RETURN(frame, ReadFrame(*rows));
  } else if (const std::string* features = frame.info().attributes.Find("features");
             features != nullptr && !features_.empty() && *features != features_) {
    return Status::Failed("the model expects vectors made by " + Quoted(features_) +
                          ", these are made by " + Quoted(*features));
  }
  if (frame.info().axes != "n" && !takes_arrays_) {
    return Status::Failed("expected a feature vector, got a " + frame.info().Describe(),
                          "--axes n says that an array is one");
  }
  const int64_t size = frame.info().row_count() * frame.info().row_samples();
  if (dimensions > 0 && size != dimensions) {
    return Status::Failed("expected vectors of " + std::to_string(dimensions) + " numbers" +
                          (features_.empty() ? "" : " (made by " + features_ + ")") + ", got " +
                          std::to_string(size));
  }
  std::vector<float> numbers(static_cast<size_t>(size));
  VisitDType(frame.info().dtype, [&](auto zero) {
    const int64_t row = frame.info().row_samples();
    for (int64_t r = 0; r < frame.info().row_count(); ++r) {
      std::copy_n(frame.Row<decltype(zero)>(static_cast<int>(r)), row, numbers.begin() + r * row);
    }
  });
  const auto bad = std::find_if_not(numbers.begin(), numbers.end(),
                                    [](float number) { return std::isfinite(number); });
  if (bad != numbers.end()) {
    return Status::Failed("expected finite numbers, number " +
                          std::to_string(bad - numbers.begin()) + " is " + FormatNumber(*bad));
  }
  return numbers;
}

std::string PictureInput::Pipeline() const {
  if (!taken) return "";
  if (size.width == 0) return "pixels";
  return "pixels --size " + std::to_string(size.width) + "x" + std::to_string(size.height);
}

void PictureSizeOption(Command* command, PictureInput* pictures) {
  command
      ->Size("--size", &pictures->size,
             "resize pictures to this first (triangle filter), in pixels")
      .default_text = "as they are";
}

Result<LabelledVectors> ReadLabelledVectors(Io& io, const PictureInput& pictures) {
  LabelledVectors read;
  Pieces pieces;
  std::vector<std::string> labels;
  int64_t dimensions = 0;
  SLUICE_ASSIGN_OR_RETURN(Vectorizer vectorizer, Vectorizer::Create(pictures.Pipeline()));
  SLUICE_ASSIGN_OR_RETURN(Vectorizer of_vectors, Vectorizer::Create(""));  // made by whatever
  if (pictures.taken) of_vectors.TakeArrays();
  while (std::unique_ptr<RowReader> rows = io.Next()) {
    const FrameInfo info = rows->info();
    const std::string* const label = info.attributes.Find("label");
    if (label == nullptr) {
      return Status::Failed(io.CurrentName() + ": has no label",
                            "--labels by-folder or a table gives labels");
    }
    if (const std::string* features = info.attributes.Find("features")) {
      if (labels.empty()) read.features = *features;
      if (*features != read.features) {
        return Status::Failed(io.CurrentName() + ": made by " + Quoted(*features) +
                              ", the first vector by " + Quoted(read.features));
      }
    }
    Result<Frame> frame = ReadFrame(*rows);
    if (!frame.ok()) return frame.status();
    const Result<std::vector<float>> numbers =
        (info.is_picture() ? vectorizer : of_vectors).Vector(std::move(*frame), dimensions);
    if (!numbers.ok()) return numbers.status().WithContext(io.CurrentName());
    dimensions = static_cast<int64_t>(numbers->size());
    if (labels.empty() && info.is_picture()) {
      const int64_t height = pictures.size.width > 0 ? pictures.size.height : info.shape[0];
      const int64_t width = pictures.size.width > 0 ? pictures.size.width : info.shape[1];
      read.examples.shape = {height, width, dimensions / (height * width)};
      read.features = pictures.Pipeline();
    } else if (labels.empty() && info.shape.size() > 1) {
      read.examples.shape = info.shape;
    }
    pieces.Add(*numbers);
    labels.push_back(*label);
    const std::string* const name = info.attributes.Find("name");
    read.names.push_back(name == nullptr ? "" : *name);
  }
  if (io.failed()) return Status::Failed("");  // nothing is learnt; the reason was told
  if (labels.empty()) return Status::Failed("expected labelled feature vectors, got none");
  SLUICE_ASSIGN_OR_RETURN(read.examples.features,
                          pieces.Take(static_cast<int64_t>(labels.size()), dimensions));
  NumberClasses(labels, &read.examples);
  return read;
}

void ForEachBatch(Io& io, Vectorizer& vectorizer, int64_t dimensions, int64_t batch,
                  bool keep_frames, const std::function<bool(Batch&)>& use) {
  ForEachBatch(
      io, [&](Frame frame) { return vectorizer.Vector(std::move(frame), dimensions); }, batch,
      keep_frames, use);
}

void ForEachBatch(Io& io, const std::function<Result<std::vector<float>>(Frame)>& numbers_of,
                  int64_t batch, bool keep_frames, const std::function<bool(Batch&)>& use) {
  bool more = true;
  while (more) {
    Batch now;
    while (now.size() < batch) {
      const std::unique_ptr<RowReader> rows = io.Next();
      more = rows != nullptr;
      if (!more) break;
      Result<Frame> frame = ReadFrame(*rows);
      if (frame.ok() && keep_frames) {
        Result<Frame> copy = frame->Clone();
        if (copy.ok()) {
          now.frames.push_back(std::move(*copy));
        } else {
          frame = copy.status();
        }
      }
      Result<std::vector<float>> numbers =
          frame.ok() ? numbers_of(std::move(*frame)) : frame.status();
      if (!numbers.ok()) {
        if (now.frames.size() > now.infos.size()) now.frames.pop_back();
        io.Fail(numbers.status());
        continue;
      }
      now.numbers.insert(now.numbers.end(), numbers->begin(), numbers->end());
      now.infos.push_back(rows->info());
    }
    if (now.size() > 0 && !use(now)) return;
  }
}

}  // namespace sluice
