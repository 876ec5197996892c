/* Which of n odd numbers are prime, by Miller and Rabin: i64 products and remainders. */
#include "workload.h"

static uint64_t power(uint64_t base, uint64_t exponent, uint64_t modulus) {
    uint64_t result = 1;
    while (exponent > 0) {
        if (exponent & 1) {
            result = result * base % modulus;
        }
        base = base * base % modulus;
        exponent >>= 1;
    }
    return result;
}

static int prime(uint64_t x) {
    static const uint8_t witnesses[3] = {2, 7, 61};
    uint64_t d = x - 1;
    int twos = 0;
    while ((d & 1) == 0) {
        d >>= 1;
        twos++;
    }
    for (int i = 0; i < 3; i++) {
        uint64_t y = power(witnesses[i], d, x);
        int composite = y != 1 && y != x - 1;
        for (int j = 1; composite && j < twos; j++) {
            y = y * y % x;
            composite = y != x - 1;
        }
        if (composite) {
            return 0;
        }
    }
    return 1;
}

int64_t run(int32_t n) {
    uint64_t checksum = 0;
    for (int32_t i = 0; i < n; i++) {
        uint64_t x = 0x7000001u + 2 * (uint64_t) i;
        if (prime(x)) {
            checksum = fold(checksum, x);
        }
    }
    return (int64_t) checksum;
}
