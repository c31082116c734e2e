#include "CPixels.h"

void pixels_add_row(
    const uint8_t *row, int32_t first, int32_t step, int32_t count, const int32_t *cellOf,
    const float *linear, float *sums) {
    const uint8_t *pixel = row + 4 * (int64_t)first;
    for (int32_t index = 0; index < count; index++) {
        float *sum = sums + 3 * cellOf[index];
        sum[0] += linear[pixel[0]];
        sum[1] += linear[pixel[1]];
        sum[2] += linear[pixel[2]];
        pixel += 4 * step;
    }
}
