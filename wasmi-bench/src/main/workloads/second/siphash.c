/* SipHash-2-4 of n short messages of changing lengths: i64 rotations in short loops, and bytes put together. */
#include "../workload.h"

static uint8_t message[64];

static inline uint64_t rotate(uint64_t x, int bits) {
    return x << bits | x >> (64 - bits);
}

#define ROUND \
    v0 += v1, v1 = rotate(v1, 13) ^ v0, v0 = rotate(v0, 32), v2 += v3, v3 = rotate(v3, 16) ^ v2, \
    v0 += v3, v3 = rotate(v3, 21) ^ v0, v2 += v1, v1 = rotate(v1, 17) ^ v2, v2 = rotate(v2, 32)

static uint64_t hash(const uint8_t *data, int length, uint64_t k0, uint64_t k1) {
    uint64_t v0 = k0 ^ 0x736F6D6570736575u, v1 = k1 ^ 0x646F72616E646F6Du;
    uint64_t v2 = k0 ^ 0x6C7967656E657261u, v3 = k1 ^ 0x7465646279746573u;
    uint64_t last = (uint64_t) length << 56;
    for (; length >= 8; length -= 8, data += 8) {
        uint64_t word = 0;
        for (int i = 0; i < 8; i++) {
            word |= (uint64_t) data[i] << (8 * i);
        }
        v3 ^= word;
        ROUND;
        ROUND;
        v0 ^= word;
    }
    for (int i = 0; i < length; i++) {
        last |= (uint64_t) data[i] << (8 * i);
    }
    v3 ^= last;
    ROUND;
    ROUND;
    v0 ^= last;
    v2 ^= 0xFF;
    ROUND;
    ROUND;
    ROUND;
    ROUND;
    return v0 ^ v1 ^ v2 ^ v3;
}

int64_t run(int32_t n) {
    uint64_t sum = 0;
    for (int i = 0; i < 64; i++) {
        message[i] = (uint8_t) (i * 5 + 1);
    }
    for (int32_t i = 0; i < n; i++) {
        uint64_t h = hash(message, i & 63, 0x0706050403020100u, 0x0F0E0D0C0B0A0908u);
        message[i & 63] = (uint8_t) h;
        sum = fold(sum, h);
    }
    return (int64_t) sum;
}
