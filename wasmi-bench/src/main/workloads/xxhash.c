/* A hash of 64 bits in four lanes, as XXH64 has them, of n buffers of 1024 bytes: i64 products and rotations. */
#include "workload.h"

enum { LENGTH = 1024 };

static uint64_t buffer[LENGTH / 8];

static const uint64_t P1 = 0x9E3779B185EBCA87u, P2 = 0xC2B2AE3D27D4EB4Fu, P3 = 0x165667B19E3779F9u;

static inline uint64_t rotate(uint64_t x, int bits) {
    return x << bits | x >> (64 - bits);
}

static inline uint64_t mixed(uint64_t lane, uint64_t word) {
    return rotate(lane + word * P2, 31) * P1;
}

static uint64_t hash(uint64_t seed) {
    uint64_t a = seed + P1 + P2, b = seed + P2, c = seed, d = seed - P1;
    for (int i = 0; i < LENGTH / 8; i += 4) {
        a = mixed(a, buffer[i]);
        b = mixed(b, buffer[i + 1]);
        c = mixed(c, buffer[i + 2]);
        d = mixed(d, buffer[i + 3]);
    }
    uint64_t h = rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18) + LENGTH;
    h = (h ^ h >> 33) * P2;
    h = (h ^ h >> 29) * P3;
    return h ^ h >> 32;
}

int64_t run(int32_t n) {
    for (int i = 0; i < LENGTH / 8; i++) {
        buffer[i] = (uint64_t) i * P3;
    }
    uint64_t h = 1;
    for (int32_t i = 0; i < n; i++) {
        h = hash(h);
        buffer[i & (LENGTH / 8 - 1)] ^= h;
    }
    return (int64_t) h;
}
