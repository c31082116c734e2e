// The library itself, random numbers, tensors in and out, gradients, and learning.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <dlfcn.h>
#include <torch/headeronly/version.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>

#include "boxes.h"

using namespace shim;

namespace {

// LibTorch's CUDA kernels register themselves when their library is loaded, which must come before
// anything asks the context about CUDA. Where the library does not lie beside libtorch_cpu, or the
// driver is missing, nothing happens.
void load_cuda_once() {
    static std::once_flag once;
    std::call_once(once, [] {
        Dl_info info;
        auto inside = reinterpret_cast<void *>(static_cast<void (*)(int)>(&at::set_num_threads));
        if (!dladdr(inside, &info) || !info.dli_fname) return;
        std::string path = info.dli_fname;
        auto slash = path.rfind('/');
        if (slash == std::string::npos) return;
        dlopen((path.substr(0, slash) + "/libtorch_cuda.so").c_str(), RTLD_NOW | RTLD_GLOBAL);
    });
}

}  // namespace

// The library itself.

const char *ct_last_error(void) { return last_error.c_str(); }
const char *ct_version(void) { return TORCH_VERSION; }
void ct_set_thread_count(int32_t count) { at::set_num_threads(count); }
int32_t ct_thread_count(void) { return at::get_num_threads(); }
int64_t ct_live_tensor_count(void) { return live_tensors.load(std::memory_order_relaxed); }

bool ct_device_available(int32_t device) {
    bool available = false;
    attempt([&] {
        if (device == CT_CUDA) load_cuda_once();
        available = device == CT_CUDA  ? at::hasCUDA()
                    : device == CT_MPS ? at::hasMPS()
                                       : true;
    });
    return available;
}

// Random numbers.

ct_status ct_seed(uint64_t seed) {
    return attempt([&] { at::manual_seed(seed); });
}
ct_status ct_random_state(ct_tensor *out) {
    return produce(out, [&] {
        auto generator = at::detail::getDefaultCPUGenerator();
        std::lock_guard<std::mutex> lock(generator.mutex());
        return generator.get_state();
    });
}
ct_status ct_set_random_state(ct_tensor state) {
    return attempt([&] {
        auto generator = at::detail::getDefaultCPUGenerator();
        std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_state(state->tensor);
    });
}
ct_status ct_generator_create(uint64_t seed, ct_generator *out) {
    return attempt([&] { *out = new ct_generator_box{at::detail::createCPUGenerator(seed)}; });
}
void ct_generator_free(ct_generator generator) { delete generator; }

// Making tensors and reading them.

void ct_tensor_free(ct_tensor t) {
    if (!t) return;
    live_tensors.fetch_sub(1, std::memory_order_relaxed);
    delete t;
}
ct_status ct_from_bytes(const void *bytes, const int64_t *shape, int32_t n, int32_t type,
                        int32_t device, ct_tensor *out) {
    return produce(out, [&] {
        auto result = at::empty(sizes(shape, n), options(type, CT_CPU));
        if (result.nbytes() > 0) std::memcpy(result.data_ptr(), bytes, result.nbytes());
        return device == CT_CPU ? result : result.to(device_type(device));
    });
}
ct_status ct_full(double value, const int64_t *shape, int32_t n, int32_t type, int32_t device,
                  ct_tensor *out) {
    return produce(out, [&] { return at::full(sizes(shape, n), value, options(type, device)); });
}
// Drawn on the CPU whatever the device, so that one seed gives one model everywhere.
ct_status ct_random_normal(const int64_t *shape, int32_t n, int32_t type, int32_t device,
                           ct_generator generator, ct_tensor *out) {
    return produce(out, [&] {
        return at::randn(sizes(shape, n), maybe(generator), options(type, CT_CPU))
            .to(device_type(device));
    });
}
ct_status ct_random_uniform(const int64_t *shape, int32_t n, int32_t type, int32_t device,
                            ct_generator generator, ct_tensor *out) {
    return produce(out, [&] {
        return at::rand(sizes(shape, n), maybe(generator), options(type, CT_CPU))
            .to(device_type(device));
    });
}
ct_status ct_arange(double start, double end, double step, int32_t type, int32_t device,
                    ct_tensor *out) {
    return produce(out, [&] { return at::arange(start, end, step, options(type, device)); });
}
ct_status ct_copy_out(ct_tensor t, void *bytes, size_t count) {
    return attempt([&] {
        auto source = t->tensor.detach().cpu().contiguous();
        TORCH_CHECK(source.nbytes() == count, "the tensor has ", source.nbytes(),
                    " bytes, room was given for ", count);
        if (count > 0) std::memcpy(bytes, source.data_ptr(), count);
    });
}
ct_status ct_item(ct_tensor t, double *out) {
    return attempt([&] { *out = t->tensor.item().toDouble(); });
}
int32_t ct_dimension_count(ct_tensor t) { return static_cast<int32_t>(t->tensor.dim()); }
void ct_shape(ct_tensor t, int64_t *out) {
    auto shape = t->tensor.sizes();
    std::copy(shape.begin(), shape.end(), out);
}
int64_t ct_element_count(ct_tensor t) { return t->tensor.numel(); }
int32_t ct_element_type(ct_tensor t) { return type_code(t->tensor.scalar_type()); }
int32_t ct_device(ct_tensor t) {
    return t->tensor.is_cuda() ? CT_CUDA : t->tensor.is_mps() ? CT_MPS : CT_CPU;
}
ct_status ct_to(ct_tensor t, int32_t type, int32_t device, ct_tensor *out) {
    return produce(out, [&] { return t->tensor.to(device_type(device), scalar_type(type)); });
}
ct_status ct_overwrite(ct_tensor target, ct_tensor source) {
    return attempt([&] {
        at::NoGradGuard guard;
        target->tensor.copy_(source->tensor);
    });
}

