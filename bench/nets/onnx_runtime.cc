#include "bench/nets/onnx_runtime.h"

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>

namespace sluice::bench {
namespace {

// Places of functions in the table OrtApi of onnxruntime_c_api.h, which only ever grows at its end.
enum : size_t {
  kGetErrorMessage = 2,
  kCreateEnv = 3,
  kCreateSessionFromArray = 8,
  kRun = 9,
  kCreateSessionOptions = 10,
  kSetSessionGraphOptimizationLevel = 23,
  kSetIntraOpNumThreads = 24,
  kSetInterOpNumThreads = 25,
  kCreateTensorWithDataAsOrtValue = 49,
  kCreateCpuMemoryInfo = 69,
};
constexpr int kWarning = 2;
constexpr int kAllOptimizations = 99;
constexpr int kFloat = 1;

struct ApiBase {
  const void* const* (*get_api)(uint32_t version);
  const char* (*version)();
};

// Calls a function of the table, which returns null or what went wrong.
template <class... Arguments>
void Call(const void* const* api, size_t function, Arguments... arguments) {
  void* const status = reinterpret_cast<void* (*)(Arguments...)>(api[function])(arguments...);
  if (status == nullptr) return;
  const auto message = reinterpret_cast<const char* (*)(void*)>(api[kGetErrorMessage]);
  std::fprintf(stderr, "onnxruntime: %s\n", message(status));
  std::exit(1);
}

size_t Count(const std::vector<int64_t>& sizes) {
  size_t count = 1;
  for (const int64_t size : sizes) count *= static_cast<size_t>(size);
  return count;
}

const void* const* LoadApi(const std::string& library) {
  void* const handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  void* const base = handle == nullptr ? nullptr : dlsym(handle, "OrtGetApiBase");
  if (base == nullptr) {
    std::fprintf(stderr, "without ONNX Runtime: %s\n", dlerror());
    return nullptr;
  }
  return reinterpret_cast<const ApiBase* (*)()>(base)()->get_api(1);
}

}  // namespace

std::unique_ptr<OnnxRuntime> OnnxRuntime::Create(const std::string& library,
                                                 const std::string& model,
                                                 const std::vector<int64_t>& input_sizes,
                                                 const std::vector<int64_t>& output_sizes,
                                                 int threads) {
  static const void* const* const api = LoadApi(library);
  if (api == nullptr) return nullptr;
  static void* environment = nullptr;
  if (environment == nullptr) Call(api, kCreateEnv, kWarning, "bench", &environment);
  auto runtime = std::make_unique<OnnxRuntime>();
  runtime->api_ = api;
  void* options = nullptr;
  Call(api, kCreateSessionOptions, &options);
  Call(api, kSetSessionGraphOptimizationLevel, options, kAllOptimizations);
  Call(api, kSetIntraOpNumThreads, options, threads);
  Call(api, kSetInterOpNumThreads, options, 1);
  Call(api, kCreateSessionFromArray, environment, static_cast<const void*>(model.data()),
       model.size(), options, &runtime->session_);
  void* memory = nullptr;
  Call(api, kCreateCpuMemoryInfo, 1, 0, &memory);
  runtime->input_.resize(Count(input_sizes));
  runtime->output_.resize(Count(output_sizes));
  Call(api, kCreateTensorWithDataAsOrtValue, memory, runtime->input_.data(),
       runtime->input_.size() * sizeof(float), input_sizes.data(), input_sizes.size(), kFloat,
       &runtime->input_value_);
  Call(api, kCreateTensorWithDataAsOrtValue, memory, runtime->output_.data(),
       runtime->output_.size() * sizeof(float), output_sizes.data(), output_sizes.size(), kFloat,
       &runtime->output_value_);
  return runtime;
}

void OnnxRuntime::Run() {
  static const char* const input_names[] = {"x"};
  static const char* const output_names[] = {"y"};
  void* inputs[] = {input_value_};
  Call(api_, kRun, session_, static_cast<const void*>(nullptr), &input_names[0],
       static_cast<void* const*>(inputs), size_t{1}, &output_names[0], size_t{1}, &output_value_);
}

}  // namespace sluice::bench
