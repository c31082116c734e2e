#include "CPixels.h"

#include <math.h>
#include <string.h>

typedef uint8_t bytes8 __attribute__((vector_size(8)));
typedef uint8_t bytes4 __attribute__((vector_size(4)));
typedef uint16_t words8 __attribute__((vector_size(16)));
typedef uint16_t words4 __attribute__((vector_size(8)));

/// Where a column of the picture lies: the left one of two pixels, and the weights of both, in
/// parts of 256, a channel each.
struct column {
    words8 weights;
    int32_t left;
};

struct place {
    int32_t first;
    float second;  // how much of the pixel after the first
};

int64_t pixels_enlarge_scratch(int32_t width) {
    return (int64_t)width * (int64_t)(sizeof(struct column) + 2 * 4) + 64;
}

/// The middle of pixel `at` of `size`, among `count` pixels.
static struct place place(int32_t at, int32_t size, int32_t count) {
    float middle = ((float)at + 0.5f) * (float)count / (float)size - 0.5f;
    middle = fminf(fmaxf(middle, 0), (float)(count - 1));
    int32_t first = (int32_t)middle;
    if (first > count - 2) first = count - 2;
    return (struct place){first, middle - (float)first};
}

/// Makes a row as wide as the picture.
static void widen(const uint8_t *row, const struct column *columns, int32_t width, uint8_t *to) {
    const words4 half = {128, 128, 128, 128};
    for (int32_t x = 0; x < width; x++) {
        bytes8 two;
        memcpy(&two, row + 4 * columns[x].left, 8);
        words8 weighed = __builtin_convertvector(two, words8) * columns[x].weights;
        words4 left, right;
        memcpy(&left, &weighed, 8);
        memcpy(&right, (const char *)&weighed + 8, 8);
        bytes4 mixed = __builtin_convertvector((left + right + half) >> 8, bytes4);
        mixed[3] = 255;
        memcpy(to + 4 * x, &mixed, 4);
    }
}

/// Mixes two rows of as many bytes.
static void blend(
    const uint8_t *one, const uint8_t *other, int32_t share, int32_t count, uint8_t *to) {
    const uint16_t a = (uint16_t)(256 - share), b = (uint16_t)share;
    const words8 ofOne = {a, a, a, a, a, a, a, a}, ofOther = {b, b, b, b, b, b, b, b};
    const words8 half = {128, 128, 128, 128, 128, 128, 128, 128};
    int32_t at = 0;
    for (; at + 8 <= count; at += 8) {
        bytes8 first, second;
        memcpy(&first, one + at, 8);
        memcpy(&second, other + at, 8);
        words8 sum = __builtin_convertvector(first, words8) * ofOne
            + __builtin_convertvector(second, words8) * ofOther + half;
        bytes8 mixed = __builtin_convertvector(sum >> 8, bytes8);
        memcpy(to + at, &mixed, 8);
    }
    for (; at < count; at++) to[at] = (uint8_t)((one[at] * a + other[at] * b + 128) >> 8);
}

void pixels_enlarge(
    const uint8_t *from, int32_t fromWidth, int32_t fromHeight, uint8_t *to, int32_t width,
    int32_t height, float gain, void *scratch) {
    struct column *columns =
        (struct column *)(((uintptr_t)scratch + 15) & ~(uintptr_t)15);
    uint8_t *rows[2] = {(uint8_t *)(columns + width), (uint8_t *)(columns + width) + 4 * width};
    const int32_t whole = (int32_t)lrintf(256 * fminf(fmaxf(gain, 0), 1));
    for (int32_t x = 0; x < width; x++) {
        struct place place_ = place(x, width, fromWidth);
        uint16_t right = (uint16_t)lrintf((float)whole * place_.second);
        uint16_t left = (uint16_t)(whole - right);
        columns[x].weights = (words8){left, left, left, 0, right, right, right, 0};
        columns[x].left = place_.first;
    }
    // The source's rows that are in `rows`: each is widened once.
    int32_t held[2] = {-1, -1};
    for (int32_t y = 0; y < height; y++) {
        struct place place_ = place(y, height, fromHeight);
        for (int32_t k = 0; k < 2; k++) {
            int32_t wanted = place_.first + k;
            if (held[wanted & 1] == wanted) continue;
            const uint8_t *row = from + 4 * (int64_t)fromWidth * (fromHeight - 1 - wanted);
            widen(row, columns, width, rows[wanted & 1]);
            held[wanted & 1] = wanted;
        }
        blend(
            rows[place_.first & 1], rows[(place_.first + 1) & 1],
            (int32_t)lrintf(256 * place_.second), 4 * width, to + 4 * (int64_t)width * y);
    }
}
