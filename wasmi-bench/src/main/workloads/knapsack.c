/* The most that n knapsacks of 1,000 can hold of 50 things, in a table of one row: maxima of signed numbers. */
#include "workload.h"

enum { THINGS = 50, CAPACITY = 1000 };

static int32_t best[CAPACITY + 1], weights[THINGS], values[THINGS];

static int32_t fill(void) {
    for (int c = 0; c <= CAPACITY; c++) {
        best[c] = 0;
    }
    for (int i = 0; i < THINGS; i++) {
        int32_t weight = weights[i], value = values[i];
        for (int c = CAPACITY; c >= weight; c--) {
            int32_t with = best[c - weight] + value;
            best[c] = with > best[c] ? with : best[c];
        }
    }
    return best[CAPACITY];
}

int64_t run(int32_t n) {
    uint32_t random = 31337;
    uint64_t checksum = 0;
    for (int32_t i = 0; i < n; i++) {
        for (int j = 0; j < THINGS; j++) {
            weights[j] = (int32_t) (next_random(&random) & 63) + 5;
            values[j] = (int32_t) (next_random(&random) & 127) - 3;
        }
        checksum = fold(checksum, (uint64_t) fill());
    }
    return (int64_t) checksum;
}
