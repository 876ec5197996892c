/* 3,000 bytes are encoded to Base64 and decoded again, n times: bytes, shifts and small tables. */
#include "../workload.h"

enum { BYTES = 3000, LETTERS = BYTES / 3 * 4 };

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static uint8_t bytes[BYTES], letters[LETTERS], values[256];

static void encode(void) {
    uint8_t *out = letters;
    for (int i = 0; i < BYTES; i += 3) {
        uint32_t three = (uint32_t) bytes[i] << 16 | (uint32_t) bytes[i + 1] << 8 | bytes[i + 2];
        *out++ = (uint8_t) alphabet[three >> 18];
        *out++ = (uint8_t) alphabet[three >> 12 & 63];
        *out++ = (uint8_t) alphabet[three >> 6 & 63];
        *out++ = (uint8_t) alphabet[three & 63];
    }
}

static uint32_t decode(void) {
    uint32_t sum = 0;
    for (int i = 0, to = 0; i < LETTERS; i += 4, to += 3) {
        uint32_t three = (uint32_t) values[letters[i]] << 18 | (uint32_t) values[letters[i + 1]] << 12
                | (uint32_t) values[letters[i + 2]] << 6 | values[letters[i + 3]];
        bytes[to] = (uint8_t) (three >> 16);
        bytes[to + 1] = (uint8_t) (three >> 8);
        bytes[to + 2] = (uint8_t) three;
        sum = sum * 31 + three;
    }
    return sum;
}

int64_t run(int32_t n) {
    uint64_t sum = 0;
    for (int i = 0; i < 64; i++) {
        values[(uint8_t) alphabet[i]] = (uint8_t) i;
    }
    for (int i = 0; i < BYTES; i++) {
        bytes[i] = (uint8_t) (i * 17 + (i >> 4));
    }
    for (int32_t round = 0; round < n; round++) {
        encode();
        sum = fold(sum, decode());
        bytes[round % BYTES]++;
    }
    return (int64_t) sum;
}
