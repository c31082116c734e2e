// Products of small whole numbers, for a model that only reads: LibTorch multiplies them, and one pass
// before and one after turn rows of floats into them and back.
#include <cmath>

#include "boxes.h"

using shim::produce;

namespace {

// Built for several instruction sets; the loader chooses the one that this machine has.
#if defined(__x86_64__) && defined(__linux__)
#define CT_WIDEST __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CT_WIDEST
#endif

// Adding and taking away 1.5 * 2^23 rounds a small float to the nearest whole number, ties to even.
constexpr float rounding = 12582912.0f;

// Each row to whole numbers from -127 to 127; `units` receives what one of them is worth.
CT_WIDEST void to_int8(const float *x, int64_t rows, int64_t width, int8_t *whole, float *units) {
    for (int64_t row = 0; row < rows; row++, x += width, whole += width) {
        float largest = 0;
        for (int64_t i = 0; i < width; i++) {
            float size = std::fabs(x[i]);
            largest = size > largest ? size : largest;
        }
        float many = largest > 0 ? 127.0f / largest : 0;
        units[row] = largest / 127.0f;
        for (int64_t i = 0; i < width; i++)
            whole[i] = static_cast<int8_t>(static_cast<int32_t>(
                (x[i] * many + rounding) - rounding));
    }
}

CT_WIDEST void to_float(const int32_t *sums, int64_t rows, int64_t width, const float *units,
                        const float *scales, const float *bias, float *out) {
    for (int64_t row = 0; row < rows; row++, sums += width, out += width) {
        float unit = units[row];
        for (int64_t i = 0; i < width; i++)
            out[i] = static_cast<float>(sums[i]) * (unit * scales[i]) + bias[i];
    }
}

}  // namespace

extern "C" ct_status ct_int8_linear(ct_tensor x, ct_tensor weight, ct_tensor scales,
                                    ct_tensor bias, ct_tensor *out) {
    return produce(out, [&] {
        at::Tensor input = x->tensor.contiguous();
        TORCH_CHECK(input.scalar_type() == at::kFloat, "the input of int8_linear is not float32");
        int64_t width = input.size(-1), made = weight->tensor.size(1);
        TORCH_CHECK(weight->tensor.size(0) == width && scales->tensor.numel() == made &&
                        bias->tensor.numel() == made,
                    "int8_linear: ", input.sizes(), " does not fit ", weight->tensor.sizes());
        int64_t rows = input.numel() / std::max<int64_t>(width, 1);
        at::Tensor whole = at::empty({rows, width}, input.options().dtype(at::kChar));
        at::Tensor units = at::empty({rows}, input.options());
        to_int8(input.const_data_ptr<float>(), rows, width, whole.data_ptr<int8_t>(),
                units.data_ptr<float>());
        at::Tensor sums = at::_int_mm(whole, weight->tensor);
        std::vector<int64_t> shape = input.sizes().vec();
        shape.back() = made;
        at::Tensor result = at::empty(shape, input.options());
        to_float(sums.const_data_ptr<int32_t>(), rows, made, units.const_data_ptr<float>(),
                 scales->tensor.const_data_ptr<float>(), bias->tensor.const_data_ptr<float>(),
                 result.data_ptr<float>());
        return result;
    });
}
