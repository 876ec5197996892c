/* The edit distance of words of 120 letters, n times: a table of i32, minima of three, dependent from cell to cell. */
#include "../workload.h"

enum { LENGTH = 120 };

static uint8_t first[LENGTH], second[LENGTH];
static int32_t row[LENGTH + 1];

static int32_t distance(void) {
    for (int j = 0; j <= LENGTH; j++) {
        row[j] = j;
    }
    for (int i = 1; i <= LENGTH; i++) {
        int32_t corner = row[0];
        row[0] = i;
        for (int j = 1; j <= LENGTH; j++) {
            int32_t replace = corner + (first[i - 1] != second[j - 1]);
            int32_t insert = row[j - 1] + 1, remove = row[j] + 1;
            corner = row[j];
            int32_t least = replace < insert ? replace : insert;
            row[j] = least < remove ? least : remove;
        }
    }
    return row[LENGTH];
}

int64_t run(int32_t n) {
    uint32_t seed = 777;
    uint64_t sum = 0;
    for (int i = 0; i < LENGTH; i++) {
        first[i] = (uint8_t) ('a' + next_random(&seed) % 4);
        second[i] = (uint8_t) ('a' + next_random(&seed) % 4);
    }
    for (int32_t round = 0; round < n; round++) {
        sum = fold(sum, (uint64_t) distance());
        second[(uint32_t) round % LENGTH] = first[(uint32_t) round * 7 % LENGTH];
    }
    return (int64_t) sum;
}
