/* The game of life on 64 rows of 64 bits that are joined at their ends, n generations: sums of bits, all at once. */
#include "workload.h"

enum { ROWS = 64 };

static uint64_t now[ROWS], then[ROWS];

static inline uint64_t left(uint64_t x) {
    return x << 1 | x >> 63;
}

static inline uint64_t right(uint64_t x) {
    return x >> 1 | x << 63;
}

static void generation(void) {
    for (int i = 0; i < ROWS; i++) {
        uint64_t up = now[(i + ROWS - 1) % ROWS], here = now[i], down = now[(i + 1) % ROWS];
        uint64_t others[7] = {up, right(up), left(here), right(here), left(down), down, right(down)};
        uint64_t one = left(up), two = 0, four = 0;
        for (int j = 0; j < 7; j++) {
            uint64_t carry = one & others[j];
            one ^= others[j];
            four |= two & carry;
            two ^= carry;
        }
        then[i] = two & ~four & (one | here);
    }
    for (int i = 0; i < ROWS; i++) {
        now[i] = then[i];
    }
}

int64_t run(int32_t n) {
    uint32_t random = 99;
    for (int i = 0; i < ROWS; i++) {
        uint64_t high = next_random(&random);
        now[i] = high << 32 | next_random(&random);
    }
    uint64_t checksum = 0;
    for (int32_t i = 0; i < n; i++) {
        generation();
        checksum = fold(checksum, now[i % ROWS]);
    }
    return (int64_t) checksum;
}
