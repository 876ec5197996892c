/* Keys of 64 bits are put into an open hash table, found, and removed, n times: i64, probing, branches. */
#include "../workload.h"

enum { SLOTS = 1024 };

static uint64_t keys[SLOTS];
static uint32_t values[SLOTS];

static uint32_t slot_of(uint64_t key) {
    return (uint32_t) (key * 0x9E3779B97F4A7C15u >> 54);
}

static int find(uint64_t key) {
    uint32_t slot = slot_of(key);
    while (keys[slot] && keys[slot] != key) {
        slot = (slot + 1) % SLOTS;
    }
    return (int) slot;
}

static void remove_at(uint32_t hole) {
    uint32_t next = hole;
    for (;;) {
        next = (next + 1) % SLOTS;
        if (!keys[next]) {
            break;
        }
        uint32_t home = slot_of(keys[next]);
        if (((next - home) % SLOTS) >= ((next - hole) % SLOTS)) {
            keys[hole] = keys[next];
            values[hole] = values[next];
            hole = next;
        }
    }
    keys[hole] = 0;
}

int64_t run(int32_t n) {
    uint32_t seed = 88172645;
    uint64_t sum = 0;
    uint32_t count = 0;
    for (int i = 0; i < SLOTS; i++) {
        keys[i] = 0;
    }
    for (int32_t round = 0; round < n; round++) {
        uint64_t key = 1 + next_random(&seed) % 1500 * 0x100000001u;
        int slot = find(key);
        if (!keys[slot]) {
            if (count < SLOTS * 3 / 4) {
                keys[slot] = key;
                values[slot] = (uint32_t) round;
                count++;
            }
        } else if (values[slot] & 1) {
            sum = fold(sum, values[slot]);
            remove_at((uint32_t) slot);
            count--;
        } else {
            values[slot] += 3;
        }
    }
    return (int64_t) fold(sum, count);
}
