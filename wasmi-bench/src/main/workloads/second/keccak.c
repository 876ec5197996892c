/*
 * Keccak-f[1600] (FIPS 202), n permutations, each round written out: long straight code on i64, with constant rotations.
 */
#include "../workload.h"

static uint64_t lanes[25];

static const uint64_t constants[24] = {
    0x0000000000000001u, 0x0000000000008082u, 0x800000000000808Au, 0x8000000080008000u, 0x000000000000808Bu,
    0x0000000080000001u, 0x8000000080008081u, 0x8000000000008009u, 0x000000000000008Au, 0x0000000000000088u,
    0x0000000080008009u, 0x000000008000000Au, 0x000000008000808Bu, 0x800000000000008Bu, 0x8000000000008089u,
    0x8000000000008003u, 0x8000000000008002u, 0x8000000000000080u, 0x000000000000800Au, 0x800000008000000Au,
    0x8000000080008081u, 0x8000000000008080u, 0x0000000080000001u, 0x8000000080008008u};

#define ROTATE(x, bits) ((x) << (bits) | (x) >> (64 - (bits)))
#define COLUMN(x) (a[x] ^ a[(x) + 5] ^ a[(x) + 10] ^ a[(x) + 15] ^ a[(x) + 20])
#define THETA(x) t = c[((x) + 4) % 5] ^ ROTATE(c[((x) + 1) % 5], 1), \
    a[x] ^= t, a[(x) + 5] ^= t, a[(x) + 10] ^= t, a[(x) + 15] ^= t, a[(x) + 20] ^= t
#define MOVE(to, bits) next = a[to], a[to] = ROTATE(t, bits), t = next
#define CHI(y) c[0] = a[y], c[1] = a[(y) + 1], c[2] = a[(y) + 2], c[3] = a[(y) + 3], c[4] = a[(y) + 4], \
    a[y] = c[0] ^ (~c[1] & c[2]), a[(y) + 1] = c[1] ^ (~c[2] & c[3]), a[(y) + 2] = c[2] ^ (~c[3] & c[4]), \
    a[(y) + 3] = c[3] ^ (~c[4] & c[0]), a[(y) + 4] = c[4] ^ (~c[0] & c[1])

static void permute(uint64_t *a) {
    uint64_t c[5], t, next;
    for (int round = 0; round < 24; round++) {
        c[0] = COLUMN(0), c[1] = COLUMN(1), c[2] = COLUMN(2), c[3] = COLUMN(3), c[4] = COLUMN(4);
        THETA(0), THETA(1), THETA(2), THETA(3), THETA(4);
        t = a[1];
        MOVE(10, 1), MOVE(7, 3), MOVE(11, 6), MOVE(17, 10), MOVE(18, 15), MOVE(3, 21), MOVE(5, 28), MOVE(16, 36);
        MOVE(8, 45), MOVE(21, 55), MOVE(24, 2), MOVE(4, 14), MOVE(15, 27), MOVE(23, 41), MOVE(19, 56), MOVE(13, 8);
        MOVE(12, 25), MOVE(2, 43), MOVE(20, 62), MOVE(14, 18), MOVE(22, 39), MOVE(9, 61), MOVE(6, 20), MOVE(1, 44);
        CHI(0), CHI(5), CHI(10), CHI(15), CHI(20);
        a[0] ^= constants[round];
    }
}

int64_t run(int32_t n) {
    for (int i = 0; i < 25; i++) {
        lanes[i] = (uint64_t) i * 0x0123456789ABCDEFu;
    }
    for (int32_t i = 0; i < n; i++) {
        permute(lanes);
    }
    return (int64_t) (lanes[0] ^ lanes[12]);
}
