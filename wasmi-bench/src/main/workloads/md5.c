/* MD5 (RFC 1321) of n messages of one block: i32 choices by bits, rotations, indexed words and constants. */
#include "workload.h"

static const uint8_t shifts[16] = {7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21};

static uint32_t constants[64];
static uint32_t state[4], words[16];

static inline uint32_t rotate(uint32_t x, int bits) {
    return x << bits | x >> (32 - bits);
}

static void absorb(void) {
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    for (int i = 0; i < 64; i++) {
        uint32_t f;
        int g;
        switch (i >> 4) {
            case 0:
                f = (b & c) | (~b & d);
                g = i;
                break;
            case 1:
                f = (d & b) | (~d & c);
                g = (5 * i + 1) & 15;
                break;
            case 2:
                f = b ^ c ^ d;
                g = (3 * i + 5) & 15;
                break;
            default:
                f = c ^ (b | ~d);
                g = 7 * i & 15;
        }
        f += a + constants[i] + words[g];
        a = d;
        d = c;
        c = b;
        b += rotate(f, shifts[(i >> 4) * 4 + (i & 3)]);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

int64_t run(int32_t n) {
    uint32_t random = 0x12345678;
    for (int i = 0; i < 64; i++) {
        constants[i] = next_random(&random);
    }
    for (uint32_t i = 0; i < 16; i++) {
        words[i] = i * 0x9E3779B9u;
    }
    state[0] = 0x67452301;
    state[1] = 0xefcdab89;
    state[2] = 0x98badcfe;
    state[3] = 0x10325476;
    for (int32_t i = 0; i < n; i++) {
        absorb();
        words[i & 15] ^= state[i & 3];
    }
    return (int64_t) ((uint64_t) state[0] << 32 | state[1]);
}
