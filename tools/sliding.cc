#include "tools/sliding.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <sstream>
#include <utility>
#include <vector>

#include "classifiers/net_classifier.h"
#include "lib/frame.h"
#include "lib/row_reader.h"
#include "nets/slide.h"
#include "nets/softmax_kernels.h"
#include "tools/trained_model.h"
#include "tools/vectors.h"

namespace sluice {
namespace {

// How a whole picture becomes numbers, given how those that the model learnt from did: as they, but
// not resized. Fails unless they were plain pixels.
Result<std::string> PixelsOf(const std::string& features) {
  std::istringstream words(features);
  std::string text;
  std::string word;
  while (words >> word) {
    if (word == "--size") {
      words >> word;
    } else if (word.starts_with("--size=")) {
      continue;
    } else if (word == (text.empty() ? "pixels" : "--gray")) {
      text += (text.empty() ? "" : " ") + word;
    } else {
      return Status::Failed("--slide needs a net that learnt from pixels, this one learnt from " +
                            features);
    }
  }
  return text;
}

// The shape of a frame with so many numbers, for a net of `axes` axes.
Shape ShapeOf(const FrameInfo& info, int64_t numbers, int axes) {
  const bool channels = info.is_picture() || int(info.shape.size()) > axes;
  Shape shape;
  shape.axes = std::min(3, static_cast<int>(info.shape.size()) - (channels ? 1 : 0));
  for (int axis = 0; axis < shape.axes; ++axis) {
    shape.size[size_t(FirstAxis(shape) + axis)] = info.shape[size_t(axis)];
  }
  shape.channels = numbers / std::max<int64_t>(1, shape.places());
  return shape;
}

class MapMaker {
 public:
  static Result<MapMaker> Create(const SlideOptions& options, const Model& model) {
    const auto* const net = dynamic_cast<const NetClassifier*>(model.classifier.get());
    if (net == nullptr) {
      return Status::Failed("--slide needs a net, got a model of kind " + model.classifier->kind());
    }
    if (!model.preprocessing.empty()) {
      return Status::Failed("--slide needs a net without --preprocess, got one with " +
                            model.preprocessing.text());
    }
    SLUICE_ASSIGN_OR_RETURN(const std::string features, PixelsOf(model.features));
    SLUICE_ASSIGN_OR_RETURN(Vectorizer vectorizer, Vectorizer::Create(features));
    vectorizer.TakeArrays();
    SLUICE_ASSIGN_OR_RETURN(SlidingNet sliding, SlidingNet::Create(net->trained()));
    return MapMaker(options, *net, std::move(vectorizer), std::move(sliding));
  }

  Result<Frame> Make(Frame frame) {
    const FrameInfo info = frame.info();
    SLUICE_ASSIGN_OR_RETURN(const std::vector<float> numbers,
                            vectorizer_.Vector(std::move(frame), 0));
    const Shape input = ShapeOf(info, int64_t(numbers.size()), sliding_.window().axes);
    SlidingNet::Sizes stride = sliding_.step();
    for (size_t axis = size_t(FirstAxis(input)); options_.stride > 0 && axis < 3; ++axis) {
      stride[axis] = options_.stride;
    }
    SLUICE_ASSIGN_OR_RETURN(const Shape places, sliding_.Places(input, stride));
    SLUICE_ASSIGN_OR_RETURN(Frame map, Frame::Create(MapInfo(info, places)));
    const int64_t row = map.info().row_samples() / (options_.scores ? places.channels : 1);
    std::vector<float> scores(static_cast<size_t>(places.channels));
    Status status;
    const auto take = [&](int64_t place, const float* results) {
      std::copy_n(results, places.channels, scores.data());
      if (net_->probabilities()) Softmax(results, 1, places.channels, scores.data());
      const Status finite = CheckScores(scores.data(), static_cast<int>(places.channels));
      if (status.ok()) status = finite;
      std::byte* const to = map.RowBytes(place / row);
      const int64_t x = place % row;
      const int best = BestClass(scores.data(), static_cast<int>(places.channels));
      if (options_.scores) {
        std::copy(scores.begin(), scores.end(), reinterpret_cast<float*>(to) + x * places.channels);
      } else if (map.info().dtype == DType::kU8) {
        reinterpret_cast<uint8_t*>(to)[x] = static_cast<uint8_t>(best);
      } else {
        reinterpret_cast<uint16_t*>(to)[x] = static_cast<uint16_t>(best);
      }
    };
    SLUICE_RETURN_IF_ERROR(sliding_.Run(numbers.data(), input, stride, take));
    SLUICE_RETURN_IF_ERROR(status);
    return map;
  }

 private:
  MapMaker(const SlideOptions& options, const NetClassifier& net, Vectorizer vectorizer,
           SlidingNet sliding)
      : options_(options),
        net_(&net),
        vectorizer_(std::move(vectorizer)),
        sliding_(std::move(sliding)) {}

  FrameInfo MapInfo(const FrameInfo& from, const Shape& places) const {
    const DType dtype = options_.scores          ? DType::kF32
                        : places.channels <= 256 ? DType::kU8
                                                 : DType::kU16;
    std::vector<int64_t> shape(places.size.begin() + FirstAxis(places), places.size.end());
    std::string axes = std::string("dhw").substr(size_t(FirstAxis(places)));
    if (places.axes == 1) axes = "n";
    if (options_.scores || places.axes == 2) {
      shape.push_back(options_.scores ? places.channels : 1);
      axes += "c";
    }
    FrameInfo info = FrameInfo::Array(std::move(shape), axes, dtype);
    info.attributes = from.attributes;
    info.attributes.Remove("features");
    info.index = from.index;
    info.path = from.path;
    info.index_in_file = from.index_in_file;
    return info;
  }

  SlideOptions options_;
  const NetClassifier* net_;
  Vectorizer vectorizer_;
  SlidingNet sliding_;
};

}  // namespace

const char* const kSlideDescription =
    "--slide classifies every window of larger pictures (signals, volumes): the net, dense layers "
    "as convolutions and global pools as pools of a window's size, runs over the whole. A window "
    "has the size of the net's input, and windows begin every --stride pixels, or as far apart as "
    "the net's own strides. The result is a map with a place for each window: the number of its "
    "class, from 0 in the order that info lists them (u8, u16 for more than 256 classes), or with "
    "--scores the scores of all classes (f32, channels last). Pictures are taken as they are, not "
    "resized. Each place is what predict says of its window cut out, but where the net pads: in "
    "the "
    "map zeros surround the whole picture only, and within it windows see their neighbourhood.";

void DeclareSlide(Command* command, SlideOptions* options) {
  command->Flag("--slide", &options->slide, "nets: a map of the classes of all windows");
  command
      ->Integer("--stride", "N", &options->stride,
                "with --slide: pixels from one window to the next", {1, 65536})
      .default_text = "the net's";
  command->Flag("--scores", &options->scores, "with --slide: a map of the scores instead");
}

Status WriteMaps(const SlideOptions& options, const Model& model, Io& io) {
  SLUICE_ASSIGN_OR_RETURN(MapMaker maker, MapMaker::Create(options, model));
  while (const std::unique_ptr<RowReader> rows = io.Next()) {
    Result<Frame> frame = ReadFrame(*rows);
    Result<Frame> map = frame.ok() ? maker.Make(std::move(*frame)) : frame.status();
    if (map.ok()) {
      io.Write(std::move(*map));
    } else {
      io.Fail(map.status());
    }
  }
  return Status::Ok();
}

}  // namespace sluice
