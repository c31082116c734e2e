// Several processes that learn together, by LibTorch's own c10d: a store where they find each other,
// and Gloo between them.
#define USE_C10D_GLOO
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "boxes.h"

using namespace shim;

struct ct_group_box {
    c10::intrusive_ptr<c10d::TCPStore> store;  // before the group: it goes last
    c10::intrusive_ptr<c10d::ProcessGroupGloo> gloo;
};

namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Addresses look_up(const char *host, uint16_t port, int type, int flags) {
    addrinfo hints{};
    hints.ai_socktype = type;
    hints.ai_flags = flags;
    addrinfo *found = nullptr;
    int status = getaddrinfo(host, std::to_string(port).c_str(), &hints, &found);
    if (status != 0) throw std::runtime_error(gai_strerror(status));
    return {found, &freeaddrinfo};
}

// A socket that programs started later do not inherit.
int open_socket(int family, int type) {
    int made = socket(family, type, 0);
    if (made >= 0) fcntl(made, F_SETFD, FD_CLOEXEC);
    return made;
}

[[noreturn]] void fail() { throw std::runtime_error(std::strerror(errno)); }

uint16_t port_of(int socket) {
    sockaddr_storage bound{};
    socklen_t length = sizeof bound;
    if (getsockname(socket, reinterpret_cast<sockaddr *>(&bound), &length) != 0) fail();
    return ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6 &>(bound).sin6_port
                                             : reinterpret_cast<sockaddr_in &>(bound).sin_port);
}

std::string in_numbers(const sockaddr_storage &address, socklen_t length) {
    char name[NI_MAXHOST];
    int status = getnameinfo(reinterpret_cast<const sockaddr *>(&address), length, name,
                             sizeof name, nullptr, 0, NI_NUMERICHOST);
    if (status != 0) throw std::runtime_error(gai_strerror(status));
    return name;
}

// This machine's address on the way to another: the one that the others can reach it by. A datagram
// socket that is connected sends nothing.
std::string address_towards(const char *host, uint16_t port) {
    auto found = look_up(host, port, SOCK_DGRAM, 0);
    int probe = open_socket(found->ai_family, SOCK_DGRAM);
    if (probe < 0) fail();
    sockaddr_storage own{};
    socklen_t length = sizeof own;
    bool known = connect(probe, found->ai_addr, found->ai_addrlen) == 0 &&
                 getsockname(probe, reinterpret_cast<sockaddr *>(&own), &length) == 0;
    int error = errno;
    close(probe);
    errno = error;
    if (!known) fail();
    return in_numbers(own, length);
}

// A pulled cable or a machine without power sends no word of it. So the system asks the other end of
// every connection, while nothing goes over it, whether it is still there, and gives up what has had
// no answer for `seconds`; the calls that use it fail then. The other end's system answers, however
// busy its program is. Gloo shows nobody its sockets: those that leave from its address are found.
void watch_connections(const std::string &address, double seconds) {
    auto set = [](int end, int level, int option, double value) {
        int whole = std::max(1, static_cast<int>(value));
        setsockopt(end, level, option, &whole, sizeof whole);
    };
    for (auto &entry : std::filesystem::directory_iterator("/dev/fd")) {
        int end = std::atoi(entry.path().filename().c_str());
        sockaddr_storage own{}, peer{};
        socklen_t length = sizeof own, peer_length = sizeof peer;
        if (getpeername(end, reinterpret_cast<sockaddr *>(&peer), &peer_length) != 0 ||
            getsockname(end, reinterpret_cast<sockaddr *>(&own), &length) != 0 ||
            (own.ss_family != AF_INET && own.ss_family != AF_INET6) ||
            in_numbers(own, length) != address)
            continue;
        set(end, SOL_SOCKET, SO_KEEPALIVE, 1);
        set(end, IPPROTO_TCP, TCP_KEEPINTVL, seconds / 6);
        set(end, IPPROTO_TCP, TCP_KEEPCNT, 4);
#ifdef __linux__
        set(end, IPPROTO_TCP, TCP_KEEPIDLE, seconds / 3);
        // Also what was sent and not answered, beside which nothing is asked.
        set(end, IPPROTO_TCP, TCP_USER_TIMEOUT, 1000 * seconds);
#else
        set(end, IPPROTO_TCP, TCP_KEEPALIVE, seconds / 3);
        set(end, IPPROTO_TCP, TCP_RXT_CONNDROPTIME, seconds);
#endif
    }
}

