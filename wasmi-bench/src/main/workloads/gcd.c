/* Greatest common divisors and fractions in lowest terms of n pairs of i64: signed quotients and remainders. */
#include "workload.h"

static int64_t gcd(int64_t a, int64_t b) {
    while (b != 0) {
        int64_t r = a % b;
        a = b;
        b = r;
    }
    return a < 0 ? -a : a;
}

int64_t run(int32_t n) {
    uint32_t random = 2024;
    uint64_t checksum = 0;
    for (int32_t i = 0; i < n; i++) {
        int64_t a = (int64_t) next_random(&random) * (int32_t) next_random(&random);
        int64_t b = (int64_t) next_random(&random) * 12 + 1;
        int64_t divisor = gcd(a, b);
        checksum = fold(checksum, (uint64_t) (a / divisor));
        checksum = fold(checksum, (uint64_t) (b / divisor));
    }
    return (int64_t) checksum;
}
