/*
 * One function of some 9,000 instructions, as generated code has them: 512 steps, each of its own kind, with a branch now
 * and then, n rounds.
 */
#include "../workload.h"

#define STEP(k) \
    a += (b ^ (uint32_t) ((k) * 2654435761u)) + c; \
    b = (b << ((k) % 13 + 1) | b >> (32 - ((k) % 13 + 1))) ^ a; \
    if ((k) % 8 == 3 && (a & 1)) { \
        c += table[(b + (k)) & 63]; \
    } \
    if ((k) % 16 == 9) { \
        table[(a + (k)) & 63] = c ^ b; \
    } \
    c = c * 31 + (a >> ((k) % 7 + 3)) + (uint32_t) (k);
#define STEPS4(k) STEP(k) STEP((k) + 1) STEP((k) + 2) STEP((k) + 3)
#define STEPS16(k) STEPS4(k) STEPS4((k) + 4) STEPS4((k) + 8) STEPS4((k) + 12)
#define STEPS64(k) STEPS16(k) STEPS16((k) + 16) STEPS16((k) + 32) STEPS16((k) + 48)
#define STEPS256(k) STEPS64(k) STEPS64((k) + 64) STEPS64((k) + 128) STEPS64((k) + 192)

static uint32_t table[64];

int64_t run(int32_t n) {
    uint32_t a = 1, b = 2, c = 3;
    for (uint32_t i = 0; i < 64; i++) {
        table[i] = i * 0x9E3779B9u;
    }
    for (int32_t round = 0; round < n; round++) {
        STEPS256(0)
        STEPS256(256)
    }
    return (int64_t) fold((uint64_t) a << 32 | b, c);
}
