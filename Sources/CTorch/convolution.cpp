// Convolution and pooling along time.
#include "boxes.h"

using namespace shim;

ct_status ct_convolution(ct_tensor x, ct_tensor weight, ct_tensor bias, int64_t stride,
                         int64_t padding, int64_t dilation, ct_tensor *out) {
    return produce(out, [&] {
        return at::conv1d(x->tensor, weight->tensor, maybe(bias), at::IntArrayRef(stride),
                          at::IntArrayRef(padding), at::IntArrayRef(dilation));
    });
}

ct_status ct_max_pool(ct_tensor x, int64_t width, int64_t stride, ct_tensor *out) {
    return produce(out, [&] {
        return at::max_pool1d(x->tensor, at::IntArrayRef(width), at::IntArrayRef(stride));
    });
}

ct_status ct_mean_pool(ct_tensor x, int64_t width, int64_t stride, ct_tensor *out) {
    return produce(out, [&] {
        return at::avg_pool1d(x->tensor, at::IntArrayRef(width), at::IntArrayRef(stride));
    });
}
