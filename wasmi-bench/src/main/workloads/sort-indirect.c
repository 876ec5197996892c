/* n times sorts records by merging, each time in another order: every comparison is a call through a pointer. */
#include "workload.h"

enum { SIZE = 256 };

typedef struct {
    int32_t key, group;
    double weight;
} Record;

typedef int Order(const Record *left, const Record *right);

static int by_key(const Record *left, const Record *right) {
    return (left->key > right->key) - (left->key < right->key);
}

static int by_key_down(const Record *left, const Record *right) {
    return by_key(right, left);
}

static int by_weight(const Record *left, const Record *right) {
    return (left->weight > right->weight) - (left->weight < right->weight);
}

static int by_group_then_key(const Record *left, const Record *right) {
    return left->group != right->group ? left->group - right->group : by_key(left, right);
}

static Order *const orders[] = {by_key, by_weight, by_group_then_key, by_key_down};

static Record records[SIZE];
static const Record *sorted[SIZE], *merged[SIZE];

/* Sorts sorted[from] to sorted[to - 1]; equal records keep their order. */
static void merge_sort(int from, int to, Order *order) {
    if (to - from < 2) {
        return;
    }
    int middle = from + (to - from) / 2;
    merge_sort(from, middle, order);
    merge_sort(middle, to, order);
    for (int i = from, left = from, right = middle; i < to; i++) {
        int take_left = right == to || (left < middle && order(sorted[left], sorted[right]) <= 0);
        merged[i] = sorted[take_left ? left++ : right++];
    }
    for (int i = from; i < to; i++) {
        sorted[i] = merged[i];
    }
}

int64_t run(int32_t n) {
    uint32_t seed = 521288629;
    for (int i = 0; i < SIZE; i++) {
        records[i].key = (int32_t) next_random(&seed);
        records[i].group = (int32_t) (next_random(&seed) % 16);
        records[i].weight = (double) next_random(&seed) / 65536;
        sorted[i] = &records[i];
    }
    uint64_t checksum = 0;
    for (int32_t round = 0; round < n; round++) {
        merge_sort(0, SIZE, orders[round % 4]);
        for (int i = 0; i < SIZE; i += 8) {
            checksum = fold(checksum, (uint64_t) (sorted[i] - records));
        }
    }
    return (int64_t) checksum;
}
