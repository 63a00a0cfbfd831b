// Convolutions beside oneDNN's, layer by layer, in turns: sluice_conv_bench [threads] [layers...]
//
// Both sides have their weights packed beforehand and what they read in the layout they like best
// (oneDNN's blocked one), as in the middle of a net. Rounds in which each side runs twice, of which
// the second time counts: arrays that fit are in the caches then, as they are in a net, whose
// layers hand them on, and not those of the other side. With one thread medians of processor time,
// as the machine may be busy, and of its ratios; with more the shortest times by the clock.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "lib/convolution.h"
#include "lib/parallel.h"
#include "lib/random.h"
#include "lib/tensor.h"

#ifdef SLUICE_HAVE_DNNL
#include <omp.h>

#include <dnnl.hpp>
#endif

namespace sluice::bench {
namespace {

enum class Pass { kForward, kBackwardData, kBackwardWeights };

struct Layer {
  const char* name;
  Pass pass;
  ConvShape shape;
};

struct Sizes {
  int64_t batch;
  std::array<int64_t, 3> input;
  int64_t in, out, kernel, stride, pad, groups;
};

// The kernel has the same size along every axis whose input is larger than 1.
ConvShape Shape(const Sizes& sizes) {
  ConvShape s;
  s.batch = sizes.batch;
  s.input = sizes.input;
  for (size_t a = 0; a < 3; ++a) {
    if (sizes.input[a] == 1) continue;
    s.kernel[a] = sizes.kernel;
    s.stride[a] = sizes.stride;
    s.pad_before[a] = s.pad_after[a] = sizes.pad;
  }
  s.in_channels = sizes.in;
  s.out_channels = sizes.out;
  s.groups = sizes.groups;
  return s;
}

std::vector<Layer> Layers() {
  const auto f = Pass::kForward;
  const auto d = Pass::kBackwardData;
  const auto w = Pass::kBackwardWeights;
  std::vector<Layer> layers;
  const auto add = [&](const char* name, Pass pass, const Sizes& sizes) {
    layers.push_back({name, pass, Shape(sizes)});
  };
  add("r50_3x3_64_56", f, {1, {1, 56, 56}, 64, 64, 3, 1, 1, 1});
  add("r50_3x3_128_28", f, {1, {1, 28, 28}, 128, 128, 3, 1, 1, 1});
  add("r50_3x3_256_14", f, {1, {1, 14, 14}, 256, 256, 3, 1, 1, 1});
  add("r50_3x3_512_7", f, {1, {1, 7, 7}, 512, 512, 3, 1, 1, 1});
  add("r50_3x3s2_128_56", f, {1, {1, 56, 56}, 128, 128, 3, 2, 1, 1});
  add("r50_1x1_64-256_56", f, {1, {1, 56, 56}, 64, 256, 1, 1, 0, 1});
  add("r50_1x1_1024-256_14", f, {1, {1, 14, 14}, 1024, 256, 1, 1, 0, 1});
  add("r50_1x1s2_256-512_56", f, {1, {1, 56, 56}, 256, 512, 1, 2, 0, 1});
  add("r50_7x7s2_3-64_224", f, {1, {1, 224, 224}, 3, 64, 7, 2, 3, 1});
  add("alex_11x11s4_3-64_224", f, {1, {1, 224, 224}, 3, 64, 11, 4, 2, 1});
  add("vgg_3x3_3-64_224", f, {1, {1, 224, 224}, 3, 64, 3, 1, 1, 1});
  add("vgg_3x3_64_224", f, {1, {1, 224, 224}, 64, 64, 3, 1, 1, 1});
  add("vgg_3x3_256_56", f, {1, {1, 56, 56}, 256, 256, 3, 1, 1, 1});
  add("vgg_3x3_512_14", f, {1, {1, 14, 14}, 512, 512, 3, 1, 1, 1});
  add("unet_3x3_64_512", f, {1, {1, 512, 512}, 64, 64, 3, 1, 1, 1});
  add("unet_3x3_1024_32", f, {1, {1, 32, 32}, 1024, 1024, 3, 1, 1, 1});
  add("dw_3x3_64_112", f, {1, {1, 112, 112}, 64, 64, 3, 1, 1, 64});
  add("dw_3x3_128_56", f, {1, {1, 56, 56}, 128, 128, 3, 1, 1, 128});
  add("dw_3x3s2_128_56", f, {1, {1, 56, 56}, 128, 128, 3, 2, 1, 128});
  add("dw_3x3_512_14", f, {1, {1, 14, 14}, 512, 512, 3, 1, 1, 512});
  add("dw_5x5_480_14", f, {1, {1, 14, 14}, 480, 480, 5, 1, 2, 480});
  add("conv1d_k5_64_10000", f, {1, {1, 1, 10000}, 64, 64, 5, 1, 2, 1});
  add("conv3d_3_16-32_64", f, {1, {64, 64, 64}, 16, 32, 3, 1, 1, 1});
  add("yolo_3x3_3-16_416", f, {1, {1, 416, 416}, 3, 16, 3, 1, 1, 1});
  add("yolo_3x3_512-1024_13", f, {1, {1, 13, 13}, 512, 1024, 3, 1, 1, 1});
  add("lenet_5x5_6-16_14_n64", f, {64, {1, 14, 14}, 6, 16, 5, 1, 0, 1});
  add("r50_3x3_256_14_n8", f, {8, {1, 14, 14}, 256, 256, 3, 1, 1, 1});
  add("r50_3x3_512_7_n8", f, {8, {1, 7, 7}, 512, 512, 3, 1, 1, 1});
  add("cifar_r20_3x3_16_32_n8", f, {8, {1, 32, 32}, 16, 16, 3, 1, 1, 1});
  add("cifar_r20_3x3_32_16_n8", f, {8, {1, 16, 16}, 32, 32, 3, 1, 1, 1});
  add("r50_3x3_64_56_n8", d, {8, {1, 56, 56}, 64, 64, 3, 1, 1, 1});
  add("r50_3x3_256_14_n8", d, {8, {1, 14, 14}, 256, 256, 3, 1, 1, 1});
  add("r50_1x1_64-256_56_n8", d, {8, {1, 56, 56}, 64, 256, 1, 1, 0, 1});
  add("r50_3x3s2_128_56_n8", d, {8, {1, 56, 56}, 128, 128, 3, 2, 1, 1});
  add("vgg_3x3_64_224", d, {1, {1, 224, 224}, 64, 64, 3, 1, 1, 1});
  add("cifar_r18_3x3_64_32_n64", d, {64, {1, 32, 32}, 64, 64, 3, 1, 1, 1});
  // The transposed convolution of U-Net, from 1024 channels at 32 x 32 to 512 at 64 x 64.
  add("unet_deconv2x2s2_32", d, {1, {1, 64, 64}, 512, 1024, 2, 2, 0, 1});
  add("dw_3x3_128_56_n8", d, {8, {1, 56, 56}, 128, 128, 3, 1, 1, 128});
  add("conv3d_3_16-32_64", d, {1, {64, 64, 64}, 16, 32, 3, 1, 1, 1});
  add("conv1d_k5_64_10000", d, {1, {1, 1, 10000}, 64, 64, 5, 1, 2, 1});
  add("r50_3x3_64_56_n8", w, {8, {1, 56, 56}, 64, 64, 3, 1, 1, 1});
  add("r50_3x3_256_14_n8", w, {8, {1, 14, 14}, 256, 256, 3, 1, 1, 1});
  add("r50_1x1_64-256_56_n8", w, {8, {1, 56, 56}, 64, 256, 1, 1, 0, 1});
  add("vgg_3x3_64_224", w, {1, {1, 224, 224}, 64, 64, 3, 1, 1, 1});
  add("cifar_r18_3x3_64_32_n64", w, {64, {1, 32, 32}, 64, 64, 3, 1, 1, 1});
  add("unet_deconv2x2s2_32", w, {1, {1, 64, 64}, 512, 1024, 2, 2, 0, 1});
  add("dw_3x3_128_56_n8", w, {8, {1, 56, 56}, 128, 128, 3, 1, 1, 128});
  add("conv3d_3_16-32_64", w, {1, {64, 64, 64}, 16, 32, 3, 1, 1, 1});
  add("conv1d_k5_64_10000", w, {1, {1, 1, 10000}, 64, 64, 5, 1, 2, 1});
  add("lenet_5x5_6-16_14_n64", w, {64, {1, 14, 14}, 6, 16, 5, 1, 0, 1});
  // Few channels, as small nets are trained with.
  for (const Pass pass : {f, w}) {
    add("lenet_5x5_1-6_28_n64", pass, {64, {1, 28, 28}, 1, 6, 5, 1, 2, 1});
    add("cifar_3x3_3-16_32_n64", pass, {64, {1, 32, 32}, 3, 16, 3, 1, 1, 1});
    add("cifar_3x3_3-32_32_n64", pass, {64, {1, 32, 32}, 3, 32, 3, 1, 1, 1});
  }
  add("lenet_5x5_6-16_14_n64", d, {64, {1, 14, 14}, 6, 16, 5, 1, 0, 1});
  for (const Pass pass : {f, d, w}) {
    add("cifar_3x3_16-16_32_n64", pass, {64, {1, 32, 32}, 16, 16, 3, 1, 1, 1});
    add("cifar_3x3_32-32_32_n64", pass, {64, {1, 32, 32}, 32, 32, 3, 1, 1, 1});
    add("cifar_3x3s2_16-32_32_n64", pass, {64, {1, 32, 32}, 16, 32, 3, 2, 1, 1});
  }
  add("dw_3x3s2_128_56_n8", d, {8, {1, 56, 56}, 128, 128, 3, 2, 1, 128});
  add("dw_3x3_512_14_n8", d, {8, {1, 14, 14}, 512, 512, 3, 1, 1, 512});
  add("dw_3x3_512_14_n8", w, {8, {1, 14, 14}, 512, 512, 3, 1, 1, 512});
  return layers;
}

const char* PassName(Pass pass) {
  return pass == Pass::kForward ? "forward" : pass == Pass::kBackwardData ? "data" : "weights";
}

double Seconds(bool processor) {
  if (!processor) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

Tensor Numbers(int64_t count, uint64_t seed) {
  Tensor numbers = Tensor::Create({count}).value();
  Random random(seed);
  for (int64_t i = 0; i < count; ++i) {
    numbers.data()[i] = static_cast<float>(random.Uniform() * 2 - 1);
  }
  return numbers;
}

// One layer's arrays and what ours computes from them; `result` is what the pass writes.
struct Problem {
  explicit Problem(const Layer& layer) : layer(layer) {
    const ConvShape& s = layer.shape;
    input = Numbers(s.input_size(), 1);
    weights = Numbers(s.weight_count(), 2);
    output = Numbers(s.output_size(), 3);
    bias = Numbers(s.out_channels, 4);
    result = Numbers(layer.pass == Pass::kForward        ? output.size()
                     : layer.pass == Pass::kBackwardData ? input.size()
                                                         : weights.size(),
                     5);
  }

  std::function<void()> Ours() {
    const ConvShape& s = layer.shape;
    if (layer.pass == Pass::kForward) {
      Convolution convolution = Convolution::Create(s, weights.data()).value();
      ConvEpilogue epilogue;
      epilogue.bias = bias.data();
      epilogue.activation = ConvActivation::kRelu;
      return [this, convolution, epilogue] {
        convolution.Forward(input.data(), result.data(), layer.shape.batch, epilogue);
      };
    }
    if (layer.pass == Pass::kBackwardData) {
      return [this, s] {
        if (!ConvolveBackwardData(s, weights.data(), output.data(), result.data()).ok()) exit(1);
      };
    }
    d_bias = Numbers(s.out_channels, 6);
    return [this, s] {
      if (!ConvolveBackwardWeights(s, input.data(), output.data(), result.data(), d_bias.data())
               .ok()) {
        exit(1);
      }
    };
  }

  Layer layer;
  Tensor input, weights, output, bias, result, d_bias;
};

#ifdef SLUICE_HAVE_DNNL
using dnnl::memory;

// A pass of oneDNN by one of its algorithms, on copies of the problem's arrays.
class Peer {
 public:
  Peer(Problem& problem, dnnl::algorithm algorithm, dnnl::prop_kind kind)
      : problem_(problem), engine_(dnnl::engine::kind::cpu, 0), stream_(engine_) {
    const ConvShape& s = problem.layer.shape;
    // Axes of size 1 that come first are left out, as oneDNN's users would.
    size_t first = s.input[0] > 1 ? 0 : s.input[1] > 1 ? 1 : 2;
    memory::dims source{s.batch, s.in_channels}, target{s.batch, s.out_channels}, strides, before,
        after;
    memory::dims weights{s.out_channels, s.in_channels};
    if (s.groups > 1) weights = {s.groups, s.out_channels / s.groups, s.in_channels / s.groups};
    for (size_t a = first; a < 3; ++a) {
      source.push_back(s.input[a]);
      target.push_back(s.output(int(a)));
      weights.push_back(s.kernel[a]);
      strides.push_back(s.stride[a]);
      before.push_back(s.pad_before[a]);
      after.push_back(s.pad_after[a]);
    }
    const auto any = memory::format_tag::any;
    const memory::desc src(source, memory::data_type::f32, any);
    const memory::desc wei(weights, memory::data_type::f32, any);
    const memory::desc dst(target, memory::data_type::f32, any);
    const memory::desc bia({s.out_channels}, memory::data_type::f32, memory::format_tag::x);
    const size_t axes = 3 - first;
    using Tag = memory::format_tag;
    const Tag data_tag = axes == 3 ? Tag::ndhwc : axes == 2 ? Tag::nhwc : Tag::nwc;
    const Tag weight_tag = s.groups > 1 ? (axes == 3   ? Tag::godhwi
                                           : axes == 2 ? Tag::gohwi
                                                       : Tag::gowi)
                                        : (axes == 3   ? Tag::odhwi
                                           : axes == 2 ? Tag::ohwi
                                                       : Tag::owi);
    plain_src_ = memory::desc(source, memory::data_type::f32, data_tag);
    plain_wei_ = memory::desc(weights, memory::data_type::f32, weight_tag);
    plain_dst_ = memory::desc(target, memory::data_type::f32, data_tag);
    bias_ = memory(bia, engine_);
    dnnl::primitive_attr relu;
    dnnl::post_ops ops;
    ops.append_eltwise(1.0f, dnnl::algorithm::eltwise_relu, 0.0f, 0.0f);
    relu.set_post_ops(ops);
    const Pass pass = problem.layer.pass;
    const dnnl::convolution_forward::primitive_desc forward(
        {kind, algorithm, src, wei, bia, dst, strides, before, after},
        pass == Pass::kForward ? relu : dnnl::primitive_attr(), engine_);
    if (pass == Pass::kForward) {
      Prepare(forward.src_desc(), forward.weights_desc(), forward.dst_desc());
      primitive_ = dnnl::convolution_forward(forward);
      name_ = forward.impl_info_str();
      arguments_ = {{DNNL_ARG_SRC, src_},
                    {DNNL_ARG_WEIGHTS, wei_},
                    {DNNL_ARG_BIAS, bias_},
                    {DNNL_ARG_DST, dst_}};
    } else if (pass == Pass::kBackwardData) {
      const dnnl::convolution_backward_data::primitive_desc backward(
          {algorithm, src, wei, dst, strides, before, after}, engine_, forward);
      Prepare(backward.diff_src_desc(), backward.weights_desc(), backward.diff_dst_desc());
      primitive_ = dnnl::convolution_backward_data(backward);
      name_ = backward.impl_info_str();
      arguments_ = {{DNNL_ARG_DIFF_SRC, src_}, {DNNL_ARG_WEIGHTS, wei_}, {DNNL_ARG_DIFF_DST, dst_}};
    } else {
      const dnnl::convolution_backward_weights::primitive_desc backward(
          {algorithm, src, wei, bia, dst, strides, before, after}, engine_, forward);
      Prepare(backward.src_desc(), backward.diff_weights_desc(), backward.diff_dst_desc());
      primitive_ = dnnl::convolution_backward_weights(backward);
      name_ = backward.impl_info_str();
      arguments_ = {{DNNL_ARG_SRC, src_},
                    {DNNL_ARG_DIFF_WEIGHTS, wei_},
                    {DNNL_ARG_DIFF_BIAS, bias_},
                    {DNNL_ARG_DIFF_DST, dst_}};
    }
  }

  void Run() {
    primitive_.execute(stream_, arguments_);
    stream_.wait();
  }

  const std::string& name() const { return name_; }

  // The pass's result in our layout.
  Tensor Result() {
    const Pass pass = problem_.layer.pass;
    Tensor result = Numbers(problem_.result.size(), 7);
    memory& from = pass == Pass::kForward ? dst_ : pass == Pass::kBackwardData ? src_ : wei_;
    memory to(pass == Pass::kForward        ? plain_dst_
              : pass == Pass::kBackwardData ? plain_src_
                                            : plain_wei_,
              engine_, result.data());
    dnnl::reorder(from, to).execute(stream_, from, to);
    stream_.wait();
    return result;
  }

 private:
  void Prepare(const memory::desc& src, const memory::desc& wei, const memory::desc& dst) {
    src_ = memory(src, engine_);
    wei_ = memory(wei, engine_);
    dst_ = memory(dst, engine_);
    Fill(plain_src_, problem_.input, src_);
    Fill(plain_wei_, problem_.weights, wei_);
    Fill(plain_dst_, problem_.output, dst_);
    std::memcpy(bias_.get_data_handle(), problem_.bias.data(),
                size_t(problem_.bias.size()) * sizeof(float));
  }
  void Fill(const memory::desc& plain, Tensor& numbers, memory& to) {
    memory from(plain, engine_, numbers.data());
    dnnl::reorder(from, to).execute(stream_, from, to);
    stream_.wait();
  }

  Problem& problem_;
  dnnl::engine engine_;
  dnnl::stream stream_;
  memory::desc plain_src_, plain_wei_, plain_dst_;
  memory src_, wei_, dst_, bias_;
  dnnl::primitive primitive_;
  std::unordered_map<int, memory> arguments_;
  std::string name_;
};
#endif

double Shortest(const std::vector<double>& times) {
  return *std::min_element(times.begin(), times.end());
}

double Median(std::vector<double> times) {
  std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
  return times[times.size() / 2];
}

void Measure(const Layer& layer, int threads) {
  Problem problem(layer);
  std::vector<std::function<void()>> sides = {problem.Ours()};
  double difference = 0;
  std::vector<std::string> names;
#ifdef SLUICE_HAVE_DNNL
  std::vector<std::unique_ptr<Peer>> peers;
  sides[0]();
  // As inference and as in training oneDNN takes different kernels; backward there is one.
  const auto direct = dnnl::algorithm::convolution_direct;
  const auto winograd = dnnl::algorithm::convolution_winograd;
  const auto inference = dnnl::prop_kind::forward_inference;
  const auto training = dnnl::prop_kind::forward_training;
  const std::pair<dnnl::algorithm, dnnl::prop_kind> kinds[] = {
      {direct, training}, {direct, inference}, {winograd, training}};
  for (const auto& [algorithm, kind] : kinds) {
    if (kind == inference && layer.pass != Pass::kForward) continue;
    try {
      peers.push_back(std::make_unique<Peer>(problem, algorithm, kind));
    } catch (const dnnl::error&) {
      continue;  // the algorithm is not for this layer
    }
    Peer* peer = peers.back().get();
    names.push_back(peer->name());
    sides.push_back([peer] { peer->Run(); });
    if (peers.size() == 1) {
      peer->Run();
      const Tensor theirs = peer->Result();
      double size = 0;
      for (int64_t i = 0; i < theirs.size(); ++i) {
        const double want = theirs.data()[i];
        difference = std::max(difference, std::abs(want - double(problem.result.data()[i])));
        size = std::max(size, std::abs(want));
      }
      difference /= size;
    }
  }
#endif
  std::vector<std::vector<double>> times(sides.size());
  std::vector<std::vector<double>> ratios(sides.size());
  double total = 0;
  for (int round = 0; round < 5 || (total < 0.6 && round < (threads == 1 ? 200 : 50)); ++round) {
    for (size_t i = 0; i < sides.size(); ++i) {
      // OpenMP's threads keep their cores busy for a while after their work.
      sides[i]();
      if (threads > 1) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      const double start = Seconds(threads == 1);
      sides[i]();
      times[i].push_back(Seconds(threads == 1) - start);
      total += times[i].back();
      ratios[i].push_back(times[i].back() / times[0].back());
    }
  }
  const double gflop = 2e-9 * double(layer.shape.multiply_adds());
  std::printf("| %s | %s |", layer.name, PassName(layer.pass));
  const auto time = [&](size_t i) { return threads == 1 ? Median(times[i]) : Shortest(times[i]); };
  const auto ratio = [&](size_t i) {
    return threads == 1 ? Median(ratios[i]) : Shortest(times[i]) / Shortest(times[0]);
  };
  size_t best = 0;
  for (size_t i = 1; i < sides.size(); ++i) {
    if (best == 0 || ratio(i) < ratio(best)) best = i;
  }
  for (const size_t i : {size_t{0}, best}) {
    std::printf(" %.3f / %.0f |", time(i) * 1e3, gflop / time(i));
  }
  std::printf(" %.2f | %.0e | %s |\n", ratio(best), difference,
              best == 0 ? "" : names[best - 1].c_str());
  std::fflush(stdout);
}

}  // namespace
}  // namespace sluice::bench

int main(int argc, char** argv) {
  const int threads = argc > 1 ? std::atoi(argv[1]) : 1;
  sluice::SetThreads(threads);
#ifdef SLUICE_HAVE_DNNL
  omp_set_num_threads(threads);
#endif
  std::printf(
      "| layer | pass | ours: ms / GFLOP/s | oneDNN's fastest | its time over ours | "
      "largest difference | its kernel |\n|---|---|---|---|---|---|---|\n");
  for (const auto& layer : sluice::bench::Layers()) {
    const std::string name = std::string(layer.name) + ":" + sluice::bench::PassName(layer.pass);
    bool wanted = argc < 3;
    for (int i = 2; i < argc; ++i) wanted = wanted || name.find(argv[i]) != std::string::npos;
    if (wanted) sluice::bench::Measure(layer, threads);
  }
}
