#pragma once
// What glibc hides behind _GNU_SOURCE, which Swift's own module of it is built without.
#if defined(__linux__)
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/// Reads the cores that a thread may run on into `bytes` bytes of a bit set, lowest core first;
/// returns the bytes filled, or -1. Thread 0 is the caller.
static inline long emotionmotion_cores_of_thread(pid_t thread, void *cores, unsigned long bytes) {
    return syscall(SYS_sched_getaffinity, thread, bytes, cores);
}

/// Lets a thread run on these cores alone; returns 0, or -1.
static inline long emotionmotion_bind_thread(pid_t thread, const void *cores, unsigned long bytes) {
    return syscall(SYS_sched_setaffinity, thread, bytes, cores);
}
#endif
