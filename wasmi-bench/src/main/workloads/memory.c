/* n times fills, copies and moves (with overlap) pieces of up to 2 KiB: memory.fill and memory.copy. */
#include "workload.h"

enum { SIZE = 32768, LONGEST = 2048 };

static uint64_t words[SIZE / 8];

int64_t run(int32_t n) {
    uint32_t seed = 123456789;
    for (int i = 0; i < SIZE / 8; i++) {
        words[i] = next_random(&seed) * UINT64_C(0x100000001);
    }
    uint8_t *buffer = (uint8_t *) words;
    uint64_t checksum = 0;
    for (int32_t round = 0; round < n; round++) {
        uint32_t length = next_random(&seed) % LONGEST;
        uint8_t *filled = buffer + next_random(&seed) % (SIZE - LONGEST);
        uint8_t *from = buffer + next_random(&seed) % (SIZE / 2 - LONGEST);
        uint8_t *to = buffer + SIZE / 2 + next_random(&seed) % (SIZE / 2 - LONGEST);
        __builtin_memset(filled, (int) (seed & 0xFF), length / 8);
        __builtin_memcpy(to, from, length);
        __builtin_memmove(from + length / 4, from, length);
        __builtin_memmove(to, to + length / 3, length / 2);
        checksum = fold(checksum, (uint64_t) from[length / 2] << 8 | to[length / 4]);
    }
    for (int i = 0; i < SIZE / 8; i++) {
        checksum = fold(checksum, words[i]);
    }
    return (int64_t) checksum;
}
