// The part of LibTorch that Torch uses, as plain C. No C++ type or exception crosses this header.
//
// Who owns what: every `ct_tensor *out` receives a new handle that the caller owns and gives back
// once with `ct_tensor_free`; handles passed in are borrowed for the call, and so are arrays of
// them, shapes and bytes. A handle is one reference to a tensor: freeing it frees the tensor only
// when nothing else (a view, the graph of gradients) still needs it.
//
// Status: every function that returns `ct_status` gives 0 for success. Otherwise `out` is not
// written and `ct_last_error` holds LibTorch's words for this thread until its next failure.
//
// Dimensions may be negative and then count from the last.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

typedef struct ct_tensor_box *ct_tensor;
typedef struct ct_generator_box *ct_generator;
typedef int32_t ct_status;

enum {
    CT_FLOAT32 = 0, CT_FLOAT64 = 1, CT_FLOAT16 = 2, CT_BFLOAT16 = 3, CT_INT64 = 4, CT_BOOL = 5,
    CT_INT32 = 6, CT_INT16 = 7, CT_INT8 = 8, CT_UINT8 = 9
};
enum { CT_CPU = 0, CT_CUDA = 1, CT_MPS = 2 };

// The library itself. `ct_last_error` and `ct_version` lend text that this library keeps.
const char *ct_last_error(void);
const char *ct_version(void);
void ct_set_thread_count(int32_t count);
int32_t ct_thread_count(void);
int64_t ct_live_tensor_count(void);
bool ct_device_available(int32_t device);  // looks for CUDA beside libtorch_cpu the first time

// Random numbers. A generator is the caller's until `ct_generator_free`; NULL means the library's
// own, which `ct_seed` starts. A state is a tensor of bytes.
ct_status ct_seed(uint64_t seed);
ct_status ct_random_state(ct_tensor *out);
ct_status ct_set_random_state(ct_tensor state);
ct_status ct_generator_create(uint64_t seed, ct_generator *out);
void ct_generator_free(ct_generator generator);

// Making tensors and reading them.
void ct_tensor_free(ct_tensor t);
ct_status ct_from_bytes(const void *bytes, const int64_t *shape, int32_t n, int32_t type,
                        int32_t device, ct_tensor *out);  // copies the bytes
ct_status ct_full(double value, const int64_t *shape, int32_t n, int32_t type, int32_t device,
                  ct_tensor *out);
ct_status ct_random_normal(const int64_t *shape, int32_t n, int32_t type, int32_t device,
                           ct_generator generator, ct_tensor *out);
ct_status ct_random_uniform(const int64_t *shape, int32_t n, int32_t type, int32_t device,
                            ct_generator generator, ct_tensor *out);
ct_status ct_arange(double start, double end, double step, int32_t type, int32_t device,
                    ct_tensor *out);
ct_status ct_copy_out(ct_tensor t, void *bytes, size_t count);  // contiguous, in its own type
ct_status ct_item(ct_tensor t, double *out);
int32_t ct_dimension_count(ct_tensor t);
void ct_shape(ct_tensor t, int64_t *out);  // writes ct_dimension_count numbers
int64_t ct_element_count(ct_tensor t);
int32_t ct_element_type(ct_tensor t);  // -1: a type this header has no name for
int32_t ct_device(ct_tensor t);
ct_status ct_to(ct_tensor t, int32_t type, int32_t device, ct_tensor *out);
ct_status ct_overwrite(ct_tensor target, ct_tensor source);  // outside the graph of gradients

// Gradients. Whether gradients and automatic types are on belongs to the calling thread.
ct_status ct_set_requires_gradient(ct_tensor t, bool on);
bool ct_requires_gradient(ct_tensor t);
ct_status ct_backward(ct_tensor t);
ct_status ct_gradient(ct_tensor t, ct_tensor *out);  // success and NULL where there is none
ct_status ct_detach(ct_tensor t, ct_tensor *out);
bool ct_set_gradient_enabled(bool on);  // returns what it was
ct_status ct_autocast_begin(int32_t device, int32_t type, bool *was_on, int32_t *was_type);
ct_status ct_autocast_end(int32_t device, bool was_on, int32_t was_type);