// Gradients.

ct_status ct_set_requires_gradient(ct_tensor t, bool on) {
    return attempt([&] { t->tensor.requires_grad_(on); });
}
bool ct_requires_gradient(ct_tensor t) { return t->tensor.requires_grad(); }
ct_status ct_backward(ct_tensor t) {
    return attempt([&] { t->tensor.backward(); });
}
ct_status ct_gradient(ct_tensor t, ct_tensor *out) {
    return attempt([&] {
        const auto &gradient = t->tensor.grad();
        *out = gradient.defined() ? box(gradient) : nullptr;
    });
}
ct_status ct_detach(ct_tensor t, ct_tensor *out) {
    return produce(out, [&] { return t->tensor.detach(); });
}
bool ct_set_gradient_enabled(bool on) {
    bool was = c10::GradMode::is_enabled();
    c10::GradMode::set_enabled(on);
    return was;
}
ct_status ct_autocast_begin(int32_t device, int32_t type, bool *was_on, int32_t *was_type) {
    return attempt([&] {
        auto kind = device_type(device);
        *was_on = at::autocast::is_autocast_enabled(kind);
        *was_type = type_code(at::autocast::get_autocast_dtype(kind));
        at::autocast::set_autocast_enabled(kind, true);
        at::autocast::set_autocast_dtype(kind, scalar_type(type));
        at::autocast::increment_nesting();
    });
}
ct_status ct_autocast_end(int32_t device, bool was_on, int32_t was_type) {
    return attempt([&] {
        auto kind = device_type(device);
        // The outermost lets go of the weights that were converted and kept.
        if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
        at::autocast::set_autocast_enabled(kind, was_on);
        at::autocast::set_autocast_dtype(kind, scalar_type(was_type));
    });
}
// Learning.

ct_status ct_clear_gradients(const ct_tensor *parameters, int32_t n) {
    return attempt([&] {
        for (int32_t i = 0; i < n; i++) parameters[i]->tensor.mutable_grad().reset();
    });
}
ct_status ct_clip_gradients(const ct_tensor *parameters, int32_t n, double longest, double *norm) {
    return attempt([&] {
        at::NoGradGuard guard;
        std::vector<at::Tensor> gradients;
        for (int32_t i = 0; i < n; i++) {
            const auto &gradient = parameters[i]->tensor.grad();
            if (gradient.defined()) gradients.push_back(gradient);
        }
        *norm = 0;
        if (gradients.empty()) return;
        *norm = at::stack(at::_foreach_norm(gradients, 2)).norm().item().toDouble();
        // The 1e-6 is that of torch.nn.utils.clip_grad_norm_.
        if (std::isfinite(*norm) && *norm > longest)
            at::_foreach_mul_(gradients, longest / (*norm + 1e-6));
    });
}
ct_status ct_adamw(const ct_tensor *parameters, const ct_tensor *first, const ct_tensor *second,
                   int64_t *steps, int32_t n, double learning_rate, double beta1, double beta2,
                   double epsilon, double decay) {
    return attempt([&] {
        at::NoGradGuard guard;
        std::vector<at::Tensor> values, gradients, firsts, seconds, counts;
        for (int32_t i = 0; i < n; i++) {
            const auto &gradient = parameters[i]->tensor.grad();
            if (!gradient.defined()) continue;
            steps[i] += 1;
            values.push_back(parameters[i]->tensor);
            gradients.push_back(gradient);
            firsts.push_back(first[i]->tensor);
            seconds.push_back(second[i]->tensor);
            counts.push_back(at::full({}, static_cast<double>(steps[i]),
                                      gradient.options().dtype(at::kFloat)));
        }
        if (values.empty()) return;
        at::_fused_adamw_(values, gradients, firsts, seconds, /* largest seconds */ {}, counts,
                          learning_rate, beta1, beta2, decay, epsilon, /* amsgrad */ false,
                          /* maximize */ false);
    });
}
