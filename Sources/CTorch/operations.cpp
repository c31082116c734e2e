// Arithmetic, comparisons, reductions, shapes and layers: one function, one operation of LibTorch.
#include "boxes.h"

using namespace shim;

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