// Arithmetic, number by number, with broadcasting.
ct_status ct_add(ct_tensor a, ct_tensor b, ct_tensor *out);
ct_status ct_subtract(ct_tensor a, ct_tensor b, ct_tensor *out);
ct_status ct_multiply(ct_tensor a, ct_tensor b, ct_tensor *out);
ct_status ct_divide(ct_tensor a, ct_tensor b, ct_tensor *out);
ct_status ct_add_scalar(ct_tensor a, double b, ct_tensor *out);
ct_status ct_multiply_scalar(ct_tensor a, double b, ct_tensor *out);
ct_status ct_divide_scalar(ct_tensor a, double b, ct_tensor *out);
ct_status ct_scalar_subtract(double a, ct_tensor b, ct_tensor *out);
ct_status ct_scalar_divide(double a, ct_tensor b, ct_tensor *out);
ct_status ct_power(ct_tensor a, double exponent, ct_tensor *out);
ct_status ct_minimum(ct_tensor a, ct_tensor b, ct_tensor *out);
ct_status ct_maximum(ct_tensor a, ct_tensor b, ct_tensor *out);
ct_status ct_negative(ct_tensor a, ct_tensor *out);
ct_status ct_abs(ct_tensor a, ct_tensor *out);
ct_status ct_exp(ct_tensor a, ct_tensor *out);
ct_status ct_log(ct_tensor a, ct_tensor *out);
ct_status ct_sqrt(ct_tensor a, ct_tensor *out);
ct_status ct_square(ct_tensor a, ct_tensor *out);
ct_status ct_sin(ct_tensor a, ct_tensor *out);
ct_status ct_cos(ct_tensor a, ct_tensor *out);
ct_status ct_tanh(ct_tensor a, ct_tensor *out);
ct_status ct_sigmoid(ct_tensor a, ct_tensor *out);
ct_status ct_relu(ct_tensor a, ct_tensor *out);
ct_status ct_silu(ct_tensor a, ct_tensor *out);
ct_status ct_softplus(ct_tensor a, ct_tensor *out);
ct_status ct_gelu(ct_tensor a, bool tanh_approximation, ct_tensor *out);
ct_status ct_clamp(ct_tensor a, double low, double high, ct_tensor *out);
ct_status ct_matmul(ct_tensor a, ct_tensor b, ct_tensor *out);

// Comparisons give tensors of booleans.
ct_status ct_greater(ct_tensor a, ct_tensor b, ct_tensor *out);
ct_status ct_greater_equal(ct_tensor a, ct_tensor b, ct_tensor *out);
ct_status ct_less(ct_tensor a, ct_tensor b, ct_tensor *out);
ct_status ct_less_equal(ct_tensor a, ct_tensor b, ct_tensor *out);
ct_status ct_equal(ct_tensor a, ct_tensor b, ct_tensor *out);
ct_status ct_greater_scalar(ct_tensor a, double b, ct_tensor *out);
ct_status ct_greater_equal_scalar(ct_tensor a, double b, ct_tensor *out);
ct_status ct_less_scalar(ct_tensor a, double b, ct_tensor *out);
ct_status ct_less_equal_scalar(ct_tensor a, double b, ct_tensor *out);
ct_status ct_equal_scalar(ct_tensor a, double b, ct_tensor *out);
ct_status ct_not(ct_tensor a, ct_tensor *out);
ct_status ct_and(ct_tensor a, ct_tensor b, ct_tensor *out);
ct_status ct_where(ct_tensor mask, ct_tensor a, ct_tensor b, ct_tensor *out);
ct_status ct_masked_fill(ct_tensor a, ct_tensor mask, double value, ct_tensor *out);
ct_status ct_all_finite(ct_tensor a, bool *out);

// Reductions. `keep` leaves the dimension with length 1.
ct_status ct_sum_all(ct_tensor a, ct_tensor *out);
ct_status ct_sum(ct_tensor a, int64_t dimension, bool keep, ct_tensor *out);
ct_status ct_mean_all(ct_tensor a, ct_tensor *out);
ct_status ct_mean(ct_tensor a, int64_t dimension, bool keep, ct_tensor *out);
ct_status ct_max_all(ct_tensor a, ct_tensor *out);
ct_status ct_max(ct_tensor a, int64_t dimension, bool keep, ct_tensor *out);
ct_status ct_min_all(ct_tensor a, ct_tensor *out);
ct_status ct_min(ct_tensor a, int64_t dimension, bool keep, ct_tensor *out);
ct_status ct_argmax(ct_tensor a, int64_t dimension, ct_tensor *out);
ct_status ct_variance(ct_tensor a, int64_t dimension, bool keep, ct_tensor *out);  // over count
ct_status ct_softmax(ct_tensor a, int64_t dimension, ct_tensor *out);
ct_status ct_log_softmax(ct_tensor a, int64_t dimension, ct_tensor *out);
ct_status ct_log_sum_exp(ct_tensor a, int64_t dimension, bool keep, ct_tensor *out);
ct_status ct_cumulative_sum(ct_tensor a, int64_t dimension, ct_tensor *out);

// Shapes. Views share their numbers with the tensor they come from.
ct_status ct_reshape(ct_tensor a, const int64_t *shape, int32_t n, ct_tensor *out);
ct_status ct_expand(ct_tensor a, const int64_t *shape, int32_t n, ct_tensor *out);  // view
ct_status ct_permute(ct_tensor a, const int64_t *order, int32_t n, ct_tensor *out);  // view
ct_status ct_transpose(ct_tensor a, int64_t i, int64_t j, ct_tensor *out);  // view
ct_status ct_narrow(ct_tensor a, int64_t dimension, int64_t start, int64_t length,
                    ct_tensor *out);  // view
