// What the files of this shim share: the boxes behind the handles, and the way every call ends.
#pragma once
#include <ATen/ATen.h>

#include <atomic>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ctorch.h"

struct ct_tensor_box {
    at::Tensor tensor;
};
struct ct_generator_box {
    at::Generator generator;
};

namespace shim {

inline thread_local std::string last_error;
inline std::atomic<int64_t> live_tensors{0};

inline ct_tensor box(at::Tensor tensor) {
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

// In the order of the codes in ctorch.h.
inline constexpr at::ScalarType types[] = {
    at::kFloat, at::kDouble, at::kHalf,  at::kBFloat16, at::kLong,
    at::kBool,  at::kInt,    at::kShort, at::kChar,     at::kByte,
};

inline at::ScalarType scalar_type(int32_t type) { return types[type]; }

inline int32_t type_code(at::ScalarType type) {
    for (int32_t code = 0; code < 10; code++)
        if (types[code] == type) return code;
    return -1;
}

inline at::DeviceType device_type(int32_t device) {
    return device == CT_CUDA ? at::kCUDA : device == CT_MPS ? at::kMPS : at::kCPU;
}

inline at::TensorOptions options(int32_t type, int32_t device) {
    return at::TensorOptions().dtype(scalar_type(type)).device(device_type(device));
}

inline at::IntArrayRef sizes(const int64_t *shape, int32_t n) {
    return {shape, static_cast<size_t>(n)};
}

inline std::optional<at::Tensor> maybe(ct_tensor t) {
    return t ? std::optional<at::Tensor>(t->tensor) : std::nullopt;
}

inline std::optional<at::Generator> maybe(ct_generator g) {
    return g ? std::optional<at::Generator>(g->generator) : std::nullopt;
}

inline std::vector<at::Tensor> list(const ct_tensor *tensors, int32_t n) {
    std::vector<at::Tensor> result;
    result.reserve(n);
    for (int32_t i = 0; i < n; i++) result.push_back(tensors[i]->tensor);
    return result;
}

}  // namespace shim
