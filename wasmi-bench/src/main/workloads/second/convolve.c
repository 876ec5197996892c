/* n convolutions of a picture of 64 by 64 f32 with 5 by 5 weights, with what a network puts behind: max(x, 0). */
#include "../workload.h"

enum { SIDE = 64, KERNEL = 5, INNER = SIDE - KERNEL + 1 };

static float picture[SIDE][SIDE], weights[KERNEL][KERNEL], result[INNER][INNER];

int64_t run(int32_t n) {
    uint32_t seed = 4711;
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            picture[y][x] = (float) (next_random(&seed) % 512) / 256.0f - 1.0f;
        }
    }
    for (int y = 0; y < KERNEL; y++) {
        for (int x = 0; x < KERNEL; x++) {
            weights[y][x] = (float) (next_random(&seed) % 64) / 64.0f - 0.5f;
        }
    }
    for (int32_t round = 0; round < n; round++) {
        for (int y = 0; y < INNER; y++) {
            for (int x = 0; x < INNER; x++) {
                float sum = 0.1f;
                for (int ky = 0; ky < KERNEL; ky++) {
                    for (int kx = 0; kx < KERNEL; kx++) {
                        sum += picture[y + ky][x + kx] * weights[ky][kx];
                    }
                }
                result[y][x] = sum > 0.0f ? sum : 0.0f;
            }
        }
        for (int y = 0; y < INNER; y++) {
            for (int x = 0; x < INNER; x++) {
                picture[y + 2][x + 2] = result[y][x] * 0.25f - 0.125f;
            }
        }
    }
    uint64_t sum = 0;
    for (int y = 0; y < INNER; y++) {
        for (int x = 0; x < INNER; x++) {
            sum = fold(sum, (uint64_t) (int64_t) (result[y][x] * 65536.0f));
        }
    }
    return (int64_t) sum;
}