ct_status ct_select(ct_tensor a, int64_t dimension, int64_t index, ct_tensor *out);  // view
ct_status ct_unsqueeze(ct_tensor a, int64_t dimension, ct_tensor *out);  // view
ct_status ct_squeeze(ct_tensor a, int64_t dimension, ct_tensor *out);  // view
ct_status ct_contiguous(ct_tensor a, ct_tensor *out);
ct_status ct_clone(ct_tensor a, ct_tensor *out);
ct_status ct_concatenate(const ct_tensor *tensors, int32_t n, int64_t dimension, ct_tensor *out);
ct_status ct_stack(const ct_tensor *tensors, int32_t n, int64_t dimension, ct_tensor *out);
ct_status ct_index_select(ct_tensor a, int64_t dimension, ct_tensor indices, ct_tensor *out);
ct_status ct_gather(ct_tensor a, int64_t dimension, ct_tensor indices, ct_tensor *out);
ct_status ct_lower_triangle(ct_tensor a, int64_t diagonal, ct_tensor *out);
ct_status ct_upper_triangle(ct_tensor a, int64_t diagonal, ct_tensor *out);

// Layers. `bias`, `mask` and `weight` may be NULL where the comment says so.
ct_status ct_linear(ct_tensor x, ct_tensor weight, ct_tensor bias /* or NULL */, ct_tensor *out);
ct_status ct_layer_norm(ct_tensor x, ct_tensor weight /* or NULL */, ct_tensor bias /* or NULL */,
                        double epsilon, ct_tensor *out);
ct_status ct_embedding(ct_tensor weight, ct_tensor indices, ct_tensor *out);
ct_status ct_dropout(ct_tensor a, double probability, bool training, ct_tensor *out);
ct_status ct_attention(ct_tensor query, ct_tensor key, ct_tensor value,
                       ct_tensor mask /* or NULL */, double dropout, bool causal, ct_tensor *out);
ct_status ct_cross_entropy(ct_tensor logits, ct_tensor target, ct_tensor weight /* or NULL */,
                           double smoothing, ct_tensor *out);

// Along time, the last dimension: [batch, channels, time].
ct_status ct_convolution(ct_tensor x, ct_tensor weight, ct_tensor bias /* or NULL */,
                         int64_t stride, int64_t padding, int64_t dilation, ct_tensor *out);
ct_status ct_max_pool(ct_tensor x, int64_t width, int64_t stride, ct_tensor *out);
ct_status ct_mean_pool(ct_tensor x, int64_t width, int64_t stride, ct_tensor *out);

// Learning. Parameters without a gradient are passed over.
ct_status ct_clear_gradients(const ct_tensor *parameters, int32_t n);
// Scales all gradients together so that their norm is at most `longest`; `norm` receives what it
// was. Gradients that are not finite are left as they are.
ct_status ct_clip_gradients(const ct_tensor *parameters, int32_t n, double longest, double *norm);
// One AdamW step; `steps` holds how many each parameter has had and is counted up here.
ct_status ct_adamw(const ct_tensor *parameters, const ct_tensor *first, const ct_tensor *second,
                   int64_t *steps, int32_t n, double learning_rate, double beta1, double beta2,
                   double epsilon, double decay);

// Small whole numbers (int8.cpp). `x` is float32 `[…, in]`, `weight` int8 `[in, out]`, `scales` and
// `bias` float32 `[out]`: each row of x is rounded to 127 steps of its own, and the result is float32.
ct_status ct_int8_linear(ct_tensor x, ct_tensor weight, ct_tensor scales, ct_tensor bias,
                         ct_tensor *out);

// Several processes that learn together (distributed.cpp). Every member of a group makes the same
// calls in the same order; a call waits for the others, and fails when one of them is gone, has not
// come for `patience` seconds, or has a machine that has not answered for `silence` seconds. Tensors
// are changed in place and lie on the CPU, contiguous.
typedef struct ct_group_box *ct_group;

// A socket where member 0 waits for the others, on the one address that `host` names; port 0 takes
// a free one. It belongs to `ct_group_join`, whether that succeeds or not, or is closed here.
ct_status ct_group_listen(const char *host, uint16_t port, int32_t *listener, uint16_t *bound);
void ct_group_stop_listening(int32_t listener);
// `listener` is member 0's, and -1 for the others. The group is the caller's until `ct_group_free`.
ct_status ct_group_join(const char *host, uint16_t port, int32_t listener, int32_t rank,
                        int32_t count, double patience, double silence, ct_group *out);
void ct_group_free(ct_group group);
ct_status ct_group_sum(ct_group group, ct_tensor tensor);
ct_status ct_group_broadcast(ct_group group, ct_tensor tensor, int32_t root);
// Each parameter's gradient becomes the sum over the group; these may lie on any device.
ct_status ct_group_sum_gradients(ct_group group, const ct_tensor *parameters, int32_t n);

#ifdef __cplusplus
}
#endif
