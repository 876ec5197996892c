/* A text of 8 KiB is compressed by LZ77 with a hash of three bytes, and unpacked again, n times. */
#include "../workload.h"

enum { SIZE = 8192, HASHES = 1024 };

static uint8_t text[SIZE], packed[2 * SIZE], unpacked[SIZE];
static int32_t recent[HASHES];

static int pack(void) {
    int out = 0, at = 0;
    for (int i = 0; i < HASHES; i++) {
        recent[i] = -1;
    }
    while (at < SIZE) {
        int length = 0, from = -1;
        if (at + 3 < SIZE) {
            uint32_t key = (uint32_t) text[at] << 16 | (uint32_t) text[at + 1] << 8 | text[at + 2];
            int32_t *slot = &recent[(key * 2654435761u) >> 22];
            from = *slot;
            *slot = at;
            if (from >= 0 && at - from < 4096) {
                while (length < 66 && at + length < SIZE && text[from + length] == text[at + length]) {
                    length++;
                }
            }
        }
        if (length > 3) {
            packed[out++] = (uint8_t) (0x80 | (length - 3));
            packed[out++] = (uint8_t) (at - from);
            packed[out++] = (uint8_t) ((at - from) >> 8);
            at += length;
        } else {
            packed[out++] = text[at++];
        }
    }
    return out;
}

static int unpack(int length) {
    int out = 0;
    for (int i = 0; i < length;) {
        uint8_t c = packed[i++];
        if (c < 0x80) {
            unpacked[out++] = c;
        } else {
            int count = (c & 0x7F) + 3, back = packed[i] | packed[i + 1] << 8;
            i += 2;
            for (; count > 0; count--, out++) {
                unpacked[out] = unpacked[out - back];
            }
        }
    }
    return out;
}

int64_t run(int32_t n) {
    uint32_t seed = 31337;
    uint64_t sum = 0;
    for (int i = 0; i < SIZE; i++) {
        uint32_t random = next_random(&seed);
        int from = (int) ((random >> 3) % 200) + 4;
        text[i] = i > 300 && random % 16 != 0 ? text[i - from + (from & 3)] : (uint8_t) ('a' + (random >> 12) % 20);
    }
    for (int32_t round = 0; round < n; round++) {
        int length = pack();
        sum = fold(sum, (uint64_t) length);
        int size = unpack(length);
        sum = fold(sum, (uint64_t) size << 8 | unpacked[(uint32_t) round * 7 % SIZE]);
        text[(uint32_t) round * 13 % SIZE] = (uint8_t) ('a' + round % 26);
    }
    return (int64_t) sum;
}
