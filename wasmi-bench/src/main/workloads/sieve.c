/* The sieve of Eratosthenes, n times over a window of flags: byte stores in short loops. */
#include "workload.h"

enum { SIZE = 8192 };

static uint8_t composite[SIZE];

int64_t run(int32_t n) {
    uint64_t checksum = 0;
    for (int32_t round = 0; round < n; round++) {
        int32_t size = SIZE - round % 64;
        for (int32_t i = 0; i < size; i++) {
            composite[i] = 0;
        }
        uint64_t sum = 0;
        for (int32_t i = 2; i < size; i++) {
            if (composite[i]) {
                continue;
            }
            sum += (uint64_t) i;
            for (int32_t j = i + i; j < size; j += i) {
                composite[j] = 1;
            }
        }
        checksum = fold(checksum, sum);
    }
    return (int64_t) checksum;
}
