#include "ctorch.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <dlfcn.h>
#include <torch/headeronly/version.h>

#include <atomic>
#include <cmath>
#include <cstring>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

struct ct_tensor_box {
    at::Tensor tensor;
};
struct ct_generator_box {
    at::Generator generator;
};

namespace {

thread_local std::string last_error;
std::atomic<int64_t> live_tensors{0};

ct_tensor box(at::Tensor tensor) {
    live_tensors.fetch_add(1, std::memory_order_relaxed);
    return new ct_tensor_box{std::move(tensor)};
}

// Runs one call: nothing thrown inside leaves it, and its words are kept for `ct_last_error`.
template <typename Call>
ct_status attempt(Call &&call) noexcept {
    try {
        call();
        return 0;
    } catch (const c10::Error &error) {
        last_error = error.what_without_backtrace();
    } catch (const std::exception &error) {
        last_error = error.what();
    } catch (...) {
        last_error = "an unknown C++ exception";
    }
    return 1;
}

template <typename Call>
ct_status produce(ct_tensor *out, Call &&call) noexcept {
    return attempt([&] { *out = box(call()); });
}

constexpr at::ScalarType types[] = {at::kFloat, at::kDouble, at::kHalf, at::kBFloat16, at::kLong,
                                    at::kBool,  at::kInt,    at::kShort, at::kChar,    at::kByte};

at::ScalarType scalar_type(int32_t type) { return types[type]; }

int32_t type_code(at::ScalarType type) {
    for (int32_t code = 0; code < 10; code++)
        if (types[code] == type) return code;
    return -1;
}

at::DeviceType device_type(int32_t device) {
    return device == CT_CUDA ? at::kCUDA : device == CT_MPS ? at::kMPS : at::kCPU;
}

at::TensorOptions options(int32_t type, int32_t device) {
    return at::TensorOptions().dtype(scalar_type(type)).device(device_type(device));
}

at::IntArrayRef sizes(const int64_t *shape, int32_t n) { return {shape, static_cast<size_t>(n)}; }

std::optional<at::Tensor> maybe(ct_tensor t) {
    return t ? std::optional<at::Tensor>(t->tensor) : std::nullopt;
}

std::optional<at::Generator> maybe(ct_generator g) {
    return g ? std::optional<at::Generator>(g->generator) : std::nullopt;
}

std::vector<at::Tensor> list(const ct_tensor *tensors, int32_t n) {
    std::vector<at::Tensor> result;
    result.reserve(n);
    for (int32_t i = 0; i < n; i++) result.push_back(tensors[i]->tensor);
    return result;
}

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
// One operation a line: NAME, what it computes from `a`, and from `b` or a number.

#define UNARY(NAME, EXPRESSION)                              \
    ct_status NAME(ct_tensor box_a, ct_tensor *out) {        \
        return produce(out, [&] {                            \
            const at::Tensor &a = box_a->tensor;             \
            return EXPRESSION;                               \
        });                                                  \
    }
#define BINARY(NAME, EXPRESSION)                                         \
    ct_status NAME(ct_tensor box_a, ct_tensor box_b, ct_tensor *out) {   \
        return produce(out, [&] {                                        \
            const at::Tensor &a = box_a->tensor, &b = box_b->tensor;     \
            return EXPRESSION;                                           \
        });                                                              \
    }
#define WITH_NUMBER(NAME, EXPRESSION)                              \
    ct_status NAME(ct_tensor box_a, double b, ct_tensor *out) {    \
        return produce(out, [&] {                                  \
            const at::Tensor &a = box_a->tensor;                   \
            return EXPRESSION;                                     \
        });                                                        \
    }
#define OVER(NAME, EXPRESSION)                                                           \
    ct_status NAME(ct_tensor box_a, int64_t dimension, bool keep, ct_tensor *out) {      \
        return produce(out, [&] {                                                        \
            const at::Tensor &a = box_a->tensor;                                         \
            return EXPRESSION;                                                           \
        });                                                                              \
    }
#define ALONG(NAME, EXPRESSION)                                              \
    ct_status NAME(ct_tensor box_a, int64_t dimension, ct_tensor *out) {     \
        return produce(out, [&] {                                            \
            const at::Tensor &a = box_a->tensor;                             \
            return EXPRESSION;                                               \
        });                                                                  \
    }

BINARY(ct_add, at::add(a, b))
BINARY(ct_subtract, at::sub(a, b))
BINARY(ct_multiply, at::mul(a, b))
BINARY(ct_divide, at::div(a, b))
BINARY(ct_minimum, at::minimum(a, b))
BINARY(ct_maximum, at::maximum(a, b))
BINARY(ct_matmul, at::matmul(a, b))
WITH_NUMBER(ct_add_scalar, at::add(a, b))
WITH_NUMBER(ct_multiply_scalar, at::mul(a, b))
WITH_NUMBER(ct_divide_scalar, at::div(a, b))
WITH_NUMBER(ct_power, at::pow(a, b))
ct_status ct_scalar_subtract(double a, ct_tensor b, ct_tensor *out) {
    return produce(out, [&] { return at::rsub(b->tensor, a); });
}
ct_status ct_scalar_divide(double a, ct_tensor b, ct_tensor *out) {
    return produce(out, [&] { return at::mul(at::reciprocal(b->tensor), a); });
}
UNARY(ct_negative, at::neg(a))
UNARY(ct_abs, at::abs(a))
UNARY(ct_exp, at::exp(a))
UNARY(ct_log, at::log(a))
UNARY(ct_sqrt, at::sqrt(a))
UNARY(ct_square, at::square(a))
UNARY(ct_sin, at::sin(a))
UNARY(ct_cos, at::cos(a))
UNARY(ct_tanh, at::tanh(a))
UNARY(ct_sigmoid, at::sigmoid(a))
UNARY(ct_relu, at::relu(a))
UNARY(ct_silu, at::silu(a))
UNARY(ct_softplus, at::softplus(a))
ct_status ct_gelu(ct_tensor a, bool tanh_approximation, ct_tensor *out) {
    return produce(out, [&] { return at::gelu(a->tensor, tanh_approximation ? "tanh" : "none"); });
}
ct_status ct_clamp(ct_tensor a, double low, double high, ct_tensor *out) {
    return produce(out, [&] { return at::clamp(a->tensor, low, high); });
}

// Comparisons.

BINARY(ct_greater, at::gt(a, b))
BINARY(ct_greater_equal, at::ge(a, b))
BINARY(ct_less, at::lt(a, b))
BINARY(ct_less_equal, at::le(a, b))
BINARY(ct_equal, at::eq(a, b))
BINARY(ct_and, at::logical_and(a, b))
WITH_NUMBER(ct_greater_scalar, at::gt(a, b))
WITH_NUMBER(ct_greater_equal_scalar, at::ge(a, b))
WITH_NUMBER(ct_less_scalar, at::lt(a, b))
WITH_NUMBER(ct_less_equal_scalar, at::le(a, b))
WITH_NUMBER(ct_equal_scalar, at::eq(a, b))
UNARY(ct_not, at::logical_not(a))
ct_status ct_where(ct_tensor mask, ct_tensor a, ct_tensor b, ct_tensor *out) {
    return produce(out, [&] { return at::where(mask->tensor, a->tensor, b->tensor); });
}
ct_status ct_masked_fill(ct_tensor a, ct_tensor mask, double value, ct_tensor *out) {
    return produce(out, [&] { return at::masked_fill(a->tensor, mask->tensor, value); });
}
ct_status ct_all_finite(ct_tensor a, bool *out) {
    return attempt([&] { *out = at::isfinite(a->tensor).all().item<bool>(); });
}

// Reductions.

UNARY(ct_sum_all, at::sum(a))
UNARY(ct_mean_all, at::mean(a))
UNARY(ct_max_all, at::max(a))
UNARY(ct_min_all, at::min(a))
OVER(ct_sum, at::sum(a, at::IntArrayRef(dimension), keep))
OVER(ct_mean, at::mean(a, at::IntArrayRef(dimension), keep))
OVER(ct_max, std::get<0>(at::max(a, dimension, keep)))
OVER(ct_min, std::get<0>(at::min(a, dimension, keep)))
OVER(ct_variance, at::var(a, at::OptionalIntArrayRef(dimension), 0, keep))
OVER(ct_log_sum_exp, at::logsumexp(a, at::IntArrayRef(dimension), keep))
ALONG(ct_argmax, at::argmax(a, dimension))
ALONG(ct_softmax, at::softmax(a, dimension))
ALONG(ct_log_softmax, at::log_softmax(a, dimension))
ALONG(ct_cumulative_sum, at::cumsum(a, dimension))

// Shapes.

ALONG(ct_unsqueeze, at::unsqueeze(a, dimension))
ALONG(ct_squeeze, at::squeeze(a, dimension))
UNARY(ct_contiguous, a.contiguous())
UNARY(ct_clone, at::clone(a))
ct_status ct_reshape(ct_tensor a, const int64_t *shape, int32_t n, ct_tensor *out) {
    return produce(out, [&] { return at::reshape(a->tensor, sizes(shape, n)); });
}
ct_status ct_expand(ct_tensor a, const int64_t *shape, int32_t n, ct_tensor *out) {
    return produce(out, [&] { return a->tensor.expand(sizes(shape, n)); });
}
ct_status ct_permute(ct_tensor a, const int64_t *order, int32_t n, ct_tensor *out) {
    return produce(out, [&] { return at::permute(a->tensor, sizes(order, n)); });
}
ct_status ct_transpose(ct_tensor a, int64_t i, int64_t j, ct_tensor *out) {
    return produce(out, [&] { return at::transpose(a->tensor, i, j); });
}
ct_status ct_narrow(ct_tensor a, int64_t dimension, int64_t start, int64_t length,
                    ct_tensor *out) {
    return produce(out, [&] { return at::narrow(a->tensor, dimension, start, length); });
}
ct_status ct_select(ct_tensor a, int64_t dimension, int64_t index, ct_tensor *out) {
    return produce(out, [&] { return at::select(a->tensor, dimension, index); });
}
ct_status ct_concatenate(const ct_tensor *tensors, int32_t n, int64_t dimension, ct_tensor *out) {
    return produce(out, [&] { return at::cat(list(tensors, n), dimension); });
}
ct_status ct_stack(const ct_tensor *tensors, int32_t n, int64_t dimension, ct_tensor *out) {
    return produce(out, [&] { return at::stack(list(tensors, n), dimension); });
}
ct_status ct_index_select(ct_tensor a, int64_t dimension, ct_tensor indices, ct_tensor *out) {
    return produce(out, [&] { return at::index_select(a->tensor, dimension, indices->tensor); });
}
ct_status ct_gather(ct_tensor a, int64_t dimension, ct_tensor indices, ct_tensor *out) {
    return produce(out, [&] { return at::gather(a->tensor, dimension, indices->tensor); });
}
ct_status ct_lower_triangle(ct_tensor a, int64_t diagonal, ct_tensor *out) {
    return produce(out, [&] { return at::tril(a->tensor, diagonal); });
}
ct_status ct_upper_triangle(ct_tensor a, int64_t diagonal, ct_tensor *out) {
    return produce(out, [&] { return at::triu(a->tensor, diagonal); });
}

// Layers.

ct_status ct_linear(ct_tensor x, ct_tensor weight, ct_tensor bias, ct_tensor *out) {
    return produce(out, [&] { return at::linear(x->tensor, weight->tensor, maybe(bias)); });
}
ct_status ct_layer_norm(ct_tensor x, ct_tensor weight, ct_tensor bias, double epsilon,
                        ct_tensor *out) {
    return produce(out, [&] {
        return at::layer_norm(x->tensor, at::IntArrayRef(x->tensor.size(-1)), maybe(weight),
                              maybe(bias), epsilon);
    });
}
ct_status ct_embedding(ct_tensor weight, ct_tensor indices, ct_tensor *out) {
    return produce(out, [&] { return at::embedding(weight->tensor, indices->tensor); });
}
ct_status ct_dropout(ct_tensor a, double probability, bool training, ct_tensor *out) {
    return produce(out, [&] { return at::dropout(a->tensor, probability, training); });
}
ct_status ct_attention(ct_tensor query, ct_tensor key, ct_tensor value, ct_tensor mask,
                       double dropout, bool causal, ct_tensor *out) {
    return produce(out, [&] {
        return at::scaled_dot_product_attention(query->tensor, key->tensor, value->tensor,
                                                maybe(mask), dropout, causal);
    });
}
ct_status ct_cross_entropy(ct_tensor logits, ct_tensor target, ct_tensor weight, double smoothing,
                           ct_tensor *out) {
    return produce(out, [&] {
        return at::cross_entropy_loss(logits->tensor, target->tensor, maybe(weight),
                                      at::Reduction::Mean, -100, smoothing);
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