void sum(ct_group group, at::Tensor &tensor) {
    std::vector<at::Tensor> list{tensor};
    group->gloo->allreduce(list)->wait();
}

}  // namespace

ct_status ct_group_listen(const char *host, uint16_t port, int32_t *out, uint16_t *bound) {
    return attempt([&] {
        auto found = look_up(host, port, SOCK_STREAM, AI_PASSIVE);
        int listener = open_socket(found->ai_family, SOCK_STREAM);
        if (listener < 0) fail();
        int yes = 1;
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        if (bind(listener, found->ai_addr, found->ai_addrlen) != 0 || listen(listener, 128) != 0) {
            int error = errno;
            close(listener);
            errno = error;
            fail();
        }
        *bound = port_of(listener);
        *out = listener;
    });
}

void ct_group_stop_listening(int32_t listener) { close(listener); }

ct_status ct_group_join(const char *host, uint16_t port, int32_t listener, int32_t rank,
                        int32_t count, double patience, double silence, ct_group *out) {
    return attempt([&] {
        auto timeout = std::chrono::milliseconds(static_cast<int64_t>(1000 * patience));
        c10d::TCPStoreOptions meeting;
        meeting.port = port;
        meeting.isServer = rank == 0;
        meeting.numWorkers = static_cast<size_t>(count);
        meeting.timeout = timeout;
        if (listener >= 0) meeting.masterListenFd = listener;
        auto store = c10::make_intrusive<c10d::TCPStore>(host, meeting);
        auto options = c10d::ProcessGroupGloo::Options::create(timeout);
        options->threads = 1;
        // The interface that leads to the first member leads to the others too.
        auto address = address_towards(host, port);
        options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname(address));
        auto gloo = c10::make_intrusive<c10d::ProcessGroupGloo>(
            c10::make_intrusive<c10d::PrefixStore>("emotionmotion", store), rank, count, options);
        watch_connections(address, silence);
        *out = new ct_group_box{std::move(store), std::move(gloo)};
    });
}

void ct_group_free(ct_group group) {
    attempt([&] { delete group; });
}

ct_status ct_group_sum(ct_group group, ct_tensor tensor) {
    return attempt([&] {
        at::NoGradGuard quiet;
        sum(group, tensor->tensor);
    });
}

ct_status ct_group_broadcast(ct_group group, ct_tensor tensor, int32_t root) {
    return attempt([&] {
        at::NoGradGuard quiet;
        std::vector<at::Tensor> list{tensor->tensor};
        c10d::BroadcastOptions options;
        options.rootRank = root;
        options.rootTensor = 0;
        group->gloo->broadcast(list, options)->wait();
    });
}

ct_status ct_group_sum_gradients(ct_group group, const ct_tensor *parameters, int32_t n) {
    return attempt([&] {
        at::NoGradGuard quiet;
        // One long row, so that one sum serves them all; behind it how many members have each
        // gradient, as a parameter that nobody has one for must stay without.
        std::vector<at::Tensor> parts;
        auto present = at::zeros({n});
        for (int32_t i = 0; i < n; i++) {
            auto &parameter = parameters[i]->tensor;
            auto &gradient = parameter.grad();
            parts.push_back((gradient.defined() ? gradient : at::zeros_like(parameter))
                                .reshape({-1})
                                .to(at::kCPU, at::kFloat));
            present[i] = gradient.defined() ? 1 : 0;
        }
        parts.push_back(present);
        auto row = at::cat(parts);
        sum(group, row);
        int64_t place = 0;
        int64_t flags = row.numel() - n;
        for (int32_t i = 0; i < n; i++) {
            auto &parameter = parameters[i]->tensor;
            auto whole = row.narrow(0, place, parameter.numel()).view(parameter.sizes());
            place += parameter.numel();
            if (row[flags + i].item<float>() == 0) continue;
            if (parameter.grad().defined())
                parameter.mutable_grad().copy_(whole);
            else
                parameter.mutable_grad() = whole.to(parameter.options(), false, true);
        }
    });
}
