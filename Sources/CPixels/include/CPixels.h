// Loops over all pixels of a picture, in C because a debug build of Swift takes a second for what
// these do in a millisecond. Nothing is kept and nothing is allocated: all memory is the caller's.
#pragma once
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

/// Enlarges RGBA pixels by mixing the four nearest, as OpenGL's linear filter does with clamped
/// edges, turned over so that the last row comes first.
///
/// `from` holds `fromWidth * fromHeight` pixels and `to` takes `width * height`; the sides of `from`
/// are 2 or more. Red, green and blue are multiplied by `gain`, 0 to 1; alpha becomes 255. `scratch`
/// has room for `pixels_enlarge_scratch(width)` bytes.
void pixels_enlarge(
    const uint8_t *from, int32_t fromWidth, int32_t fromHeight, uint8_t *to, int32_t width,
    int32_t height, float gain, void *scratch);

/// The bytes of scratch that `pixels_enlarge` needs.
int64_t pixels_enlarge_scratch(int32_t width);

/// Adds up the linear light of a row of RGBA pixels, of every `step`th from `first` on, `count` of
/// them, by the cells that they lie in: three sums a cell.
void pixels_add_row(
    const uint8_t *row, int32_t first, int32_t step, int32_t count, const int32_t *cellOf,
    const float *linear, float *sums);

#ifdef __cplusplus
}
#endif
