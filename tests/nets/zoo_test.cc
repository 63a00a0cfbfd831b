#include "nets/zoo.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "lib/model_file.h"
#include "nets/losses.h"
#include "nets/net.h"
#include "tests/lib/temporary_folder.h"
#include "tests/nets/layer_run.h"

namespace sluice {
namespace {

Net ZooNetOf(const std::string& name, const NetOptions& options = {}) {
  const ZooNet* const found = FindZooNet(name);
  REQUIRE(found != nullptr);
  Result<Net> net = Net::Build(found->text, options);
  INFO(name << ": " << net.status().message());
  REQUIRE(net.ok());
  return std::move(*net);
}

NetOptions With(const std::map<std::string, double>& values, const std::string& input = "") {
  NetOptions options;
  options.values = values;
  if (!input.empty()) options.input = ParseShape(input).value();
  return options;
}

// The shapes of the results of some types of layers, in order; each once where it stays.
std::vector<std::string> ShapesOf(const Net& net, const std::vector<std::string>& types) {
  std::vector<std::string> shapes;
  for (const Node& node : net.nodes()) {
    if (std::find(types.begin(), types.end(), node.type) == types.end()) continue;
    const std::string shape = ShapeText(node.shape);
    if (shapes.empty() || shapes.back() != shape) shapes.push_back(shape);
  }
  return shapes;
}

const std::vector<std::string> kWeighted = {"conv", "maxpool", "avgpool", "flatten", "dense"};

int64_t ParametersOf(const Net& net, const std::string& slot_name) {
  for (const ParameterSlot& slot : net.slots()) {
    if (slot.name == slot_name) return slot.parameter.count();
  }
  return -1;
}

TEST_CASE("the zoo is the files of nets/zoo, and all of them can be trained", "[nets]") {
  REQUIRE(Zoo().size() >= 20);
  for (const ZooNet& net : Zoo()) {
    INFO(net.name);
    std::ifstream file(std::string(SLUICE_SOURCE_DIR "/nets/zoo/") + net.name + ".net");
    std::stringstream text;
    text << file.rdbuf();
    CHECK(net.text == text.str());
    CHECK(net.text.starts_with("# "));
    NetOptions training;
    training.auxiliary = true;
    const Result<Net> built = Net::Build(net.text, training);
    INFO(built.status().message());
    REQUIRE(built.ok());
    CHECK(MakeLoss(built->loss(), built->output()).ok());
  }
}

// Published: LeNet-5 and the VGGs in their papers, AlexNet without groups in courses, the others by
// torchvision (GoogLeNet: by Caffe's, whose convolutions have biases and no batch normalisation).
TEST_CASE("L4-L14: nets of the zoo have as many parameters as published", "[nets]") {
  const std::map<std::string, int64_t> published = {
      {"lenet5", 61706},           {"alexnet", 62378344},     {"vgg16", 138357544},
      {"vgg19", 143667240},        {"googlenet", 6998552},    {"resnet18", 11689512},
      {"resnet34", 21797672},      {"resnet50", 25557032},    {"resnet101", 44549160},
      {"resnet20", 272474},        {"mobilenet-v1", 4231976}, {"mobilenet-v2", 3504872},
      {"efficientnet-b0", 5288548}};
  for (const auto& [name, parameters] : published) {
    INFO(name);
    CHECK(ZooNetOf(name).parameter_count() == parameters);
  }
}

// In millions, as the papers and torchvision's table give them; the tolerance is their last digit.
TEST_CASE("L9-L14: nets of the zoo have as many multiply-adds as published", "[nets]") {
  struct Cost {
    const char* name;
    double millions, margin;
  };
  for (const Cost& cost :
       {Cost{"vgg16", 15470, 10}, Cost{"vgg19", 19630, 10}, Cost{"googlenet", 1583, 1},
        Cost{"resnet18", 1814, 1}, Cost{"resnet34", 3664, 1}, Cost{"resnet50", 4089, 1},
        Cost{"resnet101", 7801, 1}, Cost{"mobilenet-v1", 569, 1}, Cost{"mobilenet-v2", 301, 1},
        Cost{"efficientnet-b0", 386, 1}, Cost{"resnet20", 41, 0.5}}) {
    INFO(cost.name);
    CHECK(double(ZooNetOf(cost.name).multiply_adds()) / 1e6 ==
          Approx(cost.millions).margin(cost.margin).epsilon(0));
  }
}

TEST_CASE("nets of the zoo say in their first line how many parameters they have", "[nets]") {
  for (const ZooNet& net : Zoo()) {
    std::string count = std::to_string(ZooNetOf(net.name).parameter_count());
    for (size_t i = count.size(); i > 3;) count.insert(i -= 3, ",");
    INFO(net.name << " " << count << " in: " << net.summary());
    CHECK(net.summary().find(count) != std::string::npos);
  }
}

TEST_CASE("L4: the shapes of LeNet-5", "[nets]") {
  const std::vector<std::string> shapes = {"28x28x6", "14x14x6", "10x10x16", "5x5x16",
                                           "400",     "120",     "84",       "10"};
  CHECK(ShapesOf(ZooNetOf("lenet5", With({{"pad", 0}}, "32x32x1")), kWeighted) == shapes);
  CHECK(ShapesOf(ZooNetOf("lenet5"), kWeighted) == shapes);
  CHECK(
      ShapesOf(ZooNetOf("lenet5-1998"), {"conv", "avgpool", "dense"}) ==
      std::vector<std::string>{"28x28x6", "14x14x6", "10x10x16", "5x5x16", "1x1x120", "84", "10"});
}

TEST_CASE("L5: the shapes of AlexNet, and what its layers hold", "[nets]") {
  const Net net = ZooNetOf("alexnet");
  CHECK(ShapeText(net.input()) == "227x227x3");
  CHECK(ShapesOf(net, kWeighted) == std::vector<std::string>{"55x55x96", "27x27x96", "27x27x256",
                                                             "13x13x256", "13x13x384", "13x13x256",
                                                             "6x6x256", "9216", "4096", "1000"});
  CHECK(ParametersOf(net, "dense1.weights") == 37748736);
  CHECK(ParametersOf(net, "dense2.weights") == 16777216);
  CHECK(ZooNetOf("alexnet", With({{"groups", 2}})).parameter_count() == 60965224);
  CHECK(ZooNetOf("alexnet", With({{"lrn", 0}})).parameter_count() == 62378344);
}

TEST_CASE("L6: ZFNet is AlexNet with a finer beginning and more kernels", "[nets]") {
  CHECK(ShapesOf(ZooNetOf("zfnet"), kWeighted) ==
        std::vector<std::string>{"110x110x96", "55x55x96", "26x26x256", "13x13x256", "13x13x512",
                                 "13x13x1024", "13x13x512", "6x6x512", "18432", "4096", "1000"});
  CHECK(
      ZooNetOf("zfnet", With({{"conv3", 384}, {"conv4", 384}, {"conv5", 256}})).parameter_count() ==
      62357608);
}

TEST_CASE("L7: the shapes of VGG, and what its first dense layer holds", "[nets]") {
  for (const char* name : {"vgg16", "vgg19"}) {
    const Net net = ZooNetOf(name);
    CHECK(ShapesOf(net, {"maxpool", "dense"}) ==
          std::vector<std::string>{"112x112x64", "56x56x128", "28x28x256", "14x14x512", "7x7x512",
                                   "4096", "1000"});
    CHECK(ParametersOf(net, "dense1.weights") == 7 * 7 * 512 * 4096);
  }
}

TEST_CASE("L8, L10: Inception modules join four branches; heads help training", "[nets]") {
  const Net net = ZooNetOf("googlenet");
  CHECK(ShapesOf(net, {"concat", "globalpool"}) ==
        std::vector<std::string>{"28x28x256", "28x28x480", "14x14x512", "14x14x528", "14x14x832",
                                 "7x7x832", "7x7x1024", "1x1x1024"});
  for (const Node& node : net.nodes()) {
    if (node.name != "inception1.concat1") continue;
    std::vector<int64_t> channels;
    for (const int input : node.inputs)
      channels.push_back(net.nodes()[size_t(input)].shape.channels);
    CHECK(channels == std::vector<int64_t>{64, 128, 32, 32});
  }
  CHECK(net.heads().size() == 1);
  NetOptions training;
  training.auxiliary = true;
  const Net trained = ZooNetOf("googlenet", training);
  REQUIRE(trained.heads().size() == 3);
  CHECK(trained.heads()[0].weight == 1);
  CHECK(trained.heads()[1].weight == 0.3);
  for (const Head& head : trained.heads()) {
    CHECK(trained.nodes()[size_t(head.node)].shape.count() == 1000);
  }
  CHECK(trained.parameter_count() == 13378280);  // Caffe's bvlc_googlenet
}

TEST_CASE("L13: MobileNets of other widths have as many parameters as published", "[nets]") {
  // Keras counts running means and variances, too: 2,601,976 and 1,342,536 with 16,416 and 10,944.
  CHECK(ZooNetOf("mobilenet-v1", With({{"width", 0.75}})).parameter_count() == 2585560);
  CHECK(ZooNetOf("mobilenet-v1", With({{"width", 0.5}})).parameter_count() == 1331592);
  // Keras: 6,156,712 with 56,480 of them; 2,658,664 - 27,440 for 0.75.
  CHECK(ZooNetOf("mobilenet-v2", With({{"width", 1.4}})).parameter_count() == 6108776);
}

TEST_CASE("L14: EfficientNets B1 to B7 by compound scaling", "[nets]") {
  // torchvision's counts.
  struct Scale {
    double width, depth, resolution;
    int64_t parameters;
  };
  for (const Scale& s : {Scale{1.0, 1.1, 240, 7794184}, Scale{1.1, 1.2, 260, 9109994},
                         Scale{1.2, 1.4, 300, 12233232}, Scale{1.4, 1.8, 380, 19341616},
                         Scale{1.6, 2.2, 456, 30389784}, Scale{1.8, 2.6, 528, 43040704},
                         Scale{2.0, 3.1, 600, 66347960}}) {
    const Net net =
        ZooNetOf("efficientnet-b0",
                 With({{"width", s.width}, {"depth", s.depth}, {"resolution", s.resolution}}));
    INFO(s.width);
    CHECK(net.parameter_count() == s.parameters);
    CHECK(net.input().size[2] == int64_t(s.resolution));
  }
}

TEST_CASE("deeper nets for CIFAR by a parameter", "[nets]") {
  // The paper's table 6, in millions: 0.46, 0.66, 0.85, 1.7.
  CHECK(ZooNetOf("resnet20", With({{"blocks", 5}})).parameter_count() == 466906);
  CHECK(ZooNetOf("resnet20", With({{"blocks", 9}})).parameter_count() == 855770);
}

TEST_CASE("nets of the zoo take other numbers of classes and other sizes", "[nets]") {
  for (const ZooNet& zoo : Zoo()) {
    if (zoo.name == "dncnn") continue;
    CHECK(ZooNetOf(zoo.name, With({{"classes", 7}})).output().count() == 7);
  }
  CHECK(ShapeText(ZooNetOf("ecg1d", With({}, "96x1")).output()) == "1x5");
  CHECK(ShapeText(ZooNetOf("volume3d", With({}, "32x30x28x2")).output()) == "1x1x1x4");
  CHECK(ShapeText(ZooNetOf("dncnn", With({}, "33x47x3")).output()) == "33x47x3");
  CHECK(ShapeText(ZooNetOf("resnet18", With({}, "97x130x1")).output()) == "1x1x1000");
}

// Every list of numbers that is learnt has a derivative, whatever it is connected to.
TEST_CASE("nets of the zoo learn with all of their layers", "[nets]") {
  const std::map<std::string, std::string> inputs = {
      {"alexnet", "67x67x3"},      {"cifar", "16x16x3"},
      {"dncnn", "12x9x1"},         {"ecg1d", "40x1"},
      {"googlenet", "80x80x3"},    {"lenet5", "28x28x1"},
      {"lenet5-1998", "28x28x1"},  {"mlp", "7x7x1"},
      {"mobilenet-v1", "64x64x3"}, {"mobilenet-v2", "64x64x3"},
      {"resnet18", "64x64x3"},     {"resnet20", "16x16x3"},
      {"resnet50", "64x64x3"},     {"vgg16", "32x32x3"},
      {"volume3d", "8x9x10x1"},    {"efficientnet-b0", "64x64x3"},
      {"zfnet", "64x64x3"}};
  for (const auto& [name, input] : inputs) {
    INFO(name);
    NetOptions options;
    options.auxiliary = true;
    options.input = ParseShape(input).value();
    if (name == "efficientnet-b0") options.values["resolution"] = 64;
    const Net net = ZooNetOf(name, options);
    std::vector<float> learnt, followed;
    net.Initialize(1, &learnt, &followed);
    constexpr int64_t kBatch = 2;
    const std::vector<float> numbers = NormalNumbers(kBatch * net.input().count());
    NetRun run(net, learnt, followed, true);
    REQUIRE(run.Forward(numbers.data(), kBatch, 1, 1).ok());
    std::vector<std::vector<float>> derivatives;
    std::vector<const float*> d_heads;
    for (const Head& head : net.heads()) {
      const int64_t count = kBatch * net.nodes()[size_t(head.node)].shape.count();
      derivatives.push_back(NormalNumbers(count, derivatives.size() + 2));
    }
    for (const std::vector<float>& d : derivatives) d_heads.push_back(d.data());
    std::vector<float> gradient(learnt.size());
    REQUIRE(run.Backward(d_heads, gradient).ok());
    for (const ParameterSlot& slot : net.slots()) {
      if (!slot.learnt()) continue;
      INFO(slot.name);
      const auto begin = gradient.begin() + ptrdiff_t(slot.offset);
      const auto end = begin + slot.parameter.count();
      CHECK(std::all_of(begin, end, [](float d) { return std::isfinite(d); }));
      CHECK(std::any_of(begin, end, [](float d) { return d != 0; }));
    }
  }
}

TEST_CASE("the text of a net by name, file or model", "[nets]") {
  const TemporaryFolder folder;
  const std::string path = folder.path().string() + "/tiny.net";
  std::ofstream(path) << "input 3\ndense 2\n";
  CHECK(LoadNetText(path).value() == "input 3\ndense 2\n");
  CHECK(LoadNetText("lenet5").value() == FindZooNet("lenet5")->text);
  ModelFile model;
  model.Set("kind", "net");
  model.Set("net", "input 5\ndense 2\n");
  REQUIRE(model.Save(folder.path().string() + "/m.safetensors").ok());
  CHECK(LoadNetText(folder.path().string() + "/m.safetensors").value() == "input 5\ndense 2\n");
  REQUIRE(ModelFile().Save(folder.path().string() + "/other").ok());
  CHECK(LoadNetText(folder.path().string() + "/other").status().message() ==
        folder.path().string() + "/other: expected a trained net, got another model");
  const Status missing = LoadNetText("lenet").status();
  CHECK(missing.is_usage());
  CHECK(missing.message() ==
        "expected a net of the zoo or a net file, got lenet (No such file or directory)");
  CHECK(missing.hint().starts_with("the zoo: alexnet cifar "));
  std::ofstream(folder.path().string() + "/long.net") << std::string((1 << 20) + 1, '#');
  CHECK(LoadNetText(folder.path().string() + "/long.net").status().message() ==
        folder.path().string() + "/long.net: longer than 1 MiB");
}

}  // namespace
}  // namespace sluice
