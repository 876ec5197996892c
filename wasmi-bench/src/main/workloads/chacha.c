/*
 * ChaCha20 (RFC 8439): n blocks of key stream over a message of as many blocks of 64 bytes, which starts with the
 * end of the one before. The checksum folds the words of each block.
 */
#include "workload.h"

static inline uint32_t rotate(uint32_t x, int bits) {
    return x << bits | x >> (32 - bits);
}

#define QUARTER(a, b, c, d) \
    a += b, d = rotate(d ^ a, 16), c += d, b = rotate(b ^ c, 12), \
    a += b, d = rotate(d ^ a, 8), c += d, b = rotate(b ^ c, 7)

static uint32_t state[16];
static uint8_t stream[64];

static void block(void) {
    uint32_t x[16];
    for (int i = 0; i < 16; i++) {
        x[i] = state[i];
    }
    for (int round = 0; round < 20; round += 2) {
        QUARTER(x[0], x[4], x[8], x[12]);
        QUARTER(x[1], x[5], x[9], x[13]);
        QUARTER(x[2], x[6], x[10], x[14]);
        QUARTER(x[3], x[7], x[11], x[15]);
        QUARTER(x[0], x[5], x[10], x[15]);
        QUARTER(x[1], x[6], x[11], x[12]);
        QUARTER(x[2], x[7], x[8], x[13]);
        QUARTER(x[3], x[4], x[9], x[14]);
    }
    for (int i = 0; i < 16; i++) {
        uint32_t word = x[i] + state[i];
        stream[4 * i] ^= (uint8_t) word;
        stream[4 * i + 1] ^= (uint8_t) (word >> 8);
        stream[4 * i + 2] ^= (uint8_t) (word >> 16);
        stream[4 * i + 3] ^= (uint8_t) (word >> 24);
    }
    state[12]++;
}

int64_t run(int32_t n) {
    state[0] = 0x61707865;
    state[1] = 0x3320646e;
    state[2] = 0x79622d32;
    state[3] = 0x6b206574;
    for (uint32_t i = 4; i < 16; i++) {
        state[i] = i * 0x01010101u;
    }
    for (int i = 0; i < 64; i++) {
        stream[i] = (uint8_t) i;
    }
    uint64_t checksum = 0;
    for (int32_t i = 0; i < n; i++) {
        block();
        checksum = fold(checksum, stream[i & 63]);
    }
    return (int64_t) checksum;
}
