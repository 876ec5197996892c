/* What every workload written in C has in common. */
#include <stdint.h>

/*
 * Does an amount of work that grows with n, at least 1, and returns a checksum of it. The same n gives the same
 * checksum, however often and in whatever order the calls come.
 */
#ifdef __wasm__
__attribute__((export_name("run")))
#endif
int64_t run(int32_t n);

/* Xorshift with 32 bits of state, which must not be 0. */
static inline uint32_t next_random(uint32_t *state) {
    uint32_t x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *state = x;
}

/* Adds a value to a checksum; the order of the values counts. */
static inline uint64_t fold(uint64_t checksum, uint64_t value) {
    return (checksum ^ value) * 0x9E3779B97F4A7C15u + 1;
}

static inline uint64_t bits_of(double value) {
    union {
        double value;
        uint64_t bits;
    } view = {value};
    return view.bits;
}
