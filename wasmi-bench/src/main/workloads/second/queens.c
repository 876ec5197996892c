/* All ways to put queens on the rest of a board of 9 by 9 with one column taken, n times: recursion, bits, few memory accesses. */
#include "../workload.h"

static uint32_t place(uint32_t all, uint32_t columns, uint32_t left, uint32_t right) {
    if (columns == all) {
        return 1;
    }
    uint32_t found = 0;
    for (uint32_t free = all & ~(columns | left | right); free; free &= free - 1) {
        uint32_t bit = free & -free;
        found += place(all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
    }
    return found;
}

int64_t run(int32_t n) {
    uint64_t sum = 0;
    for (int32_t round = 0; round < n; round++) {
        sum = fold(sum, place(511, 1u << round % 9, 0, 0));
    }
    return (int64_t) sum;
}
